"""Resources of a template that a permission can be for, and the ARNs that name them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from auditor.model.tree import Tree
from auditor.template.names import Hole, Name
from auditor.template.template import Resource, Template

PREFIX: Name = (
    *"arn:",
    Hole("AWS::Partition"),
    ":",
)
_HERE: Name = (":", Hole("AWS::Region"), ":", Hole("AWS::AccountId"), ":")


@dataclass(frozen=True, slots=True)
class Kind:
    """How resources of a type are named.

    `arns` are the attributes that return an ARN, "" for `Ref`. `names` are those that return the
    name, likewise. `before` and `after` stand around the name in the last part of the ARN.
    """

    service: str
    arns: tuple[str, ...]
    names: tuple[str, ...]
    property: str
    before: str = ""
    after: Name = ()


_FUNCTION = Kind("lambda", ("Arn",), ("",), "FunctionName", "function:")
KINDS: dict[str, Kind] = {
    "AWS::SQS::Queue": Kind("sqs", ("Arn",), ("QueueName",), "QueueName"),
    "AWS::SNS::Topic": Kind("sns", ("", "TopicArn"), ("TopicName",), "TopicName"),
    "AWS::Kinesis::Stream": Kind("kinesis", ("Arn",), ("",), "Name", "stream/"),
    "AWS::DynamoDB::Table": Kind(
        "dynamodb",
        ("StreamArn",),
        ("",),
        "TableName",
        "table/",
        (*"/stream/", Hole("label of the stream")),
    ),
    "AWS::Lambda::Function": _FUNCTION,
    "AWS::Serverless::Function": _FUNCTION,
    "AWS::Events::EventBus": Kind("events", ("Arn",), ("", "Name"), "Name", "event-bus/"),
}
"""https://docs.aws.amazon.com/service-authorization/latest/reference/ and the "Return values" of
each type's page"""


class Target:
    """A resource of the template whose ARN a policy may name."""

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self.template = resource.template
        self.kind = KINDS[resource.type]

    @classmethod
    def named(cls, template: Template, value: Tree) -> Target | None:
        """The resource whose ARN a value is, None where that is none of the template's."""
        name = template.name(value)
        found = reference(name)
        if found is not None:
            resource = template.resources.get(found[0])
            kind = None if resource is None else KINDS.get(resource.type)
            is_arn = kind is not None and found[1] in kind.arns
            return cls(resource) if resource is not None and is_arn else None
        if name is None or name[:4] != ("a", "r", "n", ":"):
            return None
        others = (cls(resource) for resource in template.of_type(*KINDS))
        return next((target for target in others if name in target.arns), None)

    def is_named_by(self, value: Tree) -> bool:
        """Whether a value is the ARN or the name of the resource, with a qualifier or without."""
        name = self.template.name(value) or ()
        own: tuple[Name | None, ...] = (self.template.name({"Ref": self.logical_id}),)
        if name[:1] == ("a",) or isinstance(next(iter(name), None), Hole):
            own = (*own, *self.arns)
        return any(one and name[: len(one)] == one and _is_end(name[len(one) :]) for one in own)

    @property
    def logical_id(self) -> str:
        """The resource's logical ID."""
        return self.resource.logical_id

    @property
    def expression(self) -> Tree:
        """A value that is the ARN."""
        attribute = self.kind.arns[0]
        if attribute:
            return {"Fn::GetAtt": [self.logical_id, attribute]}
        return {"Ref": self.logical_id}

    @cached_property
    def spelled(self) -> tuple[Name, ...]:
        """The last part of the ARN, in each way in which a template can spell it."""
        names: list[Name] = [(Hole(_expression(self.logical_id, n)),) for n in self.kind.names]
        given = self.resource.written(self.kind.property)
        if len(given) == 1 and given[0].known:
            own = self.template.name(given[0].value)
            names += [] if own is None else [own]
        return tuple((*self.kind.before, *name, *self.kind.after) for name in names)

    @cached_property
    def arns(self) -> tuple[Name, ...]:
        """The ARN, in each way in which a template can spell it."""
        referred: list[Name] = [
            (Hole(_expression(self.logical_id, attribute)),) for attribute in self.kind.arns
        ]
        if self.resource.type == "AWS::DynamoDB::Table":
            referred.append((Hole(f"{self.logical_id}.Arn"), *self.kind.after))
        return (
            *referred,
            *((*PREFIX, *self.kind.service, *_HERE, *last) for last in self.spelled),
        )


def reference(name: Name | None) -> tuple[str, str] | None:
    """The logical ID and the attribute ("" for `Ref`) of a name that is one reference."""
    if name is None or len(name) != 1 or not isinstance(name[0], Hole):
        return None
    logical_id, _, attribute = name[0].expression.partition(".")
    return logical_id, attribute


def _is_end(rest: Name) -> bool:
    return not rest or rest[0] == ":"


def _expression(logical_id: str, attribute: str) -> str:
    return f"{logical_id}.{attribute}" if attribute else logical_id
