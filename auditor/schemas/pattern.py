"""Patterns of JSON Schema, matched in time that is linear in the text.

The dialect is that part of ECMA-262 which a finite automaton can match, as JSON Schema advises:
https://json-schema.org/draft/2020-12/json-schema-core#name-regular-expressions. Nothing
backtracks, so no pattern can take exponential time; references back and looking around, which
would need it, are refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from auditor.schemas.pattern_syntax import (
    Assertion,
    BadPattern,
    Branches,
    CharSet,
    Node,
    Repeat,
    Sequence,
    is_word,
    parse,
)

_MAX_STATES = 2_000
_MAX_STEPS = 1_000_000
"""States times characters; beyond, a text is not looked at."""
_MOST_KEPT = 4_000
"""Steps of the automaton that are remembered."""
_FITS = None
"""Where a step leads when the pattern fits before it."""


class _Step(Struct, frozen=True):
    """A state of the automaton: what it takes, and where it goes."""

    takes: CharSet | Assertion | None
    then: tuple[int, ...]


class _State(dict[str, "_State | None"]):
    """Where all states lead that the automaton can be in at once, by the character, once asked."""

    __slots__ = ("is_first", "of")

    def __init__(self, of: frozenset[int], *, is_first: bool = False) -> None:
        self.of = of
        self.is_first = is_first
        """Whether it is the one before the first character: there alone a text begins."""


class Pattern:
    """A pattern that was read."""

    def __init__(self, text: str) -> None:
        """Reads a pattern. Raises BadPattern where it is none of the dialect, or too large."""
        self._steps: list[_Step | None] = []
        end = self._reserve()
        self._start = self._build(parse(text), end)
        self._end = end
        self._forget()
        words = (Assertion.BOUNDARY, Assertion.NO_BOUNDARY)
        self._looks_around = any(step and step.takes in words for step in self._steps)

    @property
    def size(self) -> int:
        """The number of states."""
        return len(self._steps)

    def search(self, text: str) -> bool | None:
        """Whether the pattern fits anywhere in a text; None where that would take too long."""
        if len(text) * len(self._steps) > _MAX_STEPS:
            return None
        if not self._looks_around:
            return self._walked(text)
        states: set[int] = set()
        for index in range(len(text) + 1):
            states = self._closure({*states, self._start}, text, index)
            if self._end in states:
                return True
            if index < len(text):
                states = set(self._moved(states, text[index]))
        return False

    def _walked(self, text: str) -> bool:
        """As `search`, with steps that were taken before: they depend on no neighbour."""
        if not text:
            return self._end in self._closure({self._start}, text, 0)
        state = self._first
        for char in text:
            after = state.get(char, state)
            if after is state and char not in state:
                after = self._step(state, char)
            if after is _FITS:
                return True
            state = after
        at_end = state[""] if "" in state else self._step(state, "")
        return at_end is _FITS

    def _forget(self) -> None:
        self._first = _State(frozenset(), is_first=True)
        self._states: dict[frozenset[int], _State] = {}
        self._count = 0

    def _step(self, state: _State, char: str) -> _State | None:
        """Takes a step for the first time; without a character it is the end of the text."""
        if self._count >= _MOST_KEPT:
            self._forget()
        self._count += 1
        # any text with the place in it that matters: its beginning, its end, or neither
        index = 0 if state.is_first else 1
        reached = self._closure({*state.of, self._start}, "x" * index + char, index)
        after: _State | None = _FITS
        if self._end not in reached:
            moved = frozenset(self._moved(reached, char)) if char else frozenset[int]()
            after = self._states.setdefault(moved, _State(moved))
        state[char] = after
        return after

    def _reserve(self) -> int:
        if len(self._steps) >= _MAX_STATES:
            raise BadPattern("is too large; write smaller numbers of repetitions")
        self._steps.append(None)
        return len(self._steps) - 1

    def _add(self, takes: CharSet | Assertion | None, *then: int) -> int:
        index = self._reserve()
        self._steps[index] = _Step(takes, then)
        return index

    def _build(self, node: Node, end: int) -> int:
        """The first state of what a node matches, which leads to `end`."""
        if isinstance(node, Sequence):
            for item in reversed(node.items):
                end = self._build(item, end)
            return end
        if isinstance(node, Branches):
            return self._add(None, *(self._build(item, end) for item in node.items))
        if isinstance(node, Repeat):
            return self._repeated(node, end)
        return self._add(node, end)

    def _repeated(self, node: Repeat, end: int) -> int:
        if node.most is None:
            loop = self._reserve()
            self._steps[loop] = _Step(None, (self._build(node.item, loop), end))
            start = loop
        else:
            start = end
            for _ in range(node.most - node.least):
                start = self._add(None, self._build(node.item, start), end)
        for _ in range(node.least):
            before, start = start, self._build(node.item, start)
            if before == start:
                # what matches nothing matches it as often as is wanted
                break
        return start

    def _moved(self, states: Iterable[int], char: str) -> Iterator[int]:
        for index in states:
            step = self._steps[index]
            if step is not None and isinstance(step.takes, CharSet) and step.takes.has(char):
                yield from step.then

    def _closure(self, states: Iterable[int], text: str, index: int) -> set[int]:
        """The states that can be reached without taking a character."""
        found: set[int] = set()
        waiting = list(states)
        while waiting:
            state = waiting.pop()
            if state in found:
                continue
            found.add(state)
            step = self._steps[state]
            if step is None or isinstance(step.takes, CharSet):
                continue
            if step.takes is None or _holds(step.takes, text, index):
                waiting += step.then
        return found


@lru_cache(maxsize=1024)
def compiled(text: str) -> Pattern:
    """The pattern of a text. Raises BadPattern."""
    return Pattern(text)


def _holds(assertion: Assertion, text: str, index: int) -> bool:
    if assertion is Assertion.START:
        return index == 0
    if assertion is Assertion.END:
        return index == len(text)
    before = index > 0 and is_word(text[index - 1])
    after = index < len(text) and is_word(text[index])
    return (before != after) is (assertion is Assertion.BOUNDARY)
