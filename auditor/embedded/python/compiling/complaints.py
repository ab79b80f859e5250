"""What CPython says of code that it cannot compile, in plain sentences that stay the same.

The texts of CPython differ from version to version; they are written in
https://github.com/python/cpython/blob/main/Grammar/python.gram, `Parser/tokenizer.c` (from 3.12
`Parser/lexer/lexer.c`), `Python/symtable.c` and `Python/compile.c`.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from msgspec import Struct

from auditor.expression import expression


class Reach(Enum):
    """For which versions of Python a complaint holds, beyond the one that makes it."""

    EVERY = auto()
    """No Python 3 accepts such code, whatever comes before it."""
    EVERY_3 = auto()
    """No Python 3 accepts it, but Python 2 did."""
    AT_LINE_END = auto()
    """As EVERY where the line ends at the place, else only the version that says so."""
    BEFORE_314 = auto()
    """Python 3.14 gave such code a meaning."""
    THIS = auto()
    """Only the version that says so."""


class Complaint(Struct, frozen=True):
    """A fault in one plain sentence, and how far it holds."""

    message: str
    reach: Reach


_WORDS: tuple[tuple[str, str, Reach], ...] = (
    (r"('.') was never closed", r"\1 is never closed", Reach.EVERY),
    (
        r"closing parenthesis ('.') does not match opening parenthesis ('.').*",
        r"\1 does not match the opening \2",
        Reach.EVERY,
    ),
    (r"unmatched ('.')", r"\1 closes nothing that is open", Reach.EVERY),
    (
        r"unterminated (?:f-|t-)?string literal.*",
        "the string is not closed before its line ends",
        Reach.EVERY,
    ),
    (
        r"unterminated triple-quoted (?:f-|t-)?string literal.*",
        "the string in triple quotes is never closed",
        Reach.EVERY,
    ),
    (r"unexpected indent", "the line is indented deeper than its block", Reach.EVERY),
    (r"unexpected unindent", "the line is indented less than its block", Reach.EVERY),
    (
        r"unindent does not match any outer indentation level",
        "the indentation is that of no block around the line",
        Reach.EVERY,
    ),
    (
        r"inconsistent use of tabs and spaces in indentation",
        "tabs and spaces are mixed in the indentation",
        Reach.EVERY,
    ),
    (
        r"expected an indented block after (.+) on line \d+",
        r"an indented block must follow the \1",
        Reach.EVERY,
    ),
    (r"expected an indented block", "an indented block must follow", Reach.EVERY),
    (
        r"Missing parentheses in call to '(print|exec)'.*",
        r"\1 is a function in Python 3, write \1(...)",
        Reach.EVERY_3,
    ),
    (
        r"multiple exception types must be parenthesized.*",
        "several exception types need parentheses, and a name for the exception needs 'as'",
        Reach.BEFORE_314,
    ),
    (r"expected ':'", "a ':' is missing", Reach.AT_LINE_END),
    (
        r"invalid syntax\. Maybe you meant '==' or ':=' instead of '='\?",
        "'=' is not allowed in an expression, a comparison needs '=='",
        Reach.EVERY,
    ),
    (
        r"invalid syntax\. Perhaps you forgot a comma\?",
        "the syntax is invalid, perhaps a comma is missing",
        Reach.EVERY,
    ),
    (
        r"leading zeros in decimal integer literals are not permitted.*",
        "a number cannot begin with 0, an octal one begins with 0o",
        Reach.EVERY_3,
    ),
    (r"invalid character ('.' \(U\+[0-9A-F]+\))", r"\1 is not allowed in Python code", Reach.EVERY),
    (
        r"invalid non-printable character (U\+[0-9A-F]+)",
        r"the invisible character \1 is not allowed in Python code",
        Reach.EVERY,
    ),
    (
        r"unexpected character after line continuation character",
        "nothing may follow the backslash that continues a line",
        Reach.EVERY,
    ),
    (
        r"(?:non-default argument|parameter without a default) follows .*default.*",
        "a parameter without a default follows one with a default",
        Reach.EVERY,
    ),
    (r"'(return|yield|yield from)' outside function", r"'\1' outside a function", Reach.EVERY),
    (r"'await' outside (?:async )?function", "'await' outside an async function", Reach.EVERY),
    (r"'break' outside loop.*", "'break' outside a loop", Reach.EVERY),
    (r"'continue' (?:not properly in|outside) loop", "'continue' outside a loop", Reach.EVERY),
    (r"invalid decimal literal", "the number is not valid", Reach.EVERY_3),
    (r"duplicate argument ('\w+') in .*", r"the parameter \1 is there twice", Reach.EVERY),
    (r"keyword argument repeated(?:: (\w+))?", "a keyword argument is given twice", Reach.EVERY),
    (
        r"positional argument follows keyword argument(?: unpacking)?",
        "a positional argument follows a keyword argument",
        Reach.EVERY,
    ),
    (r"(cannot assign to [\w ]+?)(?: here)?(?:\. Maybe .*)?", r"\1", Reach.EVERY),
    (
        r"expected 'except' or 'finally' block",
        "the 'try' has neither 'except' nor 'finally'",
        Reach.EVERY,
    ),
    (r"expecting '}'", "a '{' of an f-string is never closed", Reach.THIS),
    (r"single '}' is not allowed", "a '}' of an f-string closes nothing", Reach.THIS),
    (
        r"empty expression not allowed|valid expression required before '}'",
        "the braces of an f-string hold no expression",
        Reach.THIS,
    ),
    (
        r"invalid syntax|Expected one or more names after 'import'|expected '\('",
        "the syntax is invalid",
        Reach.THIS,
    ),
)
_TABLE = tuple((re.compile(pattern, re.DOTALL), to, reach) for pattern, to, reach in _WORDS)
# These depend on settings or limits of the interpreter, not on the language.
_NO_FAULT = expression(
    r"\A(?:Exceeds the limit|too many)|too deep|encod|codec|too complex|recursion", re.I
)
_NEWER = expression(r"(.+) (?:is|are) only supported in Python (3\.\d+) and greater")
# The words of f-strings that mean the same in the grammar before and after Python 3.12.
_FSTRING = expression(
    r"f-string: (expecting '}'|single '}' is not allowed|empty expression not allowed"
    r"|valid expression required before '}')"
)


def complaint(text: str) -> Complaint | None:
    """What CPython says (`SyntaxError.msg`) made plain; None where it is no fault of the code."""
    if _NO_FAULT.search(text):
        return None
    text = text.removeprefix("f-string: ")
    for pattern, plain, reach in _TABLE:
        found = pattern.fullmatch(text)
        if found is not None:
            return Complaint(found.expand(plain), reach)
    newer = _NEWER.fullmatch(text)
    if newer is not None:
        verb = "need" if " are only " in text else "needs"
        return Complaint(f"{_lower(newer[1])} {verb} Python {newer[2]} or newer", Reach.THIS)
    return Complaint(_lower(text.rstrip(".?")), Reach.THIS)


def is_of_fstring(text: str) -> bool:
    """Whether the complaint is about the inside of an f-string."""
    return text.startswith("f-string")


def is_of_any_fstring(text: str) -> bool:
    """Whether it is one about an f-string that every version makes of the same text."""
    return _FSTRING.fullmatch(text) is not None


def feature(text: str) -> str | None:
    """What needs a newer version, as CPython names it (`Pattern matching`)."""
    found = _NEWER.fullmatch(text)
    return found[1] if found is not None else None


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
