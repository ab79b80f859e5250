"""References to resources that a condition leaves out.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.model.path import Path
from auditor.model.tree import Tree, at
from auditor.template.dependencies import branches_at
from auditor.template.mentions import Mention
from auditor.template.subjects.usage import Usage
from auditor.template.template import Resource, Template
from auditor.template.values import When, own_condition

_VALUES = ("Ref", "Fn::GetAtt", "Fn::Sub")
_MACHINE_OF_SAM = "AWS::Serverless::StateMachine"
"""Whose APIs SAM looks up to define their paths: none of the resources that it makes names them.

https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/stepfunctions/events.py
"""
_READ = ("Properties", "Value", "Export")
"""What CloudFormation evaluates of a resource and of an output."""


class ConditionalReference(Struct, frozen=True):
    """A value of a resource or an output that refers to a resource which may be left out.

    `condition` is that of the resource, `when` is what holds besides where the reference counts:
    the conditions of its owner and of the branches of `Fn::If` that it is in.
    """

    template: Template
    mention: Mention
    target: Resource
    condition: str
    when: When

    @classmethod
    def find(cls, template: Template) -> Iterator[ConditionalReference]:
        """The first one of each owner to each resource; none where a macro may rewrite it."""
        usage = template.once(Usage)
        declared = usage.conditions
        if template.is_open or not declared:
            return
        seen: set[tuple[Path, str, When]] = set()
        for mention in usage.of_resources:
            target = template.resources[mention.name]
            condition = target.condition
            if condition not in declared or condition is None or not target.when:
                continue
            when = _counts_when(template, mention)
            if when is None or not template.can_hold(when | {(condition, False)}):
                continue
            if (mention.path[:2], mention.name, when) not in seen:
                seen.add((mention.path[:2], mention.name, when))
                yield cls(template, mention, target, condition, when)

    @property
    def is_never_there(self) -> bool:
        """Whether the resource is never there where the reference counts."""
        return not self.template.can_hold(self.when | {(self.condition, True)})

    @property
    def is_certain(self) -> bool:
        """Whether that is so whatever the parameters are, but for those that are known."""
        return self.is_never_there and not self.template.undecided(self.when)

    @property
    def output(self) -> str | None:
        """The output that it stands in, if it has no condition yet and no branches matter."""
        section, name = map(str, self.mention.path[:2])
        return name if section == "Outputs" and not self.when else None

    @property
    def first_key(self) -> str:
        """The first key of the resource or output that it stands in."""
        return str(next(iter(at(self.template.tree, self.mention.path[:2]))))

    @property
    def item(self) -> Path | None:
        """The item of a list that is nothing but the reference; None where it is something else."""
        path = self.mention.path
        place = len(path) - 1 - path[::-1].index(self.mention.function)
        value = path[:place]
        is_item = isinstance(value[-1], int) and not str(value[-2]).startswith("Fn::")
        return value if is_item and self.mention.function != "Fn::Sub" else None

    @property
    def written(self) -> Tree:
        """The item of a list as it is written."""
        return None if self.item is None else at(self.template.tree, self.item)


def _counts_when(template: Template, mention: Mention) -> When | None:
    """The conditions under which CloudFormation evaluates a reference; None where never."""
    section, name, key = map(str, mention.path[:3])
    if mention.function not in _VALUES or key not in _READ:
        return None
    if _is_in_unnamed_branch(template.tree, mention.path):
        return None
    if section == "Outputs":
        body = template.tree["Outputs"][name]
        return own_condition(body) | branches_at(body, mention.path[2:])
    owner = template.resources.get(name)
    if owner is None or owner.is_module or section != "Resources":
        return None
    if owner.type == _MACHINE_OF_SAM and "RestApiId" in mention.path:
        return None
    return owner.when | branches_at(owner.body, mention.path[2:])


def _is_in_unnamed_branch(tree: Tree, path: Path) -> bool:
    """Whether a path goes through an `Fn::If` whose condition is no name, and so not known."""
    value = tree
    for step in path:
        value = value[step]
        if step == "Fn::If" and not (value and isinstance(value[0], str)):
            return True
    return False
