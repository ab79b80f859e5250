"""The rules of a package, by its index, or found by looking into its modules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from types import ModuleType
from typing import Any

from auditor.model.finding import Severity
from auditor.model.rule import AnyRule, ListedRule, Rule
from auditor.model.selection import ALL, Named, is_chosen, names_of, unknown


class UnknownRule(ValueError):
    """A name that means no rule; the message names the nearest one that does."""


OWN = "auditor.rules"
"""The package of the rules that come with cfnaudit."""


def listed() -> tuple[ListedRule, ...]:
    """Our own rules by id, as their index lists them: none of their modules is imported."""
    rows = import_module(f"{OWN}.index").ROWS
    severities = Severity.__members__
    return tuple(
        [
            ListedRule(id, severities[severity], f"{OWN}.{module}", name, subject, types, words)
            for id, severity, module, name, subject, types, words in sorted(rows)
        ]
    )


def load(package: str = OWN) -> tuple[Rule[Any], ...]:
    """All rules of a package, or of one module, by id. Raises ValueError where two share one."""
    found: dict[str, Rule[Any]] = {}
    for module in _modules(package):
        for value in vars(module).values():
            if isinstance(value, Rule) and value.function.__module__ == module.__name__:
                if value.id in found:
                    raise ValueError(f"two rules have the id {value.id}")
                found[value.id] = value
    return tuple(found[id] for id in sorted(found))


def _modules(package: str) -> Iterator[ModuleType]:
    import pkgutil

    root = import_module(package)
    yield root
    for module in pkgutil.walk_packages(getattr(root, "__path__", ()), f"{package}."):
        yield import_module(module.name)


def select(
    rules: Sequence[AnyRule], selected: Iterable[str] = (), ignored: Iterable[str] = ()
) -> tuple[AnyRule, ...]:
    """The rules that are selected (all, where none is) and not ignored.

    A name is an id, a service, or `all`; the most specific one decides, and among equals the one
    that ignores. Raises UnknownRule for a name that is none.
    """
    wanted, unwanted = tuple(selected), tuple(ignored)
    known = names_of(rules)
    for name in (*wanted, *unwanted):
        if name not in known:
            raise UnknownRule(unknown(name, known))
    names = [Named(name, is_for=True) for name in wanted or (ALL,)]
    names += [Named(name, is_for=False) for name in unwanted]
    return tuple(rule for rule in rules if is_chosen(rule, names))


def find(rules: Iterable[AnyRule], id: str) -> AnyRule:
    """The rule of an id. Raises UnknownRule."""
    by_id = {rule.id: rule for rule in rules}
    if id not in by_id:
        services = {rule.service for rule in by_id.values()}
        raise UnknownRule(unknown(id, {*by_id, *(services - {id})}))
    return by_id[id]
