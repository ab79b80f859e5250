"""Regular expressions between percent signs, of which CloudWatch Logs knows a part.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
Parentheses: https://github.com/ministryofjustice/modernisation-platform-environments/pull/5137
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.grammar.filter_pattern.draft import Change, Draft

MOST = 2
"""Regular expressions that one JSON or space-delimited pattern may have."""
_PARENTHESES = {"(": r"\x28", ")": r"\x29"}
_OPERATORS = frozenset("|*+?{}[]\\.^$")
_REPEATS = frozenset("*+?{")


def faults(text: str, start: int, end: int) -> Iterator[Draft]:
    """The faults of the expression whose percent signs stand at `start` and `end - 1`.

    A backslash does not make a parenthesis acceptable. One that groups has no repair: it would
    become a character to match.
    """
    grouping = _grouping(text, start + 1, end - 1)
    here = start + 1
    while here < end - 1:
        length = 2 if text[here] == "\\" and here + 1 < end - 1 else 1
        character = text[here + length - 1]
        if character in _PARENTHESES:
            escaped = _PARENTHESES[character]
            message = f"a regular expression cannot have '{character}'; write it as {escaped}"
            change = Change(here, here + length, escaped)
            changes = () if here in grouping else (change,)
            if here in grouping:
                message = f"a regular expression cannot have '{character}', it has no groups"
            yield Draft(here, here + length, message, True, changes)
        elif length == 1 and character == "!":
            yield Draft(here, here + 1, "a regular expression cannot have '!'")
        elif length == 1 and not character.isascii():
            message = f"a regular expression cannot have '{character}', which is not ASCII"
            yield Draft(here, here + 1, message)
        here += length


def _grouping(text: str, start: int, end: int) -> frozenset[int]:
    """Where parentheses stand that do something: hold operators, or are repeated."""
    opened: list[tuple[int, int]] = []
    found: set[int] = set()
    operators = 0
    here = start
    while here < end:
        character = text[here]
        if character == "(":
            opened.append((here, operators))
        elif character == ")" and opened:
            opening, before = opened.pop()
            if operators > before or (here + 1 < end and text[here + 1] in _REPEATS):
                found |= {opening, here}
        operators += character in _OPERATORS
        here += 2 if character == "\\" else 1
    return frozenset(found)
