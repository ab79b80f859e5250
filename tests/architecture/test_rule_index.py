"""The index of rules says of each rule what the rule says of itself."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

from auditor.api.index import NAMES
from auditor.engine import registry
from auditor.model.rule import Rule

_ADVICE = "run python docs/generate.py"


def test_the_index_lists_every_rule_as_it_is() -> None:
    listed = registry.listed()
    assert {rule.id: rule.whole for rule in listed} == {r.id: r for r in registry.load()}, _ADVICE
    for row in listed:
        rule = row.whole
        assert isinstance(rule, Rule)
        facts = (row.id, row.severity, row.subject, row.service, row.types, row.words)
        told = (rule.id, rule.severity, rule.subject, rule.service, rule.types, rule.words)
        assert facts == told, _ADVICE


def test_every_name_of_the_api_is_where_its_index_says() -> None:
    """Each module is imported, and asked for all that it promises."""
    for name, places in NAMES.items():
        module = import_module("auditor.api" if name == "api" else f"auditor.api.{name}")
        promised = set(module.__all__)
        assert set(places) == promised or (name == "api" and set(places) < promised), _ADVICE
        for own, place in places.items():
            assert getattr(module, own) is not None, place


def test_the_index_imports_no_rule() -> None:
    code = (
        "import sys\nfrom auditor.engine import registry\nregistry.listed()\n"
        "print([name for name in sys.modules if name.startswith('auditor.rules.')])"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "['auditor.rules.index']"
