"""What is said about each rule is whole and true."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest

from auditor.engine.work import PROGRAM
from auditor.model.rule import AnyRule, Rule
from tests.rules.cases import FIXTURES, Case, cases, rules

SECTIONS = ["What it does", "Why it fails", "Error", "Fix safety", "References"]
SEVERITY = "Severity"
"""A section before "Fix safety", for rules of which what holds for most is not the argument."""
RUNTIME = re.compile(r"^runtime: (\w+)", re.MULTILINE)
OF_YAML_ALONE = {"octal-number", "yaml-alias"}
"""Rules about what JSON does not have."""
BY_RULE: dict[str, list[Case]] = {}
for _case in cases():
    BY_RULE.setdefault(_case.rule, []).append(_case)


def every_rule() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("rule", rules().values(), ids=list(rules()))


@every_rule()
def test_id_is_the_name_of_the_module_and_of_the_function(rule: Rule[Any]) -> None:
    name = rule.id.replace("-", "_")
    assert rule.function.__module__.rpartition(".")[2] == name
    assert rule.function.__name__ == name


@every_rule()
def test_docstring_has_the_fixed_sections_in_order(rule: AnyRule) -> None:
    found = re.findall(r"^## (.+)$", inspect.cleandoc(rule.doc), re.MULTILINE)
    assert [name for name in found if name != SEVERITY] == SECTIONS
    assert SEVERITY not in found or found.index(SEVERITY) == SECTIONS.index("Fix safety")


@every_rule()
def test_summary_is_one_sentence(rule: AnyRule) -> None:
    summary, blank, *_ = inspect.cleandoc(rule.doc).split("\n")
    assert summary.endswith(".")
    assert blank == ""


@every_rule()
def test_references_name_a_source(rule: AnyRule) -> None:
    assert "https://" in rule.doc.partition("## References")[2]


TEMPLATES = [rule for rule in rules().values() if PROGRAM not in rule.types]
PROGRAMS = [rule for rule in rules().values() if PROGRAM in rule.types]
"""Rules about programs alone: a project file is YAML, and languages are what their cases vary."""


@pytest.mark.parametrize("rule", PROGRAMS, ids=lambda rule: rule.id)
def test_has_faults_and_near_misses_in_both_languages(rule: AnyRule) -> None:
    found = BY_RULE.get(rule.id, [])
    for cases_ in ([c for c in found if c.findings], [c for c in found if not c.findings]):
        runtimes = {match[1] for c in cases_ if (match := RUNTIME.search(c.text))}
        assert {"python", "nodejs"} <= runtimes


@pytest.mark.parametrize("rule", TEMPLATES, ids=lambda rule: rule.id)
def test_has_faults_and_near_misses_in_both_formats(rule: AnyRule) -> None:
    found = BY_RULE.get(rule.id, [])
    faulty = {".yaml"} if rule.id in OF_YAML_ALONE else {".json", ".yaml"}
    assert {case.path.suffix for case in found if case.findings} == faulty
    assert {case.path.suffix for case in found if not case.findings} == {".json", ".yaml"}


@every_rule()
def test_has_as_many_near_misses_as_faults_nearly(rule: AnyRule) -> None:
    found = BY_RULE.get(rule.id, [])
    silent = sum(not case.findings for case in found)
    assert silent * 2 >= len(found) - silent


def test_fixtures_belong_to_rules() -> None:
    folders = {path.name for path in FIXTURES.iterdir() if path.is_dir()}
    assert folders - {"incidents"} == set(rules())


_SAYS_WHERE_FROM = re.compile(
    r"github\.com/|repost\.aws/|pypi\.org/|[Ee]rrors?\b[^\n]*\]\(https://|\[[^\]]*[Ee]rror[^\]]*\]\("
    r"|[Nn]o public\s+page\s+shows"
)
"""Issues, recordings, sources, pages of documentation that show an error, or that there is none."""


@every_rule()
def test_says_where_the_text_of_its_error_is_from(rule: AnyRule) -> None:
    doc = inspect.cleandoc(rule.doc)
    error = doc.partition("## Error\n")[2].partition("\n## ")[0]
    told = error + doc.partition("## References\n")[2]
    assert "`" not in error or _SAYS_WHERE_FROM.search(told)
