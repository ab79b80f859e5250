"""Comparisons, alike in JSON patterns and in space-delimited ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.expression import expression
from auditor.grammar.filter_pattern import regex
from auditor.grammar.filter_pattern.draft import Change, Draft, in_quotes
from auditor.grammar.filter_pattern.tokens import ORDER, Kind, Token

_PLAIN = expression(r"[\w.*]+", re.ASCII)


def operator_faults(operator: Token) -> Iterator[Draft]:
    """`==`, which is written `=`."""
    if operator.text == "==":
        change = Change(operator.start, operator.end, "=")
        yield Draft(
            operator.start, operator.end, "equality is written '=', not '=='", True, (change,)
        )


def value_faults(text: str, operator: Token, value: Token, *, plain_only: bool) -> Iterator[Draft]:
    """What is wrong with a value behind an operator.

    `plain_only`: an unquoted value should be made of letters, digits, `_`, `.` and `*`.
    """
    if operator.text in ORDER and not _is_numeric(value):
        message = f"'{operator.text}' compares with numbers only, not with {value.text}"
        is_recorded = plain_only or value.kind is not Kind.STRING
        yield Draft(value.start, value.end, message, certain=is_recorded)
    elif value.kind is Kind.REGEX:
        yield from regex.faults(text, value.start, value.end)
    elif value.kind is Kind.WORD and _is_single_quoted(value.text):
        message = "a string needs double quotes, not single ones"
        yield _uncertain(value, message)
    elif plain_only and _needs_quotes(value):
        message = f"a value with other characters than A-Z a-z 0-9 _ . * needs quotes: {value.text}"
        yield _uncertain(value, message)


def _is_numeric(value: Token) -> bool:
    """Whether a word is a number; the documentation allows `*` in one."""
    return value.is_number or (value.kind is Kind.WORD and set(value.text) <= set("0123456789.*"))


def _needs_quotes(value: Token) -> bool:
    is_word = value.kind is Kind.WORD and not value.is_number
    return is_word and _PLAIN.fullmatch(value.text) is None


def _is_single_quoted(text: str) -> bool:
    return len(text) > 1 and text[0] == text[-1] == "'" and '"' not in text


def _uncertain(value: Token, message: str) -> Draft:
    quoted = in_quotes(value.text)
    changes = () if quoted is None else (Change(value.start, value.end, quoted),)
    return Draft(value.start, value.end, message, False, changes)
