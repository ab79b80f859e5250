"""What a resource of the program gives to others, as functions of a template."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.data.pulumi_meaning import meaning_of
from auditor.model.tree import Tree
from auditor.programs.meaning.names import Names
from auditor.programs.meaning.schemas import type_schema
from auditor.programs.values import Joined, Known, Output, Pseudo, Setting, Value


class References:
    """Returns outputs and settings.

    `names` are the logical IDs of the resources, `native_types` the types that the classes of
    pulumi-aws-native stand for, by their tokens.
    """

    def __init__(self, names: Names, native_types: Mapping[str, str]) -> None:
        self._names = names
        self._native_types = native_types
        self.settings: dict[str, Setting] = {}
        """The values of the configuration, by the names of the parameters that stand for them."""

    def output(self, value: Output) -> Tree | Value | None:
        """The function that returns an output, or what it was given; None where unknown."""
        name = self._names.of(value.resource)
        if name is None or len(value.path) != 1:
            return None
        if value.resource.provider == "native":
            return self._native(value, name)
        meaning = meaning_of(value.resource.kind.name)
        if meaning is None:
            return None
        returned = meaning.returns.get(value.path[0], "?")
        if returned == "Ref":
            return {"Ref": name}
        if returned == "?":
            return _argument_of(value)
        if returned.startswith("@"):
            text = returned[1:].replace("${}", "${" + name + "}").replace("${.", "${" + name + ".")
            return {"Fn::Sub": text}
        return {"Fn::GetAtt": [name, *returned.split(".", 1)]}

    def _native(self, value: Output, name: str) -> Tree | Value | None:
        """An output of a resource of pulumi-aws-native: its `id` is what `Ref` returns."""
        output = value.path[0]
        if output == "id":
            return {"Ref": name}
        attribute = output[:1].upper() + output[1:]
        type = self._native_types.get(value.resource.kind.token, "")
        if attribute in type_schema(type).get("readOnlyProperties", ()):
            return {"Fn::GetAtt": [name, attribute]}
        return _argument_of(value)

    def setting(self, value: Setting) -> str:
        """The parameter that stands for a value of the configuration."""
        name = "".join(letter for letter in value.name.title() if letter.isalnum()) or "Setting"
        known = self.settings.get(name)
        if known is None or (known.default is None and value.default is not None):
            self.settings[name] = value
        return name


def _argument_of(value: Output) -> Value | None:
    """An output that is an argument is what was given."""
    made = value.resource
    for name, other in made.kind.arguments.items():
        item = made.arguments.items.get(name) or made.arguments.items.get(other)
        is_asked = other == value.path[0] and item is not None
        if is_asked and item and isinstance(item.value, Known | Joined | Setting | Pseudo):
            return item.value
    return None
