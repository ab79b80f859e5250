"""One dependency specifier, and what a file of them says.

https://packaging.python.org/en/latest/specifications/dependency-specifiers/
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from auditor.expression import expression
from auditor.model.text import Span

_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
_IS_NAME = expression(rf"{_NAME}\Z")
_START = expression(rf"\s*(?P<name>{_NAME})(?P<gap>\s*)(?P<bracket>\[(?P<extras>[^\[\]]*)\])?\s*")
_CLAUSE = expression(r"\s*(?:===|==|~=|!=|<=|>=|<|>)\s*[^\s,;()<>=!~]+\s*\Z")
_ARCHIVE = expression(r"\.(?:whl|zip|tar|tgz|gz|bz2|xz)\Z", re.IGNORECASE)
_SEPARATORS = expression(r"[-_.]+")
_MAJOR = expression(r"(?:(?P<operator>===|==|~=|\^|~)\s*)?v?(?P<major>\d{1,9})(?P<rest>[.\w*+]*)\Z")


class Entry(Struct, frozen=True):
    """A requirement: a normalised name, normalised extras, and the rest as it is written.

    `url` is where a direct reference points to, None for one that is looked up in an index.
    `marker` is the environment marker: where there is one, the requirement may not be installed.
    `span` are its characters in the file from the name to the end of what belongs to it, None in
    files whose places are not followed. `extras_span` are those of the bracket, or the empty span
    after the name where there is none; None where extras cannot be written there.
    """

    name: str
    extras: frozenset[str] = frozenset()
    specifier: str = ""
    marker: str = ""
    url: str | None = None
    span: Span | None = None
    extras_span: Span | None = None

    @property
    def major(self) -> int | None:
        """The major version that is pinned; None where several can be installed."""
        match = _MAJOR.match(self.specifier.strip())
        if match is None:
            return None
        is_exact = match["operator"] in ("==", "===", "^") or "." in match["rest"]
        return int(match["major"]) if is_exact else None


class Requirements(Struct, frozen=True):
    """What a file asks for.

    `includes` are other files to read, as they are written, relative to this one. `complete` is
    False where something was not understood: more may be installed than is told. `development`
    are names that only developers install. `is_hashed` says that every line must carry hashes.
    """

    entries: tuple[Entry, ...] = ()
    includes: tuple[str, ...] = ()
    complete: bool = True
    development: frozenset[str] = frozenset()
    is_hashed: bool = False

    @property
    def names(self) -> Mapping[str, frozenset[str]]:
        """All extras that are asked for, by name, in the order of the file."""
        found: dict[str, set[str]] = {}
        for entry in self.entries:
            found.setdefault(entry.name, set()).update(entry.extras)
        return MappingProxyType({name: frozenset(extras) for name, extras in found.items()})

    def where(self, name: str) -> Span | None:
        """The characters of the first requirement of a name, in any spelling."""
        wanted = normalised(name)
        return next((entry.span for entry in self.entries if entry.name == wanted), None)


def normalised(name: str) -> str:
    """The name of a distribution or an extra in the one spelling that names are compared in."""
    return _SEPARATORS.sub("-", name).lower()


def is_name(text: str) -> bool:
    """Whether a text can be the name of a distribution or of an extra."""
    return _IS_NAME.match(text) is not None


def parse_requirement(text: str, start: int = 0) -> tuple[Entry | None, bool]:
    """The requirement in a text that begins at an offset of its file, and whether all is clear.

    None where the text does not begin with a name; False beside an entry where what follows the
    name is not understood.
    """
    match = _START.match(text)
    if match is None or _ARCHIVE.search(match["name"]):
        return None, False
    rest = text[match.end() :]
    extras, extras_are_clear = _extras(match["extras"] or "")
    bracket = match.span("bracket") if match["bracket"] else (match.end("name"),) * 2
    address, specifier, marker = _split(rest)
    entry = Entry(
        name=normalised(match["name"]),
        extras=extras,
        specifier=specifier,
        marker=marker,
        url=address,
        span=Span(start + match.start("name"), start + len(text.rstrip())),
        extras_span=Span(start + bracket[0], start + bracket[1]),
    )
    return entry, extras_are_clear and (address is not None or _is_specifier(specifier))


def _split(rest: str) -> tuple[str | None, str, str]:
    """Address, version specifier and marker; a marker after an address needs a space before it."""
    if rest.startswith("@"):
        address, _, marker = rest[1:].partition(" ;")
        return address.strip(), "", marker.strip()
    specifier, _, marker = rest.partition(";")
    specifier = specifier.strip()
    if specifier.startswith("(") and specifier.endswith(")"):
        specifier = specifier[1:-1].strip()
    return None, specifier, marker.strip()


def _extras(text: str) -> tuple[frozenset[str], bool]:
    names = [name for part in text.split(",") if (name := part.strip())]
    good = [name for name in names if is_name(name)]
    return frozenset(normalised(name) for name in good), len(good) == len(names)


def _is_specifier(text: str) -> bool:
    return not text or all(_CLAUSE.match(clause) for clause in text.split(","))
