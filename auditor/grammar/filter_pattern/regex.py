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


def faults(text: str, start: int, end: int) -> Iterator[Draft]:
    """The faults of the expression whose percent signs stand at `start` and `end - 1`."""
    here = start + 1
    while here < end - 1:
        character = text[here]
        if character == "\\":
            here += 2
            continue
        if character in _PARENTHESES:
            escaped = _PARENTHESES[character]
            message = f"a regular expression cannot have '{character}'; write it as {escaped}"
            yield Draft(here, here + 1, message, True, (Change(here, here + 1, escaped),))
        elif character == "!":
            yield Draft(here, here + 1, "a regular expression cannot have '!'")
        elif not character.isascii():
            message = f"a regular expression cannot have '{character}', which is not ASCII"
            yield Draft(here, here + 1, message)
        here += 1
