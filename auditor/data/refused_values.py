"""Values that services refuse though their schemas let them through.

`refused_values/` has a file for each service, written by hand, with a line for each row. Each
has its source, and `reported` is where the text of its error is public, where that is another
place. `error` is what AWS says, with holes as patterns have them, and empty where no public page
shows it; with `is_vague` it says little, and `diagnose` does not take it for that of the row.
`why` says what must be, or is wrong, so that nobody reads it as what the template says.
A row is about a property at `path` of a `type`, or of each item of the list `each`, `beside`
others with one of their values ("" for none).
A value is refused that `begins` with, `has`, or is one of the `words` of the row, `lacks` a text,
does not end in one of `ends` or have the whole `form`, is no JSON with `is_json`, or has fewer
characters than `shortest` or more than `longest`, unless it has one of `without`. Of a list each
item is compared, and with `keys` each key of a mapping. With `through` the resource of a type that
the property of the name refers to has all of `if_there`.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from functools import cache, lru_cache
from re import Pattern
from typing import ClassVar

from auditor.data.sam_rows import RowsWithSam
from auditor.data.table import NOTHING, AboutProperties, first_key
from auditor.expression import expression

GAP = "\0"
"""Stands for a part of a text that is not known."""


class RefusedValue(AboutProperties, frozen=True):
    """One row. `is_secret`: the value is not to be printed."""

    by_name: ClassVar[tuple[str, ...]] = ("beside", "through")

    type: str
    path: tuple[str, ...]
    why: str
    error: str
    source: str
    begins: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    lacks: str = ""
    ends: tuple[str, ...] = ()
    form: str = ""
    is_json: bool = False
    shortest: int = 0
    longest: int = 0
    without: tuple[str, ...] = ()
    reported: str = ""
    each: str = ""
    keys: bool = False
    beside: Mapping[str, tuple[str, ...]] = NOTHING
    through: Mapping[str, str] = NOTHING
    if_there: Mapping[str, tuple[str, ...] | None] = NOTHING
    any_case: bool = False
    is_secret: bool = False
    is_vague: bool = False
    severity: str = "error"

    def wanted(self) -> tuple[Set[str], Set[str]]:
        if self.each:
            return frozenset({first_key(self.each)}), frozenset()
        beside = (name for name, values in self.beside.items() if "" not in values)
        each = (self.path[0], *map(first_key, beside))
        return frozenset(each), frozenset(map(first_key, self.through))

    @property
    def is_whole(self) -> bool:
        """Whether only a text that is known to its end can be judged."""
        return bool(
            self.lacks or self.words or self.without or self.shortest or self.form or self.is_json
        )

    def refuses(self, text: str, rest: str = "") -> bool:
        """Whether the service refuses a value, or what is known of the rest of it."""
        is_excused = self.without and any(part in text for part in self.without)
        if is_excused or "{{resolve:" in text + rest:
            return False
        compared = text.lower() if self.any_case or self.words else text
        if (self.lacks and self.lacks not in compared) or len(text) < self.shortest:
            return True
        if self.longest and len(text) + len(rest.replace(GAP, "")) > self.longest:
            return True
        if self.form and not _has_form(self.form, text):
            return True
        if self.is_json and not _is_json(text):
            return True
        if self.ends and self._ends_otherwise(text, rest):
            return True
        is_bad = compared.startswith(self.begins) if self.begins else False
        if self.has and any(part in compared or part in rest for part in self.has):
            return True
        return is_bad or compared in self.words

    def _ends_otherwise(self, text: str, rest: str) -> bool:
        known = rest.rpartition(GAP)[2] if rest else text
        is_open = GAP in rest
        return not any(
            known.endswith(end) or (is_open and end.endswith(known)) for end in self.ends
        )


def _is_json(text: str) -> bool:
    # nearly no template has a value that is asked
    from json import loads

    try:
        loads(text, strict=False)
    except (ValueError, RecursionError):
        return False
    return True


@cache
def _form(pattern: str) -> Pattern[str]:
    return expression(pattern)


@lru_cache(maxsize=1024)
def _has_form(pattern: str, text: str) -> bool:
    return _form(pattern).fullmatch(text) is not None


@cache
def refused_values() -> RowsWithSam[RefusedValue]:
    """The rows by resource type."""
    return RowsWithSam("refused_values", RefusedValue)
