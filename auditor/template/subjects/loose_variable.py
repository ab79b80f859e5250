"""Variables of the template in texts that no `Fn::Sub` fills in."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.model.path import Path
from auditor.template.contents import Contents
from auditor.template.intrinsics import is_one_value, sub_parts, variables_in
from auditor.template.subjects.usage import PSEUDO_PARAMETERS
from auditor.template.template import Resource, Template

_OTHER_READERS = frozenset(
    {
        "BuildSpec",
        "Code",
        "Command",
        "CommandLine",
        "Content",
        "CustomizationScript",
        "Definition",
        "DefinitionBody",
        "DefinitionString",
        "EntryPoint",
        "FunctionCode",
        "InlineCode",
        "InputTemplate",
        "LambdaConfig",
        "Metadata",
        "OnStart",
        "OnCreate",
        "PartitionProjection",
        "RequestMappingTemplate",
        "RequestTemplates",
        "ResponseMappingTemplate",
        "ResponseTemplates",
        "StateMachineDefinition",
        "TemplateBody",
        "UserData",
        "ZipFile",
    }
)
"""Properties whose texts are read by something that has variables of its own."""
_SUBSTITUTED = ("Fn::Sub", "Fn::Transform", "Fn::ForEach")
_DEFINITIONS = frozenset({"DefinitionString"})
"""Properties whose variables another property of the resource fills in.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html"""
_TYPES_WITH_VARIABLES = ("AWS::SSM::Document", "AWS::Glue::", "AWS::IoT::", "AWS::AppSync::")


class LooseVariable(Struct, frozen=True):
    """A variable in a text: its place in the string at `path`, with the text itself."""

    path: Path
    text: str
    name: str
    start: int
    end: int
    logical_id: str | None
    is_conditional: bool
    is_all_known: bool

    @property
    def is_whole(self) -> bool:
        """Whether the text is one value, with no space in it."""
        return is_one_value(self.text)

    @classmethod
    def find(cls, template: Template) -> Iterator[LooseVariable]:
        """The first variable of each text, none where another tool fills the template in."""
        if template.is_open or template.is_filled_in:
            return
        known = {*template.parameters, *template.resources, *PSEUDO_PARAMETERS}
        for resource in template.resources.values():
            if resource.type.startswith(_TYPES_WITH_VARIABLES):
                continue
            contents = resource.contents
            if contents.texts:
                texts = _texts(contents, "Properties")
                is_conditional = resource.condition is not None
                yield from _in(texts, known, resource.logical_id, is_conditional)
                yield from _in_definition(resource, known)
        outputs = template.tree.get("Outputs")
        for name, output in outputs.items() if isinstance(outputs, dict) else ():
            if isinstance(output, dict):
                texts = _texts(template.walked.of("Outputs", name), "Value")
                yield from _in(texts, known, None, "Condition" in output)


def _in_definition(resource: Resource, known: set[str]) -> Iterator[LooseVariable]:
    """The first variable of a definition that nothing replaces.

    Names in a definition are replaced by its substitutions, and the language itself has none.
    """
    properties = resource.body.get("Properties")
    if not isinstance(properties, dict) or not _DEFINITIONS.intersection(properties):
        return
    substituted = properties.get("DefinitionSubstitutions", {})
    if not isinstance(substituted, dict) or any(key.startswith("Fn::") for key in substituted):
        return
    for key in sorted(_DEFINITIONS.intersection(properties)):
        text = properties[key]
        for found in variables_in(text) if isinstance(text, str) else ():
            if found.group(1) not in substituted:
                names = {
                    part.text.partition(".")[0] for part in sub_parts(text) if part.is_variable
                }
                yield LooseVariable(
                    path=(*resource.path, "Properties", key),
                    text=text,
                    name=f"{found.group(1)}{found.group(2) or ''}",
                    start=found.start(),
                    end=found.end(),
                    logical_id=resource.logical_id,
                    is_conditional=resource.condition is not None,
                    is_all_known=names <= known,
                )
                return


def _in(
    texts: list[tuple[Path, str]], known: set[str], logical_id: str | None, is_conditional: bool
) -> Iterator[LooseVariable]:
    for path, text in texts:
        names = {part.text.partition(".")[0] for part in sub_parts(text) if part.is_variable}
        for found in variables_in(text):
            name = found.group(1)
            if name in known:
                yield LooseVariable(
                    path=path,
                    text=text,
                    name=f"{name}{found.group(2) or ''}",
                    start=found.start(),
                    end=found.end(),
                    logical_id=logical_id,
                    is_conditional=is_conditional,
                    is_all_known=names <= known,
                )
                break


def _texts(contents: Contents, key: str) -> list[tuple[Path, str]]:
    """The texts of a value that CloudFormation hands to the service as they are."""
    depth = contents.depth
    return [
        (path, text)
        for path, text in contents.texts
        # nearly all texts with a variable are those of Fn::Sub
        if "${" in text and "Fn::Sub" not in path
        if path[depth] == key and not any(map(_is_read_otherwise, path[depth + 1 :]))
    ]


def _is_read_otherwise(step: str | int) -> bool:
    """Whether what is below a key is no text for the service, or has variables of its own."""
    return isinstance(step, str) and (step in _OTHER_READERS or step.startswith(_SUBSTITUTED))
