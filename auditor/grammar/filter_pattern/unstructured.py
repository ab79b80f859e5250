"""Terms: `ERROR -DEBUG "connection reset"`, `?ERROR ?WARN`, `%[Ee]rror%`.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/matching-terms-unstructured-log-events.html
A term with other characters than letters, digits and `_` stands in double quotes. For some of
those characters a refusal is on record (https://github.com/lucagrulla/cw/issues/181 for `@`);
for those in `_CONTESTED` none was found. A quote right behind a term was refused in
https://github.com/newrelic/serverless-newrelic-lambda-layers/issues/36
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.expression import expression
from auditor.grammar.filter_pattern import regex
from auditor.grammar.filter_pattern.draft import Change, Draft, Reading, in_quotes

_CHUNK = expression(
    r"""(?P<sign>[?-]?)
    (?:(?P<string>"(?:[^"\\]|\\.)*")|(?P<regex>%[^%]+%)|(?P<open>"(?:[^"\\]|\\.)*\\?$)
      |(?P<bare>[^\s"]+))""",
    re.VERBOSE | re.DOTALL,
)
_ILLEGAL = expression(r"[^A-Za-z0-9_]")
_CONTESTED = frozenset(".*-/%?+'#&|!<>~^$;")


def read(text: str, start: int, end: int) -> Reading:
    """Reads terms between two offsets."""
    drafts: list[Draft] = []
    signs: list[str] = []
    for match in _CHUNK.finditer(text, start, end):
        signs.append(match.group("sign"))
        if match.group("open") is not None:
            drafts.append(Draft(match.start("open"), match.end(), "this quote is not closed"))
        elif match.group("regex") is not None:
            drafts += regex.faults(text, match.start("regex"), match.end())
        elif match.group("bare") is not None:
            drafts += _bare(text, match.start("bare"), match.end(), end)
    if "?" in signs and "" in signs:
        message = "terms with '?' are ignored beside terms without it"
        drafts.append(Draft(start, end, message, certain=False))
    return Reading(drafts)


def _is_refused(character: str) -> bool:
    return character.isascii() and character not in _CONTESTED


def _bare(text: str, start: int, end: int, limit: int) -> Iterator[Draft]:
    """A term without quotes: the first character that is known to be refused, or suspected."""
    illegal = list(_ILLEGAL.finditer(text, start, end))
    known = [match for match in illegal if _is_refused(match.group())]
    if not known and end < limit and text[end] == '"' and text[end - 1] not in _CONTESTED:
        yield Draft(end, end + 1, "a quote cannot follow a term without a space between them")
        return
    for match in (known or illegal)[:1]:
        message = f"a term with '{match.group()}' needs double quotes"
        changes = tuple(_quoting(text, start, end))
        yield Draft(match.start(), match.end(), message, bool(known), changes)


def _quoting(text: str, start: int, end: int) -> Iterator[Change]:
    """Quotes around a term, where it is plain that it was meant as a term."""
    term = text[start:end]
    touches = text[start - 1 : start] == '"' or text[end : end + 1] == '"'
    is_operator = not any(character.isalnum() for character in term)
    quoted = in_quotes(term)
    if quoted is not None and not (touches or is_operator or "*" in term or term[:2] == "$."):
        yield Change(start, end, quoted)
