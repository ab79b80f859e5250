"""Regions that are written out in ARNs, endpoints, names and settings of a template."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import ClassVar

from msgspec import Struct

from auditor.aws.regions.conditions import depends_on_region
from auditor.aws.regions.owner import is_of_account, name_property, owner
from auditor.aws.regions.patterns import (
    Shown,
    bare_regions,
    is_elsewhere,
    is_of_all_regions,
    is_region,
    may_have_region,
    shown_regions,
)
from auditor.aws.regions.settings import default_regions, is_own_region_setting
from auditor.model.path import Path
from auditor.model.text import Span
from auditor.model.tree import Tree
from auditor.template.contents import Contents
from auditor.template.pieces import Composed, composed_in
from auditor.template.template import Template
from auditor.template.values import ALWAYS, When, own_condition

_GLOBAL_TYPES = ("AWS::CloudFront::", "AWS::Route53", "AWS::WAFv2::", "AWS::Budgets::")
_SKIPPED = frozenset(
    {
        "BuildSpec",
        "Comment",
        "Content",
        "Definition",
        "DefinitionString",
        "Description",
        "InlineCode",
        "Metadata",
        "Tags",
        "TemplateBody",
        "UserData",
        "ZipFile",
    }
)
"""Properties that hold programs and remarks, where a Region may mean anything."""
_BELOW = 3
"""Steps of a path down to the properties of a resource; what comes before is of the author."""
_Item = tuple[Path, str, str, tuple[str, ...]]


class RegionUse(Enum):
    """What contains a hard-coded Region."""

    OWN_RESOURCE = "own resource"
    """An ARN or an endpoint of a resource that the stack makes."""
    OWN_ACCOUNT = "own account"
    """An ARN or an endpoint of what the account has, or calls, in the Region of the stack."""
    OTHER = "other"
    """Any other ARN or endpoint."""
    LIMIT = "limit"
    """The condition of a policy, for what is not the stack's own."""
    SETTING = "setting"
    """The environment variable or the parameter that says the Region of the stack."""
    NAME = "name"
    """The name of a resource or of an export."""


class RegionText(Struct, frozen=True):
    """A hard-coded Region: the string's path, and where the Region stands in it.

    `owner` is the logical ID of the resource that the ARN or the endpoint is about, for
    `OWN_RESOURCE`. `when` are the conditions under which the text is used, and `service` is that of
    the ARN or the endpoint.
    """

    template: Template
    path: Path
    text: str
    region: str
    span: Span
    use: RegionUse
    owner: str | None = None
    when: When = ALWAYS
    service: str = ""

    words: ClassVar[tuple[str, ...]] = ("central", "east", "north", "south", "west")

    @property
    def is_one_of_several(self) -> bool:
        """Whether the template names the same service in other Regions too, so that it means to."""
        return len(self.template.once(_regions_of_services).get(self.service, ())) > 1

    @classmethod
    def find(cls, template: Template) -> Iterator[RegionText]:
        """All such Regions of properties, outputs and parameters, but for global services.

        Left out are texts for several Regions, and those that a condition chooses by the Region.
        """
        for path, text in default_regions(template):
            yield RegionText(template, path, text, text, Span(0, len(text)), RegionUse.SETTING)
        for root in _roots(template):
            texts = list(composed_in(root.value, root.path, _SKIPPED))
            shown = [(text, found) for text in texts for found in shown_regions(text.text)]
            several = _several(shown)
            named = {text.path for text, _ in shown}
            found = (_shown(root, *pair) for pair in shown if _item(*pair) not in several)
            bare = (_bare(root, text) for text in texts if text.path not in named)
            for place in (*found, *(place for places in bare for place in places)):
                if place is not None and not depends_on_region(template, place.when):
                    yield place


def _regions_of_services(template: Template) -> dict[str, set[str]]:
    """The Regions that ARNs and endpoints name, by the services, but for global resources."""
    found: dict[str, set[str]] = {}
    for root in _roots(template):
        if root.is_global:
            continue
        for text in composed_in(root.value, root.path, _SKIPPED):
            for shown in shown_regions(text.text):
                if shown.region is not None:
                    found.setdefault(shown.service, set()).add(shown.region)
    return found


