"""What a resource waits for: `depends_on` and `dependsOn` of its options."""

from __future__ import annotations

import re

from auditor.model.tree import Tree
from auditor.programs.lowering.places import Spot, handle_at, is_in_block
from auditor.programs.lowering.style import Style
from auditor.programs.lowering.words import snake_case
from auditor.programs.lowering.writer import Writer
from auditor.programs.meaning.tree import Building
from auditor.programs.syntax import Array, Call, Object
from auditor.programs.values import Instance, Known, Made, Mapping
from auditor.source.base import NotSure


class Options:
    """Changes the options of resources."""

    def __init__(self, lowering: Writer, building: Building) -> None:
        self._lowering = lowering
        self._building = building

    def wait(self, made: Made, value: Tree, *, adds: bool) -> None:
        """Makes a resource wait for those named too. What it waits for already stays."""
        if value is None:
            raise NotSure("what the program waits for stays as it is")
        wanted = value if isinstance(value, list) else [value]
        known = set() if adds else self._listed(made)
        missing = [name for name in wanted if name not in known]
        if not missing or (not adds and known - set(map(str, wanted))):
            raise NotSure("what the program waits for stays as it is")
        self.add(made, [self._expression(made, str(name)) for name in missing])

    def add(self, made: Made, expressions: list[str]) -> None:
        """Adds expressions to what a resource waits for."""
        file = made.call.file
        is_python = file.language == "python"
        key = "depends_on" if is_python else "dependsOn"
        options = made.options
        listed = ", ".join(expressions)
        if isinstance(options, Mapping) and options.node is not None:
            self._into_options(options, key, listed)
            return
        if not isinstance(options, Known):
            raise NotSure("the options of the resource cannot be read")
        style = self._lowering.style(file)
        if is_python:
            made_options = f"{style.package('pulumi')}.ResourceOptions({key}=[{listed}])"
            named = made.call.named
            anchor = named[-1] if named else None
            self._lowering.add_entry(made.call, "opts", made_options, anchor, code=True)
            return
        if len(made.call.arguments) != 2:
            raise NotSure("the options of the resource cannot be read")
        last = made.call.arguments[-1]
        self._lowering.put(file, last.end, last.end, f", {{ {key}: [{listed}] }}")

    def _into_options(self, options: Mapping, key: str, listed: str) -> None:
        node = options.node
        item = options.items.get(key)
        if item is None:
            if not isinstance(node, Call | Object):
                raise NotSure("the options of the resource cannot be read")
            entries = node.named if isinstance(node, Call) else node.entries
            anchor = entries[-1] if entries else None
            self._lowering.add_entry(node, key, f"[{listed}]", anchor, code=True)
            return
        held = item.value.node
        entry = item.entry
        if isinstance(held, Array) and held.items:
            last = held.items[-1]
            style = self._lowering.style(held.file)
            is_multiline = style.begins_line(last.start)
            separator = f",{style.newline}{style.indent(last.start)}" if is_multiline else ", "
            self._lowering.put(held.file, last.end, last.end, separator + listed)
        elif isinstance(held, Array):
            self._lowering.put(held.file, held.start + 1, held.end - 1, listed)
        elif (
            entry is not None and item.file is not None and isinstance(item.value, Made | Instance)
        ):
            value = entry.value
            text = value.text
            self._lowering.put(item.file, value.start, value.end, f"[{text}, {listed}]")
        else:
            raise NotSure("what the program waits for cannot be read")

    def _listed(self, made: Made) -> set[str]:
        """What the tree says that the resource waits for."""
        body = self._building.root.tree["Resources"].get(self._building.names.of(made), {})
        return set(map(str, body.get("DependsOn", ())))

    def _expression(self, made: Made, name: str) -> str:
        if name in self._lowering.handles:
            return self._new(made, name)
        style = self._lowering.style(made.call.file)
        return handle_of(self._building, name, made, style, made.call.start)

    def _new(self, made: Made, name: str) -> str:
        """The variable of a resource that is added, which its own block knows."""
        style = self._lowering.style(made.call.file)
        anchor = self._lowering.anchor(name)
        begin, end = self._lowering.statement(anchor)
        is_behind = anchor.call.file is made.call.file and end < made.call.start
        scopes = [None if one.turn is None else one.turn.scope for one in (anchor, made)]
        is_seen = scopes[0] is scopes[1] is not None and not made.is_inner
        if not (is_behind and is_seen and is_in_block(style, begin, made.call.start)):
            raise NotSure("what is to be waited for is made in another place")
        return variable_of(name, style)


def variable_of(name: str, style: Style) -> str:
    """The variable of a new resource. Raises NotSure where the module has that name already."""
    shown = snake_case(name) if style.is_python else name
    if re.search(rf"\b{re.escape(shown)}\b", style.text):
        raise NotSure("the module has the name of the new resource already")
    return shown


def handle_of(building: Building, name: str, made: Made, style: Style, at: int) -> str:
    """What a resource is called where another one is made. Raises NotSure."""
    target, resources = building.by_name.get(name), building.program.resources
    if target is None:
        raise NotSure("no variable holds what is to be waited for")
    if resources.index(target) > resources.index(made):
        raise NotSure("what is to be waited for is made later")
    scope = None if made.turn is None else made.turn.scope
    return handle_at(target, Spot(made.call.file, at, scope), style, resources)
