"""Properties that the type of their resource does not have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from auditor.data.resource_schemas import schema_of
from auditor.data.resource_types import ResourceType, resource_type
from auditor.data.shapes import Shape
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.conforming import may_be_refused
from auditor.template.homes import home
from auditor.template.intrinsics import function_of
from auditor.template.labels import label
from auditor.template.loops import named_by
from auditor.template.nearest import differs_in_number, meant, near
from auditor.template.strays import stray_keys
from auditor.template.template import SAM_GLOBALS, Resource, Template

if TYPE_CHECKING:
    from auditor.data.meant import PropertyRow

_SAM = "AWS::Serverless::"
_CUSTOM = "AWS::CloudFormation::CustomResource"
ATTRIBUTES = frozenset(
    {
        "Condition",
        "CreationPolicy",
        "DeletionPolicy",
        "DependsOn",
        "Metadata",
        "Properties",
        "Type",
        "UpdatePolicy",
        "UpdateReplacePolicy",
    }
)
_SAM_ATTRIBUTES = frozenset({"Connectors", "IgnoreGlobals", "PropagateTags"})
_ALL_ATTRIBUTES = ATTRIBUTES | _SAM_ATTRIBUTES
_WITHOUT_EFFECT = "Description"
"""A key beside `Properties` that CloudFormation accepts and makes nothing of.

The templates that CodeStar wrote have it at every resource:
https://github.com/shalupov/idea-cloudformation/issues/117
"""
_OF_CONFORMANCE_PACKS = ("AWS::Config::ConfigRule", "Controls")
"""What AWS Config reads beside the `Properties` of a rule, in the template of a conformance pack.