class _Root(Struct, frozen=True):
    """A value that is read, the condition that it exists under, and the property with its name."""

    template: Template
    path: Path
    value: Tree
    when: When = ALWAYS
    name: Path | None = None
    is_global: bool = False


def _roots(template: Template) -> Iterator[_Root]:
    """The values that are read, but for those in which no Region stands."""
    walked = template.walked
    if template.is_sam and any(map(_may_show, walked.section("Globals"))):
        yield _Root(template, ("Globals",), template.tree.get("Globals"))
    for resource in template.resources.values():
        if not _may_show(resource.contents):
            continue
        path = (*resource.path, "Properties")
        key = name_property(resource.type)
        name = None if key is None else (*path, key)
        is_global = resource.type.startswith(_GLOBAL_TYPES)
        properties = resource.body.get("Properties")
        yield _Root(template, path, properties, resource.when, name, is_global)
    outputs = template.tree.get("Outputs")
    for name, output in outputs.items() if isinstance(outputs, dict) else ():
        if isinstance(output, dict) and _may_show(walked.of("Outputs", name)):
            when = own_condition(output)
            path, export = ("Outputs", name, "Value"), output.get("Export")
            yield _Root(template, path, output.get("Value"), when)
            if isinstance(export, dict):
                path = ("Outputs", name, "Export", "Name")
                yield _Root(template, path, export.get("Name"), when, path)


def _may_show(contents: Contents) -> bool:
    return any(may_have_region(text) for _, text in contents.texts)


def _item(text: Composed, shown: Shown) -> _Item:
    """Which list a text is an item of, or the text alone, and what it is but for its Region."""
    path = text.path
    in_list = isinstance(path[-1], int) and not str(path[-2]).startswith("Fn::")
    sides = (shown.start, shown.at[0]), (max(shown.start, shown.at[1]), shown.end)
    about = "/".join(text.text[start:end] for start, end in sides)
    holes = tuple(name for side in sides for name in text.holes_in(*side))
    about = about.replace(shown.region, "") if shown.region else about
    return path[:-1] if in_list else path, shown.service, about, holes


def _several(shown: Iterable[tuple[Composed, Shown]]) -> set[_Item]:
    """Items that stand in one list for several Regions: they do so on purpose."""
    regions: dict[_Item, set[str | None]] = {}
    for text, found in shown:
        regions.setdefault(_item(text, found), set()).add(found.region)
    return {key for key, known in regions.items() if len(known) > 1}


def _shown(root: _Root, text: Composed, shown: Shown) -> RegionText | None:
    region = shown.region
    place = text.place(*shown.at)
    if region is None or place is None or is_elsewhere(text.path[_BELOW:]):
        return None
    if is_of_all_regions(shown.service, region):
        return None
    own = owner(root.template, text, shown)
    if own is None and (root.is_global or shown.is_dashed):
        return None
    run, span = place
    return RegionText(
        root.template,
        run.path,
        run.whole,
        region,
        span,
        _use(root.template, text, shown, own),
        own,
        root.when | text.when,
        shown.service,
    )


def _use(template: Template, text: Composed, shown: Shown, own: str | None) -> RegionUse:
    if own is not None:
        return RegionUse.OWN_RESOURCE
    if shown.is_arn:
        is_own = shown.service == "apigateway" or is_of_account(text, shown)
    else:
        names = list(text.holes_in(shown.start, shown.at[0]))
        is_own = bool(names) and all(name in template.resources for name in names)
    if is_own:
        return RegionUse.OWN_ACCOUNT
    return RegionUse.LIMIT if "Condition" in text.path[_BELOW:] else RegionUse.OTHER


def _bare(root: _Root, text: Composed) -> Iterator[RegionText]:
    """The Regions of a text without ARN and endpoint: in a name, or the whole of a setting."""
    is_name = root.name is not None and text.path[: len(root.name)] == root.name
    if is_name:
        use = RegionUse.NAME
    elif is_region(text.text) and is_own_region_setting(root.template, text.path):
        use = RegionUse.SETTING
    else:
        return
    for region, at in bare_regions(text.text):
        place = text.place(*at)
        if place is not None:
            run, span = place
            when = root.when | text.when
            yield RegionText(root.template, run.path, run.whole, region, span, use, when=when)
