"""Which of the names that there are is meant by one that there is not."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

_MOST_NAMES = 3
_SHORT = 4
"""Characters of a name that says too little where it is part of another one."""
_LONGEST = 128
"""Characters; no name of CloudFormation is longer, and comparing takes the square of it."""
_MOST_COMPARED = 300
"""Among more names, only those that are spelled alike are found."""


def near(name: str, names: Collection[str]) -> list[str]:
    """The names that are like a name, the likest first, three at most."""
    if len(name) > _LONGEST:
        return []
    sure = meant(name, names)
    if sure is not None or len(names) > _MOST_COMPARED:
        return [] if sure is None else [sure]
    ordered = sorted(names)
    by_letters = {one.lower(): one for one in reversed(ordered)}
    from difflib import get_close_matches

    close = get_close_matches(name.lower(), by_letters, n=_MOST_NAMES, cutoff=0.7)
    found = [by_letters[one] for one in close] or [
        one for one in ordered if min(len(one), len(name)) > _SHORT and (one in name or name in one)
    ]
    return found[:_MOST_NAMES]


def meant(name: str, names: Collection[str]) -> str | None:
    """The name that is meant beyond doubt, None where there is doubt.

    It differs in case, separators or the plural only, or by a slip: one character, or two in a
    long name, and no other name is as near. Numbers and last letters distinguish things that have
    one name otherwise (`Subnet1`, `SubnetB`): there is always doubt about them.
    """
    return None if len(name) > _LONGEST else _meant(name, frozenset(names))


@lru_cache(maxsize=4096)
def _meant(name: str, names: frozenset[str]) -> str | None:
    """As `meant`; hundreds of resources may have the same slip."""
    bare = _bare(name)
    alike = [one for one in names if _bare(one) == bare]
    if alike or len(names) > _MOST_COMPARED:
        return alike[0] if len(alike) == 1 else None
    numbers = [one for one in names if differs_in_number(name, one)]
    if len(numbers) == 1:
        return numbers[0]
    most = 0 if len(bare) < 5 else 1 if len(bare) < 10 else 2
    slips = [(_distance(bare, _bare(one), most + 1), one) for one in names]
    near_ones = sorted(slip for slip in slips if slip[0] <= most + 1)
    if not near_ones or near_ones[0][0] > most:
        return None
    first, *others = near_ones
    is_alone = not others or others[0][0] > first[0] + (first[0] > 1)
    return first[1] if is_alone and not _are_siblings(name, first[1]) else None


def differs_in_number(one: str, other: str) -> bool:
    """Whether two names differ in nothing but that one stands for several."""
    short, long = sorted((_bare(one), _bare(other)), key=len)
    return long in (f"{short}s", f"{short}es", f"{short}list")


def _are_siblings(one: str, other: str) -> bool:
    """Whether two names may be those of two things of a kind."""
    if [letter for letter in one if letter.isdigit()] != [
        letter for letter in other if letter.isdigit()
    ]:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) == len(long):
        return short[:-1] == long[:-1]
    return long[:-1] == short and long[-1].isupper()


def _bare(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")


def _distance(one: str, other: str, most: int) -> int:
    """How many characters to add, drop, change or swap; `most` and one where it is more.

    https://en.wikipedia.org/wiki/Damerau-Levenshtein_distance
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    letters, wanted_letters = set(one), set(other)
    if len(letters - wanted_letters) > most or len(wanted_letters - letters) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for index, letter in enumerate(one, start=1):
        last, before, row = before, row, [index]
        for place, wanted in enumerate(other, start=1):
            cost = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != wanted))
            is_swap = index > 1 and place > 1 and letter == other[place - 2]
            if is_swap and one[index - 2] == wanted:
                cost = min(cost, last[place - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
