"""Cycles in graphs whose nodes are names. No recursion: chains may be as long as templates are."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping

Graph = Mapping[str, Collection[str]]
"""For each node those that its edges lead to; all nodes are keys."""

_MOST_STARTS = 50
"""Nodes that the shortest cycle is looked for from; real knots are smaller."""


def knots(graph: Graph) -> Iterator[list[str]]:  # noqa: C901 (one walk, without recursion)
    """The strongly connected components that have a cycle, each in the order of the graph.

    https://en.wikipedia.org/wiki/Tarjan%27s_strongly_connected_components_algorithm
    """
    order = {node: place for place, node in enumerate(graph)}
    found: list[list[str]] = []
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    for root in graph:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        work = [(root, iter(graph[root]))]
        while work:
            node, targets = work[-1]
            for target in targets:
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(graph[target])))
                    break
                if target in on_stack:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    members = [stack.pop()]
                    while members[-1] != node:
                        members.append(stack.pop())
                    on_stack.difference_update(members)
                    if len(members) > 1 or node in graph[node]:
                        found.append(sorted(members, key=order.__getitem__))
    yield from sorted(found, key=lambda members: order[members[0]])


def shortest_cycle(graph: Graph, members: Collection[str]) -> list[str]:
    """The shortest cycle within some nodes, from the first of its nodes in their order.

    The first one is not repeated at the end; empty where there is no cycle.
    """
    inside = set(members)
    best: list[str] = []
    for start in list(members)[:_MOST_STARTS]:
        cycle = _cycle_from(graph, inside, start)
        if cycle and (not best or len(cycle) < len(best)):
            best = cycle
        if len(best) == 1:
            break
    return best


def reaches(graph: Graph, start: str, goal: str) -> bool:
    """Whether a way of one edge or more leads from a node to another one."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for target in graph.get(waiting.pop(), ()):
            if target == goal:
                return True
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return False


def _cycle_from(graph: Graph, inside: set[str], start: str) -> list[str]:
    before: dict[str, str] = {}
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        for target in graph.get(node, ()):
            if target == start:
                way = [node]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return way[::-1]
            if target in inside and target not in before:
                before[target] = node
                waiting.append(target)
    return []
