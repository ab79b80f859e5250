"""The file patterns of JavaScript's test runners, as patterns that are matched in linear time."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.wildmatch import BadPattern, Pattern, parse

_MOST = 128
_OPENERS = {"{": ("}", ","), "(": (")", "|")}
_KINDS = {"?": True, "*": True, "+": False, "@": False}
"""What is before a group, and whether the group may be absent then."""


def patterns(globs: Sequence[str], root: str = "") -> list[Pattern]:
    """The patterns that globs stand for, paths being relative to the project.

    `<rootDir>` is `root`. A glob that cannot be read, or stands for too many, fits nothing.
    """
    found: list[Pattern] = []
    for glob in globs:
        negation = "!" if glob.startswith("!") else ""
        text = glob.removeprefix("!").replace("<rootDir>", root).removeprefix("./").lstrip("/")
        try:
            parsed = [parse(f"{negation}/{one}") for one in _expanded(text)]
        except BadPattern:
            continue
        found += (one for one in parsed if one is not None)
    return found


def fits(found: Sequence[Pattern], names: Sequence[str]) -> bool:
    """Whether the last pattern that speaks of a file takes it."""
    for pattern in reversed(found):
        if pattern.matches(names, is_folder=False):
            return not pattern.is_negated
    return False


def _expanded(glob: str) -> list[str]:
    """A glob with braces and groups written out. Raises BadPattern where that is too much."""
    waiting, done = [glob], []
    while waiting:
        text = waiting.pop()
        group = _first_group(text)
        if group is None:
            done.append(text)
        else:
            start, end, choices = group
            waiting += (text[:start] + choice + text[end:] for choice in choices)
        if len(waiting) + len(done) > _MOST:
            raise BadPattern("it stands for too many patterns")
    return done


def _first_group(text: str) -> tuple[int, int, list[str]] | None:
    """Where a group without another one inside stands, and what it stands for."""
    opened: int | None = None
    for index, char in enumerate(text):
        if char in _OPENERS:
            opened = index
        elif opened is not None and char == _OPENERS[text[opened]][0]:
            inside = text[opened + 1 : index]
            if text[opened] == "{":
                return opened, index + 1, inside.split(",")
            return _group(text, opened, index + 1, inside.split("|"))
    return None


def _group(text: str, opened: int, end: int, choices: list[str]) -> tuple[int, int, list[str]]:
    """A group in round brackets; without a mark before it, it is one of a regular expression.

    So picomatch reads them, which Jest and Vitest ask: https://github.com/micromatch/picomatch
    """
    before, after = text[opened - 1 : opened], text[end : end + 1]
    if before in _KINDS:
        return opened - 1, end, ["", *choices] if _KINDS[before] else choices
    if before == "!" or after == "+":
        raise BadPattern("it has a group of an unknown kind")
    return (opened, end + 1, ["", *choices]) if after == "?" else (opened, end, choices)
