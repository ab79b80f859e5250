"""Properties that a service takes only together with others, or not beside them.

`property_combinations/` has a file for each service, written by hand, with a line for each row.
Each has its source, and `reported` is where the text of its error is public, where that is another
place. `error` is what AWS says, with holes as patterns have them, and empty where no public page
shows it; with `is_vague` it says little, and `diagnose` does not take it for that of the row.
`why` says what must be, or is wrong, so that nobody reads it as what the template says.

A resource of a `type` that has all of `if` (a value of the list, or any for null; `A.B` is B below
A, `A[].B` that of an item) `needs` each of the properties named there and one of `needs_any`, and
has none of what it `excludes`, but for resources that have, or may have, one of `unless`. A number
is at most that of the other property in `most`, and less in `less`; it is at least the limit in
`at_least`, at most that in `at_most`, in `multiple` a multiple of the number of items of a list, in
`steps` one of a figure, and in `times` at most a fraction of that of other properties (`[1, 4]` is
a quarter); a list has as many items as `fewest` says, and no more than `longest` does. Of the list
`in_order` names the items have the values of a key in that order, of that in `unique` no two items
the same. A domain `within` that of the other property is below it. A window of time has as many
minutes as `minutes` says, and does not overlap that of the other property in `apart`.
`least_items` and `with_text` are more that `if` asks for: lists with as many items or more, and
texts that have a part. With `each` all names but those of `unless` and `around` are those of an
item of that list, `A.B[]`; `around` asks as `if` does, of the whole resource. With `through` what
is needed and excluded is that of the resource of a type which the property of the name refers to,
where that resource has all of `if_there`; with `is_own` it is that of the resource itself. With
`most_there` a number is at most that of the property of the other resource. With `instead` the
reference itself is wrong, and belongs to that other property; it has to be to the `attribute`, or
to follow a `prefix`. With `meant` it is wrong where it is to the `attribute`, or to any where there
is none, and what is meant is of another kind.
What is `adapted` is no fault of a program: the provider of pulumi-aws fills in what is missing, or
leaves out what is too much.
`set` is the value that a missing one gets, `rename` the property that is meant for it, `remove`
what is done with an excluded one.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from functools import cache, cached_property
from typing import ClassVar

from msgspec import field

from auditor.data.sam_rows import RowsWithSam
from auditor.data.table import NOTHING, AboutProperties, first_key

Values = tuple[str, ...] | None


COMPARISONS = (
    *("most", "less", "at_least", "at_most", "multiple", "steps", "times", "fewest", "longest"),
    *("in_order", "unique", "within", "minutes", "apart"),
)
"""The fields that compare numbers, lists, domains and windows."""


class Combination(AboutProperties, frozen=True, dict=True):
    """One row."""

    by_name: ClassVar[tuple[str, ...]] = (
        *("if", "needs", "excludes", *COMPARISONS),
        *("most_there", "least_items", "with_text", "through"),
    )

    type: str
    why: str
    error: str
    source: str
    when: Mapping[str, Values] = field(name="if", default=NOTHING)
    reported: str = ""
    needs: Mapping[str, Values] = NOTHING
    needs_any: tuple[str, ...] = ()
    excludes: Mapping[str, Values] = NOTHING
    unless: Mapping[str, Values] = NOTHING
    most: Mapping[str, str] = NOTHING
    less: Mapping[str, str] = NOTHING
    most_there: Mapping[str, str] = NOTHING
    at_least: Mapping[str, int] = NOTHING
    at_most: Mapping[str, int] = NOTHING
    multiple: Mapping[str, str] = NOTHING
    steps: Mapping[str, int] = NOTHING
    times: Mapping[str, Mapping[str, tuple[int, int]]] = NOTHING
    fewest: Mapping[str, int] = NOTHING
    longest: Mapping[str, int] = NOTHING
    in_order: Mapping[str, tuple[str, ...]] = NOTHING
    unique: Mapping[str, str] = NOTHING
    within: Mapping[str, str] = NOTHING
    minutes: Mapping[str, int] = NOTHING
    apart: Mapping[str, str] = NOTHING
    least_items: Mapping[str, int] = NOTHING
    with_text: Mapping[str, str] = NOTHING
    each: str = ""
    around: Mapping[str, Values] = NOTHING
    through: Mapping[str, str] = NOTHING
    if_there: Mapping[str, Values] = NOTHING
    is_own: bool = False
    instead: str = ""
    attribute: str = ""
    meant: str = ""
    prefix: str = ""
    set: str | None = None
    rename: str | None = None
    remove: bool = False
    adapted: bool = False
    is_vague: bool = False
    severity: str = "error"

    @cached_property
    def comparisons(self) -> tuple[str, ...]:
        """Those of `COMPARISONS` that the row makes."""
        return tuple(name for name in COMPARISONS if getattr(self, name))

    @cached_property
    def compared(self) -> tuple[str, ...]:
        """The properties that are compared."""
        return tuple(name for field in self.comparisons for name in getattr(self, field))

    @cached_property
    def only_compares(self) -> bool:
        """Whether the row says nothing but what comes of comparing."""
        other = (self.needs, self.needs_any, self.excludes, self.through)
        return bool(self.comparisons) and not any(other)

    def wanted(self) -> tuple[Set[str], Set[str]]:
        asked = (self.each,) if self.each else (*self.when, *self.least_items, *self.with_text)
        each = frozenset(map(first_key, (*asked, *self.around)))
        if self.each:
            return each, frozenset()
        if self.through:
            return each, frozenset(map(first_key, self.through))
        if self.needs or self.needs_any:
            return each, frozenset()
        one = (*self.excludes, *self.compared)
        return each, frozenset(map(first_key, one))


@cache
def combinations() -> RowsWithSam[Combination]:
    """The rows by resource type."""
    return RowsWithSam("property_combinations", Combination)
