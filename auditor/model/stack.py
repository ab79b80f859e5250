"""The resources of a template and what they wait for, in plain data."""

from __future__ import annotations

from msgspec import Struct


class Node(Struct, frozen=True):
    """A resource by its logical ID and its type."""

    logical_id: str
    type: str


class Edge(Struct, frozen=True):
    """`source` names `target`, which is therefore created before it.

    `functions` are what names it: `Ref`, `Fn::GetAtt`, `Fn::Sub` or `DependsOn`, in the order of
    the template. `conditional` says that each of them stands in a branch of `Fn::If`.
    """

    source: str
    target: str
    functions: tuple[str, ...]
    conditional: bool = False


class Stack(Struct, frozen=True):
    """What a template makes. The logical IDs of the nodes are unique, and edges join nodes."""

    file: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
