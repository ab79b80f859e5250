"""Suppressions are written where they are read, change nothing else, and are written once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from auditor.aws.lambda_.code.file import CodeFile
from auditor.engine.check import Checked, check
from auditor.engine.suppressions.adding import Added, add_ignores
from auditor.model.finding import Finding, Severity
from auditor.model.path import ROOT
from auditor.model.path import Path as Place
from auditor.model.rule import Rule
from auditor.model.settings import Settings
from auditor.model.text import Span
from auditor.model.tree import Tree
from auditor.project import ProjectFolder
from auditor.template.template import Template
from tests.cli import layouts

# new lines end as the first one, and blanks go where a comment comes
OTHERS = ("mixed line ends", "trailing blanks")
LAYOUTS = {name: lay for name, lay in layouts.LAYOUTS.items() if name not in OTHERS}


def bad(template: Template) -> Iterator[Finding]:
    """Finds every value that is `bad`, and every line of a text that has `bad` in it."""
    waiting: list[tuple[Place, Tree]] = [(ROOT, template.tree)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [((*path, key), below) for key, below in value.items()]
        elif isinstance(value, list):
            waiting += [((*path, index), below) for index, below in enumerate(value)]
        elif isinstance(value, str) and "bad" in value:
            start = value.index("bad")
            within = None if "\n" not in value else Span(start, start + 3)
            yield Finding(at=path, message="is bad", within=within)


def named(template: Template) -> Iterator[Finding]:
    """Finds every resource whose name has an X in it."""
    for name in template.resources:
        if "X" in name:
            yield Finding(at=("Resources", name), message=name, on_key=True)


def in_code(file: CodeFile) -> Iterator[Finding]:
    """Finds the word `awful` in code."""
    start = file.text.find("awful")
    if start >= 0:
        yield file.finding(Span(start, start + 5), "is awful")


RULES = (
    Rule(id="bad", severity=Severity.WARNING, on=Template, function=bad),
    Rule(id="named", severity=Severity.ERROR, on=Template, function=named),
    Rule(id="awful", severity=Severity.WARNING, on=CodeFile, function=in_code),
)


def added(
    text: str, least: Severity = Severity.INFO, project: ProjectFolder | None = None
) -> Added:
    """A text with suppressions; a second time adds nothing."""

    def run(text: str, *, beside: Mapping[str, str]) -> Checked:
        return check(text, RULES, Settings(), project, beside)

    def again(text: str, *, beside: Mapping[str, str]) -> Checked:
        return run(text, beside={**first.final.beside, **beside})

    first = add_ignores(text, run, least, frozenset())
    second = add_ignores(first.final.text, again, least, frozenset())
    assert second.final.text == first.final.text
    assert second.made == ()
    return first


HEAD = "Resources:\n  A:\n    Type: T\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("    B: bad\n", "    B: bad  # cfnaudit: ignore[bad]\n", id="value"),
        pytest.param("    B: bad  \n", "    B: bad  # cfnaudit: ignore[bad]\n", id="blanks"),
        pytest.param(
            "    B: bad # so\n", "    B: bad # so  # cfnaudit: ignore[bad]\n", id="comment"
        ),
        pytest.param(
            "    B: bad  # cfnaudit: ignore[other] why\n",
            "    B: bad  # cfnaudit: ignore[other, bad] why\n",
            id="suppression of another",
        ),
        pytest.param(
            "    B: [bad, bad]\n", "    B: [bad, bad]  # cfnaudit: ignore[bad]\n", id="two"
        ),
        pytest.param(
            "    B: {C: bad,\n      D: 1}\n",
            "    B: {C: bad,  # cfnaudit: ignore[bad]\n      D: 1}\n",
            id="flow",
        ),
        pytest.param(
            '    B: "so\n      bad"\n',
            '    # cfnaudit: ignore[bad]\n    B: "so\n      bad"\n',
            id="text of two lines",
        ),
        pytest.param(
            "    B: so\n      bad\n",
            "    # cfnaudit: ignore[bad]\n    B: so\n      bad\n",
            id="plain text of two lines",
        ),
        pytest.param(
            '    # cfnaudit: ignore[other]\n    B: "so\n      bad"\n',
            '    # cfnaudit: ignore[other, bad]\n    B: "so\n      bad"\n',
            id="suppression above",
        ),
        pytest.param(
            '    # so\n    B: "so\n      bad"\n',
            '    # so\n    # cfnaudit: ignore[bad]\n    B: "so\n      bad"\n',
            id="comment above",
        ),
        pytest.param(
            "    B: |\n      so\n      bad\n",
            "    # cfnaudit: ignore[bad]\n    B: |\n      so\n      bad\n",
            id="block of no code",
        ),
        pytest.param(
            "    B: |  # so\n      so\n      bad\n",
            "    # cfnaudit: ignore[bad]\n    B: |  # so\n      so\n      bad\n",
            id="block with a comment",
        ),
        pytest.param(
            '    B:\n      - C: 1\n      - "so\n        bad"\n',
            '    B:\n      - C: 1\n      # cfnaudit: ignore[bad]\n      - "so\n        bad"\n',
            id="item",
        ),
        pytest.param(
            "    B: &b\n      C: bad\n    D: *b\n",
            "    B: &b\n      C: bad  # cfnaudit: ignore[bad]\n    D: *b\n",
            id="alias",
        ),
        pytest.param("    B: good\n", "    B: good\n", id="nothing"),
        pytest.param(
            '    B: {C: [1, "so\n      bad"], D: 1}\n',
            '    # cfnaudit: ignore[bad]\n    B: {C: [1, "so\n      bad"], D: 1}\n',
            id="inside of brackets",
        ),
    ],
)
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_comments(text: str, expected: str, layout: Callable[[str], str]) -> None:
    bom = "\ufeff"
    before, after = (layout(HEAD + part).removeprefix(bom) for part in (text, expected))
    result = added(before)
    assert result.final.text == after
    assert result.final.findings == ()
    assert result.refused == ()


def test_the_name_of_a_resource() -> None:
    final = added("Resources:\n  X1:\n    Type: T\n  A:\n    Type: T\n").final
    assert final.text == (
        "Resources:\n  X1:  # cfnaudit: ignore[named]\n    Type: T\n  A:\n    Type: T\n"
    )


def test_only_what_is_severe_enough() -> None:
    text = "Resources:\n  X1:\n    Type: T\n    B: bad\n"
    result = added(text, Severity.ERROR)
    assert result.final.text == text.replace("X1:", "X1:  # cfnaudit: ignore[named]")
    assert [found.rule for found in result.final.findings] == ["bad"]


def test_rules_that_are_skipped() -> None:
    def run(text: str, *, beside: Mapping[str, str]) -> Checked:
        return check(text, RULES, Settings(), None, beside)

    text = f"{HEAD}    B: bad\n"
    result = add_ignores(text, run, Severity.INFO, {"bad"})
    assert (result.final.text, result.refused) == (text, ())


@pytest.mark.parametrize(
    ("tree", "metadata"),
    [
        pytest.param(
            {"Type": "T", "B": "bad"},
            {"Type": "T", "Metadata": {"cfnaudit": {"ignore": ["bad"]}}, "B": "bad"},
            id="none",
        ),
        pytest.param(
            {"Type": "T", "B": "bad", "Metadata": {"x": 1}},
            {"Type": "T", "B": "bad", "Metadata": {"x": 1, "cfnaudit": {"ignore": ["bad"]}}},
            id="of others",
        ),
        pytest.param(
            {"Type": "T", "B": "bad", "Metadata": {"cfnaudit": {"ignore": ["other"]}}},
            {"Type": "T", "B": "bad", "Metadata": {"cfnaudit": {"ignore": ["other", "bad"]}}},
            id="of another rule",
        ),
        pytest.param(
            {"Type": "T", "B": "bad", "Metadata": {}},
            {"Type": "T", "B": "bad", "Metadata": {"cfnaudit": {"ignore": ["bad"]}}},
            id="empty",
        ),
        pytest.param({"Type": "T", "B": "good"}, {"Type": "T", "B": "good"}, id="nothing"),
    ],
)
@pytest.mark.parametrize("indent", [None, 2, "\t"], ids=repr)
def test_json(tree: Tree, metadata: Tree, indent: int | str | None) -> None:
    text = json.dumps({"Resources": {"A": tree, "Z": {"Type": "T"}}}, indent=indent)
    result = added(text)
    assert json.loads(result.final.text) == {"Resources": {"A": metadata, "Z": {"Type": "T"}}}
    assert list(json.loads(result.final.text)["Resources"]["A"]) == list(metadata)
    assert result.final.findings == ()


def test_json_outside_of_resources() -> None:
    tree = {"Description": "x", "Outputs": {"O": {"Value": "bad"}}, "Resources": {}}
    result = json.loads(added(json.dumps(tree)).final.text)
    assert list(result) == ["Description", "Metadata", "Outputs", "Resources"]
    assert result["Metadata"] == {"cfnaudit": {"ignore": ["bad"]}}


def test_many_resources_of_one_fault_take_one_pass() -> None:
    tree = {"Resources": {f"A{n}": {"Type": "T", "B": "bad"} for n in range(60)}}
    checks: list[str] = []

    def run(text: str, *, beside: Mapping[str, str]) -> Checked:
        checks.append(text)
        return check(text, RULES, Settings(), None, beside)

    result = add_ignores(json.dumps(tree, indent=2), run, Severity.INFO, frozenset())
    assert result.final.findings == ()
    assert (len(result.made), len(checks)) == (60, 2)


@pytest.mark.parametrize(
    "metadata",
    [7, {"cfnaudit": 7}, {"cfnaudit": {"ignore": "x"}}, {"cfnaudit": {"ignore": {"a": 1}}}],
    ids=str,
)
def test_what_cannot_be_written_is_refused(metadata: Tree) -> None:
    tree = {"Resources": {"A": {"Type": "T", "Metadata": metadata, "B": "bad"}}}
    other = {"Z": {"Type": "T", "B": "bad"}}
    text = json.dumps({"Resources": tree["Resources"] | other}, indent=2)
    result = added(text)
    assert [found.at[1] for found, _ in result.refused] == ["A"]
    assert [found.at[1] for found in result.final.findings] == ["A"]


CODE = """\
Resources:
  Function:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: RUNTIME
      Handler: index.handler
      Code:
        ZipFile: |
