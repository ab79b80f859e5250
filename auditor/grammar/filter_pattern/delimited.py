"""Space-delimited patterns: `[ip, user, status = 4*, bytes > 1000]`.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html, section on
space-delimited log events. Conditions of one slot speak of one field:
https://github.com/awsdocs/amazon-cloudwatch-logs-user-guide/issues/21
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.grammar.filter_pattern.draft import Change, Draft, Reading, Wildcard
from auditor.grammar.filter_pattern.tokens import EQUALITY, JOINTS, ORDER, Kind, Token, tokens
from auditor.grammar.filter_pattern.values import operator_faults, value_faults

_REST = "..."


def read(text: str, start: int, end: int) -> Reading:
    """Reads the pattern that begins with `[` at `start`; `end` leaves outer blanks out."""
    close = _closing(text, start, end)
    drafts: list[Draft] = []
    if close is None:
        message = "a pattern that begins with '[' must end with ']'"
        changes = () if text[end - 1] == "}" else (Change(end, end, "]"),)
        drafts.append(Draft(start, start + 1, message, True, changes))
        close = end
    elif close + 1 < end:
        message = "the pattern ends with its ']': nothing is allowed after it"
        drafts.append(Draft(close + 1, end, message))
    words = list(tokens(text, start + 1, close))
    fields: list[str] = []
    wildcards: list[Wildcard] = []
    slots = list(_slots(words))
    for slot in slots:
        drafts += _Slot(text, slot, fields, wildcards).faults()
    if len(slots) == 1 and len(slots[0]) == 1 and slots[0][0].text != _REST:
        message = "one bare field matches every event of a single word, whatever the word is"
        drafts.append(Draft(start, close, message, certain=False))
    return Reading(drafts, tuple(fields), tuple(wildcards))


def _closing(text: str, start: int, end: int) -> int | None:
    """Where the `]` stands that closes the pattern, quoted texts and expressions left out."""
    for word in tokens(text, start + 1, end):
        if word.kind is Kind.WORD and "]" in word.text:
            return word.start + word.text.index("]")
    return None


def _slots(words: list[Token]) -> Iterator[list[Token]]:
    slot: list[Token] = []
    for word in words:
        if word.text == ",":
            yield slot
            slot = []
        else:
            slot.append(word)
    if slot:
        yield slot


class _Slot:
    """What stands between two commas."""

    def __init__(
        self, text: str, words: list[Token], fields: list[str], wildcards: list[Wildcard]
    ) -> None:
        self.text = text
        self.words = [word for word in words if word.text not in ("(", ")")]
        self.fields = fields
        self.wildcards = wildcards

    def faults(self) -> Iterator[Draft]:
        """The faults of the slot; its field and its wildcards are noted on the way."""
        if not self.words:
            return
        first = self.words[0]
        broken = [word for word in self.words if word.kind is Kind.OPEN_STRING]
        if broken:
            yield Draft(broken[0].start, broken[0].end, "this quote is not closed")
            return
        if first.kind is Kind.WORD and first.text != _REST:
            self.fields.append(first.text)
        if len(self.words) == 1:
            return
        yield from self._conditions(first)

    def _conditions(self, first: Token) -> Iterator[Draft]:
        here = 0
        while here < len(self.words):
            condition = self.words[here : here + 3]
            if len(condition) < 3 or condition[1].text not in EQUALITY | ORDER:
                yield self._unreadable(condition)
                return
            field, operator, value = condition
            if field.text.lower() != first.text.lower():
                message = f"a slot is for one field: '{field.text}' needs a slot of its own"
                yield Draft(field.start, field.end, message)
            yield from operator_faults(operator)
            yield from self._value(field, operator, value)
            here += 3
            if here < len(self.words):
                joint = self.words[here]
                if joint.text not in JOINTS:
                    yield self._unreadable([joint])
                    return
                here += 1
                if here == len(self.words):
                    yield Draft(joint.start, joint.end, "a condition is missing after this")

    def _value(self, field: Token, operator: Token, value: Token) -> Iterator[Draft]:
        if not value.is_value:
            yield self._unreadable([value])
            return
        yield from value_faults(self.text, operator, value, plain_only=False)
        if value.kind is Kind.WORD and "_" in value.text and "*" in value.text:
            self.wildcards.append(Wildcard(field.text, value.text, field.start, value.end))
            message = (
                f"'{value.text}' has both '_' and '*' without quotes, which is reported to be"
                " refused; quote it, or write its values out"
            )
            change = Change(value.start, value.end, f'"{value.text}"')
            yield Draft(value.start, value.end, message, False, (change,))

    def _unreadable(self, words: list[Token]) -> Draft:
        message = "a slot is a field, or conditions on one such as level = ERROR"
        return Draft(words[0].start, words[-1].end, message, certain=False)
