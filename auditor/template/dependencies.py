"""Which resource must be created before which, and what says so."""

from __future__ import annotations

from msgspec import Struct

from auditor.data.resource_types import resource_type
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.intrinsics import function_of
from auditor.template.mentions import Mention
from auditor.template.subjects.usage import Usage
from auditor.template.template import Resource
from auditor.template.values import ALWAYS, When

_ORDERING = ("Ref", "Fn::GetAtt", "Fn::Sub", "DependsOn")
_FUNCTION = "AWS::Serverless::Function"
_APIS = ("AWS::Serverless::Api", "AWS::Serverless::HttpApi")
_IN_APIS = ("Auth", "DefinitionBody")
"""Properties of SAM APIs that become a part of the API itself."""
_PASSED_ON = frozenset({"CodeUri", "DeadLetterQueue", "ImageUri", "InlineCode"})
"""Properties of SAM functions that become ones of the function under other names."""


class Dependency(Struct, frozen=True):
    """A resource that is created after another one.

    `path` is where the other one is named, `when` the conditions under which that counts.
    `certain` is False where it is not known to count: in `Metadata` and in policies of updates.
    """

    source: str
    target: str
    function: str
    path: Path
    when: When
    certain: bool

    @property
    def place(self) -> str | None:
        """The property, or other attribute, that names the other one; None for `DependsOn`."""
        if self.function == "DependsOn":
            return None
        step = self.path[3] if self.path[2] == "Properties" else self.path[2]
        return str(step)


def named_resources(usage: Usage) -> dict[str, set[str]]:
    """The resources that each resource names: all that it may have to wait for, and more."""
    found: dict[str, set[str]] = {name: set() for name in usage.template.resources}
    for mention in usage.of_resources:
        if mention.path[0] == "Resources" and mention.path[1] in found:
            found[str(mention.path[1])].add(mention.name)
    return found


def dependencies(usage: Usage) -> dict[str, list[Dependency]]:
    """The dependencies of each resource, in source order, as they are written.

    Of SAM resources only what the resource of that logical ID gets is taken: their events, stages
    and the like become resources of their own.
    """
    found: dict[str, list[Dependency]] = {name: [] for name in usage.template.resources}
    for mention in usage.of_resources:
        if mention.function not in _ORDERING or mention.path[0] != "Resources":
            continue
        source = usage.template.resources.get(str(mention.path[1]))
        if source is None:
            continue
        if source.is_module or not is_own(source, mention):
            continue
        found[source.logical_id].append(_dependency(source, mention))
    return found


def _dependency(source: Resource, mention: Mention) -> Dependency:
    return Dependency(
        source=source.logical_id,
        target=mention.name,
        function=mention.function,
        path=mention.path,
        when=source.when | branches_at(source.body, mention.path[2:]),
        certain=mention.path[2] in ("DependsOn", "Properties"),
    )


def branches_at(body: Tree, path: Path) -> When:
    """The conditions of the branches of `Fn::If` that a path goes through."""
    if "Fn::If" not in path:
        return ALWAYS
    found: set[tuple[str, bool]] = set()
    value = body
    for place, step in enumerate(path[:-1]):
        value = value[step]
        call = function_of(value)
        branch = path[place + 2 : place + 3]
        if call is not None and call[0] == "Fn::If" and branch in ((1,), (2,)):
            condition = call[1][0]
            if isinstance(condition, str):
                found.add((condition, branch == (1,)))
    return frozenset(found)


def is_own(source: Resource, mention: Mention) -> bool:
    """Whether the resource of the logical ID is what gets the value that a mention stands in."""
    if not source.type.startswith("AWS::Serverless::") or mention.path[2] == "DependsOn":
        return True
    name = str(mention.path[3]) if mention.path[2] == "Properties" else ""
    if source.type in _APIS:
        return name in _IN_APIS
    if source.type != _FUNCTION or not name:
        return False
    function = resource_type("AWS::Lambda::Function")
    if name == "Policies":
        # They go to the role that SAM makes, which the function waits for.
        return source.has("Role") is False
    return name in _PASSED_ON or (function is not None and name in function.properties)
