"""Where a service looks, before it creates something, whether the role of it may do it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.aws.iam.answer import Answer
from auditor.aws.iam.own_policies import may_allow_roles
from auditor.aws.iam.role import SAM_FUNCTION, Role, roles_of
from auditor.aws.iam.target import Target
from auditor.model.tree import Tree
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.template import Resource, Template
from auditor.template.values import Case, When

_FUNCTIONS = ("AWS::Lambda::Function", SAM_FUNCTION)
_SAM_SOURCES = {"SQS": "Queue", "Kinesis": "Stream", "DynamoDB": "Stream"}
"""The property that names the source, by type of event:
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html"""
_PIPE = "AWS::Pipes::Pipe"
_PIPE_SOURCES = ("DynamoDBStreamParameters", "KinesisStreamParameters")
_DESTINATIONS = tuple(
    ("DestinationConfig", outcome, "Destination") for outcome in ("OnFailure", "OnSuccess")
)


class RoleUse(Struct, frozen=True):
    """A resource of the template that a function's role is used for.

    `case` is where the resource is named, `role_case` where the role is, and `holder` is what
    Lambda refuses to create.
    """

    function: Resource
    holder: Resource
    case: Case
    role: Role
    role_case: Case
    target: Target

    @property
    def template(self) -> Template:
        """The template."""
        return self.function.template

    @property
    def when(self) -> When:
        """The conditions of the case."""
        own = self.function.when | self.holder.when | self.target.resource.when
        return self.case.when | self.role_case.when | own

    @property
    def is_unconditional(self) -> bool:
        """Whether the case is there in every deployment."""
        return not self.when and self.case.certain and self.role_case.certain

    def answer(self, action: str) -> Answer:
        """Whether an action is allowed, by the role or by a policy on the resource."""
        found = self.role.answer(action, self.target, self.when)
        if found is Answer.DENIED and may_allow_roles(self.target):
            return Answer.UNKNOWN
        return found


class SendUse(RoleUse, frozen=True):
    """A dead-letter queue or topic, or a destination for the outcome of invocations."""

    types: ClassVar[tuple[str, ...]] = (*_FUNCTIONS, "AWS::Lambda::EventInvokeConfig", _PIPE)

    @classmethod
    def find(cls, template: Template) -> Iterator[SendUse]:
        """All of a template; those that SAM gives the permission itself are left out."""
        for function in template.of_type(*_FUNCTIONS):
            is_sam = function.type == SAM_FUNCTION
            keys: list[tuple[str, ...]]
            keys = [("DeadLetterQueue" if is_sam else "DeadLetterConfig", "TargetArn")]
            keys += [("EventInvokeConfig", *below) for below in _DESTINATIONS if is_sam]
            for path in keys:
                for use in _uses(function, function, function.written(*path)):
                    if not use[3].is_made_by_sam:
                        yield cls(*use)
        for config in template.of_type("AWS::Lambda::EventInvokeConfig"):
            owner = _function_of(config)
            for below in _DESTINATIONS:
                targets = config.written(*below)
                yield from (cls(*use) for use in _uses(owner, config, targets))
        for pipe in template.of_type(_PIPE):
            for source in _PIPE_SOURCES:
                targets = pipe.written("SourceParameters", source, "DeadLetterConfig", "Arn")
                yield from (cls(*use) for use in _uses(pipe, pipe, targets, "RoleArn"))


class ReadUse(RoleUse, frozen=True):
    """A queue or a stream of the template that an event source mapping reads for a function."""

    types: ClassVar[tuple[str, ...]] = (SAM_FUNCTION, "AWS::Lambda::EventSourceMapping")

    @classmethod
    def find(cls, template: Template) -> Iterator[ReadUse]:
        """All of a template; those that SAM gives the permission itself are left out."""
        for mapping in template.of_type("AWS::Lambda::EventSourceMapping"):
            sources = mapping.written("EventSourceArn")
            yield from (cls(*use) for use in _uses(_function_of(mapping), mapping, sources))
        for function in template.of_type(SAM_FUNCTION):
            for source in _event_sources(function):
                for use in _uses(function, function, [source]):
                    if not use[3].is_made_by_sam:
                        yield cls(*use)


_Use = tuple[Resource, Resource, Case, Role, Case, Target]


def function_named(template: Template, value: Tree) -> Resource | None:
    """The function of the template that a value names, by its name or ARN."""
    functions = (Target(resource) for resource in template.of_type(*_FUNCTIONS))
    return next((target.resource for target in functions if target.is_named_by(value)), None)


def _function_of(resource: Resource) -> Resource | None:
    named = resource.written("FunctionName")
    if len(named) != 1 or not named[0].known:
        return None
    return function_named(resource.template, named[0].value)


def _event_sources(function: Resource) -> Iterator[Case]:
    template = function.template
    for events in function.cases("Events"):
        entries: Tree = events.value if is_plain_mapping(events.value) else {}
        for name, event in entries.items():
            properties: Tree = event.get("Properties") if isinstance(event, dict) else None
            key = _SAM_SOURCES.get(str(event.get("Type"))) if is_plain_mapping(properties) else None
            if key is not None and key in properties:
                place = (*events.path, name, "Properties", key)
                yield from template.branches(properties[key], place, events.when)


def _uses(
    function: Resource | None, holder: Resource, targets: Iterable[Case], role_key: str = "Role"
) -> Iterator[_Use]:
    if function is None:
        return
    template = function.template
    for case in targets:
        target = Target.named(template, case.value) if case.known else None
        for role_case, role in roles_of(function, role_key) if target is not None else ():
            if role is not None and target is not None and template.can_meet(case, role_case):
                yield function, holder, case, role, role_case, target
