"""The resources of a template and what they wait for, in plain data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """A resource by its logical ID and its type."""

    logical_id: str
    type: str


@dataclass(frozen=True, slots=True)
class Edge:
    """`source` names `target`, which is therefore created before it.

    `functions` are what names it: `Ref`, `Fn::GetAtt`, `Fn::Sub` or `DependsOn`, in the order of
    the template. `conditional` says that each of them stands in a branch of `Fn::If`.
    """

    source: str
    target: str
    functions: tuple[str, ...]
    conditional: bool = False


@dataclass(frozen=True, slots=True)
class Stack:
    """What a template makes. The logical IDs of the nodes are unique, and edges join nodes."""

    file: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
