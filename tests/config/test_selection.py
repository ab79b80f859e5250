"""Which of several names decides about a rule."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from auditor.engine import registry
from auditor.model.choices import Choices
from auditor.model.finding import Finding, Fix, Safety, Severity
from auditor.model.selection import Named, deciding, is_chosen

RULE = registry.find(registry.load(), "handler-not-found")
ID, SERVICE, ALL = RULE.id, RULE.service, "all"


def own(*names: str) -> list[Named]:
    """Names of the file: `+` for a rule, `-` against it."""
    return [Named(name[1:], name[0] == "+") for name in names]


def given(*names: str) -> list[Named]:
    """Names of the command line."""
    return [replace(one, on_command_line=True) for one in own(*names)]


DECISIONS = {
    "nothing": ([], False),
    "all": (own("+all"), True),
    "another service": (own("+s3"), False),
    "its service": (own(f"+{SERVICE}"), True),
    "ignored": (own("+all", f"-{ID}"), False),
    "service ignored": (own("+all", f"-{SERVICE}"), False),
    "all ignored": (own(f"+{SERVICE}", "-all"), True),
    "the more specific selects": (own(f"+{ID}", f"-{SERVICE}"), True),
    "the more specific ignores": (own(f"+{SERVICE}", f"-{ID}"), False),
    "equals: ignored": (own(f"+{ID}", f"-{ID}"), False),
    "equals: all ignored": (own("+all", "-all"), False),
    "command line ignores": (own(f"+{ID}") + given("-all"), False),
    "command line selects": (own("-all") + given(f"+{SERVICE}"), True),
    "command line selects an equal": (own(f"-{ID}") + given(f"+{ID}"), True),
    "the file ignores more specifically": (own(f"-{ID}") + given(f"+{SERVICE}"), False),
    "command line has both": (given(f"+{ID}", f"-{SERVICE}"), True),
    "command line has both equal": (given(f"+{ID}", f"-{ID}"), False),
}


@pytest.mark.parametrize(("names", "runs"), DECISIONS.values(), ids=DECISIONS.keys())
@pytest.mark.parametrize("turned", [False, True], ids=["", "turned"])
def test_the_decision(names: list[Named], runs: bool, turned: bool) -> None:
    assert is_chosen(RULE, names[::-1] if turned else names) is runs


def test_the_deciding_name_is_told() -> None:
    names = own("+all", f"-{SERVICE}")
    assert deciding(RULE, names) is names[1]


@pytest.mark.parametrize(
    ("selected", "ignored"),
    [
        pytest.param(["lambda", "s3"], [], id="services"),
        pytest.param(["all"], [], id="all"),
        pytest.param(["lambda"], [ID], id="a service but one"),
    ],
)
def test_the_registry_takes_services(selected: list[str], ignored: list[str]) -> None:
    chosen = registry.select(registry.load(), selected, ignored)
    services = {rule.service for rule in chosen}
    assert services == set(selected) or selected == ["all"]
    assert (ID in {rule.id for rule in chosen}) is (ID not in ignored)


def test_a_service_is_no_rule() -> None:
    with pytest.raises(registry.UnknownRule, match="no rule has the id 'lambda'"):
        registry.find(registry.load(), "lambda")


@pytest.mark.parametrize(
    ("before", "chosen", "after"),
    [
        pytest.param(Safety.UNSAFE, Safety.SAFE, Safety.SAFE, id="promoted"),
        pytest.param(Safety.SAFE, Safety.UNSAFE, Safety.UNSAFE, id="demoted"),
        pytest.param(Safety.DISPLAY, Safety.SAFE, Safety.DISPLAY, id="advice is not promoted"),
        pytest.param(Safety.DISPLAY, Safety.UNSAFE, Safety.DISPLAY, id="advice stays advice"),
    ],
)
def test_the_safety_of_a_fix(before: Safety, chosen: Safety, after: Safety) -> None:
    finding = Finding(at=(), message="x", fix=Fix("y", safety=before), rule="z")
    applied = Choices(safeties={"z": chosen}).applied(finding)
    assert applied.fix is not None
    assert applied.fix.safety is after
    assert Choices(safeties={"other": chosen}).applied(finding) == finding


def test_the_severity_of_a_finding() -> None:
    finding = Finding(at=(), message="x", severity=Severity.ERROR, rule="z")
    assert Choices({"z": Severity.INFO}).applied(finding).severity is Severity.INFO
    assert Choices({"other": Severity.INFO}).applied(finding) == finding
