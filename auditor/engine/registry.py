"""The rules of a package, found by looking into its modules."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from importlib import import_module

from auditor.model.rule import AnyRule, Rule


class UnknownRule(ValueError):
    """An id that no rule has; the message names the nearest one."""


def load(package: str = "auditor.rules") -> tuple[AnyRule, ...]:
    """All rules of a package, by id. Raises ValueError where two have the same id."""
    found: dict[str, AnyRule] = {}
    root = import_module(package)
    for module in pkgutil.walk_packages(root.__path__, f"{package}."):
        for value in vars(import_module(module.name)).values():
            if isinstance(value, Rule) and value.function.__module__ == module.name:
                if value.id in found:
                    raise ValueError(f"two rules have the id {value.id}")
                found[value.id] = value
    return tuple(found[id] for id in sorted(found))


def select(
    rules: Sequence[AnyRule], selected: Iterable[str] = (), ignored: Iterable[str] = ()
) -> tuple[AnyRule, ...]:
    """The rules that are selected (all, where none is) and not ignored.

    Raises UnknownRule for an id that is none.
    """
    wanted, unwanted = set(selected), set(ignored)
    known = {rule.id for rule in rules}
    for id in sorted((wanted | unwanted) - known):
        nearest = get_close_matches(id, sorted(known), n=1)
        hint = f"; did you mean '{nearest[0]}'?" if nearest else "; see 'cfnaudit rules'"
        raise UnknownRule(f"no rule has the id '{id}'{hint}")
    return tuple(
        rule for rule in rules if (not wanted or rule.id in wanted) and rule.id not in unwanted
    )
