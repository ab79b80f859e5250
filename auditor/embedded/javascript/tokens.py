"""JavaScript cut into tokens far enough to tell whether its brackets and quotes are closed.

A `/` begins a regular expression or divides, which only the whole grammar can tell after `)` or
`}`; the rest of such a text is not judged.
https://tc39.es/ecma262/#sec-ecmascript-language-lexical-grammar
"""

from __future__ import annotations

import re
import unicodedata

from auditor.embedded.code import SyntaxFault
from auditor.expression import expression
from auditor.model.text import Span

_CLOSERS = {")": "(", "]": "[", "}": "{"}
_TOKEN = expression(
    r"""(?P<space>[\s\ufeff]+)
    |(?P<comment>//[^\n\r\u2028\u2029]*|/\*.*?\*/)
    |(?P<open_comment>/\*)
    |(?P<string>'(?:[^'\\\n\r]|\\\r\n|\\.)*'|"(?:[^"\\\n\r]|\\\r\n|\\.)*")
    |(?P<open_string>['"])
    |(?P<word>(?:[\w$]|\\u)+)
    |(?P<template>`)
    |(?P<bracket>[()\[\]{}])
    |(?P<slash>/)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_TEMPLATE = expression(r"(?:[^`\\$]|\\.|\$(?!\{))*(?P<end>`|\$\{)?", re.DOTALL)
_EXPRESSION = expression(r"/(?:[^/\\\[\n\r]|\\[^\n\r]|\[(?:[^\]\\\n\r]|\\[^\n\r])*\])+/[\w$]*")
_BEFORE_EXPRESSION = frozenset(
    (
        "return", "typeof", "case", "do", "else", "in", "instanceof", "new", "void", "delete",
        "throw",
    )
)  # fmt: skip
_UNCLEAR = frozenset({")", "}", "+", "-", ".", "await", "yield", "of"})
_CURLY_QUOTES = "\u2018\u2019\u201c\u201d"
_MARKUP = ("<!--", "-->")
_NAMES = {"(": "parenthesis", "[": "bracket", "{": "brace", "`": "template literal"}


def certain_fault(source: str) -> SyntaxFault | None:
    """The first certain fault in quotes, brackets or characters; None where there is none."""
    # What looks like a comment of HTML is one in scripts, and operators elsewhere.
    if any(mark in source for mark in _MARKUP):
        return None
    return _Scan(source).fault()


class _Scan:
    def __init__(self, source: str) -> None:
        self._source = source
        self._open: list[tuple[str, int]] = []
        self._before = ""
        self._at = 1 if source.startswith("\ufeff") else 0
        if source.startswith("#!", self._at):
            line = re.compile(r"[^\n\r\u2028\u2029]*").match(source, self._at)
            self._at = line.end() if line is not None else self._at

    def fault(self) -> SyntaxFault | None:
        while self._at < len(self._source):
            token = _TOKEN.match(self._source, self._at)
            if token is None:
                return None
            kind, text = str(token.lastgroup), token.group()
            start, self._at = self._at, token.end()
            if kind in ("space", "comment"):
                continue
            if kind == "slash":
                if not self._slash(start):
                    return None
                continue
            found = self._take(kind, text, start)
            if found is not None:
                return found
            # A keyword after a dot is a property.
            self._before = "]" if kind == "word" and self._before == "." else text
        if not self._open:
            return None
        opened, start = self._open[-1]
        return self._told(f"the {_NAMES[opened]} that begins here is never closed", start)

    def _take(self, kind: str, text: str, start: int) -> SyntaxFault | None:
        if kind == "open_comment":
            return self._told("the comment that begins here is never closed", start, 2)
        if kind == "open_string":
            return self._told("the string that begins here is not closed on its line", start)
        if kind == "template":
            return self._template(start)
        if kind == "bracket":
            return self._bracket(text, start)
        return foreign_character(text, start) if kind == "other" else None

    def _bracket(self, text: str, start: int) -> SyntaxFault | None:
        if text not in _CLOSERS:
            self._open.append((text, start))
            return None
        if not self._open:
            return self._told(f"nothing is open that this '{text}' could close", start)
        opened, place = self._open.pop()
        if opened == "`":
            self._at = start + 1
            if text != "}":
                return self._told(f"this '{text}' is where '}}' has to close '${{'", start)
            return self._template(place)
        if opened != _CLOSERS[text]:
            wanted = {value: key for key, value in _CLOSERS.items()}[opened]
            return self._told(f"this '{text}' is where '{wanted}' has to close", start)
        return None

    def _template(self, start: int) -> SyntaxFault | None:
        """Read on in a template literal, up to its end or to an expression in it."""
        run = _TEMPLATE.match(self._source, self._at)
        if run is None or run.group("end") is None:
            return self._told("the template literal that begins here is never closed", start)
        self._at = run.end()
        if run.group("end") == "${":
            self._open.append(("`", start))
        return None

    def _slash(self, start: int) -> bool:
        """Read a division or a regular expression; whether it is known which of them it is."""
        before = self._before
        if before in _UNCLEAR:
            return False
        is_word = before[-1:].isalnum() or before[-1:] in ("]", "'", '"', "`", "$", "_")
        if is_word and before not in _BEFORE_EXPRESSION:
            self._before = "/"
            return True
        expression = _EXPRESSION.match(self._source, start)
        if expression is None:
            return False
        self._at = expression.end()
        self._before = "]"
        return True

    def _told(self, message: str, start: int, length: int = 1) -> SyntaxFault:
        return SyntaxFault(message, Span(start, start + length), certain=True)


def foreign_character(character: str, start: int) -> SyntaxFault | None:
    """The fault of a character outside of texts, where the language does not know it."""
    if not _is_foreign(character):
        return None
    hint = "; strings need straight quotes" if character in _CURLY_QUOTES else ""
    name = character if character.isprintable() else f"U+{ord(character):04X}"
    message = f"the character {name} is not allowed in JavaScript code{hint}"
    return SyntaxFault(message, Span(start, start + 1), certain=True)


def _is_foreign(character: str) -> bool:
    """Whether a character outside of strings and comments is none that the language knows."""
    if character.isascii():
        return ord(character) < ord(" ") or character == "\x7f"
    return unicodedata.category(character)[0] in "PS" and not f"a{character}".isidentifier()
