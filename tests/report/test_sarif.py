"""SARIF 2.1.0, by its own schema."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
from hypothesis import given
from jsonschema import Draft4Validator, ValidationError  # type: ignore[import-untyped]

from auditor.engine import registry
from auditor.engine.check import check
from auditor.engine.outcome import entries
from auditor.model.finding import Safety, Severity
from auditor.model.report import Entry, Replacement, Report, Status
from auditor.model.settings import Settings
from auditor.model.text import Position
from auditor.report.fingerprint import fingerprints
from auditor.report.sarif import RuleText, render
from tests.report.entries import entry, offer, report
from tests.report.odd import reports
from tests.runner import BROKEN, MENDED, RULE

SCHEMA = json.loads(
    (Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8")
)
VALIDATOR = Draft4Validator(SCHEMA)
URI = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-F]{2})*")
"""https://www.rfc-editor.org/rfc/rfc3986#appendix-A, without query and fragment."""

TEXT = RuleText("A `title`", "It looks.", "A title\n\n## What it does\nIt looks.", Severity.WARNING)
RULES = {"some-rule": TEXT, "unused": TEXT}
URL = "https://docs.aws.amazon.com/lambda/"


def valid(text: str) -> Any:
    """The only run of a valid document."""
    document = json.loads(text)
    VALIDATOR.validate(document)
    (run,) = document["runs"]
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert ids == sorted(set(ids))
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
    return run


def one_result(one: Entry, least: Safety = Safety.SAFE) -> Any:
    (result,) = valid(render(report(one, least=least)))["results"]
    return result


def location_of(file: str) -> Any:
    place = one_result(entry(file=file))["locations"][0]["physicalLocation"]
    return place["artifactLocation"]


def test_the_schema_is_one() -> None:
    Draft4Validator.check_schema(SCHEMA)
    with pytest.raises(ValidationError):
        VALIDATOR.validate({"version": "2.1.0", "runs": [{"results": []}]})


def test_a_finding() -> None:
    one = report(entry(url=URL))
    assert valid(render(one, rules=RULES, version="1.2.3")) == {
        "tool": {
            "driver": {
                "name": "cfnaudit",
                "version": "1.2.3",
                "rules": [
                    {
                        "id": "some-rule",
                        "shortDescription": {"text": TEXT.title},
                        "fullDescription": {"text": TEXT.description},
                        "help": {"text": TEXT.markdown, "markdown": TEXT.markdown},
                        "helpUri": URL,
                        "defaultConfiguration": {"level": "warning"},
                    }
                ],
            }
        },
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": [
            {
                "ruleId": "some-rule",
                "ruleIndex": 0,
                "level": "error",
                "message": {"text": "it is wrong"},
                "locations": [
                    {
                        "physicalLocation": {
                            "artifactLocation": {"uri": "a.yaml", "uriBaseId": "%SRCROOT%"},
                            "region": {
                                "startLine": 3,
                                "startColumn": 5,
                                "endLine": 3,
                                "endColumn": 9,
                            },
                        },
                        "logicalLocations": [
                            {"name": "A", "fullyQualifiedName": "Resources.A", "kind": "resource"}
                        ],
                    }
                ],
                "partialFingerprints": {"finding/v1": fingerprints(one)[0]},
                "properties": {
                    "confidence": "high",
                    "path": "Resources.A.name",
                    "fails": "deployment",
                },
            }
        ],
    }


def test_a_rule_of_which_nothing_is_said() -> None:
    severities = Severity.INFO, Severity.WARNING
    run = valid(render(report(*(entry(severity=severity) for severity in severities))))
    (rule,) = run["tool"]["driver"]["rules"]
    assert "version" not in run["tool"]["driver"]
    assert rule == {
        "id": "some-rule",
        "shortDescription": {"text": "some-rule"},
        "fullDescription": {"text": "some-rule"},
        "help": {"text": "some-rule", "markdown": "some-rule"},
        "defaultConfiguration": {"level": "warning"},
    }


def test_long_descriptions_are_cut_to_what_github_shows() -> None:
    text = RuleText("title", "word " * 1_000, "markdown", Severity.ERROR)
    run = valid(render(report(entry()), rules={"some-rule": text}))
    cut = run["tool"]["driver"]["rules"][0]["fullDescription"]["text"]
    assert 1_000 < len(cut) <= 1_024
    assert cut.endswith("word …")


@pytest.mark.parametrize(
    ("severity", "level"),
    [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "note")],
)
def test_severities(severity: Severity, level: str) -> None:
    assert one_result(entry(severity=severity))["level"] == level


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        pytest.param("./b/a.yaml", "b/a.yaml", id="this folder"),
        pytest.param("../a.yaml", "../a.yaml", id="the folder above"),
        pytest.param("a b#?%41.yaml", "a%20b%23%3F%2541.yaml", id="reserved"),
        pytest.param("c:a.yaml", "c%3Aa.yaml", id="no scheme"),
        pytest.param("日.yaml", "%E6%97%A5.yaml", id="UTF-8"),
        pytest.param("a\udc80.yaml", "a%80.yaml", id="no UTF-8"),
        pytest.param("a\n\x1b.yaml", "a%0A%1B.yaml", id="control characters"),
        pytest.param("<stdin>", "%3Cstdin%3E", id="standard input"),
    ],
)
def test_relative_files(file: str, uri: str) -> None:
    assert location_of(file) == {"uri": uri, "uriBaseId": "%SRCROOT%"}


