"""invalid-type"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.api import Confidence, Finding, Fix, Safety, SetValue, Severity, Tree, rule, where
from auditor.api.template import (
    PACKAGED_PROPERTIES,
    SchemaFault,
    as_mapping,
    demand,
    wrap_row,
)

_KINDS = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "object": "a mapping",
    "string": "a string",
}
_OF_ONE = frozenset({"SecurityGroupEgress", "SecurityGroupIngress"})
"""Lists of AWS::EC2::SecurityGroup for which EC2 has accepted one mapping."""


@rule(id="invalid-type", severity=Severity.ERROR, on=SchemaFault)
def invalid_type(fault: SchemaFault) -> Iterator[Finding]:
    """A list, a mapping or a string where the property expects something else.

    ## What it does
    Compares the kind of each value with what AWS's own resource schemas accept. What functions
    return is known as far as lists and texts go: `Ref` of a list parameter, `Fn::Split` and
    `Fn::GetAZs` return lists, and so do some attributes. Numbers and booleans as texts, and texts
    that CloudFormation reads as numbers, are no faults,
    and neither is null for a property of a SAM type, which SAM leaves out.

    One mapping for a list of a security group's rules is a warning: stacks with it were created.

    ## Why it fails
    CloudFormation refuses the resource.

    ## Error
    ```
    Properties validation failed for resource <logical ID> with message: #/<path>: expected
      type: <expected>, found: <found>
    Value of property {/<path>} does not match type {<type>}
    ```
    or `expected type: <expected>, found: <found>`, `Value of property <name> must be of type
    <type>`, `Value of property <name> must be a list`, `Value of property <name> must be an
    object`. The lint of SAM and cfn-lint say `E3012 <value> is not of type`, `E3012: Check
    resource properties values` or `E3012 Property <path> should be of type <type>`. SAM says of a
    resource or an event that it `is invalid. <property> should be a map`, `is invalid. <property>
    should be a list`, `is invalid. <property> should be a string`, `is invalid. <property> should
    be a boolean`, `is invalid. <property> must be a dictionary`, `is invalid. <property> must be a
    map`, `is invalid. <property> must be a list`, `is invalid. <property> must be a string`,
    `is invalid. Type of property '<property>' is invalid`, `is invalid. Invalid property type
    '<type>' for`, `is invalid. Invalid type for <property>`, `is invalid. Property '<property>'
    value must be dictionary or` or `is invalid. 'NoneType' object has no attribute`.

    ## Fix safety
    Safe where nothing but the shape changes: one value is put into a list, a list of one item is
    unwrapped, a list of tags is written as a mapping or the other way round, and a string is put
    into the one property that a mapping can have, or that such a string is known to mean. The value
    must be one that is accepted there.

    What is deployed comes from an earlier template, and changes by nothing but the author's own
    edit.

    ## References
    - [Resource schemas](https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html)
    - [Data types of parameters](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html)
    - The errors: [for a list](https://github.com/ACloudGuru-Resources/course-aws-sysops-administrator-associate/pull/3),
      [for a mapping](https://github.com/cloudtools/troposphere/issues/1045)
    - A security group with one mapping: [cfndsl issue 72](https://github.com/cfndsl/cfndsl/issues/72)
    """
    if fault.keyword != "type" or _is_packaged(fault) or _is_left_out(fault):
        return
    given = demand(fault)["type"]
    wanted = [given] if isinstance(given, str) else given
    is_open = _is_list_of_one(fault)
    yield Finding(
        at=fault.at,
        message=f"{fault.label} sets {fault.name} to {_kind(fault)}, where {_either(wanted)} is"
        f" required, so the deployment {'may fail' if is_open else 'fails'}{where(fault.when)}",
        severity=Severity.ERROR if fault.is_certain and not is_open else Severity.WARNING,
        confidence=Confidence.MEDIUM if fault.by_default else Confidence.HIGH,
        fix=fault.undeployed(_fix(fault, wanted)),
    )


def _is_list_of_one(fault: SchemaFault) -> bool:
    """Whether one rule of a security group stands where the schema has a list of them."""
    is_group = fault.resource.type == "AWS::EC2::SecurityGroup"
    return is_group and fault.dotted in _OF_ONE and fault.value.mapping is not None


def _is_left_out(fault: SchemaFault) -> bool:
    """Whether it is null for a property of SAM itself, which leaves such properties out."""
    is_sam = fault.resource.type.startswith("AWS::Serverless::")
    return is_sam and "." not in fault.dotted and _kind(fault) == "empty"


def _is_packaged(fault: SchemaFault) -> bool:
    """Whether a local path stands there, which a tool replaces by a place in S3."""
    places = PACKAGED_PROPERTIES.get(fault.resource.type, ())
    return tuple(fault.dotted.split(".")) in places and fault.value.mapping is None


def _kind(fault: SchemaFault) -> str:
    if fault.value.mapping is not None:
        return "a mapping"
    if fault.value.is_list:
        return "a list"
    read = fault.value.readings
    return {bool: "true or false", int: "a number", float: "a number", type(None): "empty"}.get(
        type(read[0]) if read else str, "a string"
    )


def _either(wanted: list[str]) -> str:
    if _KINDS.keys() <= set(wanted):
        return "a value"
    return " or ".join(_KINDS.get(name, name) for name in wanted)


def _fix(fault: SchemaFault, wanted: list[str]) -> Fix | None:
    written = fault.written
    if written is None or fault.when:
        return None
    path = fault.value.path
    parent = fault.parent
    if isinstance(parent, list) and len(parent) == 1 and fault.value.is_list:
        return Fix("Use the list itself", (SetValue(path[:-1], written),), Safety.SAFE)
    found = _converted(fault, wanted, written)
    if found is None:
        return None
    title, value = found
    return Fix(title, (SetValue(path, value),), Safety.SAFE)


def _converted(fault: SchemaFault, wanted: list[str], written: Tree) -> tuple[str, Any] | None:
    schema = fault.expected
    if wanted == ["array"] and not fault.value.is_list:
        items = schema.get("items", {})
        if fault.takes(items, written):
            return "Put the value into a list", [written]
        items_of = _as_tags(written)
        is_taken = items_of is not None and fault.takes(schema, items_of)
        return ("Write the tags as a list", items_of) if is_taken else None
    if "object" in wanted:
        tags = as_mapping(written)
        if tags is not None and fault.takes(schema, tags):
            return "Write the tags as a mapping", tags
        names = list(schema.get("properties", {}))
        row = wrap_row(*fault.home)
        into = row.into if row else names[0] if len(names) == 1 else None
        if into and fault.value.readings and fault.takes(schema, {into: written}):
            return f"Put the value into {into}", {into: written}
        return None
    if isinstance(written, list) and len(written) == 1 and fault.takes(schema, written[0]):
        return "Use the one item itself", written[0]
    return None


def _as_tags(written: Tree) -> list[Tree] | None:
    if not isinstance(written, dict) or any(isinstance(one, list) for one in written.values()):
        return None
    return [{"Key": key, "Value": value} for key, value in written.items()]
