"""The picture of a graph: nothing overlaps, and edges lead to the right."""

from __future__ import annotations

import random
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.report.html.graph import MARGIN, Box, Picture, picture
from auditor.report.html.layers import Link, backward, columns, components
from auditor.report.html.order import crossings, grid
from tests.linear.calls import calls

MANY = 150

nodes = st.shared(st.integers(1, 14), key="nodes")
edges = nodes.flatmap(
    lambda count: st.lists(
        st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=30, unique=True
    )
)


def drawn(count: int, edges: list[Link]) -> Picture:
    return picture([100 + 10 * (node % 5) for node in range(count)], edges)


def overlap(one: Box, other: Box) -> bool:
    beside = one.right <= other.x or other.right <= one.x
    return not (beside or one.bottom <= other.y or other.bottom <= one.y)


@given(count=nodes, edges=edges)
def test_no_two_nodes_overlap_and_all_are_inside(count: int, edges: list[Link]) -> None:
    made = drawn(count, edges)
    assert len(made.boxes) == count
    assert [pair for pair in combinations(made.boxes, 2) if overlap(*pair)] == []
    for box in made.boxes:
        assert box.x >= MARGIN
        assert box.y >= MARGIN
        assert box.right <= made.width - MARGIN
        assert box.bottom <= made.height - MARGIN


@given(count=nodes, edges=edges)
def test_every_box_has_room_for_its_name(count: int, edges: list[Link]) -> None:
    made = drawn(count, edges)
    assert all(box.width >= 100 + 10 * (node % 5) for node, box in enumerate(made.boxes))


@given(count=nodes, edges=edges)
def test_edges_lead_to_the_right_but_for_those_that_close_a_cycle(
    count: int, edges: list[Link]
) -> None:
    made = drawn(count, edges)
    assert {(curve.source, curve.target) for curve in made.curves} == {
        edge for edge in edges if edge[0] != edge[1]
    }
    for curve in made.curves:
        source, target = made.boxes[curve.source], made.boxes[curve.target]
        left, right = (target, source) if curve.is_backward else (source, target)
        assert left.right < right.x
        assert curve.points[0][0] == left.right
        assert curve.points[-1][0] == right.x
        assert left.y < curve.points[0][1] < left.bottom
        assert right.y < curve.points[-1][1] < right.bottom
        assert all(one[0] <= other[0] for one, other in pairwise(curve.points))


@given(count=nodes, edges=edges)
def test_no_edge_runs_through_a_node(count: int, edges: list[Link]) -> None:
    made = drawn(count, edges)
    for curve in made.curves:
        for (x, y), (to_x, _) in list(pairwise(curve.points))[1::2]:
            lane = Box(x, y, to_x - x, 0)
            assert [box for box in made.boxes if overlap(lane, box)] == []


@given(count=nodes, edges=edges)
def test_only_edges_of_cycles_are_turned(count: int, edges: list[Link]) -> None:
    turned = backward(count, edges)
    left = [edge for edge in edges if edge not in turned and edge[0] != edge[1]]
    assert backward(count, left) == set()
    for source, target in turned:
        reached = {target}
        while True:
            more = {end for start, end in edges if start in reached} - reached
            if not more:
                break
            reached |= more
        assert source in reached


@given(count=nodes, edges=edges)
def test_the_same_graph_is_the_same_picture(count: int, edges: list[Link]) -> None:
    assert drawn(count, edges) == drawn(count, list(edges))


@pytest.mark.parametrize(
    ("count", "edges", "expected"),
    [
        pytest.param(0, [], [], id="nothing"),
        pytest.param(1, [(0, 0)], [0], id="itself"),
        pytest.param(3, [(0, 1), (1, 2)], [0, 1, 2], id="chain"),
        pytest.param(3, [(0, 1), (1, 2), (0, 2)], [0, 1, 2], id="chain and shortcut"),
        pytest.param(4, [(0, 1), (1, 2), (3, 2)], [0, 1, 2, 1], id="beside what it is next to"),
        pytest.param(
            5, [(0, 1), (1, 2), (2, 3), (0, 4)], [0, 1, 2, 3, 1], id="a leaf is near its source"
        ),
    ],
)
def test_columns(count: int, edges: list[Link], expected: list[int]) -> None:
    assert columns(count, edges) == expected


def test_no_column_is_much_longer_than_the_others() -> None:
    made = columns(200, [(node, 0) for node in range(1, 200)])
    assert max(made.count(column) for column in set(made)) <= 24
    assert made[0] == max(made)


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        pytest.param([], [[0], [1], [2], [3]], id="alone"),
        pytest.param([(3, 0)], [[0, 3], [1], [2]], id="a pair"),
        pytest.param([(1, 0), (2, 1), (3, 2)], [[0, 1, 2, 3]], id="a chain"),
    ],
)
def test_components(edges: list[Link], expected: list[list[int]]) -> None:
    assert components(4, edges) == expected


def test_edges_that_need_not_cross_do_not() -> None:
    tangled = [(0, 7), (1, 6), (2, 5), (3, 4)]
    made = grid(columns(8, tangled), tangled)
    assert crossings(made) == 0


def test_edges_that_must_cross_are_counted() -> None:
    every = [(0, 2), (0, 3), (1, 2), (1, 3)]
    assert crossings(grid(columns(4, every), every)) == 1


def test_long_edges_to_one_target_come_together() -> None:
    chain = [(0, 1), (1, 2), (2, 3), (4, 1), (0, 3), (4, 3)]
    made = grid(columns(5, chain), chain)
    assert set(made.routes[0, 3]) & set(made.routes[4, 3]) - {3} != set()


def test_the_order_of_columns_keeps_every_item() -> None:
    chain = [(0, 1), (1, 2), (0, 2)]
    made = grid(columns(3, chain), chain)
    items = [item for column in made.columns for item in column]
    assert sorted(items) == [0, 1, 2, 3]
    assert made.routes[0, 2] == (0, 3, 2)


@pytest.mark.parametrize("count", [2, 3_000])
def test_a_chain_of_any_length_is_drawn(count: int) -> None:
    made = drawn(count, list(pairwise(range(count))))
    assert len({box.y for box in made.boxes}) == 1


def test_parts_stand_beside_each_other_and_what_is_alone_below() -> None:
    made = drawn(6, [(0, 1), (2, 3)])
    assert made.boxes[0].y == made.boxes[2].y
    assert made.boxes[2].x > made.boxes[1].right
    assert made.boxes[4].y > made.boxes[0].bottom
    assert made.boxes[4].y == made.boxes[5].y


def test_twice_the_stack_costs_little_more_than_twice_the_work() -> None:
    assert calls(lambda: big(2 * MANY)) < 3 * calls(lambda: big(MANY))
    assert len(big(MANY).boxes) == MANY


def big(count: int) -> Picture:
    chance = random.Random(1)
    links = [
        (node, min(count - 1, node + chance.randrange(1, 40)))
        for node in range(count - 1)
        for _ in range(3)
    ]
    return drawn(count, links)


def test_long_edges_of_a_dense_graph_do_not_fill_it_with_points() -> None:
    count = 500
    edges = [
        (node, target)
        for node in range(count)
        for target in {(node * 7 + 1) % count, (node + 13) % count, (node * 3) % count}
        if target != node
    ]
    turned = backward(count, edges)
    acyclic = [(edge[1], edge[0]) if edge in turned else edge for edge in edges]
    made = grid(columns(count, acyclic), edges)
    assert sum(map(len, made.columns)) < count + 10_000
    assert made.routes.keys() == set(edges)
