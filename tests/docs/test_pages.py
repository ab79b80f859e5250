"""The rule pages and the README say what the code says."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path

import pytest

from auditor.model.rule import AnyRule
from auditor.report import FORMATS
from tests.rules.cases import rules

ROOT = Path(__file__).parents[2]
MEASURED = json.loads((ROOT / "docs" / "parts" / "measured.json").read_text())
COUNTED = {"error": "errors", "warning": "warnings", "info": "hints", "question": "questions"}
ARGUED = {"error": "error", "warning": "warning", "info": "hint", "question": "question"}


def test_no_rule_page_is_stale() -> None:
    stale = runpy.run_path(str(ROOT / "docs" / "generate.py"))["stale"]()
    assert stale == [], "run python docs/generate.py"


def test_readme_lists_every_rule_with_its_page() -> None:
    readme = (ROOT / "README.md").read_text()
    assert set(re.findall(r"\(docs/rules/([a-z0-9-]+)\.md\)", readme)) == set(rules())


def test_relative_links_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_readme_commands_name_real_formats() -> None:
    named = re.findall(r"--output-format (\w+)", (ROOT / "README.md").read_text())
    assert named
    assert set(named) <= set(FORMATS)


@pytest.mark.parametrize("rule", rules().values(), ids=list(rules()))
def test_a_page_argues_each_severity_and_says_how_often_it_is_found(rule: AnyRule) -> None:
    page = (ROOT / "docs" / "rules" / f"{rule.id}.md").read_text()
    section = page.partition("\n## Severity\n")[2].partition("\n## ")[0]
    argument, _, counted = section.rpartition("Of ")
    for kind in severities(rule.id):
        assert ARGUED[kind] in argument.lower(), kind
    assert re.match(r"\d+ versions of public stacks that failed and \d+ that were", counted)
    for kind, numbers in MEASURED["rules"].get(rule.id, {}).items():
        assert f"{COUNTED[kind]} in {numbers[0]} and {numbers[1]}" in counted


def severities(id: str) -> set[str]:
    """Those of the findings in the cases of a rule."""
    found = [
        finding
        for path in (ROOT / "fixtures" / id).glob("*.findings.json")
        for finding in json.loads(path.read_text(encoding="utf-8"))
    ]
    return {"question" if one.get("question") else one["severity"] for one in found}
