"""Counts the steps of a backtracking matcher, as that of `re` is one, on the parsed expression.

Work is counted and no time is measured: the same count on every machine. The optimisations of `re`
that skip places where a match cannot begin are left out, so that what is linear here is linear
there.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any, TypeAlias

SRE: Any = importlib.import_module(
    "re._constants" if sys.version_info >= (3, 11) else "sre_constants"
)
_PARSER: Any = importlib.import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")

Node: TypeAlias = tuple[Any, Any]
Nodes: TypeAlias = tuple[Node, ...]
Next: TypeAlias = Callable[[int], bool]
_WORD = re.compile(r"\w")
_SPACE = re.compile(r"\s")
_DIGIT = re.compile(r"\d")
_KINDS = {
    SRE.CATEGORY_WORD: (_WORD, True),
    SRE.CATEGORY_NOT_WORD: (_WORD, False),
    SRE.CATEGORY_SPACE: (_SPACE, True),
    SRE.CATEGORY_NOT_SPACE: (_SPACE, False),
    SRE.CATEGORY_DIGIT: (_DIGIT, True),
    SRE.CATEGORY_NOT_DIGIT: (_DIGIT, False),
}
POSSESSIVE = getattr(SRE, "POSSESSIVE_REPEAT", None)
ATOMIC = getattr(SRE, "ATOMIC_GROUP", None)
REPEATS = (SRE.MAX_REPEAT, SRE.MIN_REPEAT, POSSESSIVE)
ONE = (SRE.LITERAL, SRE.NOT_LITERAL, SRE.IN, SRE.ANY)


class TooManySteps(Exception):
    """The budget is spent."""


def parsed(pattern: re.Pattern[str]) -> Nodes:
    """The nodes of an expression, in tuples throughout; that of a look-around has its width too."""
    return _plain(_PARSER.parse(pattern.pattern, pattern.flags & ~re.DEBUG))


def _plain(nodes: Any) -> Nodes:
    return tuple((kind, _plain_argument(kind, argument)) for kind, argument in nodes)


def _plain_argument(kind: Any, argument: Any) -> Any:
    if kind is SRE.IN:
        return tuple(argument)
    if kind is SRE.BRANCH:
        return (argument[0], tuple(map(_plain, argument[1])))
    if kind in (SRE.ASSERT, SRE.ASSERT_NOT):
        direction, inner = argument
        return (direction, inner.getwidth()[0], _plain(inner))
    if kind is ATOMIC:
        return _plain(argument)
    if kind is SRE.SUBPATTERN or kind in REPEATS:
        return (*argument[:-1], _plain(argument[-1]))
    return argument


class Matcher:
    """One text and one expression; `steps` are the nodes that were tried so far."""

    def __init__(self, nodes: Nodes, flags: int, text: str, budget: int) -> None:
        self.nodes, self.text, self.budget = nodes, text, budget
        self.takes_newlines = bool(flags & re.DOTALL)
        self.takes_either_case = bool(flags & re.IGNORECASE)
        self.is_of_lines = bool(flags & re.MULTILINE)
        self.steps = 0
        self.groups: dict[int, tuple[int, int]] = {}

    def search_all(self) -> None:
        """As `finditer` does: a match is tried at each place, and after a match behind it."""
        at = 0
        while at <= len(self.text):
            end = self.match(at)
            at = at + 1 if end is None or end == at else end

    def match(self, at: int) -> int | None:
        """The end of a match that begins at a place."""
        found: list[int] = []

        def done(end: int) -> bool:
            found.append(end)
            return True

        return found[-1] if self._run(self.nodes, 0, at, done) else None

    def _run(self, nodes: Nodes, index: int, at: int, then: Next) -> bool:
        while index < len(nodes):
            self.steps += 1
            if self.steps > self.budget:
                raise TooManySteps
            kind, argument = nodes[index]
            if kind in ONE:
                if at >= len(self.text) or not self._fits(kind, argument, self.text[at]):
                    return False
                at += 1
            elif kind is SRE.AT:
                if not self._is_at(argument, at):
                    return False
            elif kind is SRE.GROUPREF:
                start, end = self.groups.get(argument, (0, 0))
                if not self.text.startswith(self.text[start:end], at):
                    return False
                at += end - start
            else:
                rest = partial(self._run_on, nodes, index + 1, then)
                return self._branching(kind, argument, at, rest)
            index += 1
        return then(at)

    def _run_on(self, nodes: Nodes, index: int, then: Next, at: int) -> bool:
        return self._run(nodes, index, at, then)

    def _branching(self, kind: Any, argument: Any, at: int, then: Next) -> bool:
        if kind is SRE.SUBPATTERN:
            group, _, _, inner = argument

            def close(end: int) -> bool:
                before = self.groups.get(group)
                self.groups[group] = (at, end)
                if then(end):
                    return True
                if before is not None:
                    self.groups[group] = before
                return False

            return self._run(inner, 0, at, close)
        if kind is SRE.BRANCH:
            return any(self._run(one, 0, at, then) for one in argument[1])
        if kind in (SRE.ASSERT, SRE.ASSERT_NOT):
            return self._looks(argument, at) == (kind is SRE.ASSERT) and then(at)
        if kind is ATOMIC:
            end = self._alone(argument, at)
            return end is not None and then(end)
        if kind in REPEATS:
            return self._repeat(kind, argument, at, then)
        raise NotImplementedError(str(kind))

    def _looks(self, argument: Any, at: int) -> bool:
        direction, low, inner = argument
        if direction > 0:
            return self._run(inner, 0, at, lambda _: True)
        return low <= at and self._run(inner, 0, at - low, lambda _: True)

    def _alone(self, nodes: Nodes, at: int) -> int | None:
        found: list[int] = []

        def done(end: int) -> bool:
            found.append(end)
            return True

        self._run(nodes, 0, at, done)
        return found[-1] if found else None

    def _repeat(self, kind: Any, argument: Any, at: int, then: Next) -> bool:
        low, high, nodes = argument
        if len(nodes) == 1 and nodes[0][0] in ONE:
            return self._repeat_one(kind, low, high, nodes[0], at, then)
        if kind is POSSESSIVE:
            count = 0
            while count < high and (end := self._alone(nodes, at)) is not None and end > at:
                at, count = end, count + 1
            return count >= low and then(at)
        return self._repeat_group(kind, low, high, nodes, at, then)

    def _repeat_one(self, kind: Any, low: int, high: int, one: Node, at: int, then: Next) -> bool:
        ends = at
        if kind is SRE.MIN_REPEAT:
            while ends - at < low:
                if not self._one(one, ends):
                    return False
                ends += 1
            while not then(ends):
                if ends - at >= high or not self._one(one, ends):
                    return False
                ends += 1
            return True
        while ends - at < high and self._one(one, ends):
            ends += 1
        if kind is POSSESSIVE:
            return ends - at >= low and then(ends)
        while ends - at >= low:
            self.steps += 1
            if then(ends):
                return True
            ends -= 1
        return False

    def _one(self, one: Node, at: int) -> bool:
        self.steps += 1
        if self.steps > self.budget:
            raise TooManySteps
        return at < len(self.text) and self._fits(one[0], one[1], self.text[at])

    def _repeat_group(
        self, kind: Any, low: int, high: int, nodes: Nodes, at: int, then: Next
    ) -> bool:
        def again(count: int, here: int) -> bool:
            def further(end: int) -> bool:
                return (end > here or count < low) and again(count + 1, end)

            if count < low:
                return self._run(nodes, 0, here, further)
            if kind is SRE.MIN_REPEAT:
                return then(here) or (count < high and self._run(nodes, 0, here, further))
            return (count < high and self._run(nodes, 0, here, further)) or then(here)

        return again(0, at)

    def _fits(self, kind: Any, argument: Any, char: str) -> bool:
        if kind is SRE.ANY:
            return char != "\n" or self.takes_newlines
        if self.takes_either_case:
            return any(fits(kind, argument, one) for one in {char, char.lower(), char.upper()})
        return fits(kind, argument, char)

    def _is_at(self, what: Any, at: int) -> bool:
        text, many = self.text, self.is_of_lines
        if what in (SRE.AT_BEGINNING, SRE.AT_BEGINNING_STRING):
            is_line = many and what is SRE.AT_BEGINNING and at > 0 and text[at - 1] == "\n"
            return at == 0 or is_line
        if what is SRE.AT_END_STRING:
            return at == len(text)
        if what is SRE.AT_END:
            is_line = at < len(text) and text[at] == "\n" and (many or at == len(text) - 1)
            return at == len(text) or is_line
        words = [
            0 <= place < len(text) and _WORD.match(text[place]) is not None
            for place in (at - 1, at)
        ]
        return (words[0] != words[1]) == (what is SRE.AT_BOUNDARY)


@cache
def fits(kind: Any, argument: Any, char: str) -> bool:
    """Whether a node for one character takes a character."""
    if kind is SRE.ANY:
        return char != "\n"
    if kind is SRE.LITERAL:
        return bool(ord(char) == argument)
    if kind is SRE.NOT_LITERAL:
        return bool(ord(char) != argument)
    negates = argument[0][0] is SRE.NEGATE
    return any(_in(part, char) for part in argument[negates:]) is not bool(negates)


def _in(part: Node, char: str) -> bool:
    kind, argument = part
    if kind is SRE.LITERAL:
        return bool(ord(char) == argument)
    if kind is SRE.RANGE:
        return bool(argument[0] <= ord(char) <= argument[1])
    pattern, holds = _KINDS[argument]
    return (pattern.match(char) is not None) is holds


def shortest(nodes: Nodes) -> Iterator[str]:
    """A short text for each node in a row, which the row matches (look-arounds left out)."""
    for kind, argument in nodes:
        if kind in ONE:
            yield sample(kind, argument)
        elif kind is SRE.SUBPATTERN:
            yield "".join(shortest(argument[3]))
        elif kind is SRE.BRANCH:
            yield min(("".join(shortest(one)) for one in argument[1]), key=len)
        elif kind in REPEATS:
            yield "".join(shortest(argument[2])) * min(argument[0], 3)
        elif kind is ATOMIC:
            yield "".join(shortest(argument))
        else:
            yield ""


@cache
def sample(kind: Any, argument: Any) -> str:
    """A character that a node takes."""
    return next((char for char in _SAMPLES if fits(kind, argument, char)), "\u2603")


_SAMPLES = "aA0 _-.:/\t\n\"'`{}[]()<>$%#@=,;!?*+\\|&~^\r" + "".join(map(chr, range(33, 127)))
