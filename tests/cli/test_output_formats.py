"""Every format through the real command, read as its readers do."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import unescape
from xml.etree import ElementTree as ET

import pytest

from auditor import __version__
from auditor.report import FORMATS
from tests.report import test_gitlab, test_junit, test_sarif
from tests.report.html.reading import Reader
from tests.runner import BROKEN, CLEAN, MENDED, RULE, Result, Workspace

NAME = "b 日,50%.yaml"
MESSAGE = "the unit of a rate must be day"

LOADED = """
import atexit, sys
def loaded():
    names = sorted(name for name in sys.modules if name.startswith("auditor.report."))
    print(*names, file=sys.stderr)
atexit.register(loaded)
"""
SHARED = {"fingerprint", "folding", "places", "plain", "wording"}
MODULES = {name: "json_v1" if name == "json" else name for name in FORMATS}

each_format = pytest.mark.parametrize("name", FORMATS)


def checked(workspace: Workspace, name: str, *options: str) -> Result:
    return workspace.check(NAME, "--output-format", name, *options)


@each_format
@pytest.mark.parametrize(
    ("content", "options", "code"),
    [
        pytest.param(CLEAN, (), 0, id="clean"),
        pytest.param(BROKEN, (), 1, id="broken"),
        pytest.param(BROKEN, ("--exit-zero",), 0, id="never fail"),
        pytest.param(BROKEN, ("--fix",), 0, id="fixed"),
    ],
)
def test_exit_codes_are_the_same(
    workspace: Workspace, name: str, content: str, options: tuple[str, ...], code: int
) -> None:
    workspace.write(NAME, content)
    result = checked(workspace, name, *options)
    assert (result.code, result.err) == (code, "")


def concise(result: Result) -> None:
    first, last = result.out.splitlines()
    assert first.startswith(f"{NAME}:6:34: error[{RULE}] [*] ")
    assert MESSAGE in first
    assert last == "Found 1 finding (1 error) in 1 file, 1 fixable with --fix"


def sarif(result: Result) -> None:
    run = test_sarif.valid(result.out)
    driver = run["tool"]["driver"]
    (rule,), (found,) = driver["rules"], run["results"]
    assert driver["version"] == __version__
    assert rule["id"] == RULE
    assert "## Why it fails" in rule["help"]["markdown"]
    assert rule["fullDescription"]["text"] != rule["shortDescription"]["text"]
    assert rule["helpUri"].startswith("https://docs.aws.amazon.com/")
    assert MESSAGE in found["message"]["text"]
    place = found["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "b%20%E6%97%A5%2C50%25.yaml"
    assert place["region"]["startLine"] == 6


def github(result: Result) -> None:
    (line,) = result.out.splitlines()
    head = "::error file=b 日%2C50%25.yaml,line=6,endLine=6,col=34,endColumn=38,"
    assert line.startswith(f"{head}title=cfnaudit%3A {RULE}::")
    assert line.endswith("%0Afix: Write it as 'rate(1 day)'")


def gitlab(result: Result) -> None:
    issues = json.loads(result.out)
    test_gitlab.VALIDATOR.validate(issues)
    (issue,) = issues
    assert issue["location"] == {"path": NAME, "lines": {"begin": 6}}
    assert issue["check_name"] == RULE


def junit(result: Result) -> None:
    root = ET.fromstring(result.stdout)
    (suite,) = root
    assert set(suite.attrib) <= test_junit.ATTRIBUTES["testsuite"]
    assert (suite.get("name"), suite.get("errors")) == (NAME, "1")
    assert MESSAGE in (suite[0][0].get("message") or "")


def markdown(result: Result) -> None:
    head, *_, row = result.out.splitlines()
    assert head.startswith("### cfnaudit: Found 1 finding (1 error) in 1 file")
    assert row.startswith(f"| 6:34 | error | {RULE} | ")
    assert row.endswith("<br><b>fix:</b> Write it as 'rate(1 day)' |")


def html(result: Result) -> None:
    assert result.out.startswith("<!DOCTYPE html>\n")
    read = Reader(result.out)
    assert read.faults == []
    assert f"{NAME}" in read.texts
    assert any(MESSAGE in text for text in read.texts)
    assert " Write it as 'rate(1 day)'" in read.texts
    assert [one["data-n"] for one in read.of_class("hit")] == ["6"]
    assert read.text.count("rate(1 days)   # every night") == 2
    assert "rate(1 day)   # every night" in read.text
    assert [one["href"] for one in read.of_class("node")] == ["#f1"]


READERS = (concise, sarif, github, gitlab, junit, markdown, html)


@pytest.mark.parametrize("read", READERS, ids=[read.__name__ for read in READERS])
def test_a_finding(workspace: Workspace, read: Callable[[Result], None]) -> None:
    workspace.write(NAME)
    read(checked(workspace, read.__name__))


def test_every_format_is_read_here_or_in_tests_of_its_own() -> None:
    assert {read.__name__ for read in READERS} | {"text", "json"} == set(FORMATS)


@pytest.mark.parametrize("name", ["sarif", "github", "gitlab", "junit"])
def test_what_was_fixed_is_left_out(workspace: Workspace, name: str) -> None:
    workspace.write(NAME)
    assert RULE not in checked(workspace, name, "--fix").out
    assert workspace.read(NAME) == MENDED.encode()


@pytest.mark.parametrize("name", ["concise", "markdown", "html"])
def test_what_was_fixed_is_told(workspace: Workspace, name: str) -> None:
    workspace.write(NAME)
    assert "Write it as 'rate(1 day)'" in unescape(checked(workspace, name, "--fix").out)


@each_format
def test_no_colours(workspace: Workspace, name: str) -> None:
    workspace.write(NAME)
    options = ("check", NAME, "--output-format", name)
    if name != "text":
        assert b"\x1b" not in workspace.on_terminal(*options).stdout
    assert b"\x1b" not in workspace.run(*options).stdout


@each_format
def test_a_diff_leaves_the_report_to_a_file(workspace: Workspace, name: str) -> None:
    workspace.write(NAME)
    result = workspace.check(NAME, "--diff", "-o", f"{name}:report")
    assert result.out.startswith("--- a/")
    assert len(result.err.splitlines()) == 1
    assert workspace.read("report") == checked(workspace, name).stdout


@each_format
def test_names_that_are_no_utf_8(workspace: Workspace, name: str) -> None:
    workspace.write(NAME)
    (workspace.folder / NAME).rename(str(workspace.folder / "a") + "\udc80\x1b.yaml")
    result = workspace.check(".", "--output-format", name)
    assert result.code == 1
    assert b"\x1b" not in result.stdout
    assert "\x1b" not in result.out


@each_format
def test_only_the_format_asked_for_is_imported(workspace: Workspace, name: str) -> None:
    workspace.write(NAME)
    result = workspace.python(LOADED, "check", NAME, "--output-format", name)
    names = (module.removeprefix("auditor.report.") for module in result.err.split())
    found = {name.partition(".")[0] for name in names}
    assert found - SHARED == {MODULES[name]}


def test_github_reads_utf_8_whatever_python_writes(workspace: Workspace) -> None:
    workspace.write("ä.yaml")
    options = ("check", "ä.yaml", "--output-format", "github")
    result = workspace.run(*options, env={"PYTHONIOENCODING": "latin-1"})
    assert "file=ä.yaml," in result.out


def test_concise_is_for_people_whose_terminals_may_lack_characters(workspace: Workspace) -> None:
    workspace.write("ä.yaml")
    options = ("check", "ä.yaml", "--output-format", "concise")
    result = workspace.run(*options, env={"PYTHONIOENCODING": "ascii"})
    assert result.out.startswith(r"\xe4.yaml:6:34: error[")


@pytest.mark.parametrize("name", FORMATS)
def test_the_list_of_rules_has_two_formats(workspace: Workspace, name: str) -> None:
    assert workspace.run("rules", "--output-format", name).code == (
        0 if name in ("text", "json") else 2
    )
