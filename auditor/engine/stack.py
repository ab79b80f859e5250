"""The picture of a template's resources, for reports."""

from __future__ import annotations

from auditor.model.stack import Edge, Node, Stack
from auditor.template.dependencies import Dependency, dependencies
from auditor.template.subjects.usage import Usage
from auditor.template.template import Template
from auditor.template.values import When


def stack(template: Template, file: str) -> Stack:
    """The resources that are seen and what they certainly wait for; `file` names the template."""
    nodes = tuple(Node(name, resource.type) for name, resource in template.resources.items())
    edges = tuple(
        edge
        for source, found in dependencies(template.once(Usage)).items()
        for edge in _edges(found, template.resources[source].when)
    )
    return Stack(file, nodes, edges)


def _edges(found: list[Dependency], always: When) -> list[Edge]:
    by_target: dict[str, list[Dependency]] = {}
    for dependency in found:
        if dependency.certain:
            by_target.setdefault(dependency.target, []).append(dependency)
    return [
        Edge(
            source=own[0].source,
            target=target,
            functions=tuple(dict.fromkeys(dependency.function for dependency in own)),
            conditional=all(dependency.when - always for dependency in own),
        )
        for target, own in by_target.items()
    ]
