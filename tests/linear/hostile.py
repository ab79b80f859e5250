"""Texts that make an expression work hard: what it repeats, repeated, and then a surprise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.linear.steps import ATOMIC, ONE, REPEATS, SRE, Nodes, fits, shortest

_ENDS = ("", "\u2603", "\n\u2603")
_MOST = 10


def pumps(nodes: Nodes, before: str = "") -> Iterator[tuple[str, str]]:
    """A text that leads to each repetition without an end, and what it repeats."""
    for node, own in zip(nodes, shortest(nodes), strict=True):
        kind, argument = node
        for inner in _inner(kind, argument):
            body = "".join(shortest(inner))
            if kind in REPEATS and argument[1] > _MOST:
                yield from ((before, text) for text in _bodies(inner, body))
            yield from pumps(inner, before)
        before += own


def _bodies(inner: Nodes, body: str) -> Iterator[str]:
    yield body or "a"
    if len(inner) == 1 and inner[0][0] is SRE.BRANCH:
        yield from ("".join(shortest(one)) or "a" for one in inner[0][1][1])
    # what else the same repetition takes: blanks and letters are what neighbours overlap in
    if len(inner) == 1 and inner[0][0] in ONE:
        yield from (char for char in " \n\ta0_." if fits(*inner[0], char))


def _inner(kind: Any, argument: Any) -> Iterator[Nodes]:
    if kind in REPEATS:
        yield argument[2]
    elif kind is SRE.SUBPATTERN:
        yield argument[3]
    elif kind is SRE.BRANCH:
        yield from argument[1]
    elif kind in (SRE.ASSERT, SRE.ASSERT_NOT):
        yield argument[2]
    elif kind is ATOMIC:
        yield argument


def texts(nodes: Nodes, size: int) -> Iterator[str]:
    """Texts of about a size, the same ones for each size in the same order."""
    whole = "".join(shortest(nodes))
    bodies = {body: None for _, body in pumps(nodes)}
    for before, body in dict.fromkeys(pumps(nodes)):
        for end in _ENDS:
            yield before + body * (size // len(body)) + end
    for body in [*bodies, whole or "a", *(before for before, _ in pumps(nodes) if before)]:
        yield body * (size // len(body)) + "\u2603"
