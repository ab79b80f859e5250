"""What a template mentions, and which of its names it declares."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property

from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.mentions import (
    FOREIGN,
    MapLookup,
    Mention,
    mentions_of_calls,
    named_conditions,
    resource_mentions,
)
from auditor.template.template import Template

PSEUDO_PARAMETERS = frozenset(
    {
        "AWS::AccountId",
        "AWS::NoValue",
        "AWS::NotificationARNs",
        "AWS::Partition",
        "AWS::Region",
        "AWS::StackId",
        "AWS::StackName",
        "AWS::URLSuffix",
    }
)
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html"""

_SAM = "AWS::Serverless::"
_SAM_NAMES = (
    "Serverless",
    "ApiGatewayDomainName",
    "CodeDeployServiceRole",
    "HttpApiGatewayDomainName",
    "RecordSetGroup",
    "WebSocketApiGatewayDomainName",
)
"""How the logical IDs begin that SAM makes of nothing in the template.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
"""


class Usage:
    """All mentions of a template, where CloudFormation reads them, and what they can mean.

    That is in resources, conditions, outputs and, with SAM, `Globals`; not in `Metadata` of the
    template, and not in `Rules`, which have functions of their own.
    """

    def __init__(self, template: Template) -> None:
        self.template = template

    @classmethod
    def find(cls, template: Template) -> Iterator[Usage]:
        """The one of the template."""
        yield template.once(cls)

    @cached_property
    def all(self) -> tuple[Mention | MapLookup, ...]:
        """Every mention, in the order of sections and of the source."""
        return tuple(self._found())

    @cached_property
    def of_resources(self) -> tuple[Mention, ...]:
        """The mentions of resources, which are the fewest: most are of parameters."""
        resources = self.template.resources
        return tuple(
            [one for one in self.all if isinstance(one, Mention) and one.name in resources]
        )

    def _found(self) -> list[Mention | MapLookup]:
        found: list[Mention | MapLookup] = []
        walked = self.template.walked
        for name, value in _section(self.template.tree, "Conditions"):
            found += mentions_of_calls(walked.of("Conditions", name).calls)
            found += named_conditions(value, ("Conditions", name))
        if self.template.is_sam:
            used = {resource.type for resource in self.template.resources.values()}
            for name in self.template.globals:
                if _SAM + name in used:
                    found += mentions_of_calls(walked.of("Globals", name).calls)
        for section in ("Resources", "Outputs"):
            for name, body in _section(self.template.tree, section):
                if isinstance(body, dict):
                    found += resource_mentions(body, (section, name), walked.of(section, name))
        return found

    @cached_property
    def parameters(self) -> frozenset[str] | None:
        """The names of the parameters; None where not all are seen."""
        return self._declared("Parameters")

    @cached_property
    def conditions(self) -> frozenset[str] | None:
        """The names of the conditions; None where not all are seen."""
        return self._declared("Conditions")

    @cached_property
    def resources(self) -> frozenset[str] | None:
        """The logical IDs of the resources; None where not all are seen."""
        declared = self._declared("Resources")
        if not self.template.shows_all_resources or declared is None:
            return None
        return declared if declared == self.template.resources.keys() else None

    @cached_property
    def mappings(self) -> frozenset[str] | None:
        """The names of the mappings; None where not all are seen."""
        return self._declared("Mappings")

    def _declared(self, section: str) -> frozenset[str] | None:
        content = self.template.tree.get(section, {})
        is_hidden = not isinstance(content, dict) or any(key.startswith("Fn::") for key in content)
        return None if is_hidden or self.template.is_open else frozenset(content)

    def may_be_made(self, name: str) -> bool:
        """Whether SAM may make a resource of a name.

        SAM begins the names with the logical ID that they are for, or with words of its own.
        """
        return name.startswith(self._beginnings)

    @cached_property
    def _beginnings(self) -> tuple[str, ...]:
        """What the names begin with that SAM gives to resources; nothing without its types."""
        resources = self.template.resources
        has_sam = any(resource.type.startswith(_SAM) for resource in resources.values())
        return (*_SAM_NAMES, *resources) if has_sam else ()

    def may_stay_unread(self, path: Path) -> bool:
        """Whether a condition may keep CloudFormation from evaluating what stands at a path."""
        section, name = map(str, path[:2])
        body = self.template.tree[section].get(name)
        return "Fn::If" in path or (isinstance(body, dict) and "Condition" in body)

    @cached_property
    def is_filled_in(self) -> bool:
        """Whether another tool makes the template of this text: rain, the Serverless Framework."""
        return self.template.is_filled_in or any(
            isinstance(one, Mention) and one.function == FOREIGN for one in self.all
        )

    def names_for(self, mention: Mention) -> Collection[str] | None:
        """All names that a mention may have; None where they are not all known."""
        if mention.function in ("Condition", "Fn::If"):
            return self.conditions
        if mention.name.startswith("AWS::") and mention.attribute is None:
            return PSEUDO_PARAMETERS
        if mention.path[0] == "Conditions":
            return self.parameters
        if mention.attribute is not None or mention.function == "DependsOn":
            return self.resources
        if self.parameters is None or self.resources is None:
            return None
        return self._values

    @cached_property
    def _values(self) -> frozenset[str]:
        return (self.parameters or frozenset()) | (self.resources or frozenset())


def _section(tree: dict[str, Tree], name: str) -> Iterator[tuple[str, Tree]]:
    """The entries of a section, without loops and includes."""
    section = tree.get(name)
    if isinstance(section, dict):
        yield from ((key, value) for key, value in section.items() if not key.startswith("Fn::"))
