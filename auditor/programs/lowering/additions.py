"""Resources that come beside others."""

from __future__ import annotations

import re

from auditor.data.pulumi_classes import class_of
from auditor.data.pulumi_meaning import Meaning, join_for, meaning_of, name_for
from auditor.expression import expression
from auditor.model.edit import InsertKey
from auditor.model.tree import Tree
from auditor.programs.lowering.options import handle_of, variable_of
from auditor.programs.lowering.render import Renderer
from auditor.programs.lowering.style import Style
from auditor.programs.lowering.words import argument_name, snake_case
from auditor.programs.lowering.writer import Writer
from auditor.programs.meaning.names import name_of
from auditor.programs.meaning.out import Naming
from auditor.programs.meaning.tree import Building
from auditor.programs.syntax import Call, Node
from auditor.programs.values import Known, Made, Mapping
from auditor.source.base import NotSure
from auditor.template.intrinsics import function_of

_BOUNDARY = expression(r"(?<=[a-z0-9])(?=[A-Z])")
_INSTANCES = frozenset({"self", "this"})
_DOCUMENTS = frozenset(
    {"policy", "assume_role_policy", "assumeRolePolicy", "event_pattern", "eventPattern"}
)


class Additions:
    """Writes statements that make resources."""

    def __init__(self, lowering: Writer, building: Building) -> None:
        self._lowering = lowering
        self._building = building

    def resource(self, edit: InsertKey) -> None:
        """Adds a resource, behind the one that it is to stand behind, or that it speaks of."""
        body = edit.value
        type = body.get("Type") if isinstance(body, dict) else None
        name = name_for(str(type))
        meaning = None if name is None else meaning_of(name)
        if (
            name is None
            or meaning is None
            or meaning.shape
            or set(body) - {"Type", "Properties", "DependsOn"}
        ):
            raise NotSure(f"no class of the provider is known for {type}")
        anchor = self.anchor(edit)
        waits = body.get("DependsOn", [])
        after = waits if isinstance(waits, list) else [waits]
        self._write(
            anchor, name, edit.key, meaning, body.get("Properties", {}), list(map(str, after))
        )

    def part(self, edit: InsertKey) -> bool:
        """Adds a resource that is a part of another one in CloudFormation; whether there is one."""
        made = self._building.by_name.get(str(edit.path[1]))
        if edit.path[2] != "Properties" or made is None:
            return False
        kind = self._building.meanings[id(made)]
        name = None if kind is None else join_for(kind.type, edit.key)
        meaning = None if name is None else meaning_of(name)
        if name is None or meaning is None or meaning.join is None or not meaning.schema:
            return False
        if meaning.join.item or meaning.join.of or not isinstance(edit.value, dict):
            return False
        owner: Tree = {"Ref": edit.path[1]}
        self._write(
            made,
            name,
            f"{edit.path[1]}{edit.key}",
            meaning,
            edit.value,
            [],
            (meaning.join.to, owner),
        )
        return True

    def anchor(self, edit: InsertKey) -> Made:
        """What a new resource is put behind. Raises NotSure."""
        body = edit.value
        names = [edit.after, edit.before, *_mentioned(body)]
        found = [self._building.by_name[name] for name in names if name in self._building.by_name]
        if not found:
            raise NotSure("nothing says where in the program the resource belongs")
        mentioned = [
            self._building.by_name[n] for n in _mentioned(body) if n in self._building.by_name
        ]
        return max(mentioned or found, key=self._building.program.resources.index)

    def _write(
        self,
        anchor: Made,
        name: str,
        logical_id: str,
        meaning: Meaning,
        properties: Tree,
        after: list[str],
        owner: tuple[str, Tree] | None = None,
    ) -> None:
        if not anchor.is_once:
            raise NotSure("the statement beside it runs several times")
        file = anchor.call.file
        style = self._lowering.style(file)
        begin, end = self._lowering.statement(anchor)
        indent = style.indent(begin)
        kind = class_of("7", name)
        if kind is None or function_of(properties) is not None:
            raise NotSure(f"no class of the provider is known for {name}")
        inner = indent + style.step
        renderer = self._lowering.renderer(file, end, anchor)
        rows: list[tuple[str, str]] = []
        if owner is not None:
            key = owner[0] if not style.is_python else snake_case(owner[0])
            rows.append((key, renderer.value(owner[1], inner)))
        for key, value in properties.items():
            argument = argument_name(Naming(meaning), key, is_python=style.is_python)
            if style.is_python and argument not in kind.arguments:
                raise NotSure(f"{name} takes no argument that is {key}")
            rows.append(
                (
                    argument,
                    self._value(
                        argument,
                        self._worded(value, meaning, argument, style),
                        inner,
                        style,
                        renderer,
                    ),
                )
            )
        text = self._statement(
            renderer,
            style,
            name,
            logical_id,
            rows,
            self._options(anchor, style, after, end),
            indent,
        )
        self._lowering.put(
            file,
            end,
            end,
            f"{style.newline}{style.newline}{text}" if not indent else style.newline + text,
        )

    def _worded(self, value: Tree, meaning: Meaning, argument: str, style: Style) -> Tree:
        if (
            isinstance(value, list)
            and all(isinstance(one, dict) for one in value)
            and len(value) == 1
        ):
            part = value[0]
            if function_of(part) is None and meaning.join is not None:
                value = part
        if isinstance(value, dict) and function_of(value) is None and argument not in _DOCUMENTS:
            naming = Naming(meaning, argument)
            return {
                argument_name(naming, k, is_python=style.is_python): v for k, v in value.items()
            }
        if (
            isinstance(value, list)
            and len(value) == 1
            and argument in ("role", "queue_url", "queueUrl", "arn")
        ):
            return value[0]
        return value

    def _value(
        self, argument: str, value: Tree, indent: str, style: Style, renderer: Renderer
    ) -> str:
        if argument not in _DOCUMENTS or not isinstance(value, dict | list):
            return renderer.value(value, indent)
        inner = renderer.value(value, indent)
        pulumi = style.package("pulumi")
        return (
            f"{pulumi}.Output.json_dumps({inner})"
            if style.is_python
            else f"{pulumi}.jsonStringify({inner})"
        )

    def _options(self, anchor: Made, style: Style, after: list[str], at: int) -> str:
        """The options of a new resource, which belongs where the one beside it does."""
        options = anchor.options
        written = _options_of(anchor.call, is_python=style.is_python)
        is_absent = written is None and isinstance(options, Known) and not after
        if is_absent:
            return ""
        is_here = isinstance(options, Mapping) and options.node is written
        if written is not None and not is_here:
            return self._same_options(anchor, written, after)
        parts: list[tuple[str, str]] = []
        for key in ("parent", "provider"):
            item = options.items.get(key) if isinstance(options, Mapping) else None
            if item is not None and item.entry is not None:
                text = item.entry.value.text
                if anchor.is_inner and text not in _INSTANCES:
                    raise NotSure("the options of the resource beside it cannot be read")
                parts.append((key, text))
        if after:
            handles = [handle_of(self._building, name, anchor, style, at) for name in after]
            parts.append(
                ("depends_on" if style.is_python else "dependsOn", f"[{', '.join(handles)}]")
            )
        if not parts:
            return ""
        if style.is_python:
            inner = ", ".join(f"{key}={value}" for key, value in parts)
            return f"{style.package('pulumi')}.ResourceOptions({inner})"
        return "{ " + ", ".join(f"{key}: {value}" for key, value in parts) + " }"

    def _same_options(self, anchor: Made, written: Node, after: list[str]) -> str:
        """The expression that the resource beside it has: what it stands for is not known."""
        if anchor.is_inner or after or "\n" in written.text:
            raise NotSure("the options of the resource beside it cannot be read")
        return written.text

    def _start(self, style: Style, logical_id: str, indent: str) -> str:
        """What a statement begins with: a variable, where something waits for the resource."""
        if logical_id not in self._lowering.handles:
            return indent
        shown = variable_of(logical_id, style)
        return f"{indent}{shown} = " if style.is_python else f"{indent}const {shown} = "

    def _statement(
        self,
        renderer: Renderer,
        style: Style,
        name: str,
        logical_id: str,
        rows: list[tuple[str, str]],
        options: str,
        indent: str,
    ) -> str:
        module, _, last = name.rpartition(".")
        aws = style.package("aws")
        step, line = style.step, style.newline
        kebab = _BOUNDARY.sub("-", logical_id).replace("_", "-").lower()
        own_name = kebab if name_of(kebab) == logical_id else logical_id
        shown = renderer.text(own_name)
        start = self._start(style, logical_id, indent)
        if style.is_python:
            module = "lambda_" if module == "lambda" else module
            lines = [f"{indent}{step}{shown},"]
            lines += [f"{indent}{step}{key}={value}," for key, value in rows]
            if options:
                lines.append(f"{indent}{step}opts={options},")
            return line.join([f"{start}{aws}.{module}.{last}(", *lines, f"{indent})"])
        lines = [f"{indent}{step}{key}: {value}," for key, value in rows]
        head = f"{start}new {aws}.{module}.{last}({shown}, {{"
        tail = f"{indent}}}, {options});" if options else f"{indent}}});"
        return line.join([head, *lines, tail])


def _options_of(call: Call, *, is_python: bool) -> Node | None:
    """The expression that a resource has its options from."""
    for entry in call.named:
        if entry.key == "opts":
            return entry.value
    return call.arguments[2] if not is_python and len(call.arguments) > 2 else None


def _mentioned(tree: Tree) -> list[str]:
    """The logical IDs that a body speaks of."""
    found: list[str] = []
    waiting = [tree]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            for key, inner in value.items():
                if key == "Ref" and isinstance(inner, str):
                    found.append(inner)
                elif key == "Fn::GetAtt" and isinstance(inner, list):
                    found.append(str(inner[0]))
                elif key == "Fn::Sub" and isinstance(inner, str):
                    found += re.findall(r"\$\{(\w+)", inner)
                else:
                    waiting.append(inner)
    return found
