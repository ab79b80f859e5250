"""Reads `requirements.txt` and writes into it; files of other kinds are read by `manifests`.

The format: https://pip.pypa.io/en/stable/reference/requirements-file-format/
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from auditor.embedded.requirement import (
    Entry,
    Requirements,
    is_name,
    normalised,
    parse_requirement,
)
from auditor.expression import expression
from auditor.model.text import Span, TextEdit, apply_edits, newline_of

_INCLUDE = expression(r"(?:-r[ =]?|--requirement[ =])\s*(?P<file>\S.*)\Z")
_EDITABLE = expression(r"(?:-e[ =]?|--editable[ =])\s*(?P<place>\S.*)\Z")
_HARMLESS = expression(
    r"(?:-c|-i|-f|--constraint|--index-url|--extra-index-url|--no-index|--find-links"
    r"|--no-binary|--only-binary|--prefer-binary|--require-hashes|--pre|--trusted-host"
    r"|--use-feature)(?![a-z-])"
)
_OPTION = expression(r"\s--?[A-Za-z]")
_EGG = expression(r"[#&]egg=(?P<name>[A-Za-z0-9._-]+)(?P<extras>\[[^\[\]]*\])?")
_WHEEL = expression(r"(?P<name>[A-Za-z0-9_.]+)-[^-/\\]+-[^/\\]+\.whl\Z")
_PLACE = expression(r"(?:[A-Za-z][A-Za-z0-9+.-]*://|file:|\.|/|~|[A-Za-z]:\\)")
_LINE_ENDS = "\r\n"


def parse_requirements(text: str) -> Requirements:
    """What a requirements file asks for, with the place of each requirement.

    Constraints (`-c`) install nothing and are passed over.
    """
    entries: list[Entry] = []
    includes: list[str] = []
    complete = True
    is_hashed = False
    for start, line in _logical_lines(text):
        is_hashed = is_hashed or "--hash" in line or line.startswith("--require-hashes")
        include = _INCLUDE.match(line)
        if include:
            includes.append(include["file"].strip("\"' \t"))
        elif not _HARMLESS.match(line):
            entry, is_clear = _read(line, start)
            entries += () if entry is None else (entry,)
            complete = complete and is_clear
    return Requirements(tuple(entries), tuple(includes), complete, is_hashed=is_hashed)


def with_extra(text: str, name: str, extra: str) -> tuple[int, int, str] | None:
    """The change that adds an extra to a requirement: start, end and what to put there.

    All requirements of that name get it, as there may be one for each environment; versions,
    markers and comments stay. None where there is no such requirement, where each has the extra,
    where one cannot carry extras, and in files with hashes, which hold for what is installed now.
    """
    wanted = normalised(name)
    requirements = parse_requirements(text)
    found = [entry for entry in requirements.entries if entry.name == wanted]
    if requirements.is_hashed or not is_name(extra):
        return None
    edits = []
    for entry in found:
        if entry.extras_span is None:
            return None
        if normalised(extra) not in entry.extras:
            edits.append(_extra_edit(text, entry.extras_span, extra))
    if not edits:
        return None
    start, end = edits[0].start, edits[-1].end
    moved = [TextEdit(edit.start - start, edit.end - start, edit.text) for edit in edits]
    return start, end, apply_edits(text[start:end], moved)


def with_requirement(text: str, requirement: str) -> tuple[int, int, str]:
    """The change that appends a requirement: start, end and what to put there.

    A file without a last line end stays without one. Where `is_hashed` holds for the file, an
    added line makes pip refuse it; callers look first.
    """
    # a line feed behind a lone carriage return would be one line end with it
    newline, end = "\r" if text.endswith("\r") else newline_of(text), len(text)
    is_open = text.rstrip(_LINE_ENDS).endswith("\\") and _ends_open(text)
    if text and not text.endswith(tuple(_LINE_ENDS)):
        return end, end, newline * (2 if is_open else 1) + requirement
    return end, end, (newline if is_open else "") + requirement + newline


def _ends_open(text: str) -> bool:
    """Whether the last line continues: what is appended would become a part of it."""
    lines = text.splitlines()
    return lines[-1].endswith("\\") and not lines[-1].lstrip().startswith("#")


def _extra_edit(text: str, bracket: Span, extra: str) -> TextEdit:
    if bracket.start == bracket.end:
        return TextEdit(bracket.start, bracket.end, f"[{extra}]")
    inside = text[bracket.start + 1 : bracket.end - 1]
    kept = inside.rstrip(", \t")
    separator = "" if not kept.strip() else (", " if ", " in inside else ",")
    place = bracket.start + 1 + len(kept)
    return TextEdit(place, bracket.end - 1, f"{separator}{extra}")


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines without comments, continued ones as one, each with the offset of its first character.

    Backslash and line end of a continued line are told as spaces, so that offsets stay true.
    """
    offset = 0
    start = 0
    parts: list[str] = []
    for line in text.splitlines(keepends=True):
        content = line.splitlines()[0]
        is_comment = content.lstrip("\ufeff \t").startswith("#")
        if not parts:
            start = offset
        offset += len(line)
        if content.endswith("\\") and not is_comment:
            parts.append(content[:-1] + " " * (len(line) - len(content) + 1))
            continue
        parts.append(content if not (is_comment and parts) else "")
        yield from _told(start, "".join(parts))
        parts = []
    yield from _told(start, "".join(parts))


def _told(start: int, joined: str) -> Iterator[tuple[int, str]]:
    uncommented = _without_comment(joined).rstrip()
    stripped = uncommented.lstrip("\ufeff \t\f\v")
    if stripped:
        yield start + len(uncommented) - len(stripped), stripped


def _without_comment(line: str) -> str:
    """Up to the first `#` that is at the start or stands after white space."""
    at = line.find("#")
    while at > 0 and not line[at - 1].isspace():
        at = line.find("#", at + 1)
    return line if at < 0 else line[:at]


def _read(line: str, start: int) -> tuple[Entry | None, bool]:
    editable = _EDITABLE.match(line)
    if editable:
        return _from_place(editable["place"], Span(start, start + len(line)))
    if line.startswith("-"):
        return None, False
    option = _OPTION.search(line)
    kept = line[: option.start()] if option else line
    if _PLACE.match(line) or _WHEEL.match(_last_part(kept.rstrip())):
        return _from_place(line, Span(start, start + len(line)))
    return parse_requirement(kept, start)


def _from_place(place: str, span: Span) -> tuple[Entry | None, bool]:
    """The requirement that an address or a path stands for, as far as its text tells."""
    egg = _EGG.search(place)
    if egg:
        entry, is_clear = parse_requirement(egg["name"] + (egg["extras"] or ""))
        if entry is not None:
            return replace(entry, url=place, span=span, extras_span=None), is_clear
    address = place.partition(" ")[0].partition("#")[0]
    wheel = _WHEEL.match(_last_part(address))
    if wheel and is_name(wheel["name"]):
        return Entry(normalised(wheel["name"]), url=place, span=span), True
    return None, False


def _last_part(address: str) -> str:
    return address.replace("\\", "/").rpartition("/")[2]
