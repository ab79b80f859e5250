"""What a variable of a function's environment should hold, by its name."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from auditor.expression import expression
from auditor.model.tree import Tree
from auditor.template.intrinsics import function_of, is_plain_mapping
from auditor.template.references import references
from auditor.template.template import Resource, Template
from auditor.template.wiring import waits_for_any

_SELF = ""
"""Stands for `Ref` where an attribute could be named."""
_PSEUDO = {
    "AWS_ACCOUNT_ID": "AWS::AccountId",
    "ACCOUNT_ID": "AWS::AccountId",
    "STACK_NAME": "AWS::StackName",
}
_WORD = expression(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_IDLE = frozenset({"AWS", "DDB", "DYNAMO", "DYNAMODB", "KINESIS", "S3", "SNS", "SQS"})
"""Words for a service, which say no more than the kind of the resource does."""
_REMAKING_EVENTS = ("Cognito", "S3")
"""Events for which SAM changes the resource that they come from, so that it waits for the function.
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-s3.html
"""


class _Kind(Struct, frozen=True):
    """What a variable's name can speak of.

    `words`: how its names spell it. `types`: the resources; `ends`: what they give by the words
    that the name ends in. `others`: types that it can mean too, of which nothing is known here.
    `is_name`: what `Ref` gives is the name that the template can set.
    """

    words: tuple[str, ...]
    types: tuple[str, ...]
    ends: dict[str, str]
    others: tuple[str, ...] = field(default=())
    is_name: bool = False


_STATE_MACHINES = ("AWS::StepFunctions::StateMachine", "AWS::Serverless::StateMachine")
_KINDS = (
    _Kind(
        ("TABLE",),
        ("AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable", "AWS::Serverless::SimpleTable"),
        {"": _SELF, "NAME": _SELF, "ARN": "Arn"},
        ("AWS::Cassandra::Table", "AWS::Glue::Table", "AWS::Timestream::Table"),
        is_name=True,
    ),
    _Kind(
        ("BUCKET",),
        ("AWS::S3::Bucket",),
        {"": _SELF, "NAME": _SELF, "ARN": "Arn"},
        ("AWS::Lightsail::Bucket", "AWS::S3Express::DirectoryBucket"),
        is_name=True,
    ),
    _Kind(
        ("QUEUE",),
        ("AWS::SQS::Queue",),
        {"URL": _SELF, "ARN": "Arn", "NAME": "QueueName"},
        ("AWS::Batch::JobQueue", "AWS::Deadline::Queue", "AWS::MediaConvert::Queue"),
    ),
    _Kind(("TOPIC",), ("AWS::SNS::Topic",), {"": _SELF, "ARN": _SELF, "NAME": "TopicName"}),
    _Kind(
        ("STREAM",),
        ("AWS::Kinesis::Stream",),
        {"NAME": _SELF, "ARN": "Arn"},
        ("AWS::IVS::Channel", "AWS::KinesisFirehose::DeliveryStream", "AWS::KinesisVideo::Stream"),
    ),
    _Kind(("SECRET",), ("AWS::SecretsManager::Secret",), {"ARN": _SELF, "ID": _SELF}),
    _Kind(("STATE", "MACHINE"), _STATE_MACHINES, {"ARN": _SELF, "NAME": "Name"}),
    _Kind(("STATEMACHINE",), _STATE_MACHINES, {"ARN": _SELF, "NAME": "Name"}),
    _Kind(("EVENT", "BUS"), ("AWS::Events::EventBus",), {"NAME": _SELF, "ARN": "Arn"}),
    _Kind(("USER", "POOL"), ("AWS::Cognito::UserPool",), {"ID": _SELF, "ARN": "Arn"}),
)
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
"""


