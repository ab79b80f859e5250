"""Layers of functions by their ARNs.

https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.aws.lambda_.function import LambdaFunction
from auditor.expression import expression
from auditor.template.below import items
from auditor.template.template import Template
from auditor.template.values import Case

_ARN = expression(r"(arn:[a-z-]+:lambda:([a-z0-9-]+):[0-9]{12}:layer:[A-Za-z0-9_-]+):([0-9]+)")


class Layer(Struct, frozen=True):
    """A layer by its ARN: the ARN without the version, the Region, and the version."""

    case: Case
    arn: str
    region: str
    version: str

    @property
    def is_picked_by_region(self) -> bool:
        """Whether it stands in a mapping, below its own Region, as `Fn::FindInMap` picks it."""
        return self.case.path[0] == "Mappings" and self.region in self.case.path

    def is_instead_of(self, other: Layer) -> bool:
        """Whether one lookup picks either the one or the other."""
        one, two = self.case, other.case
        is_picked = not one.certain and not two.certain and one.path[0] == "Mappings"
        return is_picked and one.path[:2] == two.path[:2] and one.path != two.path


class LayeredFunction(Struct, frozen=True):
    """A function with layers that are named by whole ARNs."""

    fn: LambdaFunction
    layers: tuple[Layer, ...]

    types: ClassVar[tuple[str, ...]] = LambdaFunction.types

    @classmethod
    def find(cls, template: Template) -> Iterator[LayeredFunction]:
        """All of a template."""
        for fn in LambdaFunction.find(template):
            layers = tuple(_layers(fn))
            if layers:
                yield cls(fn, layers)

    def twice(self) -> Iterator[tuple[Layer, Layer]]:
        """Pairs of different versions of one layer, the first before the second."""
        first: dict[str, Layer] = {}
        for layer in self.layers:
            earlier = first.setdefault(layer.arn, layer)
            is_together = self.fn.template.can_meet(earlier.case, layer.case)
            is_together = is_together and not earlier.is_instead_of(layer)
            if earlier.version != layer.version and is_together:
                yield earlier, layer


def _layers(fn: LambdaFunction) -> Iterator[Layer]:
    for listed in fn.resource.cases("Layers"):
        for case in items(fn.template, listed):
            found = _ARN.fullmatch(case.text) if case.text is not None else None
            if found is not None:
                yield Layer(case, found[1], found[2], found[3])
