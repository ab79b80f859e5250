"""Functions, layers and applications that SAM refuses.

https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/sam_resources.py
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.sam.event import RESOLVED, seen_function
from auditor.aws.sam.refused.refusal import Refusal, Refused
from auditor.data.sam_literals import SAM_LITERALS
from auditor.expression import expression
from auditor.model.tree import Tree
from auditor.template.intrinsics import is_plain_mapping, sub_arguments
from auditor.template.template import Resource, Template
from auditor.template.values import Case, Special

_FUNCTION = "AWS::Serverless::Function"
_LOCATIONS = {
    _FUNCTION: "CodeUri",
    "AWS::Serverless::LayerVersion": "ContentUri",
}
"""The property with the place of the code in S3, by type."""
_S3 = "s3://"
_STORED = expression(
    r"\{\{resolve:(?:ssm|ssm-secure|secretsmanager):[a-zA-Z0-9_.\-/]+(?::\d+)?\}\}"
)
"""The dynamic references that SAM refuses in the text of a place, where they have a `/`."""
_STORED_PLAINLY = "{{resolve:ssm:"
_WITH_DOMAINS = (
    "AWS::Serverless::Api",
    "AWS::Serverless::HttpApi",
    "AWS::Serverless::WebSocketApi",
)


def unknown_globals(template: Template) -> Iterator[Refused]:
    for section, shared in template.globals.items():
        for resource in template.of_type(f"AWS::Serverless::{section}"):
            ignored = resource.body.get("IgnoreGlobals")
            for place, name in enumerate(ignored if isinstance(ignored, list) else ()):
                if isinstance(name, str) and name not in shared:
                    path = (*resource.path, "IgnoreGlobals", place)
                    case = Case(name, path, direct=True)
                    why = Refusal.UNKNOWN_GLOBAL
                    yield Refused(resource, why, path, case, name, tuple(shared))


def without_image(template: Template) -> Iterator[Refused]:
    """What is neither named nor built: `sam build` builds what has a Dockerfile in its `Metadata`.

    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
    """
    for function in template.of_type(_FUNCTION):
        for case in function.cases("PackageType"):
            is_built = "Metadata" in function.body or function.has("ImageUri") is not False
            if case.text == "Image" and not is_built:
                yield Refused(function, Refusal.NO_IMAGE, case.path, case)


def aliases(template: Template) -> Iterator[Refused]:
    """Names of aliases by functions: SAM itself needs them, and knows parameters alone.

    What is no parameter may be a pseudo parameter, of which it knows some.
    """
    for function in template.of_type(_FUNCTION):
        case = _as_written(function, "AutoPublishAlias")
        call = None if case is None else seen_function(case.value)
        is_known = call is not None and call[0] == "Ref" and call[1] not in template.resources
        if case is not None and call is not None and not is_known:
            yield Refused(function, Refusal.NO_ALIAS, case.path, case)
        if function.has("AutoPublishAlias"):
            yield from _by_function(function, "AutoPublishCodeSha256")


def locations(template: Template) -> Iterator[Refused]:
    """URIs of S3 by `Fn::Sub` or with a dynamic reference, and lists.

    What is no URI of S3 may be a folder that a tool packages.
    """
    for type_name, key in _LOCATIONS.items():
        for holder in template.of_type(type_name):
            case = _as_written(holder, key)
            given = "" if case is None else _no_location(case.value)
            is_other = type_name == _FUNCTION and (
                holder.has("InlineCode") is not False or holder.has("ImageUri") is not False
            )
            if case is not None and given and not is_other:
                yield Refused(holder, Refusal.NO_KEY, case.path, case, key, given=given)


def _no_location(value: Tree | Special) -> str:
    """What a place of code is written as that SAM cannot read; empty for what it may read."""
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str):
        reference = _STORED.search(value) if value.startswith(_S3) else None
        return "a text with a dynamic reference" if reference and "/" in reference[0] else ""
    call = None if isinstance(value, Special) else seen_function(value)
    written = sub_arguments(call[1]) if call is not None and call[0] == "Fn::Sub" else None
    return "Fn::Sub" if written is not None and written[0].startswith(_S3) else ""


def blank_versions(template: Template) -> Iterator[Refused]:
    """Versions of applications of the Serverless Application Repository that are written blank."""
    for application in template.of_type("AWS::Serverless::Application"):
        for case in application.cases("Location", "SemanticVersion"):
            if case.direct and case.value == "":
                why = Refusal.BLANK
                yield Refused(application, why, case.path, case, "SemanticVersion")


def stored_applications(template: Template) -> Iterator[Refused]:
    """Applications of the Serverless Application Repository by a parameter of Systems Manager."""
    for application in template.of_type("AWS::Serverless::Application"):
        case = _as_written(application, "Location.ApplicationId")
        if case is not None and isinstance(case.value, str) and _STORED_PLAINLY in case.value:
            why, given = Refusal.BY_FUNCTION, "a dynamic reference"
            yield Refused(application, why, case.path, case, "ApplicationId", given=given)


def by_function(template: Template) -> Iterator[Refused]:
    """Properties by functions that SAM does not look into."""
    for holder in template.of_type(*SAM_LITERALS):
        for name in SAM_LITERALS[holder.type]:
            yield from _by_function(holder, name)


def base_paths(template: Template) -> Iterator[Refused]:
    """Items of the base paths of domains by functions, which are texts by themselves."""
    for api in template.of_type(*_WITH_DOMAINS):
        listed = _as_written(api, "Domain.BasePath")
        items = listed.value if listed is not None and isinstance(listed.value, list) else []
        for place, item in enumerate(items):
            call = seen_function(item)
            if listed is not None and call is not None and call[0] not in RESOLVED:
                case = Case(item, (*listed.path, place))
                why, name = Refusal.BY_FUNCTION, "an item of BasePath"
                yield Refused(api, why, case.path, case, name, given=call[0])


def _by_function(holder: Resource, name: str) -> Iterator[Refused]:
    case = _as_written(holder, name)
    call = None if case is None else seen_function(case.value)
    if case is not None and call is not None and call[0] not in RESOLVED:
        yield Refused(holder, Refusal.BY_FUNCTION, case.path, case, name, given=call[0])


def _as_written(resource: Resource, way: str) -> Case | None:
    """A property with its functions, in the resource or Globals; None where that is open."""
    own = resource.body.get("Properties", {})
    key, *below = way.split(".")
    if not isinstance(own, dict) or (key not in own and key not in resource.shared_properties):
        return None  # as most are
    if not is_plain_mapping(own):
        return None
    held, path = own, (*resource.path, "Properties")
    if key not in own:
        held, path = resource.shared_properties, resource.shared_at
    for step in (key, *below):
        if not isinstance(held, dict) or not is_plain_mapping(held) or step not in held:
            return None
        held, path = held[step], (*path, step)
    return Case(held, path)
