"""unknown-attribute"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from auditor.api import (
    Confidence,
    Edit,
    Finding,
    Fix,
    MapLookup,
    Mention,
    OnUpdate,
    ReplaceText,
    Resource,
    Safety,
    SetValue,
    Severity,
    Span,
    Tree,
    listed,
    meant,
    near,
    rule,
)
from auditor.api.template import ResourceType, Usage, resource_type

_SAM = "AWS::Serverless::"
_CUSTOM = "AWS::CloudFormation::CustomResource"
_OUTPUTS = "Outputs.*"
_PLAIN = frozenset({"Fn::Sub", "Ref"})
_NEEDS = {
    ("AWS::DynamoDB::Table", "StreamArn"): "StreamSpecification",
    ("AWS::DynamoDB::GlobalTable", "StreamArn"): "StreamSpecification",
}
"""Attributes that are there only with a property, by what the page of the type says."""


@rule(id="unknown-attribute", severity=Severity.ERROR, on=Usage)
def unknown_attribute(usage: Usage) -> Iterator[Finding]:
    """An attribute that the resource type does not return.

    ## What it does
    Compares the attributes in `Fn::GetAtt` and `Fn::Sub` with those of the resource's type. It is
    silent about custom resources, modules, SAM resources, types that it does not know, the
    outputs of nested stacks, and where a macro may rewrite the template. A part of the way to an
    attribute (`Endpoint` for `Endpoint.Address`) is a warning. It also finds the ARN of the stream
    of a table that has no `StreamSpecification`.

    ## Why it fails
    CloudFormation refuses the template before it creates anything.

    ## Error
    ```
    Template error: resource <logical ID> does not support attribute type <attribute> in
      Fn::GetAtt
    ```
    or `Requested attribute <attribute> does not exist in schema for <type>`, `Resource type <type>
    does not support attribute {<attribute>}`, `Attribute '<attribute>' does not exist`, `Requested
    attribute <attribute> must be a readonly property in schema for <type>`. The lint of SAM and
    cfn-lint say `E1010 <attribute> is not one of` or `E1010 Invalid GetAtt <name>`.

    cfn-lint says `E1010: GetAtt validation of parameters` or `E1019 <title> is not one of ['Arn'`.

    ## Fix safety
    Safe where the value is the one that was asked for: `Ref` returns that property, the resource
    sets it, as an output can too, or it is the same everywhere (the hosted zone of CloudFront). No
    stack can be deployed without the fix.

    Unsafe otherwise: another attribute has another value, and only the author knows which was
    meant. The nearest name is used where it is meant beyond doubt and holds what the place expects
    (text, where text is asked for; the address, where the attribute itself is an object); the
    output of that name where the resource is a nested stack. CloudFormation refuses the template
    as it is, so a deployed stack has an older value: an update changes the property in place,
    replaces the resource where the property is create-only, and may fail where an exported output
    changes; any other output changes nothing but itself.

    ## References
    - [Fn::GetAtt](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getatt.html)
    - [Resource types, each with its return values](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html)
    - [Read-only properties of resource schemas](https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html)
    - Reported: [the first text](https://github.com/localstack/localstack/issues/2372),
      [the second](https://github.com/dougmoscrop/serverless-plugin-log-subscription/issues/68)
    - [Streams of tables](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html)
    - [Nested stacks](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stack.html)
    """
    if usage.template.is_open:
        return
    for mention in usage.all:
        if isinstance(mention, MapLookup) or not mention.attribute or "{" in mention.attribute:
            continue
        kind = _type_of(usage, mention.name)
        known = None if kind is None else kind.attributes
        if kind is None or known is None or usage.is_filled_in:
            continue
        if _is_returned(mention.attribute, kind):
            yield from _without_property(usage, mention, mention.attribute)
        else:
            yield _finding(usage, mention, mention.attribute, kind)


def _without_property(usage: Usage, mention: Mention, attribute: str) -> Iterator[Finding]:
    resource = usage.template.resources[mention.name]
    needed = _NEEDS.get((resource.type, attribute))
    if needed is None or not all(case.absent for case in resource.cases(needed)):
        return
    yield Finding(
        at=mention.attribute_path or mention.path,
        message=f"{usage.template.label_at(mention.path)} reads the attribute {attribute} of"
        f" '{mention.name}', which has none without {needed}, so the deployment fails",
        within=Span(mention.attribute_start, mention.attribute_start + len(attribute))
        if mention.attribute_path
        else None,
        severity=Severity.ERROR,
        fix=Fix(f"Set {needed} of {mention.name}", safety=Safety.DISPLAY),
    )


def _type_of(usage: Usage, logical_id: str) -> ResourceType | None:
    resource = usage.template.resources.get(logical_id)
    if resource is None or resource.is_module or resource.type == _CUSTOM:
        return None
    return None if resource.type.startswith(_SAM) else resource_type(resource.type)


def _is_returned(attribute: str, kind: ResourceType) -> bool:
    """Whether an attribute is known, or lies below one that is a mapping."""
    known = kind.attributes or frozenset()
    steps = attribute.split(".")
    above = [".".join(steps[:end]) for end in range(1, len(steps))]
    return attribute in known or any(
        f"{way}.*" in known or (way in known and kind.properties.get(way, "o")[0] in "oa")
        for way in above
    )


def _finding(usage: Usage, mention: Mention, attribute: str, kind: ResourceType) -> Finding:
    known = _offered(usage, mention, kind)
    all_known = kind.attributes or ()
    below = sorted(name for name in all_known if name.startswith(f"{attribute}."))
    severity, confidence = Severity.ERROR, Confidence.HIGH
    if below:
        severity, confidence = Severity.WARNING, Confidence.MEDIUM
    elif attribute in kind.properties:
        confidence = Confidence.MEDIUM
    start = mention.attribute_start
    return Finding(
        at=mention.attribute_path or mention.path,
        message=f"{usage.template.label_at(mention.path)} reads the attribute {attribute} of"
        f" '{mention.name}', which {kind.name} does not return"
        + _hint(mention, attribute, kind, below or _near(attribute, known)),
        within=Span(start, start + len(attribute)) if mention.attribute_path else None,
        severity=severity,
        confidence=confidence,
        fix=_fix(usage, mention, attribute, kind, known),
    )


def _hint(mention: Mention, attribute: str, kind: ResourceType, close: list[str]) -> str:
    if _is_by_ref(attribute, kind):
        return f": Ref returns its {kind.ref}"
    if _OUTPUTS in (kind.attributes or ()):
        return f": an output of the stack is {mention.name}.{_output(attribute)}"
    if not close:
        return ""
    return f": the nearest is {close[0]}" if len(close) == 1 else f": it returns {listed(close)}"


def _offered(usage: Usage, mention: Mention, kind: ResourceType) -> dict[str, str]:
    """The attributes that hold what the place takes, by the names that lead to them.

    An object is nothing that a template can use: its name leads to the only value in it.
    """
    known = kind.attributes or frozenset()
    is_text = _takes_text(usage, mention)
    found: dict[str, str] = {}
    for name in sorted(name for name in known if "*" not in name):
        held = kind.properties.get(name, "v")[0]
        if held == "o":
            inside = [other for other in known if other.startswith(f"{name}.")]
            found |= {name: inside[0]} if len(inside) == 1 else {}
        elif held != "l" or not is_text:
            found[name] = name
    return found


def _takes_text(usage: Usage, mention: Mention) -> bool:
    """Whether a list cannot stand where an attribute is asked for."""
    if mention.function == "Fn::Sub":
        return True
    match mention.path:
        case ("Outputs", *_):
            return True
        case ("Resources", str(logical_id), "Properties", str(key), "Fn::GetAtt", *_):
            resource = usage.template.resources.get(logical_id)
            kind = None if resource is None else resource_type(resource.type)
            return kind is not None and kind.properties.get(key, "a")[0] == "v"
    return False


def _meant(attribute: str, known: Mapping[str, str]) -> str | None:
    """The attribute that is meant beyond doubt; `Arn` stands for the `TopicArn` of a topic."""
    longer = [name for name in known if name.endswith(attribute)]
    if attribute in ("Arn", "Id", "Name") and len(longer) == 1:
        return known[longer[0]]
    name = meant(attribute, known)
    return None if name is None else known[name]


def _near(attribute: str, known: Mapping[str, str]) -> list[str]:
    sure = _meant(attribute, known)
    return [known[name] for name in near(attribute, known)] if sure is None else [sure]


def _is_by_ref(attribute: str, kind: ResourceType) -> bool:
    """Whether `Ref` returns what was asked for; `Name` stands for the `TableName` of a table."""
    if kind.ref is None:
        return False
    return attribute == kind.ref or (attribute == "Name" and kind.ref.endswith(attribute))


def _output(attribute: str) -> str:
    head, dot, tail = attribute.partition(".")
    name = tail if dot and head.lower() in ("output", "outputs") else attribute
    return f"Outputs.{name}"


def _fix(
    usage: Usage, mention: Mention, attribute: str, kind: ResourceType, known: Mapping[str, str]
) -> Fix | None:
    if not mention.attribute_path:
        return None
    if _is_by_ref(attribute, kind):
        title = f"Use the value that Ref returns for {mention.name}"
        return Fix(title, (_by_ref(mention),), Safety.SAFE, OnUpdate.NOTHING)
    from auditor.api.template import attribute_row  # its table says nothing of what is right

    row = attribute_row(kind.name, attribute)
    if row is not None and mention.function == "Fn::GetAtt":
        title = f"Use {row.value}, which it always is"
        return Fix(title, (_instead(mention, row.value),), Safety.SAFE, OnUpdate.NOTHING)
    written = _written(usage, mention, attribute)
    if written is not None:
        title = f"Use what {mention.name} sets {attribute} to"
        return Fix(title, (_instead(mention, written),), Safety.SAFE, OnUpdate.NOTHING)
    wanted = _meant(attribute, known)
    if _OUTPUTS in (kind.attributes or ()):
        wanted = _output(attribute)
    if wanted is None:
        return None
    return Fix(f"Use the attribute {wanted}", (_renamed(mention, attribute, wanted),))


def _renamed(mention: Mention, attribute: str, wanted: str) -> Edit:
    place = mention.attribute_path
    if mention.function == "Fn::GetAtt" and place[-1] == 1:
        # Not each part of a short form can be changed on its own.
        return SetValue(place[:-2], {"Fn::GetAtt": [mention.name, wanted]})
    start = mention.attribute_start
    return ReplaceText(place, start, start + len(attribute), wanted)


def _written(usage: Usage, mention: Mention, attribute: str) -> Tree:
    """What the resource itself sets the property to that an output asks for."""
    resource = usage.template.resources[mention.name]
    if mention.function != "Fn::GetAtt" or mention.path[0] != "Outputs":
        return None
    properties = resource.body.get("Properties")
    value = properties.get(attribute) if isinstance(properties, dict) else None
    is_plain = isinstance(value, str) or (isinstance(value, dict) and value.keys() <= _PLAIN)
    return value if is_plain and _is_there(usage, mention, resource) else None


def _is_there(usage: Usage, mention: Mention, resource: Resource) -> bool:
    """Whether the output has the condition of the resource."""
    body = usage.template.tree["Outputs"].get(mention.path[1], {})
    return isinstance(body, dict) and body.get("Condition") == resource.condition


def _instead(mention: Mention, value: Tree) -> Edit:
    steps = 1 if mention.attribute_path[-1] == "Fn::GetAtt" else 2
    return SetValue(mention.attribute_path[:-steps], value)


def _by_ref(mention: Mention) -> Edit:
    if mention.function == "Fn::Sub":
        end = mention.attribute_start + len(mention.attribute or "")
        return ReplaceText(mention.path, mention.end, end, "")
    return _instead(mention, {"Ref": mention.name})
