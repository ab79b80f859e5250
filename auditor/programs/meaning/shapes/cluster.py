"""Clusters of EKS: the types of their logs are texts, not mappings."""

from __future__ import annotations

from auditor.programs.meaning.out import Out, mapping, sequence
from auditor.programs.meaning.shapes.given import argument
from auditor.programs.meaning.shapes.shaper import Parts, Shaper
from auditor.programs.values import Made, Sequence


def cluster(shaper: Shaper, made: Made, _name: str) -> Parts:
    """The types of logs, each as a mapping with its type."""
    item = argument(made, "enabledClusterLogTypes")
    if item is None:
        return []
    value = item.value
    if not isinstance(value, Sequence) or value.is_open:
        return [("Logging", shaper.unknown(item))]
    types: list[Out] = []
    for one in value.items:
        part = mapping([("Type", shaper.converter.of(one, {}, None, verbatim=True))])
        part.node = one.node
        types.append(part)
    listed = sequence(types, value)
    listed.item = item
    inner = mapping([("EnabledTypes", listed)])
    logging = mapping([("ClusterLogging", inner)])
    inner.item = logging.item = item
    inner.node = logging.node = value.node
    return [("Logging", logging)]
