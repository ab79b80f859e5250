"""Values as expressions of a program."""

from __future__ import annotations

from auditor.data.pulumi_meaning import meaning_of
from auditor.model.tree import Tree
from auditor.programs.lowering.places import Spot, handle_at, part_at
from auditor.programs.lowering.pseudo import PSEUDO, PseudoParameters
from auditor.programs.lowering.quoting import written
from auditor.programs.lowering.style import Style
from auditor.programs.meaning.tree import Building
from auditor.programs.values import Made
from auditor.source.base import NotSure
from auditor.template.intrinsics import function_of, sub_arguments, sub_parts

_SHORT = 60
_LITERALS = {True: "True", False: "False", None: "None"}
_SCRIPT = {True: "true", False: "false", None: "null"}


class Renderer:
    """Writes values at a place in the style of its module."""

    def __init__(
        self, building: Building, style: Style, pseudo: PseudoParameters, spot: Spot
    ) -> None:
        self._building = building
        self._style = style
        self._pseudo = pseudo
        self._spot = spot

    def text(self, value: str) -> str:
        """A string literal."""
        quote = self._style.quote
        if quote in value and '"' not in value:
            quote = '"'
        return quote + written(self._style.file, quote, value) + quote

    def value(self, tree: Tree, indent: str, *, is_plain: bool = False) -> str:
        """An expression. Raises NotSure where a plain value is asked for, and it is none."""
        call = function_of(tree)
        if call is not None:
            if self._style.is_python and _is_of_the_account(*call):
                return self._formatted(*call)
            return self._given(*call) if is_plain else self._function(*call)
        if isinstance(tree, dict):
            entries = [
                (
                    f"{self._key(key)}: ",
                    self.value(item, indent + self._style.step, is_plain=is_plain),
                )
                for key, item in tree.items()
            ]
            return self._bracketed("{", entries, "}", indent)
        if isinstance(tree, list):
            items = [
                ("", self.value(item, indent + self._style.step, is_plain=is_plain))
                for item in tree
            ]
            return self._bracketed("[", items, "]", indent)
        if isinstance(tree, str):
            return self.text(tree)
        if tree is None or isinstance(tree, bool):
            return (_LITERALS if self._style.is_python else _SCRIPT)[tree]
        return repr(tree)

    def has_references(self, tree: Tree) -> bool:
        """Whether a value is known only once the program runs."""
        if isinstance(tree, dict):
            return function_of(tree) is not None or any(map(self.has_references, tree.values()))
        return isinstance(tree, list) and any(map(self.has_references, tree))

    def _key(self, key: str) -> str:
        if not self._style.is_python and key.isidentifier():
            return key
        return self.text(key)

    def _bracketed(
        self, opening: str, entries: list[tuple[str, str]], closing: str, indent: str
    ) -> str:
        flat = ", ".join(key + value for key, value in entries)
        padding = " " if opening == "{" and entries and not self._style.is_python else ""
        if len(flat) <= _SHORT and "\n" not in flat:
            return f"{opening}{padding}{flat}{padding}{closing}"
        line = self._style.newline
        inner = indent + self._style.step
        rows = "".join(f"{line}{inner}{key}{value}," for key, value in entries)
        return f"{opening}{rows}{line}{indent}{closing}"

    def _function(self, name: str, argument: Tree) -> str:
        if name == "Ref" and isinstance(argument, str):
            return self.reference(argument, "Ref")
        if name == "Fn::GetAtt" and isinstance(argument, list):
            return self.reference(str(argument[0]), ".".join(map(str, argument[1:])))
        if name == "Fn::Sub":
            return self._sub(argument)
        raise NotSure(f"{name} has no counterpart in the program")

    def _formatted(self, name: str, argument: Tree) -> str:
        """A text of Python that the provider's own functions are enough for."""
        if name == "Ref":
            return self._pseudo.expression(str(argument), self._style)
        parts = [
            "{" + self._pseudo.expression(part.text, self._style) + "}"
            if part.is_variable
            else part.text.replace("{", "{{").replace("}", "}}")
            for part in sub_parts(str(argument))
        ]
        return f"f{self.text(''.join(parts))}"

    def reference(self, target: str, attribute: str) -> str:
        """An output of a resource of the program, which must be in sight where it is written."""
        if target in PSEUDO and attribute == "Ref":
            return self._pseudo.expression(target, self._style)
        made = self._made(target)
        return f"{self._handle(made)}.{output_name(made, attribute, self._style)}"

    def _made(self, target: str) -> Made:
        made = self._building.by_name.get(target)
        if made is None:
            raise NotSure(f"the program has nothing that is '{target}'")
        return made

    def _handle(self, made: Made) -> str:
        return handle_at(made, self._spot, self._style, self._building.program.resources)

    def _given(self, name: str, argument: Tree) -> str:
        """A value in a text that is made at once, by what `apply` hands over there."""
        if name == "Ref" and isinstance(argument, str):
            return self._part(argument, "Ref")
        if name == "Fn::GetAtt" and isinstance(argument, list):
            return self._part(str(argument[0]), ".".join(map(str, argument[1:])))
        if name != "Fn::Sub" or not isinstance(argument, str):
            raise NotSure(f"{name} has no counterpart in the program")
        quote = self._style.quote if self._style.is_python else "`"
        text = ""
        for part in sub_parts(argument):
            target, _, attribute = part.text.partition(".")
            if part.is_variable:
                shown = self._part(target, attribute or "Ref")
                if quote in shown:
                    raise NotSure("the text would need other quotes")
                text += "{" + shown + "}" if self._style.is_python else "${" + shown + "}"
            else:
                plain = written(self._style.file, quote, part.text)
                is_format = self._style.is_python
                text += plain.replace("{", "{{").replace("}", "}}") if is_format else plain
        return f"f{quote}{text}{quote}" if self._style.is_python else f"{quote}{text}{quote}"

    def _part(self, target: str, attribute: str) -> str:
        made = self._made(target)
        output = output_of(made, attribute)
        found = part_at(made, output, self._spot, self._building.program.resources)
        if found is None:
            raise NotSure("the text that this stands in is made before the value is known")
        return found

    def _sub(self, argument: Tree) -> str:
        found = sub_arguments(argument)
        if found is None:
            raise NotSure("Fn::Sub has no text")
        text, variables, _ = found
        text, known = self._with_outputs(text)
        parts: list[tuple[bool, str]] = []
        for part in sub_parts(text):
            if not part.is_variable:
                parts.append((False, part.text))
            elif part.text in known:
                parts.append((True, known[part.text]))
            elif part.text in variables:
                parts.append((True, self.value(variables[part.text], "")))
            else:
                target, _, attribute = part.text.partition(".")
                parts.append((True, self.reference(target, attribute or "Ref")))
        pulumi = self._style.package("pulumi")
        if self._style.is_python:
            shown = ", ".join(one if is_code else self.text(one) for is_code, one in parts)
            return f"{pulumi}.Output.concat({shown})"
        inner = "".join(
            "${" + one + "}" if is_code else written(self._style.file, "`", one)
            for is_code, one in parts
        )
        return f"{pulumi}.interpolate`{inner}`"

    def _with_outputs(self, text: str) -> tuple[str, dict[str, str]]:
        """A text with variables for what outputs give, such as the ARN of an API's calls."""
        known: dict[str, str] = {}
        for target in {part.text.partition(".")[0] for part in sub_parts(text) if part.is_variable}:
            made = self._building.by_name.get(target)
            meaning = None if made is None else self._building.meanings[id(made)]
            for output, returned in (meaning.returns if meaning else {}).items():
                if made is None or not returned.startswith("@"):
                    continue
                written_out = returned[1:].replace("${}", "${" + target + "}")
                written_out = written_out.replace("${.", "${" + target + ".")
                if written_out in text:
                    variable = f"{target}/{output}"
                    shown = (
                        next((n for n, c in made.kind.outputs.items() if c == output), output)
                        if self._style.is_python
                        else output
                    )
                    known[variable] = f"{self._handle(made)}.{shown}"
                    text = text.replace(written_out, "${" + variable + "}")
        return text, known


