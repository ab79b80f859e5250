"""What is known of the value of a function before the deployment: at least whether it is a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from auditor.data.resource_schemas import schema_of
from auditor.model.tree import Missing, Tree
from auditor.schemas.pointer import pointed
from auditor.schemas.quick import Check
from auditor.schemas.value import Gap
from auditor.template.intrinsics import function_of, get_att, sub_parts
from auditor.template.resolve import is_dynamic, parameter_value, scalar_text
from auditor.template.template import Template
from auditor.template.values import ALWAYS, UNKNOWN

_LISTS = frozenset({"Fn::Cidr", "Fn::GetAZs", "Fn::Split"})
_TEXTS = frozenset({"Fn::Base64", "Fn::ImportValue", "Fn::Join", "Fn::Sub", "Fn::ToJsonString"})
_READ = frozenset({"Fn::FindInMap", "Fn::Join", "Fn::Select", "Fn::Sub"})
"""Functions whose value the template may show."""
_COMPOSED = frozenset({"Fn::Join", "Fn::Sub"})
_NESTED_STACKS = frozenset({"AWS::CloudFormation::Stack", "AWS::Serverless::Application"})
_DEEPEST = 12


def gap_of(template: Template, call: tuple[str, Tree]) -> Gap:
    """The gap that a function leaves where its value is not known."""
    name, argument = call
    if name in _LISTS:
        return Gap.LIST
    if name in _TEXTS:
        return Gap.TEXT
    if name == "Ref":
        return _of_ref(template, argument)
    if name == "Fn::GetAtt":
        return _of_attribute(template, argument)
    return Gap.PERHAPS


def _of_ref(template: Template, name: Tree) -> Gap:
    if not isinstance(name, str):
        return Gap.SOME
    parameter = template.parameters.get(name)
    if parameter is not None:
        kind = parameter.get("Type")
        is_list = isinstance(kind, str) and ("List<" in kind or "CommaDelimitedList" in kind)
        return Gap.LIST if is_list else Gap.TEXT
    if name == "AWS::NoValue":
        return Gap.PERHAPS
    if name == "AWS::NotificationARNs":
        return Gap.LIST
    resource = template.resources.get(name)
    is_known = resource is not None and schema_of(resource.type) is not None
    return Gap.TEXT if is_known or name.startswith("AWS::") else Gap.SOME


def _of_attribute(template: Template, argument: Tree) -> Gap:
    found = get_att(argument)
    resource = None if found is None else template.resources.get(found[0])
    if found is None or resource is None:
        return Gap.SOME
    if resource.type in _NESTED_STACKS:
        return Gap.TEXT if found[1].startswith("Outputs.") else Gap.SOME
    schema = schema_of(resource.type)
    return Gap.SOME if schema is None else _of_property(schema, found[1].split("."))


def _of_property(schema: Mapping[str, Any], steps: list[str]) -> Gap:
    kind = _kind(schema, steps)
    if kind == "array":
        return Gap.LIST
    return Gap.TEXT if kind in ("boolean", "integer", "number", "string") else Gap.SOME


def attribute_kind(type_name: str, attribute: str) -> str | None:
    """The `type` of an attribute by the schema of a resource type, None where that has none."""
    schema = schema_of(type_name)
    kind = None if schema is None else _kind(schema, attribute.split("."))
    return kind if isinstance(kind, str) else None


def _kind(schema: Mapping[str, Any], steps: list[str]) -> Any:
    node: Any = schema
    for step in steps:
        node = followed(schema, node).get("properties", {}).get(step)
        if not isinstance(node, dict):
            return None
    return followed(schema, node).get("type")


def followed(schema: Mapping[str, Any], node: Mapping[str, Any] | bool) -> Mapping[str, Any]:
    """What a reference leads to, where a schema is one; `true` and `false` name no properties."""
    found: Any = node
    for _ in range(_DEEPEST):
        if isinstance(found, bool):
            return {}
        if "$ref" not in found:
            break
        try:
            found = pointed(schema, found["$ref"])
        except Missing:
            break
    return {} if isinstance(found, bool) else found


class TemplateGaps:
    """Judges functions of a template for compiled checks, without telling conditions apart."""

    def __init__(self, template: Template) -> None:
        self._template = template
        self._referred: dict[str, tuple[Gap, Tree]] = {}
        self._attributes: dict[str, Gap] = {}
        self._texts: dict[str, str | None] = {}

    def may_fail(self, call: dict[str, Tree], check: Check) -> bool:
        """Whether one of the values that a function may return may be at fault."""
        found = function_of(call)
        if found is None:
            return False
        name, argument = found
        if name == "Fn::If":
            return self._may_fail_in_branch(argument, check)
        if name == "Ref" and isinstance(argument, str):
            gap, value = self._reference(argument)
            is_open = value is UNKNOWN
        elif name in _TEXTS:
            gap = Gap.TEXT
            is_open = name not in _COMPOSED or not check[str]
        elif name == "Fn::GetAtt":
            gap, is_open = self._attribute(argument), True
        else:
            gap = gap_of(self._template, found)
            is_open = name not in _READ
        if (gap is Gap.LIST and check.refuses_lists) or (gap is Gap.TEXT and check.wants_lists):
            return True
        if is_open or check.is_bare:
            return False
        if name == "Ref":
            return check.may_fail(value, self)
        if name == "Fn::Sub" and isinstance(argument, str):
            text = self._substituted(argument)
            return text is not None and check.may_fail(text, self)
        return self._may_fail_read(call, check)

    def _may_fail_in_branch(self, argument: Tree, check: Check) -> bool:
        if not (isinstance(argument, list) and len(argument) == 3):
            return True
        return any(check.may_fail(branch, self) for branch in argument[1:])

    def _reference(self, name: str) -> tuple[Gap, Tree]:
        """The gap that a reference leaves, and the value of a parameter where that is known."""
        known = self._referred.get(name)
        if known is None:
            value, _ = parameter_value(self._template.deployed_parameters.get(name))
            known = self._referred[name] = (_of_ref(self._template, name), value)
        return known

    def _attribute(self, argument: Tree) -> Gap:
        """The gap that an attribute of a resource leaves."""
        dotted = argument if type(argument) is str else repr(argument)
        known = self._attributes.get(dotted)
        if known is None:
            known = self._attributes[dotted] = _of_attribute(self._template, argument)
        return known

    def _substituted(self, text: str) -> str | None:
        """A text with the values of parameters; None where nobody knows what it becomes."""
        if text not in self._texts:
            self._texts[text] = self._read(text)
        return self._texts[text]

    def _read(self, text: str) -> str | None:
        pieces: list[str] = []
        for part in sub_parts(text):
            if not part.is_variable:
                pieces.append(part.text)
                continue
            is_parameter = part.text in self._template.parameters
            value = scalar_text(self._reference(part.text)[1]) if is_parameter else None
            if value is None:
                return None
            pieces.append(value)
        whole = "".join(pieces)
        return None if is_dynamic(whole) else whole

    def _may_fail_read(self, call: dict[str, Tree], check: Check) -> bool:
        return any(
            case.known and case.value != call and check.may_fail(case.value, self)
            for case in self._template.cases(call, (), ALWAYS)
        )
