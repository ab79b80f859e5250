"""Templates for tests, from the few sections that each needs."""

from __future__ import annotations

from auditor.model.settings import Settings
from auditor.model.tree import Tree
from auditor.template.template import Template
from auditor.template.values import ABSENT, UNKNOWN, Case

SAM = "AWS::Serverless-2016-10-31"


def template(**sections: Tree) -> Template:
    """A template with the sections."""
    return Template(dict(sections), Settings())


def told(cases: list[Case]) -> list[object]:
    """The values of cases, `?` behind those that are not certain, conditions before them."""
    return [_told(case) for case in cases]


def _told(case: Case) -> object:
    value: object = case.value
    if case.value is UNKNOWN:
        value = "UNKNOWN"
    elif case.value is ABSENT:
        value = "ABSENT"
    if not case.certain:
        value = f"{value}?"
    if case.when:
        names = " ".join(("" if holds else "!") + name for name, holds in sorted(case.when))
        value = f"{names}: {value}"
    return value
