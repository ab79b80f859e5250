"""What another tool fills in before the deployment is known to no rule."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from auditor.engine.check import Checked, check
from auditor.model.edit import SetValue, edited
from auditor.model.path import Path
from auditor.model.tree import Missing, at
from tests.rules.cases import Case, by_rule, cases

OPEN = [
    "${self:custom.x}",
    "${file(./x.yml):x}",
    "{{ x }}",
    "{% if x %}a{% else %}b{% endif %}",
    "<%= x %>",
    "@@X@@",
    "#{x}",
    "__X__",
]
ABOUT_THE_TEXT = ("template-syntax", "unknown-suppression", "unused-suppression")
CASES = by_rule(case for case in cases() if case.findings and case.rule not in ABOUT_THE_TEXT)


def places(checked: Checked) -> Iterator[Path]:
    """The texts that findings speak of, each once."""
    tree = {} if checked.document is None else checked.document.tree
    for finding in dict.fromkeys(finding.at for finding in checked.findings if not finding.on_key):
        try:
            # what a resource is, and whether it is there, has no value that could be open
            if isinstance(at(tree, finding), str) and finding[-1] not in ("Type", "Condition"):
                yield finding
        except Missing:
            continue


@pytest.mark.parametrize("rule", CASES)
def test_no_rule_speaks_of_a_text_that_is_filled_in(rule: str) -> None:
    for case in CASES[rule]:
        is_silent(case)


def is_silent(case: Case) -> None:
    checked = case.check(case.text)
    if checked.document is None:
        return
    # a program is judged as the template that it stands for, in which a text is filled in here
    tree = checked.document.tree
    for number, place in enumerate(places(checked)):
        text = json.dumps(edited(tree, [SetValue(place, OPEN[number % len(OPEN)])]))
        again = check(text, [case.rules[case.rule]], case.settings, case.project)
        assert not again.crashes, case
        left = [
            found.message
            for found in again.findings
            if found.at == place and not found.on_key  # the key is as it was
        ]
        assert left == [], case
