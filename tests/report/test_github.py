"""Workflow commands, read back as the runner of GitHub Actions reads them."""

from __future__ import annotations

import pytest
from hypothesis import given

from auditor.model.finding import Safety, Severity
from auditor.model.report import Entry, Report, Status
from auditor.report.github import render
from tests.report.entries import entry, offer, report
from tests.report.odd import reports

IN_MESSAGES = {"%0D": "\r", "%0A": "\n"}
IN_PROPERTIES = IN_MESSAGES | {"%3A": ":", "%2C": ","}


def unescaped(text: str, escapes: dict[str, str]) -> str:
    for escape, character in escapes.items():
        text = text.replace(escape, character)
    return text.replace("%25", "%")


def parsed(line: str) -> tuple[str, dict[str, str], str]:
    """Command, properties and message of a line."""
    assert line.startswith("::")
    head, _, message = line[2:].partition("::")
    command, _, listed = head.partition(" ")
    properties = dict(part.split("=", 1) for part in listed.split(","))
    return (
        command,
        {key: unescaped(value, IN_PROPERTIES) for key, value in properties.items()},
        unescaped(message, IN_MESSAGES),
    )


def one_command(one: Entry, least: Safety = Safety.SAFE) -> tuple[str, dict[str, str], str]:
    (line,) = render(report(one, least=least)).splitlines()
    return parsed(line)


def test_a_finding() -> None:
    assert render(report(entry())) == (
        "::error file=a.yaml,line=3,endLine=3,col=5,endColumn=9,title=cfnaudit%3A some-rule"
        "::it is wrong\n"
    )


@pytest.mark.parametrize(
    ("severity", "command"),
    [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "notice")],
)
def test_severities(severity: Severity, command: str) -> None:
    assert one_command(entry(severity=severity))[0] == command


def test_columns_only_on_one_line() -> None:
    _, properties, _ = one_command(entry(end=(4, 2)))
    assert properties == {
        "file": "a.yaml",
        "line": "3",
        "endLine": "4",
        "title": "cfnaudit: some-rule",
    }


@pytest.mark.parametrize(
    ("file", "name"),
    [
        pytest.param("b/a.yaml", "b/a.yaml", id="folder"),
        pytest.param("./a.yaml", "a.yaml", id="this folder"),
        pytest.param("50%,a:b.yaml", "50%,a:b.yaml", id="separators"),
        pytest.param("%0A.yaml", "%0A.yaml", id="what looks escaped"),
        pytest.param("a\r\nb.yaml", "a\r\nb.yaml", id="line ends"),
        pytest.param("日 本\u3000.yaml", "日 本\u3000.yaml", id="spaces"),
        pytest.param("a\x1b.yaml", r"a\x1b.yaml", id="escape"),
        pytest.param("a::set-env name=x::y", "a::set-env name=x::y", id="command"),
    ],
)
def test_names_of_files(file: str, name: str) -> None:
    assert one_command(entry(file=file))[1]["file"] == name


@pytest.mark.parametrize(
    ("one", "message"),
    [
        pytest.param(entry(message="100% :: a,b"), "100% :: a,b", id="signs"),
        pytest.param(entry(message="a\n::error::b"), r"a\n::error::b", id="line end"),
        pytest.param(entry(fix=offer()), "it is wrong\nfix: Mend it", id="fix"),
        pytest.param(
            entry(fix=offer(Safety.UNSAFE)), "it is wrong\nunsafe fix: Mend it", id="unsafe fix"
        ),
        pytest.param(
            entry(status=Status.REJECTED, note="it would hurt"),
            "it is wrong\nnot fixed: it would hurt",
            id="rejected",
        ),
    ],
)
def test_messages(one: Entry, message: str) -> None:
    assert one_command(one)[2] == message


def test_what_was_fixed_is_left_out() -> None:
    assert render(report(entry(status=Status.FIXED, fix=offer()))) == ""


@given(reports)
def test_a_command_for_each_open_finding(made: Report) -> None:
    lines = render(made).splitlines()
    assert len(lines) == len(made.open)
    for line, one in zip(lines, made.open, strict=True):
        command, properties, _ = parsed(line)
        assert command in ("error", "warning", "notice")
        assert properties["line"] == str(one.start.line)
        assert ("col" in properties) == (one.start.line == one.end.line)