Its own packs have it: https://github.com/awslabs/aws-config-rules/tree/master/aws-config-conformance-packs
https://docs.aws.amazon.com/config/latest/APIReference/API_ConformancePackRuleCompliance.html
"""
_TWINS = {
    "AWS::ApiGateway::RestApi": "AWS::Serverless::Api",
    "AWS::ApiGatewayV2::Api": "AWS::Serverless::HttpApi",
    "AWS::DynamoDB::Table": "AWS::Serverless::SimpleTable",
    "AWS::Lambda::Function": "AWS::Serverless::Function",
    "AWS::Lambda::LayerVersion": "AWS::Serverless::LayerVersion",
    "AWS::StepFunctions::StateMachine": "AWS::Serverless::StateMachine",
}
"""Types, each with the one of SAM that is made into it."""
_FROM_HERE = frozenset({"attribute", "map", "move-in", "rename", "unwrap"})
"""What rows do whose `to` begins beside the property."""
_KINDS: Mapping[type, str] = {dict: "o", list: "l", str: "v", int: "v", float: "v", bool: "v"}


class StrayProperty(Struct, frozen=True):
    """A key that the mapping it stands in cannot have.

    `holder` says what the mapping is, `shape` what it may have, `siblings` what it has.
    """

    type: ResourceType
    path: Path
    key: str
    value: Tree
    holder: str
    shape: Shape
    siblings: Mapping[str, Tree]
    tree: Tree
    is_conditional: bool = False
    """Whether a condition of the resource, or `Fn::If`, may leave it out."""
    is_sam: bool = False
    owner: Path = ()
    """The path of the resource, or of the section of `Globals`."""

    @property
    def label(self) -> str:
        """What messages call that which has the key: its resource, or the section `Globals`."""
        if self.path[0] != "Resources":
            return str(self.path[0])
        return label(self.type.name, named_by(self.path))

    @classmethod
    def find(cls, template: Template) -> Iterator[StrayProperty]:
        """All stray properties of a template, none where a macro may rewrite it."""
        if template.is_open:
            return
        yield from cls.in_globals(template)
        for resource in template.resources.values():
            yield from cls.of(resource)

    @classmethod
    def of(cls, resource: Resource) -> Iterator[StrayProperty]:
        """Those of one resource."""
        kind = _type_of(resource)
        properties = resource.body.get("Properties")
        if kind is None or resource.is_module:
            return
        yield from _beside_properties(resource, kind)
        # no schema of AWS takes a key that its shapes lack; those of SAM are not made of it
        is_taken = not resource.type.startswith(_SAM) and not may_be_refused(resource)
        if isinstance(properties, dict) and not is_taken:
            path = (*resource.path, "Properties")
            shape, template = kind.properties, resource.template
            yield from _below(template, kind, properties, shape, path, kind.name, resource)
            yield from _in_events(resource, kind, properties.get("Events"))

    @classmethod
    def in_globals(cls, template: Template) -> Iterator[StrayProperty]:
        """Those of `Globals`, which SAM refuses.

        https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
        """
        sections = ResourceType("Globals", dict.fromkeys(sorted(SAM_GLOBALS.values()), "a"))
        shared = template.tree.get("Globals") if template.is_sam else None
        if isinstance(shared, dict):
            yield from _below(template, sections, shared, sections.properties, ("Globals",), "SAM")
        for section, properties in template.globals.items() if template.is_sam else ():
            kind = resource_type(_SAM + section)
            if kind is not None and kind.globals is not None:
                shape = {name: kind.properties.get(name, "a") for name in kind.globals}
                holder, path = f"Globals for {kind.name}", ("Globals", section)
                yield from _below(template, kind, properties, shape, path, holder)

    @property
    def near(self) -> list[str]:
        """The names that may be meant, the likest first."""
        sure = self.meant
        return near(self.key, self._names) if sure is None else [sure]

    @property
    def meant(self) -> str | None:
        """The name that is meant beyond doubt."""
        row = self.row
        if row is not None:
            return row.to if row.do == "rename" else None
        return meant(self.key, self._names)

    @property
    def row(self) -> PropertyRow | None:
        """What the table says of the property."""
        from auditor.data.meant import property_row

        holder = ".".join(names_of(self.path[len(self.owner) + 1 : -1]))
        row = property_row(self.type.name, holder, self.key)
        if row is None and self.type.name.startswith(_SAM):
            row = property_row(*home(self.tree, self.owner, self.type.name, holder), self.key)
        return None if row is not None and row.wrote not in ("", self.value) else row

    @property
    def attribute(self) -> str | None:
        """What the key is in its right place: an attribute of resources, or a property."""
        if self.path[0] != "Resources":
            return None
        if len(self.path) == len(self.owner) + 1:
            return self.key if self.key in self.type.properties else None
        is_top = (
            len(self.path) == len(self.owner) + 2 and self.path[len(self.owner)] == "Properties"
        )
        return self.key if is_top and self.key in ATTRIBUTES - {"Properties", "Type"} else None

    @property
    def is_ignored(self) -> bool:
        """Whether it stands beside the properties of a SAM resource, where SAM leaves it out.

        https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/__init__.py
        """
        is_beside = self.path[0] == "Resources" and len(self.path) == len(self.owner) + 1
        return is_beside and self.type.name.startswith(_SAM)

    @property
    def _is_top(self) -> bool:
        """Whether it stands among the properties themselves."""
        return self.path[:-1] == (*self.owner, "Properties")

    @property
    def twin(self) -> str | None:
        """The SAM type that has all properties which are written here."""
        name = (
            _TWINS.get(self.type.name)
            if self.is_sam and len(self.path) == len(self.owner) + 2
            else None
        )
        kind = None if name is None else resource_type(name)
        return name if kind is not None and set(kind.properties).issuperset(self.siblings) else None

    def requires(self, name: str) -> bool:
        """Whether the type cannot do without a property of its own."""
        schema = schema_of(self.type.name) or {}
        return self._is_top and name in schema.get("required", ())

    def is_switch(self, name: str) -> bool:
        """Whether a property of the resource itself is true or false."""
        schema = schema_of(self.type.name) or {}
        return self._is_top and schema.get("properties", {}).get(name, {}).get("type") == "boolean"

    @property
    def home(self) -> str | None:
        """The one property beside this one whose value may have the key."""
        homes = [
            name
            for name, held in self.shape.items()
            if name != "*" and self.key in (shape := self.type.shape(held) or {})
            if "*" not in shape  # what else such a mapping may have is not known
        ]
        return homes[0] if len(homes) == 1 else None

    @property
    def stands_for(self) -> Iterator[Path]:
        """The places that are empty because of it: where it belongs, and what it holds there."""
        row = self.row
        if row is not None:
            way = row.to.split(".") if row.do in _FROM_HERE else []
        elif self.meant is None and self.home is not None:
            way = [self.home, self.key]
        else:
            way = self.near[:1]
        here = self.path[:-1]
        for name in way:
            here = (*here, name)
            yield here
        if way and isinstance(self.value, dict):
            yield from ((*here, key) for key in self.value)

    def takes(self, name: str) -> bool:
        """Whether the value can stand under another name of the shape, which is not set yet."""
        if name in self.siblings:
            return False
        kind, wanted = _KINDS.get(type(self.value)), self.shape[name][0]
        if kind is None or function_of(self.value) is not None:
            return not differs_in_number(self.key, name)
        return wanted in ("a", kind)

    @property
    def _names(self) -> list[str]:
        return [name for name in self.shape if name != "*"]


def names_of(path: Path) -> Iterator[str]:
    """The properties that a path leads through, without items and branches of `Fn::If`."""
    steps = iter(path)
    for step in steps:
        if step == "Fn::If":
            next(steps, None)
        elif isinstance(step, str):
            yield step


def _beside_properties(resource: Resource, kind: ResourceType) -> Iterator[StrayProperty]:
    """CloudFormation refuses attributes that it does not know, and SAM leaves them out.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-product-attribute-reference.html
    """
    for key, value in resource.body.items():
        if (resource.type, key) == _OF_CONFORMANCE_PACKS:
            continue
        if key not in _ALL_ATTRIBUTES and key != _WITHOUT_EFFECT and not key.startswith("Fn::"):
            yield StrayProperty(
                type=kind,
                path=(*resource.path, key),
                key=key,
                value=value,
                holder=f"Resource '{resource.logical_id}'",
                shape=dict.fromkeys(sorted(_ALL_ATTRIBUTES), "a"),
                siblings=resource.body,
                tree=resource.template.tree,
                is_conditional=resource.condition is not None,
                is_sam=resource.template.is_sam,
                owner=resource.path,
            )


def stood_for(template: Template) -> frozenset[Path]:
    """The places of a template that are empty because of a property that no type has."""
    return template.once(_stood_for)


def _stood_for(template: Template) -> frozenset[Path]:
    return frozenset(place for stray in StrayProperty.find(template) for place in stray.stands_for)


def _type_of(resource: Resource) -> ResourceType | None:
    if resource.type == _CUSTOM:
        return None
    if resource.type.startswith(_SAM) and not resource.template.is_sam:
        return None
    return resource_type(resource.type)


def _in_events(resource: Resource, kind: ResourceType, events: Tree) -> Iterator[StrayProperty]:
    """SAM refuses properties that its class for the event does not have."""
    template = resource.template
    if not kind.events or not isinstance(events, dict) or not template.is_sam:
        return
    for name, event in events.items():
        declared = event.get("Type") if isinstance(event, dict) else None
        if not isinstance(declared, str) or declared not in kind.events:
            continue
        properties = event.get("Properties")
        if isinstance(properties, dict):
            shape = kind.event_shape(declared)
            place = (*resource.path, "Properties", "Events", name, "Properties")
            holder = f"The event type {declared}"
            yield from _below(template, kind, properties, shape, place, holder, resource)


def _below(
    template: Template,
    kind: ResourceType,
    mapping: dict[str, Tree],
    shape: Shape,
    path: Path,
    holder: str,
    resource: Resource | None = None,
) -> Iterator[StrayProperty]:
    """What is stray in a mapping of a resource, or of `Globals` where there is none."""
    is_conditional = resource is not None and resource.condition is not None
    for stray in stray_keys(kind, mapping, shape, path, holder):
        yield StrayProperty(
            type=kind,
            path=stray.path,
            key=stray.key,
            value=stray.mapping[stray.key],
            holder=stray.holder,
            shape=stray.shape,
            siblings=stray.mapping,
            tree=template.tree,
            is_conditional=is_conditional or "Fn::If" in stray.path,
            is_sam=template.is_sam,
            owner=("Globals", "") if resource is None else resource.path,
        )