def test_absolute_files_have_no_base() -> None:
    assert location_of("/b c/a.yaml") == {"uri": "file:///b%20c/a.yaml"}


def test_a_finding_outside_of_resources() -> None:
    assert "logicalLocations" not in one_result(entry(resource=None, path=""))["locations"][0]


def test_what_was_fixed_is_left_out_and_what_was_rejected_is_not() -> None:
    fixed = entry(rule="fixed", status=Status.FIXED, fix=offer())
    rejected = entry(rule="rejected", status=Status.REJECTED, fix=offer(replacements=CHANGES))
    run = valid(render(report(fixed, rejected)))
    assert [result["ruleId"] for result in run["results"]] == ["rejected"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["rejected"]
    assert "fixes" not in run["results"][0]


CHANGES = (
    Replacement("a.yaml", Position(3, 5), Position(3, 9), "kind"),
    Replacement("index.py", Position(1, 1), Position(1, 1), "import os\r\n"),
    Replacement("a.yaml", Position(9, 1), Position(10, 1), ""),
)


def test_a_fix() -> None:
    (fix,) = one_result(entry(fix=offer(replacements=CHANGES)))["fixes"]
    assert fix["description"] == {"text": "Mend it"}
    assert [
        (
            change["artifactLocation"]["uri"],
            [
                (list(one["deletedRegion"].values()), one["insertedContent"]["text"])
                for one in change["replacements"]
            ],
        )
        for change in fix["artifactChanges"]
    ] == [
        ("a.yaml", [([3, 5, 3, 9], "kind"), ([9, 1, 10, 1], "")]),
        ("index.py", [([1, 1, 1, 1], "import os\r\n")]),
    ]


@pytest.mark.parametrize(
    ("one", "least", "has_fix"),
    [
        pytest.param(offer(replacements=CHANGES), Safety.SAFE, True, id="safe"),
        pytest.param(offer(), Safety.SAFE, False, id="not worked out"),
        pytest.param(offer(Safety.UNSAFE, replacements=CHANGES), Safety.SAFE, False, id="unsafe"),
        pytest.param(
            offer(Safety.UNSAFE, replacements=CHANGES), Safety.UNSAFE, True, id="asked for"
        ),
        pytest.param(offer(Safety.DISPLAY, replacements=CHANGES), Safety.SAFE, False, id="advice"),
    ],
)
def test_only_fixes_that_the_run_would_make(one: Any, least: Safety, has_fix: bool) -> None:
    assert ("fixes" in one_result(entry(fix=one), least)) == has_fix


def test_nothing_found() -> None:
    run = valid(render(report()))
    assert run["results"] == run["tool"]["driver"]["rules"] == []


@given(reports)
def test_any_text_is_valid(made: Report) -> None:
    run = valid(render(made))
    told = [one for one in made.entries if one.status is not Status.FIXED]
    assert len(run["results"]) == len(told)
    for result, one in zip(run["results"], told, strict=True):
        assert result["message"]["text"].isprintable()
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert URI.fullmatch(uri)
        assert urlsplit(uri).path == uri.removeprefix("file://")
        if one.file in ("a\nb", "\udc80"):
            assert unquote_to_bytes(uri) == one.file.encode("utf-8", "surrogateescape")


def made_of(text: str) -> str:
    """A text with the first fix of its SARIF report made, as an editor makes it."""
    rules = registry.select(registry.load(), [RULE])
    found = entries(
        check(text, rules, Settings()), "a.yaml", {rule.id: rule for rule in rules}, detailed=True
    )
    run = valid(render(Report(tuple(found), 1, Safety.SAFE)))
    lines = re.findall(r".*?(?:\r\n|\n|\r|$)", text)
    (change,) = run["results"][0]["fixes"][0]["artifactChanges"]
    (replacement,) = change["replacements"]
    region = replacement["deletedRegion"]
    offsets = (
        sum(map(len, lines[: region[f"{side}Line"] - 1])) + region[f"{side}Column"] - 1
        for side in ("start", "end")
    )
    start, end = offsets
    return text[:start] + str(replacement["insertedContent"]["text"]) + text[end:]


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        pytest.param(BROKEN, MENDED, id="LF"),
        pytest.param(BROKEN.replace("\n", "\r\n"), MENDED.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(
            BROKEN.replace("ScheduleExpression:", '"\\U0001f600": 😀, ScheduleExpression:')
            .replace("Properties:\n      ", "Properties: {")
            .replace("   # every night", "}"),
            MENDED.replace("ScheduleExpression:", '"\\U0001f600": 😀, ScheduleExpression:')
            .replace("Properties:\n      ", "Properties: {")
            .replace("   # every night", "}"),
            id="characters outside of the basic plane",
        ),
    ],
)
def test_editors_make_the_fix_that_is_meant(text: str, mended: str) -> None:
    assert made_of(text) == mended
