"""The execution role of a function, and what its policies allow as far as they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from auditor.aws.iam.answer import Answer, any_of
from auditor.aws.iam.known import managed, managed_by_name, sam_template
from auditor.aws.iam.statements import (
    acts_on_any,
    allows,
    applies,
    denies,
    has_patterns,
    items,
    statements,
)
from auditor.aws.iam.target import Target, reference
from auditor.model.tree import Tree
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.template import Resource, Template
from auditor.template.values import UNKNOWN, Case, When

SAM_FUNCTION = "AWS::Serverless::Function"
_ROLE = "AWS::IAM::Role"
ROLES = (_ROLE, SAM_FUNCTION)
"""The types of which `Role` reads."""
_MANAGED = "AWS::IAM::ManagedPolicy"
_ATTACHED = {"AWS::IAM::Policy": "Roles", _MANAGED: "Roles", "AWS::IAM::RolePolicy": "RoleName"}
_RUN_CODE = ("AWS::CloudFormation::", "AWS::Serverless::Application", "Custom::")
"""How the types begin of what may attach policies to a role that it is given."""
_SAM_SOURCES = {
    "SQS": "AWSLambdaSQSQueueExecutionRole",
    "Kinesis": "AWSLambdaKinesisExecutionRole",
    "DynamoDB": "AWSLambdaDynamoDBExecutionRole",
}
_SAM_ADDS = {
    "DurableConfig": "AWSLambdaBasicDurableExecutionRolePolicy",
    "Tracing": "AWSXrayWriteOnlyAccess",
    "VpcConfig": "AWSLambdaVPCAccessExecutionRole",
}
"""What SAM attaches to the role that it makes, by type of event and by property of the function:
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-function.html
https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/sam_resources.py"""
_SAM_ADDS_MORE = ("DeadLetterQueue", "DurableConfig", "EventInvokeConfig")
_SAM_ADDS_NOTHING = frozenset(
    {
        *("AlexaSkill", "Api", "CloudWatchEvent", "CloudWatchLogs", "Cognito", "EventBridgeRule"),
        *("HttpApi", "IoTRule", "S3", "SNS", "Schedule", "ScheduleV2", *_SAM_SOURCES),
    }
)
_IN_EVENTS = ("DestinationConfig", "SqsSubscription")
"""Properties of events that make SAM add statements."""


class Role:
    """An `AWS::IAM::Role`, or the role that SAM makes for a function.

    `resource` is the role, or the function whose role it is.
    """

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self.template = resource.template

    @property
    def is_made_by_sam(self) -> bool:
        """Whether SAM makes the role."""
        return self.resource.type == SAM_FUNCTION

    @property
    def logical_id(self) -> str:
        """The role's logical ID; SAM adds `Role` to that of the function."""
        suffix = "Role" if self.is_made_by_sam else ""
        return self.resource.logical_id + suffix

    @property
    def label(self) -> str:
        """What messages call it."""
        return f"Role '{self.logical_id}'"

    def answer(self, action: str, target: Target, when: When) -> Answer:
        """Whether the role may do an action on a resource of the template under conditions."""
        if not self._is_readable:
            return Answer.UNKNOWN
        possible = [found for found in self._statements if self._can_meet(found, when)]
        found = any_of(self._allows(entry, action, target, when) for entry in possible)
        taken = any_of(
            applies(self.template, entry, action, target) for entry in possible if denies(entry)
        )
        is_doubtful = found is Answer.ALLOWED and taken is not Answer.DENIED
        return Answer.UNKNOWN if is_doubtful else found

    def answer_anywhere(self, action: str, when: When, *, on_all: bool = False) -> Answer:
        """Whether the role may do an action on anything at all, DENIED where on nothing.

        With `on_all`, statements that name whole ARNs alone do not count.
        """
        if not self._is_readable:
            return Answer.UNKNOWN
        for entry in self._statements:
            if denies(entry) or not self._can_meet(entry, when):
                continue
            if on_all and entry.known and not has_patterns(self.template, entry):
                continue
            if acts_on_any(self.template, entry, action) is not Answer.DENIED:
                return Answer.UNKNOWN
        return Answer.DENIED

    def _allows(self, statement: Case, action: str, target: Target, when: When) -> Answer:
        found = allows(self.template, statement, action, target)
        is_there = statement.when <= when | self.resource.when
        return Answer.UNKNOWN if found is Answer.ALLOWED and not is_there else found

    def _can_meet(self, statement: Case, when: When) -> bool:
        return self.template.can_hold(statement.when | when)

    def names(self, action: str) -> bool:
        """Whether a statement that is certainly there names an action, for whatever resource."""
        return any(
            statement.known
            and not denies(statement)
            and statement.when <= self.resource.when
            and acts_on_any(self.template, statement, action) is Answer.ALLOWED
            for statement in self._statements
        )

    @cached_property
    def _is_readable(self) -> bool:
        """Whether nothing but what the statements say can give the role a permission."""
        template = self.template
        if (
            not template.shows_all_resources
            or self.resource.has("PermissionsBoundary") is not False
        ):
            return False
        has_connectors = template.once(_has_connectors)
        return not has_connectors and self.logical_id not in template.once(_handed_on)

    @cached_property
    def _statements(self) -> tuple[Case, ...]:
        own = self._of_sam() if self.is_made_by_sam else self._of_role()
        return (*own, *self._attached())

    def _of_role(self) -> Iterator[Case]:
        for case in self.resource.cases("Policies"):
            for policy in items(self.template, case):
                if isinstance(policy.value, dict) and "PolicyDocument" in policy.value:
                    place = (*policy.path, "PolicyDocument")
                    document = policy.value["PolicyDocument"]
                    yield from statements(self.template, document, place, policy.when)
                else:
                    yield Case(UNKNOWN, policy.path, policy.when)
        for case in self.resource.written("ManagedPolicyArns"):
            for arn in self._written_items(case):
                yield from self._by_arn(arn)

    def _of_sam(self) -> Iterator[Case]:
        if any(self.resource.has(key) is not False for key in _SAM_ADDS_MORE):
            yield Case(UNKNOWN, self.resource.path)
        yield from managed_by_name("AWSLambdaBasicExecutionRole")
        for key, name in _SAM_ADDS.items():
            if self.resource.has(key) is not False:
                yield from managed_by_name(name)
        for case in self.resource.cases("Events"):
            if isinstance(case.value, dict) and is_plain_mapping(case.value):
                for event in case.value.values():
                    yield from _of_sam_event(event, case)
            elif not case.absent:
                yield Case(UNKNOWN, case.path, case.when)
        for case in self.resource.written("Policies"):
            for policy in self._written_items(case):
                yield from self._sam_policy(policy)

    def _sam_policy(self, policy: Case) -> Iterator[Case]:
        value: Tree = policy.value
        if isinstance(value, str) and not value.startswith("arn:"):
            yield from managed_by_name(value)
        elif not is_plain_mapping(value):
            yield from self._by_arn(policy)
        elif "Statement" in value:
            yield from statements(self.template, value, policy.path, policy.when)
        elif len(value) == 1 and is_plain_mapping(next(iter(value.values()))):
            ((name, values),) = value.items()
            yield from sam_template(name, values)
        else:
            yield Case(UNKNOWN, policy.path, policy.when)

    @property
    def own_policies(self) -> Iterator[Resource]:
        """The policies of the template that are attached to this role and to nothing else."""
        for policy in self.template.of_type(*_ATTACHED):
            names = policy.case(_ATTACHED[policy.type])
            listed = names.value if names and isinstance(names.value, list) else [None]
            is_only = len(listed) == 1 and listed[0] == {"Ref": self.logical_id}
            others = (policy.has("Users"), policy.has("Groups"))
            if is_only and others == (False, False):
                yield policy

    def _attached(self) -> Iterator[Case]:
        for policy in self.template.of_type(*_ATTACHED):
            answer = self._is_attached_to(policy)
            if answer is Answer.ALLOWED:
                yield from self._document(policy)
            elif answer is Answer.UNKNOWN:
                yield Case(UNKNOWN, policy.path, policy.when)

    def _is_attached_to(self, policy: Resource) -> Answer:
        return any_of(
            self._is_own_name(entry.value) if entry.known else Answer.UNKNOWN
            for case in policy.written(_ATTACHED[policy.type])
            for entry in self._written_items(case)
        )

    def _is_own_name(self, value: Tree) -> Answer:
        spelled = self.template.name(value)
        named = {
            role.logical_id
            for role in map(Role, self.template.of_type(*ROLES))
            if spelled is not None and spelled == self.template.name({"Ref": role.logical_id})
        }
        if self.logical_id in named:
            return Answer.ALLOWED
        return Answer.DENIED if named else Answer.UNKNOWN

    def _document(self, policy: Resource) -> Iterator[Case]:
        for case in policy.written("PolicyDocument"):
            value = case.value if case.known else {}
            yield from statements(self.template, value, case.path, case.when)

    def _by_arn(self, arn: Case) -> Iterator[Case]:
        name = self.template.name(arn.value) if arn.known else None
        found = reference(name)
        policy = self.template.resources.get(found[0]) if found else None
        if policy is not None and policy.type == _MANAGED:
            yield from self._document(policy)
            return
        for statement in managed(name):
            yield Case(statement.value, arn.path, arn.when)

    def _written_items(self, case: Case) -> Iterator[Case]:
        listed = case.value if isinstance(case.value, list) else [case.value]
        if not case.known:
            yield from () if case.absent else (case,)
            return
        for index, entry in enumerate(listed):
            place = (*case.path, index)
            found = self.template.branches(entry, place, case.when)
            yield from (item for item in found if not item.absent)


