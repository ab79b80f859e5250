"""Values that are known, absent, or not to be known before the deployment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

from msgspec import Struct

from auditor.model.path import Path
from auditor.model.tree import Tree

When = frozenset[tuple[str, bool]]
"""Names of conditions, each with what it must be."""

ALWAYS: When = frozenset()


class Special(Enum):
    """What stands in the place of a value that cannot be given."""

    ABSENT = "absent"
    """The property is not there, or is `AWS::NoValue`."""
    UNKNOWN = "unknown"
    """Only the deployment knows."""


ABSENT = Special.ABSENT
UNKNOWN = Special.UNKNOWN


class Case(Struct, frozen=True, gc=False):
    """One of the values that a property can have.

    `path` is where the value is written (a branch of `Fn::If`, a mapping), or where the property
    would stand if it is absent. `when` are the conditions under which it holds. `certain` is
    False for a parameter's default and for one of several entries of a mapping. `direct` is True
    where the value stands at `path` to the letter, so that an edit there changes it.
    """

    value: Tree | Special
    path: Path
    when: When = ALWAYS
    certain: bool = True
    direct: bool = False

    @property
    def text(self) -> str | None:
        """The value if it is a string."""
        return self.value if isinstance(self.value, str) else None

    @property
    def known(self) -> bool:
        """Whether the value is there and known."""
        # half the time that `isinstance` takes with an enumeration
        return self.value is not UNKNOWN and self.value is not ABSENT

    @property
    def absent(self) -> bool:
        """Whether the property is certainly not there."""
        return self.value is ABSENT


def truth(case: Case) -> bool | None:
    """A boolean, which CloudFormation takes as text too; None for all else."""
    if isinstance(case.value, bool):
        return case.value
    text = case.text.lower() if case.text is not None else ""
    return {"true": True, "false": False}.get(text)


def own_condition(body: Mapping[str, Tree]) -> When:
    """The condition that the body of a resource or an output names; ALWAYS where it names none."""
    condition = body.get("Condition")
    return frozenset({(condition, True)}) if isinstance(condition, str) else ALWAYS


def is_possible(when: Iterable[tuple[str, bool]]) -> bool:
    """Whether no condition is asked to be both true and false."""
    wanted = frozenset(when)
    return len(wanted) < 2 or len(dict(wanted)) == len(wanted)