def _is_of_the_account(name: str, argument: Tree) -> bool:
    """Whether a function says nothing but what is so for all of an account and a Region."""
    if not isinstance(argument, str):
        return False
    if name == "Ref":
        return argument in PSEUDO
    parts = sub_parts(argument) if name == "Fn::Sub" else ()
    return bool(parts) and all(part.text in PSEUDO for part in parts if part.is_variable)


def output_name(made: Made, attribute: str, style: Style) -> str:
    """What a program calls the output that a function of CloudFormation returns. Raises NotSure."""
    camel = output_of(made, attribute)
    if not style.is_python or camel == "id":
        return camel
    for snake, other in made.kind.outputs.items():
        if other == camel:
            return snake
    raise NotSure(f"{made.kind.name} has no output for {attribute}")


def output_of(made: Made, attribute: str) -> str:
    """The output of a resource that a function of CloudFormation returns. Raises NotSure."""
    if made.provider == "native":
        wanted = "id" if attribute == "Ref" else attribute[:1].lower() + attribute[1:]
        if wanted == "id" or wanted in made.kind.outputs.values():
            return wanted
        raise NotSure(f"{made.kind.name} has no output for {attribute}")
    meaning = meaning_of(made.kind.name)
    for camel, returned in (meaning.returns if meaning else {}).items():
        if returned == attribute:
            return camel
    raise NotSure(f"{made.kind.name} has no output for {attribute}")
