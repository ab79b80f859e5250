"""Arguments within arguments: `Args` classes, dictionaries and objects against their types.

What no class and no compiler checks goes to the provider by its name, and that of pulumi-aws knows
the names of Terraform as well: `definition` of a list that Pulumi calls `definitions`. See
`PulumiToTerraformName` in https://github.com/pulumi/pulumi-terraform-bridge/blob/main/pkg/tfbridge/names.go
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from auditor.data.pulumi_classes import NATIVE, ResourceClass
from auditor.data.pulumi_inputs import Content, Holds, NestedType, contents_of, nested_type
from auditor.model.text import Span
from auditor.programs import values as v
from auditor.programs.syntax import Node
from auditor.template.nearest import meant

TYPESCRIPT = (".ts", ".mts", ".cts")
_ARGS = "Args"
_DEEPEST = 20


class NestedFault(Struct, frozen=True):
    """A nested argument that its type does not have, or one that the type requires.

    `place` is the argument that it lies in (`attributes[0]`), `type` the nested type as the program
    calls it and `other` the names that the type has. `refusing` are the versions for which it is a
    fault. `is_class` says that an `Args` class is called, `is_sure` that no condition decides, and
    `is_needed` that the argument is a slip of one that the type requires.
    """

    file: str
    span: Span
    place: str
    type: str
    name: str
    other: tuple[str, ...]
    refusing: tuple[str, ...] = ()
    key: Span | None = None
    missing: bool = False
    is_class: bool = False
    is_sure: bool = True
    is_needed: bool = False


def nested_faults(made: v.Made, known: Mapping[str, ResourceClass]) -> list[NestedFault]:
    """All of a resource, `known` being its class by version."""
    found: dict[tuple[str, int, str], NestedFault] = {}
    for version, kind in known.items():
        contents = contents_of(version, kind.name)
        is_python = made.call.file.language == "python"
        snake = {} if is_python else {camel: snake for snake, camel in kind.arguments.items()}
        is_compiled = made.call.file.name.endswith(TYPESCRIPT)
        is_by_name = made.provider != "native" and not is_compiled
        walk = _Walk(version, is_python=is_python, is_by_name=is_by_name)
        for name, item in made.arguments.items.items():
            content = contents.get(snake.get(name, name))
            if content is not None:
                for fault in walk.within(item.value, content, name, is_sure=True, depth=0):
                    key = fault.file, fault.span.start, fault.name
                    earlier = found.get(key)
                    refusing = () if earlier is None else earlier.refusing
                    found[key] = replace(earlier or fault, refusing=(*refusing, version))
    return list(found.values())


class _Walk:
    """Compares values with the types of one version."""

    def __init__(self, version: str, *, is_python: bool, is_by_name: bool) -> None:
        self._version = version
        self._is_python = is_python
        self._is_by_name = is_by_name

    def within(
        self, value: v.Value, content: Content, place: str, *, is_sure: bool, depth: int
    ) -> Iterator[NestedFault]:
        if not content.type or depth > _DEEPEST:
            return
        if isinstance(value, v.Cases):
            for one in (value.then, value.other):
                yield from self.within(one, content, place, is_sure=False, depth=depth + 1)
        elif isinstance(value, v.Sequence):
            for index, one in enumerate(value.items):
                inner = f"{place}[{index}]"
                yield from self.within(one, content, inner, is_sure=is_sure, depth=depth + 1)
        elif isinstance(value, v.Mapping) and content.holds is Holds.MAP and not value.kind:
            one_of = Content(Holds.ONE, content.type)
            for key, item in value.items.items():
                inner = f"{place}.{key}"
                yield from self.within(item.value, one_of, inner, is_sure=is_sure, depth=depth + 1)
        elif isinstance(value, v.Mapping):
            yield from self._mapping(value, content.type, place, is_sure=is_sure, depth=depth)

    def _mapping(
        self, value: v.Mapping, expected: str, place: str, *, is_sure: bool, depth: int
    ) -> Iterator[NestedFault]:
        is_class = value.kind.endswith(_ARGS)
        if value.kind and not is_class:
            return
        kind = nested_type(self._version, value.kind[: -len(_ARGS)] if is_class else expected)
        if kind is None:
            return
        names = self._names(kind, is_class=is_class)
        given = {names.get(name) for name in value.items}
        absent = [name for name in kind.arguments if name in kind.required - given]
        for name, item in value.items.items():
            if name in names:
                content, inner = kind.contents[names[name]], f"{place}.{name}"
                yield from self.within(item.value, content, inner, is_sure=is_sure, depth=depth + 1)
            elif item.entry is not None and item.file is not None and not _is_nothing(item.value):
                wanted = names.get(meant(name, names) or "")
                key = Span(item.entry.key_start, item.entry.key_end)
                fault = self._fault(kind, item.file.name, key, place, name)
                is_needed = wanted in absent
                absent = [one for one in absent if one != wanted]
                yield replace(
                    fault, key=key, is_needed=is_needed, is_class=is_class, is_sure=is_sure
                )
        if value.node is not None and not value.is_open:
            is_said = value.items.keys() <= names.keys()  # no other name may stand for it
            is_sure &= is_class or is_said or self._version == NATIVE
            for fault in self._missing(kind, value.node, place, absent):
                yield replace(fault, is_class=is_class, is_sure=is_sure)

    def _missing(
        self, kind: NestedType, node: Node, place: str, names: list[str]
    ) -> Iterator[NestedFault]:
        span = Span(node.start, node.start + len(node.text.partition("\n")[0]))
        for name in names:
            shown = name if self._is_python else kind.arguments[name]
            yield replace(self._fault(kind, node.file.name, span, place, shown), missing=True)

    def _names(self, kind: NestedType, *, is_class: bool) -> Mapping[str, str]:
        """What may be written, with the name in Python: a dictionary may have either language's."""
        snake = {name: name for name in kind.arguments}
        camel = {other: name for name, other in kind.arguments.items()}
        if is_class:
            return snake
        names = {**camel, **snake} if self._is_python else camel
        lists = [name for name in names if kind.contents[names[name]].holds is Holds.LIST]
        singular = {_singular(name): names[name] for name in lists} if self._is_by_name else {}
        return {**singular, **names}

    def _fault(self, kind: NestedType, file: str, span: Span, place: str, name: str) -> NestedFault:
        own = kind.name.rpartition(".")[2]
        other = kind.arguments if self._is_python else kind.arguments.values()
        shown = f"{own}{_ARGS}" if self._is_python else own
        return NestedFault(file, span, place, shown, name, tuple(other))


def _singular(name: str) -> str:
    return f"{name[:-3]}y" if name.endswith("ies") else name.removesuffix("s")


def _is_nothing(value: v.Value) -> bool:
    return isinstance(value, v.Known) and value.value is None
