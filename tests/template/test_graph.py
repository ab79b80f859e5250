"""Knots and the shortest way around them, on graphs of every kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.template.graph import knots, reaches, shortest_cycle

Edges = dict[str, list[str]]


def graph(text: str) -> Edges:
    """`A>B A>C` as a graph, its nodes in the order in which they are named."""
    found: Edges = {}
    for edge in text.split():
        source, _, target = edge.partition(">")
        found.setdefault(source, []).append(target)
        found.setdefault(target, [])
    return found


@pytest.mark.parametrize(
    ("edges", "wanted"),
    [
        ("", []),
        ("A>B B>C A>C", []),
        ("A>A", [["A"]]),
        ("A>B B>A", [["A", "B"]]),
        ("A>B B>C C>B C>D", [["B", "C"]]),
        ("A>B B>A C>D D>C B>C", [["A", "B"], ["C", "D"]]),
        ("A>B B>C C>A B>A", [["A", "B", "C"]]),
    ],
)
def test_knots(edges: str, wanted: list[list[str]]) -> None:
    assert list(knots(graph(edges))) == wanted


@pytest.mark.parametrize(
    ("edges", "wanted"),
    [
        ("A>A", ["A"]),
        ("A>B B>A", ["A", "B"]),
        ("A>B B>C C>A B>A", ["A", "B"]),
        ("A>B B>C C>D D>A C>C", ["C"]),
        ("A>B B>C", []),
    ],
)
def test_shortest_cycle(edges: str, wanted: list[str]) -> None:
    nodes = graph(edges)
    assert shortest_cycle(nodes, list(nodes)) == wanted


def test_long_chains_do_not_exhaust_the_stack() -> None:
    length = 20_000
    chain = {f"N{n}": [f"N{n + 1}"] for n in range(length)} | {f"N{length}": []}
    assert list(knots(chain)) == []
    chain[f"N{length}"] = ["N0"]
    assert [len(members) for members in knots(chain)] == [length + 1]
    assert reaches(chain, "N5", "N4")


@given(st.dictionaries(st.sampled_from("ABCDEF"), st.lists(st.sampled_from("ABCDEF"))))
def test_nodes_of_knots_are_those_that_reach_themselves(edges: Edges) -> None:
    nodes = edges | {target: [] for targets in edges.values() for target in targets} | edges
    tied = {node for members in knots(nodes) for node in members}
    assert tied == {node for node in nodes if reaches(nodes, node, node)}
    for members in knots(nodes):
        cycle = shortest_cycle(nodes, members)
        steps = zip(cycle, [*cycle[1:], *cycle[:1]], strict=True)
        assert cycle
        assert all(target in nodes[source] for source, target in steps)
