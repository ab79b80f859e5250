"""Where the keys and values of a TOML text stand: https://toml.io/en/v1.0.0.

For texts that a reader of TOML has taken: what is no TOML is not found out here.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct, field

from auditor.expression import expression

_TOKEN = expression(
    r'(?P<string>"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')'
    r"|(?P<skip>[ \t\r]+|\#[^\n]*)"
    r"|(?P<mark>[\n\[\]{},.=])"
    r"|(?P<bare>[^\s\[\]{},.=\"'\#]+)",
    re.DOTALL,
)

_DEEPEST = 8
"""Parts of a path; no setting lies deeper, and what does is told by the path above it."""

Path = tuple[str | int, ...]


class Place(Struct, frozen=True):
    """The offsets of a key, or an item, and of its value."""

    key: int
    value: int


class _Token(Struct, frozen=True):
    kind: str
    text: str
    start: int


class _Open(Struct):
    """A list or an inline table that is being read: its path, and how many items it has so far."""

    path: Path
    is_list: bool
    items: int = 0


@lru_cache(maxsize=8)
def places(text: str) -> dict[Path, Place]:
    """The places of all keys and items by their paths."""
    return _Scan(list(_tokens(text))).places()


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind != "skip":
            yield _Token(match.group() if kind == "mark" else kind, match.group(), match.start())


class _Scan(Struct):
    tokens: list[_Token]
    at: int = 0
    table: Path = ()
    found: dict[Path, Place] = field(default_factory=dict)
    lists: dict[Path, int] = field(default_factory=dict)
    """How many tables each list of tables has so far."""

    def places(self) -> dict[Path, Place]:
        """Reads line by line: a header, or a key with its value."""
        while self.at < len(self.tokens):
            if self._is("\n"):
                self.at += 1
            elif self._is("["):
                self._header()
            else:
                self._values(self._key(self.table))
        return self.found

    def _is(self, kind: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].kind == kind

    def _header(self) -> None:
        """`[a.b]`, or `[[a.b]]` for one more table in a list."""
        self.at += 1
        is_item = self._is("[")
        self.at += is_item
        start = self._start()
        path: Path = ()
        for name in self._names():
            path = _below(path, name.text)
            self.found.setdefault(path, Place(name.start, start))
            if path in self.lists and not (is_item and self._is("]")):
                path = _below(path, self.lists[path] - 1)
        if is_item:
            count = self.lists[path] = self.lists.get(path, 0) + 1
            path = _below(path, count - 1)
            self.found[path] = Place(start, start)
        self.table = path
        while self.at < len(self.tokens) and not self._is("\n"):
            self.at += 1

    def _key(self, table: Path) -> Path:
        """A key, with dots perhaps; afterwards the next token is the first one of its value."""
        path, names = table, list(self._names())
        self.at += self._is("=")
        for name in names:
            path = _below(path, name.text)
            self.found.setdefault(path, Place(name.start, self._start()))
        return path

    def _names(self) -> Iterator[_Token]:
        """The parts of a key; always gets on by one token at least."""
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            text = _unquoted(token.text) if token.kind == "string" else token.text
            is_dotted = self._is(".")
            self.at += is_dotted
            yield _Token("name", text, token.start)
            if not is_dotted:
                return

    def _values(self, path: Path) -> None:
        """The value of a key with all that is in it, without recursion: lists may be deep."""
        opened: list[_Open] = []
        self._open(opened, path)
        while opened and self.at < len(self.tokens):
            here = opened[-1]
            if self._is("]") or self._is("}"):
                self.at += 1
                opened.pop()
            elif self._is(",") or self._is("\n"):
                self.at += 1
            elif here.is_list:
                inner = _below(here.path, here.items)
                here.items += 1
                self.found.setdefault(inner, Place(self._start(), self._start()))
                before = self.at
                self._open(opened, inner)
                self.at += self.at == before
            else:
                self._open(opened, self._key(here.path))

    def _open(self, opened: list[_Open], path: Path) -> None:
        """Reads a value that has no parts, or the first token of one that has."""
        if self._is("[") or self._is("{"):
            opened.append(_Open(path, self._is("[")))
            self.at += 1
            return
        while self.at < len(self.tokens) and self.tokens[self.at].kind in ("string", "bare", "."):
            self.at += 1

    def _start(self) -> int:
        last = self.tokens[-1]
        return self.tokens[self.at].start if self.at < len(self.tokens) else last.start


def _below(path: Path, part: str | int) -> Path:
    return (*path, part) if len(path) < _DEEPEST else path


def _unquoted(text: str) -> str:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        return str(tomllib.loads(f"name = {text}")["name"])
    except ValueError:
        return text
