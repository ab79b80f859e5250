"""JSON patterns: `{ $.level = "ERROR" && $.count > 3 }`.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html, section on
JSON log events. A pattern that begins with `{` has to end with `}`:
https://github.com/jorgebastida/awslogs/issues/210
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.expression import expression
from auditor.grammar.filter_pattern.draft import Change, Draft, Reading
from auditor.grammar.filter_pattern.tokens import EQUALITY, JOINTS, ORDER, Kind, Token, tokens
from auditor.grammar.filter_pattern.values import operator_faults, value_faults

_SELECTOR = expression(r"\$(?:\.[\w*-]+|\[(?:\d+|\*)\])*", re.ASCII)
_QUOTED_KEY = expression(r'"([\w-]+)"', re.ASCII)
_WORDS_FOR_JOINTS = {"and": "&&", "or": "||"}
_STATES = frozenset({"null", "true", "false"})


def read(text: str, start: int, end: int) -> Reading:
    """Reads the pattern that begins with `{` at `start`; `end` leaves outer blanks out."""
    if text[end - 1] != "}" or end - start < 2:
        message = "a pattern that begins with '{' must end with '}'"
        # A `]` at the end was meant to close it, or something else is open.
        changes = () if text[end - 1] == "]" else (Change(end, end, " }"),)
        missing = Draft(start, start + 1, message, True, changes)
        inner = _Reader(text, list(tokens(text, start + 1, end)))
        return Reading([missing, *inner.faults()], inner.fields)
    reader = _Reader(text, list(tokens(text, start + 1, end - 1)))
    if not reader.words:
        return Reading([Draft(start, end, "a JSON pattern needs a condition in its braces")])
    return Reading(list(reader.faults()), reader.fields)


class _Reader:
    """Reads conditions one after another; parentheses are counted, not descended into."""

    def __init__(self, text: str, words: list[Token]) -> None:
        self.text = text
        self.words = words
        self.here = 0
        self.fields: tuple[str, ...] = ()

    def faults(self) -> Iterator[Draft]:
        """All faults, in order; stops at the first one that hides the structure."""
        opened: list[Token] = []
        while True:
            while self._next_is("("):
                opened.append(self._take())
            if self._at_end():
                yield self._ended("a condition")
                return
            found = list(self._condition())
            yield from found
            if any(draft.certain and not draft.changes for draft in found):
                return
            while self._next_is(")") and opened:
                opened.pop()
                self._take()
            if self._at_end():
                break
            joint = self._joint()
            if joint is not None:
                yield joint
                if not joint.changes:
                    return
        if opened:
            yield Draft(opened[-1].start, opened[-1].end, "this '(' is not closed")

    def _condition(self) -> Iterator[Draft]:
        selector = self._take()
        yield from self._selector_faults(selector)
        if self._at_end():
            yield self._ended("a comparison")
            return
        operator = self._take()
        word = operator.text.lower()
        if operator.kind is Kind.WORD and word in ("is", "not", "exists"):
            yield from self._state(operator, word)
        elif operator.text not in EQUALITY | ORDER:
            message = f"a comparison such as = or != is expected here, not '{operator.text}'"
            yield Draft(operator.start, operator.end, message)
        elif self._at_end():
            yield self._ended("a value")
        else:
            yield from operator_faults(operator)
            value = self._take()
            if value.is_value:
                yield from value_faults(self.text, operator, value, plain_only=True)
            else:
                yield _unexpected(value, "a value")

    def _selector_faults(self, selector: Token) -> Iterator[Draft]:
        if selector.kind is not Kind.WORD:
            yield _unexpected(selector, "a property such as $.name")
            return
        following = self.words[self.here] if not self._at_end() else None
        if selector.text in ("$.", "$") and following is not None and following.kind is Kind.STRING:
            yield self._quoted_selector(selector, self._take())
            return
        if not selector.text.startswith("$"):
            message = f"a property must begin with '$.', as in $.{selector.text}"
            change = (Change(selector.start, selector.start, "$."),)
            is_name = re.fullmatch(r"[A-Za-z_][\w.-]*", selector.text, re.ASCII)
            yield Draft(selector.start, selector.end, message, True, change if is_name else ())
            return
        self.fields += (selector.text,) if selector.text not in self.fields else ()
        if _SELECTOR.fullmatch(selector.text) is None:
            message = (
                f"a property has names of letters, digits, '-' and '_', and [n]: {selector.text}"
            )
            yield Draft(selector.start, selector.end, message, False)

    def _quoted_selector(self, selector: Token, name: Token) -> Draft:
        message = "a property is written without quotes"
        match = _QUOTED_KEY.fullmatch(name.text)
        touches = selector.end == name.start and selector.text == "$."
        changes = (Change(name.start, name.end, match.group(1)),) if match and touches else ()
        return Draft(selector.start, name.end, message, True, changes)

    def _state(self, operator: Token, word: str) -> Iterator[Draft]:
        following = self._take() if word != "exists" and not self._at_end() else None
        if word == "exists":
            message = "EXISTS is not supported without NOT; '= *' means that a property exists"
            yield Draft(operator.start, operator.end, message)
        elif following is None:
            yield self._ended("NULL, TRUE or FALSE" if word == "is" else "EXISTS")
        elif word == "is" and following.text.lower() == "not":
            end = following.end if self._at_end() else self._take().end
            yield Draft(operator.start, end, "IS NOT is not supported")
        elif following.text.lower() not in (_STATES if word == "is" else {"exists"}):
            yield _unexpected(following, "NULL, TRUE or FALSE" if word == "is" else "EXISTS")

    def _joint(self) -> Draft | None:
        joint = self._take()
        if joint.text in JOINTS:
            return None
        if joint.text.lower() in _WORDS_FOR_JOINTS:
            wanted = _WORDS_FOR_JOINTS[joint.text.lower()]
            message = f"conditions are joined by '{wanted}', not by '{joint.text}'"
            change = Change(joint.start, joint.end, wanted)
            return Draft(joint.start, joint.end, message, True, (change,))
        return _unexpected(joint, "'&&', '||' or the end")

    def _ended(self, wanted: str) -> Draft:
        last = self.words[-1] if self.words else None
        start, end = (last.start, last.end) if last else (0, len(self.text))
        return Draft(start, end, f"{wanted} is missing after this")

    def _next_is(self, text: str) -> bool:
        return not self._at_end() and self.words[self.here].text == text

    def _at_end(self) -> bool:
        return self.here >= len(self.words)

    def _take(self) -> Token:
        self.here += 1
        return self.words[self.here - 1]


def _unexpected(word: Token, wanted: str) -> Draft:
    if word.kind is Kind.OPEN_STRING:
        return Draft(word.start, word.end, "this quote is not closed")
    return Draft(word.start, word.end, f"{wanted} is expected here, not '{word.text}'")
