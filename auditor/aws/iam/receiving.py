"""Queues and topics that a service sends to by its own name, and the policies that let it.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct

from auditor.model.edit import Edit, InsertItem
from auditor.model.tree import Tree
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.leading import leading
from auditor.template.references import references
from auditor.template.template import Resource, Template
from auditor.template.values import Case
from auditor.template.wiring import new_resource, wait_for

if TYPE_CHECKING:
    from auditor.aws.iam.answer import Answer

QUEUE, TOPIC = "AWS::SQS::Queue", "AWS::SNS::Topic"
_POLICIES = {
    QUEUE: ("AWS::SQS::QueuePolicy", "Queues", "AWS::SQS::QueueInlinePolicy"),
    TOPIC: ("AWS::SNS::TopicPolicy", "Topics", "AWS::SNS::TopicInlinePolicy"),
}
_ACTIONS = {QUEUE: "sqs:SendMessage", TOPIC: "sns:Publish"}
_NOTIFICATIONS = {"QueueConfigurations": "Queue", "TopicConfigurations": "Topic"}
_CONNECTOR = "AWS::Serverless::Connector"
_RUN_CODE = ("AWS::CloudFormation::", "AWS::Serverless::", "Custom::")
"""How the types begin of what may set a policy that the template does not show."""


class Sending(Struct, frozen=True):
    """A service that a resource of the template lets send to a queue or topic of the template.

    `case` is where that is named. `is_checked` says that the service tries to send before the
    resource is created.
    """

    target: Resource
    source: Resource
    service: str
    case: Case
    is_checked: bool = False

    types: ClassVar[tuple[str, ...]] = (QUEUE, TOPIC)

    @property
    def template(self) -> Template:
        """The template that has both."""
        return self.target.template

    @classmethod
    def find(cls, template: Template) -> Iterator[Sending]:
        """All of a template."""
        yield from cls._of_rules(template)
        yield from cls._of_buckets(template)
        for subscription in template.of_type("AWS::SNS::Subscription"):
            for case in subscription.written("Endpoint"):
                yield from cls._named(subscription, "sns", case)

    @classmethod
    def _of_rules(cls, template: Template) -> Iterator[Sending]:
        for rule in template.of_type("AWS::Events::Rule"):
            for listed in rule.cases("Targets"):
                for entry in _items(template, listed):
                    if isinstance(entry.value, dict) and "RoleArn" not in entry.value:
                        yield from cls._of(rule, "events", entry, "Arn")

    @classmethod
    def _of_buckets(cls, template: Template) -> Iterator[Sending]:
        for bucket in template.of_type("AWS::S3::Bucket"):
            for kind, key in _NOTIFICATIONS.items():
                for listed in bucket.cases("NotificationConfiguration", kind):
                    for entry in _items(template, listed):
                        yield from cls._of(bucket, "s3", entry, key)

    @classmethod
    def _of(cls, source: Resource, service: str, entry: Case, key: str) -> Iterator[Sending]:
        body: Tree = entry.value
        if is_plain_mapping(body) and key in body:
            place = (*entry.path, key)
            for case in source.template.branches(body[key], place, entry.when):
                yield from cls._named(source, service, case)

    @classmethod
    def _named(cls, source: Resource, service: str, case: Case) -> Iterator[Sending]:
        first = leading(case.value, case.path) if case.known else None
        target = source.template.resources.get(first.logical_id) if first is not None else None
        if target is None or first is None or first.rest != "":
            return
        if target.type == QUEUE or (target.type == TOPIC and service != "sns"):
            yield cls(target, source, service, case, is_checked=service == "s3")

    def is_allowed(self) -> Answer:
        """Whether a policy of the template lets the service send; UNKNOWN where one may."""
        from auditor.aws.iam.answer import Answer, any_of
        from auditor.aws.iam.statements import statements

        if not self.template.shows_all_resources or self._is_handed_on():
            return Answer.UNKNOWN
        return any_of(
            self._allows(statement)
            for policy in self._policies()
            for document in policy.cases("PolicyDocument")
            for statement in statements(self.template, document.value, document.path, document.when)
        )

    def permission(self) -> tuple[tuple[Edit, ...], bool] | None:
        """Edits that let the service send, and whether a policy was there to be extended.

        None where that policy is not written plainly, or the order cannot be.
        """
        policies = list(self._policies())
        if not policies:
            return self._new_policy()
        for policy in policies:
            properties = policy.body.get("Properties")
            document: Tree = properties.get("PolicyDocument") if properties else None
            listed = document.get("Statement") if isinstance(document, dict) else None
            if isinstance(listed, list) and policy.condition == self.target.condition:
                place = (*policy.path, "Properties", "PolicyDocument", "Statement")
                order = self._order(policy.logical_id)
                if order is not None:
                    return (InsertItem(place, len(listed), self._statement()), *order), True
        return None

    def _new_policy(self) -> tuple[tuple[Edit, ...], bool] | None:
        kind, key, _ = _POLICIES[self.target.type]
        logical_id = self.template.free_name(f"{self.target.logical_id}Policy")
        condition = {} if self.target.condition is None else {"Condition": self.target.condition}
        body: Tree = {
            "Type": kind,
            **condition,
            "Properties": {
                key: [{"Ref": self.target.logical_id}],
                "PolicyDocument": {"Version": "2012-10-17", "Statement": [self._statement()]},
            },
        }
        order = self._order(logical_id)
        if order is None:
            return None
        return (new_resource(logical_id, body, behind=self.target), *order), False

    def _order(self, policy: str) -> tuple[Edit, ...] | None:
        """What must wait for the policy, since it is tried at once."""
        return wait_for(self.source, policy) if self.is_checked else ()

    def _statement(self) -> Tree:
        arn: Tree = {"Ref": self.target.logical_id}
        if self.target.type == QUEUE:
            arn = {"Fn::GetAtt": [self.target.logical_id, "Arn"]}
        return {
            "Effect": "Allow",
            "Principal": {"Service": f"{self.service}.amazonaws.com"},
            "Action": _ACTIONS[self.target.type],
            "Resource": arn,
            "Condition": self._condition(),
        }

    def _condition(self) -> Tree:
        """The narrowest condition that does not wait for what waits for the policy."""
        is_there = self.source.condition in (None, self.target.condition)
        if self.service == "events" and is_there:
            return {"ArnEquals": {"aws:SourceArn": {"Fn::GetAtt": [self.source.logical_id, "Arn"]}}}
        if self.service == "sns" and is_there:
            topics = self.source.written("TopicArn")
            if len(topics) == 1 and topics[0].known:
                return {"ArnEquals": {"aws:SourceArn": topics[0].value}}
        return {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}

    def _policies(self) -> Iterator[Resource]:
        """The policies that are, or may be, for the target."""
        from auditor.aws.iam.documents import PLACES

        kind, key, inline = _POLICIES[self.target.type]
        for policy in self.template.of_type(kind, inline):
            keys = (key,) if policy.type == kind else (PLACES[policy.type][0].subject,)
            for case in policy.written(*keys):
                named = {found.target for found in references(case.value, ())} if case.known else {}
                is_other = named and set(named) <= self.template.resources.keys()
                if self.target.logical_id in named or not is_other:
                    yield policy

    def _allows(self, statement: Case) -> Answer:
        from auditor.aws.iam.answer import Answer
        from auditor.aws.iam.services import named_services

        services = named_services(statement)
        if isinstance(services, Answer):
            return services
        given = Case(services, statement.path, statement.when)
        names = [found.text for found in _items(self.template, given)]
        if all(name is not None and name.partition(".")[0] != self.service for name in names):
            return Answer.DENIED
        return Answer.UNKNOWN

    def _is_handed_on(self) -> bool:
        """Whether something may set a policy that the template does not show."""
        resources = self.template.resources.values()
        if any(one.type == _CONNECTOR or "Connectors" in one.body for one in resources):
            return True
        return any(
            resource.type.startswith(_RUN_CODE)
            and any(found.target == self.target.logical_id for found in resource.references)
            and resource.type not in ("AWS::Serverless::Function", "AWS::Serverless::StateMachine")
            for resource in resources
        )


def _items(template: Template, listed: Case) -> Iterator[Case]:
    # nothing sends to most queues and topics, and none of the rooms of policies is entered for them
    from auditor.aws.iam.statements import items

    return items(template, listed)
