"""No value of the wrong type, anywhere in a template, makes a rule fail."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest

from auditor.engine.check import check
from auditor.model.edit import Remove, Rename, SetValue, edited
from auditor.model.tree import Tree
from auditor.source.base import SyntaxFault
from auditor.source.detect import parse
from tests.rules.cases import Case, by_rule, cases, rules
from tests.source.strategies import paths

WRONG: list[Any] = [
    None, True, -1, 1.5, "", "x", [], {}, [None], {"": None}, [[[]]], {"Ref": None}, {"Ref": []},
    {"Fn::If": ["C"]}, {"Fn::Sub": [1]}, {"Fn::GetAtt": 1}, {"Fn::Join": ["", 5]},
    {"Fn::FindInMap": [1, 2, 3]}, {"Fn::Transform": {"Name": "AWS::Include"}}, {"1": 1},
]  # fmt: skip
CASES = by_rule(cases())
MUTANTS = 2
"""Mutants of each case in a run."""


def mutants(tree: Tree, rng: Random) -> list[Tree]:
    known = [path for path in paths(tree) if path]
    found = []
    for _ in range(MUTANTS if known else 0):
        path = rng.choice(known)
        kind = rng.randrange(5)
        if kind == 0:
            found.append(edited(tree, [Remove(path)]))
        elif kind == 1 and isinstance(path[-1], str):
            found.append(edited(tree, [Rename(path, f"{path[-1]}?")]))
        else:
            found.append(edited(tree, [SetValue(path, rng.choice(WRONG))]))
    return found


@pytest.mark.parametrize("rule", CASES)
def test_no_mutant_of_a_fixture_makes_a_rule_fail(rule: str) -> None:
    for case in CASES[rule]:
        does_not_fail(case)


def does_not_fail(case: Case) -> None:
    try:
        tree = parse(case.text).tree
    except SyntaxFault:
        return
    for mutant in mutants(tree, Random(str(case))):
        text = json.dumps(mutant)
        checked = check(text, tuple(rules().values()), case.settings)
        assert checked.crashes == (), text
