"""Rules of security groups that move into resources of their own.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
"""

from __future__ import annotations

from auditor.aws.cycles.cut import Cut
from auditor.model.edit import InsertKey
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.dependencies import Dependency
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.references import references
from auditor.template.template import Template

_GROUP = "AWS::EC2::SecurityGroup"
_LISTS = {
    "SecurityGroupIngress": ("AWS::EC2::SecurityGroupIngress", "IngressFrom"),
    "SecurityGroupEgress": ("AWS::EC2::SecurityGroupEgress", "EgressTo"),
}
_EGRESS = "SecurityGroupEgress"


def rule_of_its_own(template: Template, edge: Dependency) -> Cut | None:
    """Moves the rule that names the other group out of the group.

    A rule for outgoing traffic moves only where the group keeps another one: without any, a group
    lets everything out.
    """
    source = template.resources[edge.source]
    key = edge.path[3] if len(edge.path) > 5 else None
    if source.type != _GROUP or key not in _LISTS or not isinstance(edge.path[4], int):
        return None
    listed: Tree = source.body["Properties"][key]
    rule: Tree = listed[edge.path[4]]
    if not is_plain_mapping(rule) or (key == _EGRESS and not _keeps_one(listed)):
        return None
    kind, word = _LISTS[str(key)]
    other = "Itself" if edge.target == edge.source else edge.target
    same = [at for at, one in enumerate(listed) if edge.target in _targets(one)]
    number = same.index(edge.path[4]) + 1 if edge.path[4] in same else 1
    name = f"{edge.source}{word}{other}" + (str(number) if number > 1 else "")
    properties = {"GroupId": {"Fn::GetAtt": [edge.source, "GroupId"]}, **rule}
    condition = {} if source.condition is None else {"Condition": source.condition}
    body: Tree = {"Type": kind, **condition, "Properties": properties}
    item: Path = edge.path[:5]
    return Cut(
        title=f"Move the rule of {edge.source} for {edge.target} into an {kind}",
        rank=1 if key == _EGRESS else 0,
        edits=(InsertKey(("Resources",), template.free_name(name), body, after=edge.source),),
        item=item,
    )


def _keeps_one(listed: list[Tree]) -> bool:
    return any(isinstance(one, dict) and not _targets(one) for one in listed)


def _targets(value: Tree) -> set[str]:
    return {reference.target for reference in references(value, ())}