def _of_sam_event(event: Tree, events: Case) -> Iterator[Case]:
    """The statements that SAM adds for one event of a function."""
    kind = str(event.get("Type")) if isinstance(event, dict) else ""
    properties = event.get("Properties") if isinstance(event, dict) else None
    if kind in _SAM_SOURCES:
        yield from managed_by_name(_SAM_SOURCES[kind])
    has_more = isinstance(properties, dict) and any(key in properties for key in _IN_EVENTS)
    if kind not in _SAM_ADDS_NOTHING or has_more:
        yield Case(UNKNOWN, events.path, events.when)


def roles_of(function: Resource, key: str = "Role") -> Iterator[tuple[Case, Role | None]]:
    """The roles that a function can have, None in each case whose role the template leaves out.

    Of another resource, `key` is the property that names its role.
    """
    cases = function.written(key)
    for case in cases:
        # SAM sees the property, and not what becomes of a branch without a value.
        if case.absent and len(cases) == 1 and function.type == SAM_FUNCTION:
            yield case, Role(function)
        else:
            yield case, _role(function.template, case)


def _role(template: Template, case: Case) -> Role | None:
    found = reference(template.name(case.value)) if case.known else None
    resource = template.resources.get(found[0]) if found else None
    is_arn = found is not None and found[1] == "Arn"
    if resource is None or resource.type != _ROLE or not is_arn:
        return None
    return Role(resource)


def _has_connectors(template: Template) -> bool:
    return "AWS::Serverless::Connector" in template.by_type or any(
        "Connectors" in resource.body for resource in template.resources.values()
    )


def _handed_on(template: Template) -> frozenset[str]:
    """What is named by resources that may do anything with it."""
    return frozenset(
        mention.target
        for resource in template.resources.values()
        if resource.type.startswith(_RUN_CODE)
        for mention in resource.references
    )
