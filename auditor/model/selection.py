"""Which rules the names mean that a user writes: an id, a service, or `all`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from auditor.model.rule import AnyRule

ALL = "all"
_LONGEST = 64
"""Characters of a name; comparing takes the square of it, and no id is half as long."""


class Named(Struct, frozen=True):
    """A name that speaks for or against rules.

    `at` is where it stands in the configuration file, or the option it was given with. Empty: it
    is the default.
    """

    name: str
    is_for: bool
    on_command_line: bool = False
    at: tuple[str | int, ...] = ()


def deciding(rule: AnyRule, names: Iterable[Named]) -> Named | None:
    """The name that decides about a rule; None where no name means it.

    The most specific one does, an id before a service before `all`, and among equals one against
    the rule. The command line beats the file, but for what the file has against the rule by a more
    specific name: `--select` a service, and what the file ignores of it stays ignored.
    """
    return _deciding({rule.id: 0, rule.service: 1, ALL: 2}, names)


def decisions(rules: Sequence[AnyRule], names: Iterable[Named]) -> dict[str, Named | None]:
    """As `deciding`, for many rules by their ids; where none is named, one answer holds for all."""
    known = tuple(names)
    if all(one.name == ALL for one in known):
        return dict.fromkeys([rule.id for rule in rules], _deciding({ALL: 2}, known))
    return {rule.id: deciding(rule, known) for rule in rules}


def _deciding(breadth: Mapping[str, int], names: Iterable[Named]) -> Named | None:
    fitting = sorted(
        (one for one in names if one.name in breadth),
        key=lambda one: (breadth[one.name], one.is_for),
    )
    given = next((one for one in fitting if one.on_command_line), None)
    if given is None or not given.is_for:
        return given or next(iter(fitting), None)
    return next(
        (one for one in fitting if not one.is_for and breadth[one.name] < breadth[given.name]),
        given,
    )


def is_chosen(rule: AnyRule, names: Iterable[Named]) -> bool:
    """Whether the name that decides about a rule speaks for it."""
    decision = deciding(rule, names)
    return decision is not None and decision.is_for


def names_of(rules: Iterable[AnyRule]) -> frozenset[str]:
    """All names that mean one of the rules or more."""
    known = tuple(rules)
    names = {ALL, *[rule.id for rule in known], *[rule.service for rule in known]}
    return frozenset(names - {""})


def unknown(name: str, names: Collection[str]) -> str:
    """What to say of a name that means no rule."""
    advice = hint(name, names) or "; see 'cfnaudit rules'"
    return f"no rule has the id {shortened(name)}{advice}"


def hint(name: str, names: Collection[str]) -> str:
    """The end of a sentence about an unknown name: the nearest known one; empty without one."""
    if len(name) > _LONGEST:
        return ""
    from difflib import get_close_matches

    nearest = get_close_matches(name, sorted(names), n=1)
    return f"; did you mean '{nearest[0]}'?" if nearest else ""


def shortened(value: object) -> str:
    """A value as messages quote it: with quotes where it is a string, never long."""
    if isinstance(value, int) and abs(value) >= 10**_LONGEST:
        return "a number that long"  # Python refuses to write out the longest ones
    text = str(value)
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
    return f"'{text}'" if isinstance(value, str) else text
