"""Python code that the Lambda runtime cannot compile: `Runtime.UserCodeSyntaxError`.

The code is compiled, never run. The Python that runs this check may be older than the runtime of
the function; then only faults are told that no newer Python could accept.
Sources: https://docs.python.org/3/library/ast.html#ast.parse (`feature_version`),
https://docs.python.org/3/whatsnew/ (what each version added to the language), and
https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html for the names of runtimes.
"""

from __future__ import annotations

import ast
import re
import sys
import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias

from auditor.embedded.code import SyntaxFault
from auditor.embedded.python.compiling.complaints import (
    Complaint,
    Reach,
    complaint,
    feature,
    is_of_any_fstring,
    is_of_fstring,
)
from auditor.embedded.python.compiling.fstrings import masked, newer_than_311
from auditor.embedded.python.nodes import walk
from auditor.embedded.python.parse import MOST_BRACES
from auditor.expression import expression
from auditor.model.text import Lines, Span

_BOM = "\ufeff"
_FIRST_BYTE = 0xDC00
_FOREIGN_BYTE = expression("[\udc80-\udcff]")
"""A byte that is not UTF-8 in a text that was read with `surrogateescape`."""
_RUNTIME = expression(r"python3\.(\d{1,2})")
_HERE = sys.version_info[:2]
# Before, `async` was a name, and the parser cannot be told so.
_OLDEST = (3, 7)
# The parser refuses `with (open(x)):` for Python 3.8 and older, which accept it.
_OLDEST_FEATURES = (3, 9)
_FSTRING_GRAMMAR = (3, 12)
# The last version whose additions to the language are all listed in _ADDITIONS.
_KNOWN = (3, 14)
_ADDITIONS = (
    ((3, 11), re.compile(r"\bexcept[\s\\]*\*|[\[,:]\s*\*|\basync[\s\\]+for\b")),
    ((3, 12), re.compile(r"\btype[\s\\]+\w|\b(?:def|class)[\s\\]+\w+[\s\\]*\[")),
    ((3, 13), re.compile(r"\b(?:def|class)[\s\\]+\w+[\s\\]*\[|\btype[\s\\]+\w|\bglobal\b")),
    ((3, 14), re.compile(r"\bexcept\b[^:,]{0,300},")),
)
# All that the parser takes or refuses by the version that it is told: `match`, `except*`, `except`
# without parentheses, type parameters, `type`.
_MAY_BE_ADDED = expression(
    r"(?:^|[\r\n])[ \t\f]*match\b|\bexcept[\s\\]*\*|\bexcept\b[^:(]{0,300},"
    r"|\b(?:def|class)[\s\\]+\w+[\s\\]*\[|\btype[\s\\]+\w"
)

_Error: TypeAlias = tuple[str, Span]


@lru_cache(maxsize=32)
def fault(source: str, runtime: str | None) -> SyntaxFault | None:
    """The first fault of Python code in a Lambda runtime.

    `runtime`: `python3.13`; None where it is not known, and then code is at fault that no Python
    3 accepts. None also where the code compiles, where that cannot be told, and where the runtime
    is none of Python 3.7 or newer.
    """
    version = _version(runtime)
    if runtime is not None and version is None:
        return None
    text = source.removeprefix(_BOM)
    shift = len(source) - len(text)
    found = _fault(text, version)
    if found is None:
        return None
    span = Span(found.span.start + shift, found.span.end + shift)
    return SyntaxFault(found.message, span, found.certain)


def _version(runtime: str | None) -> tuple[int, int] | None:
    found = _RUNTIME.fullmatch(runtime or "")
    version = (3, int(found[1])) if found is not None else None
    return version if version is not None and version >= _OLDEST else None


def _fault(text: str, version: tuple[int, int] | None) -> SyntaxFault | None:
    byte = None if text.isascii() else _FOREIGN_BYTE.search(text)
    if byte is not None:
        value = ord(byte.group()) - _FIRST_BYTE
        message = f"byte 0x{value:02x} is not UTF-8, and the file declares no other encoding"
        return SyntaxFault(message, Span(*byte.span()), True)
    if "\0" in text:
        at = text.index("\0")
        return SyntaxFault("a null byte is not allowed in Python code", Span(at, at + 1), True)
    if version is None or version > _HERE:
        return _fault_in_newer(text, version)
    error = _error(text, None if version == _HERE else max(version, _OLDEST_FEATURES))
    # what a parser of the older grammar takes has nothing of the newer one
    may_be_newer = version < _FSTRING_GRAMMAR and (error is not None or _HERE >= _FSTRING_GRAMMAR)
    newer = _newer_fstring(text) if may_be_newer else None
    if error is None or newer is not None:
        return newer
    message, span = error
    plain = complaint(message)
    is_older_grammar = version < _FSTRING_GRAMMAR <= _HERE
    if plain is None or (
        is_older_grammar and is_of_fstring(message) and not is_of_any_fstring(message)
    ):
        return None
    return SyntaxFault(plain.message, _feature_span(text, message) or span, True)


