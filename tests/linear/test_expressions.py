"""Every expression works in linear time on whatever text it is given."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Callable
from functools import partial
from importlib import import_module

import pytest

from tests.linear.expressions import Expression, expressions, held, modules
from tests.linear.hostile import texts
from tests.linear.steps import Matcher, Nodes, TooManySteps, parsed

SIZE = 60
GROWTH = 2.6
"""Twice the text may cost twice the steps, and some more for what is the same in both."""
SMALL = 40 * SIZE
PACKAGES: dict[str, list[str]] = {}
for module in modules():
    PACKAGES.setdefault(module.rpartition(".")[0], []).append(module)
STACK = 256 * 1024 * 1024


def deep(work: Callable[[], None]) -> None:
    """Does work that recurses with each character of a text; raises what the work raises."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 (it is raised again below)
            raised.append(error)

    sizes = sys.getrecursionlimit(), threading.stack_size()
    sys.setrecursionlimit(100_000)
    threading.stack_size(STACK)
    try:
        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
    finally:
        sys.setrecursionlimit(sizes[0])
        threading.stack_size(sizes[1])
    if raised:
        raise raised[0]


def steps(expression: Expression, nodes: Nodes, text: str, budget: int) -> int:
    matcher = Matcher(nodes, expression.pattern.flags, text, budget)
    if expression.is_searched:
        matcher.search_all()
    else:
        matcher.match(0)
    return matcher.steps


@pytest.mark.parametrize("package", sorted(PACKAGES))
def test_twice_the_text_costs_twice_the_work(package: str) -> None:
    for name in PACKAGES[package]:
        for expression in expressions(name):
            deep(partial(compare, expression))


def compare(expression: Expression) -> None:
    """Fails where longer texts cost more than their length."""
    nodes = parsed(expression.pattern)
    pairs = zip(texts(nodes, SIZE), texts(nodes, 2 * SIZE), strict=True)
    for short, long in pairs:
        few = None
        try:
            few = steps(expression, nodes, short, 200 * SIZE)
            many = steps(expression, nodes, long, max(SMALL, int(GROWTH * few)) + 1)
        except TooManySteps:
            text = f"{expression.pattern.pattern!r} on {short[:30]!r}"
            pytest.fail(f"{expression}: {text}…: {few} and more")
        assert many <= max(SMALL, GROWTH * few), (expression.pattern.pattern, short[:30])


@pytest.mark.parametrize(
    "pattern", [r"\s+$", r"a\w*\(", r"[ \t]*;?[ \t]*\Z", r"(?:a|aa)*b", r"(\w+)*b"]
)
def test_what_is_not_linear_is_seen(pattern: str) -> None:
    expression = Expression("here", re.compile(pattern), is_searched=True)
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        deep(lambda: compare(expression))


def test_all_expressions_are_looked_at() -> None:
    patterns = {one.pattern for name in modules() for _, one in held(import_module(name))}
    assert len(patterns) > 200


def test_what_functions_make_on_the_way_is_looked_at() -> None:
    texts = [one.pattern.pattern for one in expressions("auditor.aws.lambda_.code.responses")]
    assert any(text.startswith(r"\bdef x\s*") for text in texts)
