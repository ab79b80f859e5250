"""Fixes are made together where they can be, verified, repeated, and undone where they do harm."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

import pytest

from auditor.engine.check import Checked, check
from auditor.engine.fixpoint import Fixed, fix
from auditor.model.edit import Edit, InsertKey, Remove, SetValue
from auditor.model.finding import Finding, Fix, Safety, Severity
from auditor.model.rule import AnyRule, Rule
from auditor.model.settings import Settings
from auditor.template.template import Template

HEAD = "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties:\n"
PROPERTIES = ("Resources", "Topic", "Properties")

Look = Callable[[Template], Iterator[Finding]]


def rule(id: str, look: Look, severity: Severity = Severity.ERROR) -> AnyRule:
    return Rule(id=id, severity=severity, on=Template, function=look)


def fault(key: str, *edits: Edit, safety: Safety = Safety.SAFE) -> Finding:
    return Finding(at=(*PROPERTIES, key), message=key, fix=Fix(key, edits, safety))


def replacing(
    id: str, key: str, wrong: object, right: object, severity: Severity = Severity.ERROR
) -> AnyRule:
    """A rule that finds one wrong value of a property and puts the right one in its place."""

    def look(template: Template) -> Iterator[Finding]:
        case = template.resources["Topic"].case(key)
        if case is not None and case.value == wrong:
            yield fault(key, SetValue((*PROPERTIES, key), right))

    look.__doc__ = "https://example.org"
    return rule(id, look, severity)


def fixed(text: str, *rules: AnyRule, least: Safety = Safety.SAFE) -> Fixed:
    return fix(text, partial(check, rules=rules, settings=Settings()), least)


def test_fixes_that_do_not_meet_are_made_in_one_pass() -> None:
    checks: list[str] = []

    def counted(text: str, *, beside: Mapping[str, str]) -> Checked:
        checks.append(text)
        rules = (replacing("one", "A", 1, 2), replacing("two", "B", 1, 2))
        return check(text, rules, Settings(), beside=beside)

    result = fix(HEAD + "      A: 1\n      B: 1\n", counted, Safety.SAFE)
    assert result.final.text == HEAD + "      A: 2\n      B: 2\n"
    assert len(checks) == 2
    assert len(result.made) == 2


def test_a_fix_that_gives_work_to_another_rule_is_followed_up() -> None:
    result = fixed(
        HEAD + "      A: 1\n",
        replacing("one", "A", 1, 2),
        replacing("two", "A", 2, 3, Severity.WARNING),
    )
    assert result.final.text == HEAD + "      A: 3\n"
    assert [finding.rule for finding, _ in result.made] == ["one", "two"]


def test_two_fixes_of_one_value_wait_for_each_other() -> None:
    result = fixed(HEAD + "      A: 1\n", replacing("one", "A", 1, 2), replacing("two", "A", 1, 9))
    assert result.final.text == HEAD + "      A: 2\n"
    # what the second one found is gone as well
    assert [finding.rule for finding, _ in result.made] == ["one", "two"]


def test_rules_that_undo_each_other_are_named_and_the_last_text_stands() -> None:
    def ping(template: Template) -> Iterator[Finding]:
        yield from _toggle(template, "a", "b")

    def pong(template: Template) -> Iterator[Finding]:
        yield from _toggle(template, "b", "a")

    result = fixed(
        HEAD + "      A: a\n",
        rule("ping", ping, Severity.WARNING),
        rule("pong", pong, Severity.WARNING),
    )
    assert result.cycle == ("pong",)
    assert result.final.text == HEAD + "      A: b\n"


def _toggle(template: Template, wrong: str, right: str) -> Iterator[Finding]:
    case = template.resources["Topic"].case("A")
    if case is not None and case.value == wrong:
        yield fault("A", SetValue((*PROPERTIES, "A"), right))


@pytest.mark.parametrize(
    ("text", "edits", "reason"),
    [
        pytest.param(
            "      A:\n        # why\n        B: 1\n      C: 1\n",
            (Remove((*PROPERTIES, "A")),),
            "comment",
            id="a-comment-would-be-lost",
        ),
        pytest.param("      A: 1\n", (SetValue((*PROPERTIES, "A"), 1),), "still", id="no-change"),
        pytest.param(
            "      A: &x 1\n      B: *x\n",
            (SetValue((*PROPERTIES, "A"), 2),),
            "anchor",
            id="the-value-is-shared",
        ),
    ],
)
def test_a_fix_that_would_do_harm_is_rejected_with_the_reason(
    text: str, edits: tuple[Edit, ...], reason: str
) -> None:
    def look(template: Template) -> Iterator[Finding]:
        if template.resources["Topic"].has("A"):
            yield fault("A", *edits)

    result = fixed(HEAD + text, rule("harm", look))
    assert result.final.text == HEAD + text
    assert result.made == ()
    ((_, told),) = result.rejected
    assert reason in told


def test_a_fix_that_brings_a_new_error_is_rejected() -> None:
    result = fixed(
        HEAD + "      A: 1\n",
        replacing("mends", "A", 1, 2),
        rule("breaks", lambda template: _toggle(template, 2, 2)),  # type: ignore[arg-type]
    )
    assert result.final.text == HEAD + "      A: 1\n"
    ((finding, told),) = result.rejected
    assert finding.rule == "mends"
    assert told == "breaks would be found at Resources.Topic"


def test_one_harmful_fix_does_not_take_the_others_along() -> None:
    def harm(template: Template) -> Iterator[Finding]:
        if template.resources["Topic"].has("A"):
            yield fault("A", SetValue((*PROPERTIES, "A"), 1))

    text = HEAD + "      A: 1\n      B: 1\n      C: 1\n"
    result = fixed(
        text, rule("harm", harm), replacing("one", "B", 1, 2), replacing("two", "C", 1, 2)
    )
    assert result.final.text == HEAD + "      A: 1\n      B: 2\n      C: 2\n"
    assert [finding.rule for finding, _ in result.rejected] == ["harm"]


@pytest.mark.parametrize(
    ("offered", "least", "is_made"),
    [
        (Safety.SAFE, Safety.SAFE, True),
        (Safety.UNSAFE, Safety.SAFE, False),
        (Safety.UNSAFE, Safety.UNSAFE, True),
        (Safety.DISPLAY, Safety.UNSAFE, False),
    ],
    ids=str,
)
def test_a_fix_is_made_where_it_is_safe_enough(
    offered: Safety, least: Safety, is_made: bool
) -> None:
    def look(template: Template) -> Iterator[Finding]:
        case = template.resources["Topic"].case("A")
        if case is not None and case.value == 1:
            yield fault("A", SetValue((*PROPERTIES, "A"), 2), safety=offered)

    result = fixed(HEAD + "      A: 1\n", rule("one", look), least=least)
    assert bool(result.made) is is_made


def test_the_same_new_resource_is_added_once() -> None:
    body = {"Type": "AWS::SNS::Topic"}

    def look(template: Template) -> Iterator[Finding]:
        if len(template.resources) == 1:
            for name in ("First", "Second"):
                yield fault(name, InsertKey(("Resources",), name, body))

    result = fixed(HEAD + "      A: 1\n", rule("adds", look))
    assert result.final.text == HEAD + "      A: 1\n  First:\n    Type: AWS::SNS::Topic\n"


def test_findings_with_the_very_same_fix_are_fixed_together() -> None:
    def look(template: Template) -> Iterator[Finding]:
        case = template.resources["Topic"].case("A")
        if case is not None and case.value == 1:
            for word in ("left", "right"):
                edit = SetValue((*PROPERTIES, "A"), 2)
                yield Finding(
                    at=(*PROPERTIES, "A"), message=word, fix=Fix("two", (edit,), Safety.SAFE)
                )

    result = fixed(HEAD + "      A: 1\n", rule("twice", look))
    assert [finding.message for finding, _ in result.made] == ["left", "right"]


def test_a_text_that_does_not_parse_stays_as_it_is() -> None:
    result = fixed("Resources: [", replacing("one", "A", 1, 2))
    assert result.final.text == "Resources: ["
