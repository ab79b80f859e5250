"""How far suppressions reach, in comments, in Metadata, and in code."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from auditor.engine.check import Checked, check
from auditor.engine.fixpoint import fix
from auditor.model.edit import SetValue
from auditor.model.finding import Finding, Fix, Safety, Severity
from auditor.model.path import Path
from auditor.model.rule import AnyRule, Rule
from auditor.model.settings import Settings
from auditor.model.suppression import SuppressedBy, SuppressionReview
from auditor.model.text import Span
from auditor.model.tree import Tree
from auditor.template.template import Template
from tests.cli.layouts import layouts

SAYS_UNUSED = "unused"


def wrong(template: Template) -> Iterator[Finding]:
    """Finds every value that is `bad`, and every word `bad` in a longer text."""
    waiting: list[tuple[Path, Tree]] = [((), template.tree)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [((*path, key), below) for key, below in value.items()]
        elif isinstance(value, list):
            waiting += [((*path, index), below) for index, below in enumerate(value)]
        elif value == "bad":
            repair = Fix("Right it", (SetValue(path, "right"),), Safety.SAFE)
            yield Finding(at=path, message="is bad", fix=repair)
        elif isinstance(value, str) and "bad" in value:
            start = value.index("bad")
            yield Finding(at=path, message="has bad", within=Span(start, start + 3))


def resources(template: Template) -> Iterator[Finding]:
    """Finds every resource, by its name."""
    for name in template.resources:
        yield Finding(at=("Resources", name), message=name, on_key=True)


def bodies(template: Template) -> Iterator[Finding]:
    """Finds every resource, by all of it."""
    for name in template.resources:
        yield Finding(at=("Resources", name), message=name)


def reviewed(review: SuppressionReview) -> Iterator[Finding]:
    """Tells what is unused, unknown and misspelled."""
    for one in review.unused:
        yield one.spot.finding(SAYS_UNUSED, Fix(one.rule, one.removal, Safety.SAFE))
    for one in review.unknown:
        yield one.spot.finding(f"unknown {one.rule}")
    for fault in review.misspelled:
        yield fault.spot.finding("misspelled")


def rule(id: str, look: Callable[[Any], Iterator[Finding]], on: type = Template) -> AnyRule:
    return Rule(id=id, severity=Severity.ERROR, on=on, function=look)


WRONG = rule("wrong", wrong)
RESOURCES = rule("resources", resources)
BODIES = rule("bodies", bodies)
REVIEW = rule("review", reviewed, SuppressionReview)
IDS = {"wrong", "resources", "bodies", "review", "other"}


def run(text: str, *rules: AnyRule) -> Checked:
    return check(text, rules, Settings(), ids=IDS)


def left(checked: Checked) -> list[int]:
    """The lines of the findings that are left."""
    assert checked.document is not None
    lines = checked.document.lines
    return [lines.position(checked.span(found).start).line for found in checked.findings]


HEAD = "Resources:\n  A:\n    Type: T\n"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("    B: bad  # cfnaudit: ignore[wrong] known\n    C: bad\n", [5], id="line"),
        pytest.param(
            "    # cfnaudit: ignore[wrong]\n    B: bad\n    C: bad\n", [6], id="key below"
        ),
        pytest.param(
            "    # cfnaudit: ignore[wrong]\n    B:\n      - bad\n      - {C: bad}\n    D: bad\n",
            [8],
            id="all below the key",
        ),
        pytest.param(
            "    B:\n      # cfnaudit: ignore[wrong]\n      - bad\n      - bad\n",
            [7],
            id="item below",
        ),
        pytest.param(
            "    B:\n      # cfnaudit: ignore[wrong]\n      - C: bad\n        D: bad\n"
            "      - bad\n",
            [8],
            id="mapping in a list",
        ),
        pytest.param(
            "    # cfnaudit: ignore[wrong]\n    # and why\n    B: bad\n", [], id="comment between"
        ),
        pytest.param("    # cfnaudit: ignore[wrong]\n\n    B: bad\n", [6], id="blank line between"),
        pytest.param("    B:  # cfnaudit: ignore[wrong]\n      bad\n", [], id="line of the key"),
        pytest.param(
            "    B:  # cfnaudit: ignore[wrong]\n      C: bad\n",
            [5],
            id="key of the mapping above",
        ),
        pytest.param("    B: bad  # cfnaudit: ignore[other]\n", [4], id="another rule"),
        pytest.param("    B: bad  # cfnaudit: ignore[other, wrong]\n", [], id="two rules"),
        pytest.param("    B: bad  # why  # cfnaudit: ignore[wrong]\n", [], id="behind a comment"),
        pytest.param("    B: 'bad # cfnaudit: ignore[wrong]'\n", [4], id="no comment"),
        pytest.param("    B: {C: bad,  # cfnaudit: ignore[wrong]\n      D: bad}\n", [5], id="flow"),
        pytest.param(
            '    B: "so\n      bad"  # cfnaudit: ignore[wrong]\n', [], id="text of two lines"
        ),
        pytest.param(
            "    B: |  # cfnaudit: ignore[wrong]\n      a\n      bad\n",
            [],
            id="header of a block",
        ),
        pytest.param(
            "    B: |\n      a\n      bad  # cfnaudit: ignore[wrong]\n", [], id="line of a block"
        ),
        pytest.param(
            "    B: |\n      a  # cfnaudit: ignore[wrong]\n      bad\n", [6], id="line above"
        ),
        pytest.param(
            "    B: |\n      # cfnaudit: ignore[wrong]\n      bad\n      right\n",
            [],
            id="alone above in a block",
        ),
        pytest.param(
            '    B: !Join\n      - "\\n"\n      - - bad it is // cfnaudit: ignore[wrong]\n'
            "        - so bad\n",
            [7],
            id="line that is joined",
        ),
        pytest.param(
            "    B: &b\n      C: bad  # cfnaudit: ignore[wrong]\n    D: *b\n", [], id="alias"
        ),
        pytest.param(
            "    # cfnaudit: ignore[wrong]\n    B: &b\n      C: bad\n    D:\n      <<: *b\n",
            [],
            id="what is merged in",
        ),
    ],
)
def test_how_far_a_comment_reaches(text: str, lines: list[int]) -> None:
    assert left(run(HEAD + text, WRONG)) == lines


@pytest.mark.parametrize("look", [RESOURCES, BODIES], ids=["by name", "by all of it"])
@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param(HEAD, ["A"], id="no comment"),
        pytest.param(HEAD.replace("A:", "A:  # cfnaudit: ignore[ID]"), [], id="behind"),
        pytest.param(HEAD.replace("  A:", "  # cfnaudit: ignore[ID]\n  A:"), [], id="above"),
        pytest.param(f"# cfnaudit: ignore[ID]\n{HEAD}", [], id="above the section"),
        pytest.param(f"# cfnaudit: ignore-file[ID]\n{HEAD}", [], id="for the file"),
        pytest.param(f"---  # cfnaudit: ignore-file[ID]\n{HEAD}", [], id="beside the mark"),
        pytest.param(f"{HEAD}# cfnaudit: ignore-file[ID]\n", ["A"], id="too late"),
        pytest.param(HEAD.replace(":\n", ":  # cfnaudit: ignore[ID]\n", 1), ["A"], id="section"),
        pytest.param(f"{HEAD}    D: 1  # cfnaudit: ignore[ID]\n", ["A"], id="inside"),
    ],
)
def test_a_resource(look: AnyRule, text: str, names: list[str]) -> None:
    checked = run(text.replace("ID", look.id), look)
    assert [found.message for found in checked.findings] == names


@layouts
def test_any_line_ends(layout: Callable[[str], str]) -> None:
    text = (
        "# cfnaudit: ignore-file[resources]\n"
        + HEAD
        + "    B: bad  # cfnaudit: ignore[wrong]\n    # cfnaudit: ignore[wrong]\n    C: bad\n"
    )
    checked = run(layout(text).removeprefix("\ufeff"), WRONG, RESOURCES)
    assert checked.findings == ()
    assert len(checked.suppressed) == 3


IGNORES = {"Metadata": {"cfnaudit": {"ignore": ["wrong"]}}}
BODY = {"Type": "T", "B": "bad"}


@pytest.mark.parametrize(
    ("tree", "names"),
    [
        pytest.param({"Resources": {"A": BODY, "B": BODY}}, ["A", "B"], id="none"),
        pytest.param({"Resources": {"A": BODY | IGNORES, "B": BODY}}, ["B"], id="resource"),
        pytest.param({**IGNORES, "Resources": {"A": BODY, "B": BODY}}, [], id="template"),
        pytest.param(
            {"Globals": {"Function": IGNORES}, "Resources": {"A": BODY}}, ["A"], id="globals"
        ),
        pytest.param(
            {"Resources": {"A": {"Type": "T", "Properties": BODY | IGNORES}}}, ["A"], id="deeper"
        ),
    ],
)
def test_metadata(tree: Tree, names: list[str]) -> None:
    checked = run(json.dumps(tree), WRONG)
    assert [found.at[1] for found in checked.findings] == names


@pytest.mark.parametrize(
    "own",
    [
        [], "wrong", None, {}, {"ignore": "wrong"}, {"ignore": None}, {"ignore": ["wrong"], "x": 1},
        {"ignore": [None]}, {"ignore": [{"id": 1}]}, {"ignore": [{"id": "wrong", "reason": 1}]},
        {"ignore": [{"id": "wrong", "why": "x"}]}, {"ignore": {"Fn::If": ["a", [], []]}},
        {"ignore": [["wrong"]]},
    ],
    ids=str,
)  # fmt: skip
def test_metadata_of_another_shape_is_told_and_suppresses_nothing(own: Tree) -> None:
    tree = {"Resources": {"A": {"Type": "T", "B": "bad", "Metadata": {"cfnaudit": own}}}}
    checked = run(json.dumps(tree), WRONG, REVIEW)
    assert [found.message for found in checked.findings if found.rule == "review"] == ["misspelled"]
    assert [found.rule for found in checked.findings].count("wrong") >= 1


def test_the_reason_is_kept() -> None:
    (one,) = run(f"{HEAD}    B: bad  # cfnaudit: ignore[wrong] as agreed\n", WRONG).suppressed
    assert (one.reason, one.by) == ("as agreed", SuppressedBy.SOURCE)
    ignored = {"cfnaudit": {"ignore": [{"id": "wrong", "reason": "yes"}]}}
    tree = {"Resources": {"A": {"Type": "T", "B": "bad", "Metadata": ignored}}}
    (other,) = run(json.dumps(tree), WRONG).suppressed
    assert other.reason == "yes"


@pytest.mark.parametrize(
    ("text", "rules", "messages"),
    [
        pytest.param("B: 1  # cfnaudit: ignore[wrong]", [WRONG, REVIEW], ["unused"], id="unused"),
        pytest.param("B: 1  # cfnaudit: ignore[wrong]", [REVIEW], [], id="not run"),
        pytest.param("B: bad  # cfnaudit: ignore[wrong]", [WRONG, REVIEW], [], id="used"),
        pytest.param("B: 1  # cfnaudit: ignore[nothing]", [REVIEW], ["unknown nothing"], id="none"),
        pytest.param("B: 1  # cfnaudit: ignore[other]", [REVIEW], [], id="known"),
        pytest.param("B: 1  # cfnaudit: ignore", [REVIEW], ["misspelled"], id="misspelled"),
        pytest.param("B: 1  # cfnaudit: ignore[wrong, review]", [WRONG, REVIEW], [], id="itself"),
        pytest.param("B: 1  # cfnaudit: ignore[review]", [WRONG, REVIEW], [], id="in advance"),
    ],
)
def test_what_is_said_of_suppressions(text: str, rules: list[AnyRule], messages: list[str]) -> None:
    checked = run(f"{HEAD}    {text}\n", *rules)
    assert [found.message for found in checked.findings] == messages


def test_without_all_ids_none_is_unknown() -> None:
    text = f"{HEAD}    B: 1  # cfnaudit: ignore[nothing]\n"
    assert check(text, [REVIEW], Settings()).findings == ()


def crashing(_template: Template) -> Iterator[Finding]:
    raise ValueError("wrong")
    yield


def test_a_rule_that_failed_is_not_known_to_find_nothing() -> None:
    text = f"{HEAD}    B: 1  # cfnaudit: ignore[wrong]\n"
    checked = run(text, rule("wrong", crashing), REVIEW)
    assert checked.findings == ()
    assert len(checked.crashes) == 1


@pytest.mark.parametrize("text", ["Resources: [  # cfnaudit: ignore[wrong]", "- a # cfnaudit: x"])
def test_what_is_no_template(text: str) -> None:
    assert all(found.message == "misspelled" for found in run(text, WRONG, REVIEW).findings)


def test_what_is_suppressed_is_never_fixed() -> None:
    text = f"{HEAD}    B: bad  # cfnaudit: ignore[wrong]\n    C: bad\n"

    def checked(text: str, *, beside: object) -> Checked:
        assert not beside
        return run(text, WRONG)

    final = fix(text, checked, Safety.UNSAFE).final
    assert final.text == text.replace("C: bad", "C: right")
    assert len(final.suppressed) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("    B: 1   # cfnaudit: ignore[wrong] x\n", "    B: 1\n", id="behind"),
        pytest.param("    # cfnaudit: ignore[wrong]\n    B: 1\n", "    B: 1\n", id="above"),
        pytest.param("    B: 1\n    # cfnaudit: ignore[wrong]", "    B: 1\n", id="at the end"),
        pytest.param(
            "    B: 1  # x  # cfnaudit: ignore[wrong]\n", "    B: 1  # x\n", id="with another"
        ),
        pytest.param(
            "    B: |  # cfnaudit: ignore[wrong]\n      a\n", "    B: |\n      a\n", id="|"
        ),
        pytest.param(
            "    B: |\n      a  # cfnaudit: ignore[wrong]\n      b\n",
            "    B: |\n      a\n      b\n",
            id="code",
        ),
        pytest.param(
            "    B: |\n      a\n      // cfnaudit: ignore[wrong]\n      b\n",
            "    B: |\n      a\n      b\n",
            id="line of code",
        ),
        pytest.param(
            "    B: 1  # cfnaudit: ignore[wrong, wrong, bodies]\n",
            "    B: 1  # cfnaudit: ignore[bodies]\n",
            id="some",
        ),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_unused_ones_are_removed_and_nothing_else(text: str, expected: str, newline: str) -> None:
    def checked(text: str, *, beside: object) -> Checked:
        assert not beside
        return run(text, WRONG, REVIEW)

    fixed = fix((HEAD + text).replace("\n", newline), checked, Safety.SAFE)
    assert fixed.rejected == ()
    assert fixed.final.text == (HEAD + expected).replace("\n", newline)
    assert fixed.final.findings == ()


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        ("", "    # cfnaudit: ignore[wrong]\n"),
        ("", "    B: bad  # cfnaudit: ignore[wrong]\n"),
        ("", "    # cfnaudit: ignore[a, b, c]\n"),
        ("", "    # cfnaudit:\n"),
        ("    L:\n", "    - bad  # cfnaudit: ignore[wrong]\n"),
        ("    L:\n", "    # cfnaudit: ignore[wrong]\n    - bad\n"),
        ("    L: |\n", "      bad  # cfnaudit: ignore[wrong]\n"),
        ("    L: |\n", "      // cfnaudit: ignore[wrong]\n"),
    ],
)
def test_many_suppressions_take_little_time(head: str, piece: str) -> None:
    checked = run(HEAD + head + piece * (100_000 // len(piece)), WRONG, REVIEW)
    assert checked.crashes == ()
    assert len(checked.findings) + len(checked.suppressed) >= 1