"""
PYTHON, JAVASCRIPT = "python3.12", "nodejs20.x"


@pytest.mark.parametrize(
    ("runtime", "code", "expected"),
    [
        pytest.param(PYTHON, "awful = 1", "awful = 1  # cfnaudit: ignore[awful]", id="Python"),
        pytest.param(
            JAVASCRIPT,
            "let awful = 1",
            "let awful = 1  // cfnaudit: ignore[awful]",
            id="JavaScript",
        ),
        pytest.param(
            PYTHON,
            "awful = 1  # cfnaudit: ignore[other] why",
            "awful = 1  # cfnaudit: ignore[other, awful] why",
            id="suppression of another",
        ),
        pytest.param(
            PYTHON, "f(awful,\n  1)", "f(awful,  # cfnaudit: ignore[awful]\n  1)", id="brackets"
        ),
    ],
)
def test_inline_code(runtime: str, code: str, expected: str) -> None:
    head = CODE.replace("RUNTIME", runtime)

    def written(code: str) -> str:
        return head + "".join(f"          {line}\n" for line in code.splitlines())

    result = added(written(code))
    assert result.final.text == written(expected)
    assert result.final.findings == ()


@pytest.mark.parametrize(
    ("runtime", "code"),
    [
        pytest.param(PYTHON, 'a = """\n  awful\n  """', id="string of several lines"),
        pytest.param(PYTHON, "a = awful + \\\n  1", id="line that goes on"),
        pytest.param(PYTHON, "def awful(", id="code that cannot be read"),
        pytest.param(JAVASCRIPT, "let a = `\n awful\n`;", id="template literal"),
    ],
)
def test_code_is_never_changed_but_for_comments(runtime: str, code: str) -> None:
    head = CODE.replace("RUNTIME", runtime)
    lines = "".join(f"          {line}\n" for line in code.splitlines())
    result = added(head + lines)
    comment = "        # cfnaudit: ignore[awful]\n"
    assert result.final.text == head.replace("        Zip", f"{comment}        Zip") + lines
    assert result.final.findings == ()


def test_code_in_json_and_in_fn_sub() -> None:
    code = {"Fn::Sub": "awful = '${AWS::Region}'\nb = 1\n"}
    tree = {
        "Resources": {
            "F": {
                "Type": "AWS::Lambda::Function",
                "Properties": {
                    "Runtime": PYTHON,
                    "Handler": "index.handler",
                    "Code": {"ZipFile": code},
                },
            }
        }
    }
    final = json.loads(added(json.dumps(tree)).final.text)
    assert final["Resources"]["F"]["Properties"]["Code"]["ZipFile"]["Fn::Sub"] == (
        "awful = '${AWS::Region}'  # cfnaudit: ignore[awful]\nb = 1\n"
    )


LOCAL = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Function:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: app.handler
      CodeUri: src/
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_code_beside_the_template(tmp_path: Path, newline: str) -> None:
    (tmp_path / "src").mkdir()
    code = f"def handler(event, context):{newline}    return awful{newline}"
    (tmp_path / "src" / "app.py").write_bytes(code.encode())
    result = added(LOCAL, project=ProjectFolder(tmp_path))
    assert result.final.text == LOCAL
    assert result.final.beside == {
        "src/app.py": code.replace("awful", "awful  # cfnaudit: ignore[awful]")
    }
    assert result.final.findings == ()


def test_code_beside_the_template_that_takes_no_comment(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "app.py").write_text('handler = """\nawful\n"""\n')
    result = added(LOCAL, project=ProjectFolder(tmp_path))
    assert result.final.text == LOCAL.replace("src/", "src/  # cfnaudit: ignore[awful]")
    assert result.final.beside == {}
    assert result.final.findings == ()


@pytest.mark.parametrize("text", ["Resources: [", "", "- bad", "[]", "{}"])
def test_what_is_no_template_stays_as_it_is(text: str) -> None:
    assert added(text).final.text == text
