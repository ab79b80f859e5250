"""Resources of a template that a permission can be for, and the ARNs that name them."""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct

from auditor.model.tree import Tree
from auditor.template.names import Hole, Name
from auditor.template.template import Resource, Template

PREFIX: Name = (
    *"arn:",
    Hole("AWS::Partition"),
    ":",
)
_HERE: Name = (":", Hole("AWS::Region"), ":", Hole("AWS::AccountId"), ":")
_GLOBAL: Name = (":", ":", Hole("AWS::AccountId"), ":")
_NOWHERE: Name = (":", ":", ":")


class Kind(Struct, frozen=True):
    """How resources of a type are named.

    `arns` are the attributes that return an ARN, "" for `Ref`. `names` are those that return the
    name, `urls` those that return the URL, likewise. `property` sets the name. `before` and
    `after` stand around the name in the last part of the ARN, and `here` is what stands between
    the service and that part. `end` ends a name inside of it, so that names do not have it.
    """

    service: str
    arns: tuple[str, ...]
    names: tuple[str, ...]
    property: str
    before: str = ""
    after: Name = ()
    here: Name = _HERE
    end: str = ""
    urls: tuple[str, ...] = ()


class Part(Struct, frozen=True):
    """What an ARN goes on with for a part of a resource: objects of a bucket, an index.

    `pattern` is how a policy says it, None where that cannot be told.
    """

    spelled: Name = ()
    pattern: str | None = ""


WHOLE = Part()
_FUNCTION = Kind("lambda", ("Arn",), ("",), "FunctionName", "function:", end=":")
_TABLE = Kind("dynamodb", ("Arn",), ("",), "TableName", "table/", end="/")
KINDS: dict[str, Kind] = {
    "AWS::SQS::Queue": Kind("sqs", ("Arn",), ("QueueName",), "QueueName", urls=("", "QueueUrl")),
    "AWS::SNS::Topic": Kind("sns", ("", "TopicArn"), ("TopicName",), "TopicName"),
    "AWS::Kinesis::Stream": Kind("kinesis", ("Arn",), ("",), "Name", "stream/"),
    "AWS::DynamoDB::Table": Kind(
        "dynamodb",
        ("StreamArn",),
        ("",),
        "TableName",
        "table/",
        (*"/stream/", Hole("label of the stream")),
        end="/",
    ),
    "AWS::Lambda::Function": _FUNCTION,
    "AWS::Serverless::Function": _FUNCTION,
    "AWS::Events::EventBus": Kind("events", ("Arn",), ("", "Name"), "Name", "event-bus/"),
}
"""https://docs.aws.amazon.com/service-authorization/latest/reference/ and the "Return values" of
each type's page"""
CALLED: dict[str, Kind] = {
    **{name: kind for name, kind in KINDS.items() if name != "AWS::DynamoDB::Table"},
    "AWS::DynamoDB::Table": _TABLE,
    "AWS::DynamoDB::GlobalTable": _TABLE,
    "AWS::Serverless::SimpleTable": _TABLE,
    "AWS::S3::Bucket": Kind("s3", ("Arn",), ("",), "BucketName", here=_NOWHERE, end="/"),
    "AWS::StepFunctions::StateMachine": Kind(
        "states", ("", "Arn"), ("Name",), "StateMachineName", "stateMachine:"
    ),
    "AWS::Serverless::StateMachine": Kind(
        "states", ("", "Arn"), ("Name",), "Name", "stateMachine:"
    ),
    "AWS::SecretsManager::Secret": Kind(
        "secretsmanager", ("", "Id"), (), "Name", "secret:", ("-", Hole("six letters"))
    ),
    "AWS::KinesisFirehose::DeliveryStream": Kind(
        "firehose", ("Arn",), ("",), "DeliveryStreamName", "deliverystream/"
    ),
    "AWS::SSM::Parameter": Kind("ssm", (), ("",), "Name", "parameter/"),
    "AWS::IAM::Role": Kind("iam", ("Arn",), ("",), "RoleName", "role/", here=_GLOBAL),
}
"""As `KINDS`, for what code calls, which are tables where Lambda reads their streams."""


class Target:
    """A resource of the template whose ARN a policy may name."""

    def __init__(self, resource: Resource, kind: Kind | None = None, part: Part = WHOLE) -> None:
        self.resource = resource
        self.template = resource.template
        self.kind = KINDS[resource.type] if kind is None else kind
        self.part = part

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
        return any(name[: len(one)] == one and _is_end(name[len(one) :]) for one in self.all_names)

    @cached_property
    def all_names(self) -> tuple[Name, ...]:
        """How a value can name the resource: by its name or its ARN, without a qualifier."""
        own = self.template.name({"Ref": self.logical_id})
        return (*([own] if own else []), *self.arns)

    @property
    def logical_id(self) -> str:
        """The resource's logical ID."""
        return self.resource.logical_id

    @property
    def label(self) -> str:
        """What messages call it."""
        return self.resource.label

    @property
    def expression(self) -> Tree:
        """A value that is the ARN, or a pattern for the part; None where it cannot be written."""
        pattern = self.part.pattern
        if pattern is None:
            return None
        if not self.kind.arns:
            return {"Fn::Sub": self._sub_of_name() + pattern}
        reference = _expression(self.logical_id, self.kind.arns[0])
        if pattern:
            return {"Fn::Sub": f"${{{reference}}}{pattern}"}
        if self.kind.arns[0]:
            return {"Fn::GetAtt": [self.logical_id, self.kind.arns[0]]}
        return {"Ref": self.logical_id}

    def _sub_of_name(self) -> str:
        before = self.kind.before
        if any(name[:1] == ("/",) for name in self._given_names):
            before = before.removesuffix("/")
        here = "${AWS::Region}:${AWS::AccountId}"
        return f"arn:${{AWS::Partition}}:{self.kind.service}:{here}:{before}${{{self.logical_id}}}"

    @cached_property
    def _given_names(self) -> tuple[Name, ...]:
        """The name that the template gives the resource, where it is known."""
        given = self.resource.written(self.kind.property)
        own = self.template.name(given[0].value) if len(given) == 1 and given[0].known else None
        return () if own is None else (own,)

    @cached_property
    def spelled(self) -> tuple[Name, ...]:
        """The last part of the ARN, in each way in which a template can spell it."""
        if self.kind.service == "iam" and self.resource.has("Path") is not False:
            return ()
        names: list[Name] = [(Hole(_expression(self.logical_id, n)),) for n in self.kind.names]
        given = self._given_names
        if self.kind.service == "ssm" and given:
            # The slash that a name may begin with is the one before it in the ARN.
            names = []
            given = tuple(
                _without_slash(name) for name in given if name and isinstance(name[0], str)
            )
        names += given
        ends = (*self.kind.after, *self.part.spelled)
        return tuple((*self.kind.before, *name, *ends) for name in names)

    @cached_property
    def arns(self) -> tuple[Name, ...]:
        """The ARN, in each way in which a template can spell it."""
        referred: list[Name] = [
            (Hole(_expression(self.logical_id, attribute)), *self.part.spelled)
            for attribute in self.kind.arns
        ]
        if "StreamArn" in self.kind.arns:
            referred.append((Hole(f"{self.logical_id}.Arn"), *self.kind.after))
        start = (*PREFIX, *self.kind.service, *self.kind.here)
        return (*referred, *((*start, *last) for last in self.spelled))


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


def _without_slash(name: Name) -> Name:
    return name[1:] if name[:1] == ("/",) else name
