"""Policies that move out of a role, or let a service in by its account and not by one ARN."""

from __future__ import annotations

from auditor.aws.cycles.cut import Cut
from auditor.model.edit import InsertKey, Remove
from auditor.model.finding import Safety
from auditor.model.tree import Tree
from auditor.template.dependencies import Dependency
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.template import Resource, Template

_ROLE = "AWS::IAM::Role"
_POLICY = "AWS::IAM::Policy"
_TRIED_AT_ONCE = (
    "AWS::CodePipeline::",
    "AWS::Config::",
    "AWS::ECS::Service",
    "AWS::Lambda::EventSourceMapping",
    "AWS::StepFunctions::",
    "Custom::",
    "AWS::CloudFormation::",
)
"""How the types begin of what tries the permissions of a role while it is created."""
_QUEUES_AND_TOPICS = ("AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy")


def policy_of_its_own(template: Template, edge: Dependency) -> Cut | None:
    """Moves an inline policy of a role into an `AWS::IAM::Policy`, which waits for the role.

    Unsafe where something tries the role's permissions while it is created, since that may now
    happen before the policy is there.
    """
    role = template.resources[edge.source]
    if role.type != _ROLE or edge.path[2:4] != ("Properties", "Policies") or len(edge.path) < 6:
        return None
    index = edge.path[4]
    listed: Tree = role.body["Properties"]["Policies"]
    policy: Tree = listed[index] if isinstance(listed, list) and isinstance(index, int) else None
    if not is_plain_mapping(policy) or policy.keys() != {"PolicyName", "PolicyDocument"}:
        return None
    named = policy["PolicyName"]
    name = f"{edge.source}{_capitalized(named)}" if isinstance(named, str) else edge.source
    condition = {} if role.condition is None else {"Condition": role.condition}
    properties = {**policy, "Roles": [{"Ref": edge.source}]}
    body: Tree = {"Type": _POLICY, **condition, "Properties": properties}
    logical_id = template.free_name(name if name != edge.source else f"{name}Policy")
    return Cut(
        title=f"Move the policy of {edge.source} for {edge.target} into an {_POLICY}",
        rank=3,
        edits=(InsertKey(("Resources",), logical_id, body, after=edge.source),),
        item=edge.path[:5],
        safety=Safety.UNSAFE if _is_tried(role) else Safety.SAFE,
    )


def _is_tried(role: Resource) -> bool:
    users = [one for one in role.template.resources.values() if _mentions(one, role.logical_id)]
    functions = [one for one in users if one.type == "AWS::Lambda::Function"]
    further = [
        other
        for function in functions
        for other in role.template.resources.values()
        if _mentions(other, function.logical_id)
    ]
    in_vpc = any(function.has("VpcConfig") is not False for function in functions)
    return in_vpc or any(one.type.startswith(_TRIED_AT_ONCE) for one in (*users, *further))


def _mentions(resource: Resource, logical_id: str) -> bool:
    return any(reference.target == logical_id for reference in resource.references)


def _capitalized(name: str) -> str:
    words = "".join(letter if letter.isalnum() and letter.isascii() else " " for letter in name)
    return "".join(word[:1].upper() + word[1:] for word in words.split())


def source_by_account(template: Template, edge: Dependency) -> Cut | None:
    """Lets a bucket send by the account that owns it, and not by its own ARN.

    Unsafe: every bucket of the account may then send.
    """
    policy = template.resources[edge.source]
    target = template.resources.get(edge.target)
    key = next((at for at, step in enumerate(edge.path) if step == "aws:SourceArn"), None)
    if key is None or policy.type not in _QUEUES_AND_TOPICS:
        return None
    if target is None or target.type != "AWS::S3::Bucket" or edge.path[key - 2] != "Condition":
        return None
    condition: Tree = policy.body
    for step in edge.path[2 : key - 1]:
        condition = condition[step]
    operator = edge.path[key - 1]
    if not isinstance(operator, str) or condition.keys() != {operator}:
        return None
    if condition[operator].keys() != {"aws:SourceArn"}:
        return None
    place = edge.path[: key - 1]
    account: Tree = {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    return Cut(
        title=f"Let {edge.target} send by its account, aws:SourceAccount, and not by its ARN",
        rank=5,
        edits=(
            InsertKey(place, "StringEquals", account, before=operator),
            Remove((*place, operator)),
        ),
        safety=Safety.UNSAFE,
    )
