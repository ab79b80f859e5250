"""What resources wait for, as `DependsOn`."""

from __future__ import annotations

from collections.abc import Mapping as Table

from auditor.data.pulumi_meaning import Meaning
from auditor.programs.meaning.convert import Converter
from auditor.programs.meaning.mentions import mentioned
from auditor.programs.meaning.names import Names
from auditor.programs.meaning.out import Out, sequence
from auditor.programs.meaning.properties import property_of
from auditor.programs.meaning.schemas import type_schema
from auditor.programs.program import Program
from auditor.programs.reading.packages.options import awaited
from auditor.programs.values import Instance, Known, Made, Mapping, Value

_DEPLOYMENTS = frozenset({"apigateway.Deployment", "apigatewayv2.Deployment"})
"""Snapshots: what such a resource is made of may be in an argument that cannot be read."""


class Order:
    """Says what resources wait for; `owners` are the logical IDs of what they are parts of."""

    def __init__(
        self,
        program: Program,
        names: Names,
        converter: Converter,
        meanings: Table[int, Meaning | None],
        owners: Table[int, str],
    ) -> None:
        self._names = names
        self._converter = converter
        self._meanings = meanings
        self._owners = owners
        self._places = {id(made): index for index, made in enumerate(program.resources)}
        self._waited_for: dict[tuple[int, str], Out] = {}
        self._inside: dict[int, list[Made]] = {}
        for made in program.resources:
            if made.owner is not None:
                self._inside.setdefault(id(made.owner), []).append(made)

    def add(self, made: Made, body: Out) -> None:
        """Adds what a resource waits for to its body."""
        name = self._names.of(made) or ""
        place = self._places[id(made)]
        targets: dict[str, Out] = {}
        waiting, is_known = waits_for(made)
        for value in waiting:
            for target in self._targets(value, place):
                if target not in targets:
                    targets[target] = self._shared(target, value)
        mentioned_ones = self._left_out(made)
        for target in mentioned_ones or ():
            targets.setdefault(target, Out(target, made, made.node))
        owner = self._owners.get(id(made))
        if owner is not None:
            targets.setdefault(owner, Out(owner, made, made.node))
        targets.pop(name, None)
        out = sequence(targets.values())
        if not is_known or mentioned_ones is None:
            out.tree = [*out.tree, self._converter.unknown(None).tree]
        if out.tree:
            out.node = made.node
            body.below["DependsOn"] = out
            body.tree["DependsOn"] = out.tree

    def _shared(self, target: str, value: Value) -> Out:
        """One part for all that wait for the same: in a long chain each waits for all before."""
        key = id(value), target
        if key not in self._waited_for:
            self._waited_for[key] = Out(target, value, value.node)
        return self._waited_for[key]

    def _left_out(self, made: Made) -> list[str] | None:
        """What a resource waits for by arguments that are no property of its type.

        None for a deployment of which an argument is not known.
        """
        if made.kind.name in _DEPLOYMENTS:
            found: dict[int, Made] = {}
            known = [mentioned(item.value, found) for item in made.arguments.items.values()]
            if not all(known):
                return None
        meaning = self._meanings[id(made)]
        if meaning is None or meaning.join is not None or meaning.shape:
            return []
        schema = type_schema(meaning.schema or meaning.type)
        left_out: dict[int, Made] = {}
        for given, item in made.arguments.items.items():
            key = property_of(made.kind.arguments.get(given, given), meaning, "", schema)
            if key is None or key.endswith("?"):
                mentioned(item.value, left_out)
        return [name for one in left_out.values() if (name := self._names.of(one))]

    def _targets(self, value: Value, place: int) -> list[str]:
        """The resources before a place that a value is, or that were made inside of it."""
        if isinstance(value, Made):
            found = self._names.of(value)
            return [found] if found else []
        inside = self._inside.get(id(value), ()) if isinstance(value, Instance) else ()
        return [
            name
            for made in inside
            if self._places[id(made)] < place and (name := self._names.of(made))
        ]


def waits_for(made: Made) -> tuple[list[Made | Instance], bool]:
    """What the options of a resource wait for, as far as it is known; whether that is all."""
    options = made.options
    if isinstance(options, Known):
        return [], True
    if not isinstance(options, Mapping):
        return [], False
    item = options.items.get("depends_on") or options.items.get("dependsOn")
    if item is None:
        return [], not options.is_open
    values, is_known = awaited(item.value)
    found = [value for value in values if isinstance(value, Made | Instance)]
    return found, is_known and len(found) == len(values)
