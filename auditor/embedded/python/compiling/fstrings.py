"""F-strings and t-strings in Python text, found without a parser.

Python 3.12 gave f-strings a grammar of their own, so that text which a newer Python reads may
stop an older one at its first quote. What is said here follows the newer grammar.
Source: https://peps.python.org/pep-0701/ and https://peps.python.org/pep-0750/
"""

from __future__ import annotations

import re

from msgspec import Struct, field

from auditor.expression import expression
from auditor.model.text import Span

# PEP 701 lets an implementation set a limit; CPython's is 150 (MAXFSTRINGLEVEL).
_DEEPEST = 150
_PREFIXES = frozenset({"f", "fr", "rf", "t", "tr", "rt"})
_CODE = expression(
    r"#[^\r\n]*|(?:(?<!\w)(?P<prefix>[A-Za-z]{1,2}))?(?P<quote>'''|\"\"\"|'|\")|[][(){}:!]"
)
_LITERAL = expression(r"\\(?:\r\n|[^{}])?|\{\{|\}\}|[{}\r\n]|'''|\"\"\"|'|\"", re.DOTALL)
_REST = {
    "'": re.compile(r"(?:[^\\\r\n']|\\(?:\r\n|.))*'", re.DOTALL),
    '"': re.compile(r'(?:[^\\\r\n"]|\\(?:\r\n|.))*"', re.DOTALL),
    "'''": re.compile(r"(?:[^\\']|\\.|'(?!''))*'''", re.DOTALL),
    '"""': re.compile(r'(?:[^\\"]|\\.|"(?!""))*"""', re.DOTALL),
}


class _Field(Struct):
    """A replacement field that is open: where it began, and how many brackets are open in it."""

    start: int
    brackets: int = 0
    in_format: bool = False


class _String(Struct):
    """A formatted string that is open."""

    start: int
    quote: str
    fields: list[_Field] = field(default_factory=list)


class _Scan(Struct):
    """One walk over a text from its start to its end."""

    text: str
    open: list[_String] = field(default_factory=list)
    whole: list[Span] = field(default_factory=list)
    newer: list[tuple[Span, str]] = field(default_factory=list)

    def run(self) -> bool:
        """Whether all strings could be followed up to the end of the text."""
        at: int | None = 0
        while at is not None and at < len(self.text):
            at = self._in_code(at) if self._is_code() else self._in_literal(at)
        return at is not None and not self.open

    def _is_code(self) -> bool:
        if not self.open:
            return True
        fields = self.open[-1].fields
        return bool(fields) and not fields[-1].in_format

    def _in_code(self, at: int) -> int | None:
        found = _CODE.search(self.text, at)
        if found is None:
            return len(self.text)
        if found["quote"]:
            return self._string(found)
        if found.group()[0] == "#":
            if self.open:
                self._note(Span(*found.span()), "a comment")
        elif self.open:
            self._mark(found.group(), found.start())
        return found.end()

    def _string(self, found: re.Match[str]) -> int | None:
        quote = found["quote"]
        if (found["prefix"] or "").lower() in _PREFIXES:
            if len(self.open) == _DEEPEST:
                return None
            self.open.append(_String(found.start(), quote))
            return found.end()
        closed = _REST[quote].match(self.text, found.end())
        if closed is not None:
            return closed.end()
        # No Python reads on behind a string that is not closed; the parser tells of it.
        return None if self.open else len(self.text)

    def _mark(self, mark: str, at: int) -> None:
        current = self.open[-1].fields[-1]
        if mark in "([{":
            current.brackets += 1
        elif mark == "}" and not current.brackets:
            self._close_expression(at)
            self.open[-1].fields.pop()
        elif mark in ")]}":
            current.brackets = max(0, current.brackets - 1)
        elif mark == ":" and not current.brackets:
            self._close_expression(at)
            current.in_format = True

    def _close_expression(self, end: int) -> None:
        """Notes what Python up to 3.11 does not take between the braces of an f-string."""
        string = self.open[-1]
        start = string.fields[-1].start
        expression = self.text[start:end]
        for sign, name in (
            (string.quote, f"the string's own quote {string.quote}"),
            ("\\", "a backslash"),
        ):
            if sign in expression:
                at = start + expression.index(sign)
                self._note(Span(at, at + len(sign)), name)
        if len(string.quote) == 1 and ("\n" in expression or "\r" in expression):
            self._note(Span(string.start, end), "a line end")

    def _note(self, span: Span, name: str) -> None:
        self.newer.append((span, name))

    def _in_literal(self, at: int) -> int | None:
        string = self.open[-1]
        found = _LITERAL.search(self.text, at)
        if found is None:
            return None
        sign = found.group()
        if sign in ("\r", "\n"):
            return found.end() if len(string.quote) == 3 else None
        if sign[0] in "'\"":
            return self._quote(string, sign, found.start())
        if string.fields and sign[0] in "{}":
            # In a format there are no doubled braces: each one opens or closes a field.
            self._brace(string, sign[0], found.start())
            return found.start() + 1
        if sign in ("{", "}"):
            self._brace(string, sign, found.start())
        return found.end()

    def _brace(self, string: _String, sign: str, at: int) -> None:
        if sign == "{":
            string.fields.append(_Field(at + 1))
        elif string.fields:
            string.fields.pop()

    def _quote(self, string: _String, sign: str, at: int) -> int:
        if not sign.startswith(string.quote):
            return at + len(sign) if len(string.quote) == 1 else at + 1
        self.open.pop()
        end = at + len(string.quote)
        if not self.open:
            self.whole.append(Span(string.start, end))
        return end


def masked(text: str) -> str | None:
    """The text with each f-string and t-string made a plain string of the same length.

    Lines stay where they are, and so does all else. None where a string cannot be followed to its
    end.
    """
    scan = _Scan(text)
    if not scan.run():
        return None
    pieces: list[str] = []
    done = 0
    for span in scan.whole:
        plain = _plain(text[span.start : span.end])
        if plain is None:
            return None
        pieces += (text[done : span.start], plain)
        done = span.end
    return "".join((*pieces, text[done:]))


def _plain(string: str) -> str | None:
    prefix = len(string) - len(string.lstrip("fFrRtT"))
    quote = string[-3:] if string[prefix : prefix + 3] in ("'''", '"""') else string[-1]
    inner = string[prefix + len(quote) : -len(quote)]
    if len(quote) == 1 and ("\n" in inner or "\r" in inner):
        return None
    # The blanks stand behind: before the string they could change an indentation.
    return quote + re.sub(r"[^\r\n]", "x", inner) + quote + " " * prefix


def newer_than_311(text: str) -> tuple[Span, str] | None:
    """The first place between the braces of an f-string that Python up to 3.11 cannot read.

    It is one only where a newer Python can. The answer has the name of what stands there.
    """
    scan = _Scan(text)
    return min(scan.newer) if scan.run() and scan.newer else None
