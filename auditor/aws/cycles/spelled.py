"""References that become the text which they stand for: a name that the template gives itself."""

from __future__ import annotations

from auditor.aws.cycles.cut import Cut
from auditor.aws.iam.target import CALLED, Kind
from auditor.model.edit import Edit, ReplaceText, SetValue
from auditor.model.path import Path
from auditor.model.tree import Tree, at
from auditor.template.dependencies import Dependency
from auditor.template.intrinsics import function_of, get_att
from auditor.template.names import Hole
from auditor.template.references import references
from auditor.template.template import Resource, Template

_PLACES = {
    "AWS::IAM::Group": ("Policies",),
    "AWS::IAM::ManagedPolicy": ("PolicyDocument",),
    "AWS::IAM::Policy": ("PolicyDocument",),
    "AWS::IAM::Role": ("Policies",),
    "AWS::IAM::RolePolicy": ("PolicyDocument",),
    "AWS::IAM::User": ("Policies",),
    "AWS::Lambda::Function": ("Environment",),
    "AWS::Lambda::Permission": ("SourceArn",),
    "AWS::Serverless::Function": ("Environment", "Policies"),
}
"""Properties that take the text as it is: nothing looks for the resource when they are set."""
_CONDITIONS = ("AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy", "AWS::KMS::Key")
"""Policies whose conditions are compared when they are used; their principals must be there."""


def text_of_its_own(template: Template, edge: Dependency) -> Cut | None:
    """Writes the name or the ARN of a resource that the template names, in place of a reference."""
    target = template.resources.get(edge.target)
    kind = None if target is None else CALLED.get(target.type)
    if target is None or kind is None or not _is_free(template.resources[edge.source], edge.path):
        return None
    name = _name(target, kind)
    edits = None if name is None else _edits(template, edge, kind, name)
    if edits is None:
        return None
    return Cut(f"Write the name of {edge.target} in {edge.source} instead of a reference", 2, edits)


def _is_free(source: Resource, path: Path) -> bool:
    if path[2] != "Properties" or len(path) < 4:
        return False
    if path[3] in _PLACES.get(source.type, ()):
        return "Principal" not in path
    return source.type in _CONDITIONS and "Condition" in path


def _name(target: Resource, kind: Kind) -> str | None:
    """The name as the text of a `Fn::Sub`; None where the template does not show it plainly."""
    properties = target.body.get("Properties")
    value: Tree = properties.get(kind.property) if isinstance(properties, dict) else None
    call = function_of(value)
    if isinstance(value, str) and "${" not in value and "{{" not in value:
        return value
    if call is None or not isinstance(call[1], str):
        return None
    if any(found.target in target.template.resources for found in references(value, ())):
        return None
    if call[0] == "Ref" and call[1] != "AWS::NoValue":
        return f"${{{call[1]}}}"
    return call[1] if call[0] == "Fn::Sub" else None


def _edits(template: Template, edge: Dependency, kind: Kind, name: str) -> tuple[Edit, ...] | None:
    if edge.function == "Fn::Sub":
        return _in_text(template, edge, kind, name)
    steps = list(edge.path)
    place = edge.path[: max(i for i, step in enumerate(steps) if step == edge.function)]
    value: Tree = at(template.tree, place)
    call = function_of(value)
    pair = (edge.target, "") if edge.function == "Ref" else get_att(call[1]) if call else None
    attribute = None if pair is None else pair[1]
    if attribute == "" and _takes_arn(place):
        attribute = kind.arns[0] if kind.arns else None
    text = None if attribute is None else _text(kind, attribute, name)
    if text is None:
        return None
    new: Tree = {"Fn::Sub": text} if "${" in text else text
    return (SetValue(place, new),)


def _in_text(
    template: Template, edge: Dependency, kind: Kind, name: str
) -> tuple[Edit, ...] | None:
    whole: Tree = at(template.tree, edge.path)
    edits: list[Edit] = []
    for attribute in ("", *dict.fromkeys((*kind.arns, *kind.names))):
        variable = f"${{{edge.target}{'.' if attribute else ''}{attribute}}}"
        start = whole.find(variable)
        while start >= 0:
            is_arn = not attribute and start == 0 and _takes_arn(edge.path)
            text = _text(kind, kind.arns[0] if is_arn and kind.arns else attribute, name)
            if text is None:
                return None
            edits.append(ReplaceText(edge.path, start, start + len(variable), text))
            start = whole.find(variable, start + len(variable))
    return tuple(dict.fromkeys(edits)) or None


def _takes_arn(path: Path) -> bool:
    """Whether a value stands where policies take ARNs: a name would be refused there."""
    is_first = path[-3:-1] != ("Fn::Join", 1) or path[-1] == 0
    return is_first and ("Resource" in path or "NotResource" in path)


def _text(kind: Kind, attribute: str, name: str) -> str | None:
    if attribute in kind.names:
        return name
    if attribute not in kind.arns or kind.after:
        return None
    here = "".join(f"${{{p.expression}}}" if isinstance(p, Hole) else p for p in kind.here)
    return f"arn:${{AWS::Partition}}:{kind.service}{here}{kind.before}{name}"