def may_be_set_elsewhere(function: Resource) -> bool:
    """Whether a function's environment may come from elsewhere than its `Environment`.

    A wrapper script can set variables before the code is loaded, and Greengrass runs functions
    with the environment of its own definitions:
    https://docs.aws.amazon.com/lambda/latest/dg/runtimes-modify.html#runtime-wrapper
    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-greengrass-functiondefinitionversion-environment.html
    """
    if function.has("Environment", "Variables", "AWS_LAMBDA_EXEC_WRAPPER") is not False:
        return True
    return any(one.startswith("AWS::Greengrass") for one in function.template.by_type)


def value_for_variable(function: Resource, name: str) -> Tree | None:
    """The value for a variable of a function, None where its name does not settle it.

    `ORDERS_TABLE_NAME` is the name of the table that has "orders" in its logical ID, `TABLE_NAME`
    that of the only table. A resource that may be missing where the function is there is none; for
    one that is created after the function, its name is spelled as the template does.
    """
    if name in _PSEUDO:
        return {"Ref": _PSEUDO[name]}
    words = name.upper().split("_")
    for kind in _KINDS:
        for end, attribute in kind.ends.items():
            spelled = [*kind.words, *([end] if end else [])]
            if words[-len(spelled) :] == spelled:
                owner = [word for word in words[: -len(spelled)] if word not in _IDLE]
                meant = _meant(function.template, kind, owner)
                is_there = meant is not None and meant.when <= function.when
                return _value(function, meant, kind, attribute) if meant and is_there else None
    return None


def _value(function: Resource, meant: Resource, kind: _Kind, attribute: str) -> Tree | None:
    if not _comes_later(function, meant):
        if attribute == _SELF:
            return {"Ref": meant.logical_id}
        return {"Fn::GetAtt": [meant.logical_id, attribute]}
    spelled = meant.physical_name if kind.is_name and attribute == _SELF else None
    return spelled if _is_free_name(function.template, spelled) else None


def _is_free_name(template: Template, value: Tree) -> bool:
    """Whether a value is one name, made of texts, parameters and pseudo parameters alone."""
    call = function_of(value)
    if call is None:
        return isinstance(value, str)
    if call[0] not in ("Fn::Join", "Fn::Sub"):
        return call[0] == "Ref" and str(call[1]) in template.parameters
    named = {found.target for found in references(value, ())}
    return named.isdisjoint(template.resources)


def _comes_later(function: Resource, meant: Resource) -> bool:
    """Whether a resource waits for the function, so that the function cannot refer to it."""
    template = function.template
    if waits_for_any(template, {"Ref": meant.logical_id}, function.logical_id):
        return True
    return any(
        other is function or other.waits_for(function.logical_id)
        for other in _remade_by(template, meant.logical_id)
    )


def _remade_by(template: Template, logical_id: str) -> Iterator[Resource]:
    """The functions whose events SAM writes into a resource."""
    for function in template.of_type("AWS::Serverless::Function"):
        remaking = (
            event
            for case in function.cases("Events")
            if isinstance(case.value, dict) and is_plain_mapping(case.value)
            for event in case.value.values()
            if isinstance(event, dict) and event.get("Type") in _REMAKING_EVENTS
        )
        if any(found.target == logical_id for event in remaking for found in references(event, ())):
            yield function


def _meant(template: Template, kind: _Kind, owner: list[str]) -> Resource | None:
    """The one resource that a name means; `owner` are the words before those of the kind."""
    if not template.shows_all_resources or any(template.of_type(*kind.others)):
        return None
    found = list(template.of_type(*kind.types))
    if owner:
        exact = [one for one in found if _words(one) in (owner, [*owner, *kind.words])]
        found = exact or [one for one in found if _contains(_words(one), owner)]
    return found[0] if len(found) == 1 else None


def _words(resource: Resource) -> list[str]:
    """`OrdersTable` as ORDERS and TABLE."""
    return [word.upper() for word in _WORD.findall(resource.logical_id)]


def _contains(words: list[str], wanted: list[str]) -> bool:
    size = len(wanted)
    return any(words[at : at + size] == wanted for at in range(len(words) - size + 1))
