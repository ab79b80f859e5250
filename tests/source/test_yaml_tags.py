"""Plain scalars are what PyYAML takes them for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditor.source.yaml_ import libyaml
from auditor.source.yaml_.nodes import MappingNode, SequenceNode, made_of
from auditor.source.yaml_.tags import tag_of

FIXTURES = Path(__file__).parents[2] / "fixtures"
RESOLVER = yaml.resolver.Resolver()
WORDS = ["yes", "No", "TRUE", "false", "On", "oFF", "null", "Null", "~", "", "<<", "=", "nULL", "y"]


def wanted(text: str) -> str:
    tag: str = RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return tag


@pytest.mark.parametrize("text", [*WORDS, "<", "==", "~~", "None"])
def test_words(text: str) -> None:
    assert tag_of(text) == wanted(text)


@given(st.text(alphabet="0123456789-+.:_eExXbBaAfFtTzZ iIn NN\u0663\t", max_size=24))
@settings(max_examples=500, deadline=None)
@example("2010-09-09")
@example("2010-9-09")
@example("2010-09-0x")
@example("20100-9-09")
@example("08")
@example("0")
@example("007")
@example("0b1_0")
@example("0x_F")
@example("1:30")
@example("190:20:30.15")
@example("1_000.5e+3")
@example("+.inf")
@example("-.INF")
@example(".NaN")
@example("+.nan")
@example(".5")
@example(".")
@example("-")
@example("2001-12-14t21:59:43.10-05:00")
@example("2001-12-14 21:59:43.10 -5")
@example("\u0663")
@example("1\u0663")
def test_numbers_and_times(text: str) -> None:
    assert tag_of(text) == wanted(text)


def test_the_nodes_of_templates() -> None:
    """Composed with our tags, every node is what PyYAML's own loader makes of it."""
    for path in sorted(FIXTURES.rglob("*.yaml")):
        text = path.read_bytes().decode()
        ours = outcome(libyaml.compose, text)
        assert ours == outcome(theirs, text), path


def test_pyyaml_keeps_its_own_nodes() -> None:
    libyaml.compose("a: [1]")
    with pytest.raises(yaml.YAMLError):
        libyaml.compose("a: [")
    assert yaml.load("a: [1]", Loader=yaml.CSafeLoader) == {"a": [1]}


def test_what_stands_in_several_places_is_one_node() -> None:
    root: Any = theirs("a: &a {b: c}\nd: *a\n")
    assert root.value[0][1] is root.value[1][1]


def outcome(compose: Callable[[str], Any], text: str) -> object:
    """The nodes, or what is wrong."""
    try:
        return described(compose(text))
    except yaml.MarkedYAMLError as error:
        return type(error), error.context, error.problem, str(error.problem_mark)
    except yaml.YAMLError as error:
        return type(error), str(error)


def theirs(text: str) -> Any:
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    return None if root is None else made_of(root)


def described(root: Any) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node is None:
            continue
        value = node.value if isinstance(node.value, str) else len(node.value)
        found.append((type(node).__name__, node.tag, value, node.start, node.end))
        if isinstance(node, MappingNode):
            waiting += (part for pair in node.value for part in pair)
        elif isinstance(node, SequenceNode):
            waiting += node.value
    return found