def _newer_fstring(text: str) -> SyntaxFault | None:
    """An f-string in the grammar of Python 3.12, where all else of the code is right."""
    found = newer_than_311(text)
    if found is None:
        return None
    plain_text = text if _HERE >= _FSTRING_GRAMMAR else masked(text)
    if plain_text is None or _error(plain_text, None) is not None:
        return None
    span, name = found
    message = f"{name} between the braces of an f-string needs Python 3.12 or newer"
    return SyntaxFault(message, span, True)


def _fault_in_newer(text: str, version: tuple[int, int] | None) -> SyntaxFault | None:
    """The fault of code for a newer Python than this one, or for any."""
    if _error(text, None) is None:
        return None
    older = version is not None and version < _FSTRING_GRAMMAR
    newer = _newer_fstring(text) if older else None
    if newer is not None:
        return newer
    plain_text = masked(text)
    error = None if plain_text is None else _error(plain_text, None)
    if plain_text is None or error is None:
        return None
    message, span = error
    found = complaint(message)
    if found is None or not _reaches(found, plain_text, span, version):
        return None
    certain = version is not None or found.reach is not Reach.EVERY_3
    return SyntaxFault(found.message, span, certain)


def _reaches(found: Complaint, text: str, span: Span, version: tuple[int, int] | None) -> bool:
    if found.reach in (Reach.EVERY, Reach.EVERY_3):
        return True
    if found.reach is Reach.AT_LINE_END and text[span.end : span.end + 1] in ("", "\n", "\r"):
        return True
    if version is None or version > _KNOWN:
        return False
    return not any(
        _HERE < added <= version and addition.search(text) for added, addition in _ADDITIONS
    )


def _error(text: str, features: tuple[int, int] | None) -> _Error | None:
    """What the compiler says of the text and where; None where it has nothing to say."""
    if text.count("{") > MOST_BRACES:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if (features is None or not _MAY_BE_ADDED.search(text)) and _compiles(text):
                return None
            try:
                tree = ast.parse(text, feature_version=features)
            except SyntaxError as error:
                return error.msg, _span(text, error, in_bytes=False)
            try:
                compile(tree, "code", "exec", dont_inherit=True)
            except SyntaxError as error:
                return error.msg, _span(text, error, in_bytes=True)
    except (ValueError, RecursionError, MemoryError, OverflowError):
        pass
    return None


def _compiles(text: str) -> bool:
    """Whether the compiler takes the text, asked without a tree of it being made."""
    try:
        compile(text, "code", "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True


def _span(text: str, error: SyntaxError, *, in_bytes: bool) -> Span:
    """The characters that an error points at, at least one where the line has any."""
    lines = Lines(text)
    line = min(max(error.lineno or 1, 1), len(lines))
    content = lines.content(line)
    first = _column(content, error.offset, in_bytes=in_bytes)
    is_one_line = error.end_lineno == error.lineno
    last = _column(content, error.end_offset, in_bytes=in_bytes) if is_one_line else first
    if first >= len(content.rstrip()):
        # Behind the last character nothing can be shown.
        first = last = max(0, len(content.rstrip()) - 1)
    start = lines.start(line)
    end = min(max(first + 1, last), len(content))
    return Span(start + first, start + max(first, end))


def _column(content: str, offset: int | None, *, in_bytes: bool) -> int:
    column = max((offset or 1) - 1, 0)
    if in_bytes:
        return len(content.encode("utf-8", "replace")[:column].decode("utf-8", "ignore"))
    return min(column, len(content))


def _feature_span(text: str, message: str) -> Span | None:
    """The word with which something begins that a newer version added."""
    name = feature(message)
    if name is None:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    lines = Lines(text)
    starts = [place for node in walk(tree) for place in _places(name, node)]
    if not starts:
        return None
    line, column = min(starts)
    content = lines.content(line)
    first = _column(content, column + 1, in_bytes=True)
    word = re.compile(r"\w*").match(content, first)
    start = lines.start(line)
    return Span(start + first, start + (word.end() if word is not None else first))


def _places(name: str, node: ast.AST) -> Iterator[tuple[int, int]]:
    """Where a node begins that is what CPython names so."""
    if name == "Pattern matching" and isinstance(node, ast.Match):
        yield node.lineno, node.col_offset
    elif name == "Exception groups" and type(node).__name__ == "TryStar":
        handlers: list[ast.ExceptHandler] = vars(node)["handlers"]
        yield from ((handler.lineno, handler.col_offset) for handler in handlers)
    elif name == "Type statement" and type(node).__name__ == "TypeAlias":
        yield vars(node)["lineno"], vars(node)["col_offset"]
    elif name.startswith("Type parameter"):
        parameters: list[ast.expr] = vars(node).get("type_params", [])
        yield from ((one.lineno, one.col_offset) for one in parameters[:1])
