"""What the translator of SAM refuses, and what it drops without a word.

https://github.com/aws/serverless-application-model/tree/develop/samtranslator
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from msgspec import Struct

from auditor.aws.iam.known import sam_policy_templates
from auditor.aws.sam.api_events import APIS, auth_of
from auditor.aws.sam.event import HOLDERS, sam_events, seen_function
from auditor.model.path import Path
from auditor.model.tree import at
from auditor.template.below import items
from auditor.template.intrinsics import function_of, is_plain_mapping, sub_arguments
from auditor.template.template import Resource, Template
from auditor.template.transforms import SAM_TRANSFORM
from auditor.template.values import Case

_BUCKETS = ("AWS::S3::Bucket", "AWS::Serverless::")
_WRAPPER = "PolicyDocument"
_WITH_DEAD_LETTERS = ("CloudWatchEvent", "EventBridgeRule", "Schedule", "ScheduleV2")
_FUNCTION = "AWS::Serverless::Function"
_LOCATIONS = {
    _FUNCTION: "CodeUri",
    "AWS::Serverless::LayerVersion": "ContentUri",
}
"""The property with the place of the code in S3, by type."""
_BASIC = "BASIC_AUTH"


class Refusal(Enum):
    """Why SAM does not do what a template says."""

    FOREIGN_BUCKET = "foreign bucket"
    """An S3 event on a bucket that the template does not declare."""
    UNKNOWN_POLICY = "unknown policy"
    """A policy that is neither a document nor one of the templates of SAM."""
    MISSING_PARAMETER = "missing parameter"
    """A template of a policy without a value that it needs."""
    WRAPPED_POLICY = "wrapped policy"
    """A policy in the shape that IAM roles have it."""
    DROPPED_POLICIES = "dropped policies"
    """Policies beside a role that is given."""
    UNKNOWN_GLOBAL = "unknown global"
    """An item of `IgnoreGlobals` that `Globals` do not have."""
    TRIGGER_TWICE = "trigger twice"
    """A trigger of a user pool that has a function already."""
    UNKNOWN_DEFAULT = "unknown default"
    """A default authorizer that the API does not have."""
    NO_IMAGE = "no image"
    """A function of an image that is neither named nor built."""
    NO_TEXT = "no text"
    """A function where SAM reads a logical ID."""
    NO_ALIAS = "no alias"
    """A function where SAM reads the name of an alias."""
    NO_KEY = "no key"
    """A function with the text of an S3 URI, where SAM reads a text or a bucket and a key."""
    BLANK = "blank"
    """An empty text where SAM needs a version."""
    ACCESS_TWICE = "access twice"
    """A second user name and password of a broker."""


class Refused(Struct, frozen=True):
    """One of them, in a function or state machine.

    `name` is the template of a policy, or the parameter that it misses; `names` are those that
    there are, and `given` the only one that has no place there.
    """

    holder: Resource
    why: Refusal
    path: Path
    case: Case
    name: str = ""
    names: tuple[str, ...] = ()
    given: str = ""


def refused(template: Template) -> Iterator[Refused]:
    """All of a template."""
    yield from _foreign_buckets(template)
    yield from _unknown_globals(template)
    yield from _triggers(template)
    yield from _defaults(template)
    yield from _queues(template)
    yield from _without_image(template)
    yield from _blank_versions(template)
    if template.transforms == (SAM_TRANSFORM,):
        yield from _aliases(template)
        yield from _locations(template)
        yield from _accesses(template)
    for holder in template.of_type(*HOLDERS):
        for listed in holder.cases("Policies"):
            if listed.known:
                yield from _policies(holder, listed)


def _policies(holder: Resource, listed: Case) -> Iterator[Refused]:
    is_list = isinstance(listed.value, list)
    for case in items(holder.template, listed) if is_list else [listed]:
        if isinstance(case.value, dict) and _WRAPPER in case.value:
            yield Refused(holder, Refusal.WRAPPED_POLICY, case.path, case)
        elif case.known and isinstance(case.value, dict) and function_of(case.value) is None:
            yield from _template_faults(holder, case)
    has_role = all(not role.absent for role in holder.written("Role"))
    is_function = holder.type == _FUNCTION  # of state machines SAM refuses both
    if has_role and listed.value and is_function:
        yield Refused(holder, Refusal.DROPPED_POLICIES, listed.path, listed)


def _template_faults(holder: Resource, case: Case) -> Iterator[Refused]:
    """What the translator says of a mapping that it does not take for a policy document."""
    written = case.value
    if not isinstance(written, dict) or not written or "Statement" in written:
        return
    known = sam_policy_templates()
    name = next(iter(written))
    if len(written) > 1 or name not in known:
        # a newer template may have any other name that ends so
        is_other = name.endswith("Policy") and name.lower() not in map(str.lower, known)
        is_certain = len(written) > 1 or not is_other
        if is_certain and all(role.absent for role in holder.cases("Role")):
            single = "" if len(written) > 1 else name
            why = Refusal.UNKNOWN_POLICY
            yield Refused(holder, why, case.path, case, single, tuple(known))
        return
    given = written[name]
    if not isinstance(given, dict) or function_of(given) is not None:
        return
    wanted = known[name]
    foreign = [key for key in given if key not in wanted]
    for parameter in wanted:
        if parameter not in given:
            path = (*case.path, name)
            only = foreign[0] if len(foreign) == 1 and len(wanted) == 1 else ""
            why = Refusal.MISSING_PARAMETER
            yield Refused(holder, why, path, case, parameter, (name,), only)


def _foreign_buckets(template: Template) -> Iterator[Refused]:
    for event in sam_events(template, "S3"):
        holder = template.resources.get(str(event.path[1]))
        if holder is not None and "Bucket" in event.properties:
            place = (*event.path, "Bucket")
            for case in template.branches(event.properties["Bucket"], place, event.when):
                if _is_foreign(template, case):
                    yield Refused(holder, Refusal.FOREIGN_BUCKET, case.path, case)


def _is_foreign(template: Template, case: Case) -> bool:
    """Whether a value is certainly no `Ref` to a bucket of the template."""
    if isinstance(case.value, str):
        return True
    call = function_of(case.value) if isinstance(case.value, dict) else None
    if call is None:
        return False
    name, argument = call
    if name != "Ref" or not isinstance(argument, str):
        return name in ("Fn::ImportValue", "Fn::Sub", "Fn::GetAtt", "Fn::Join")
    target = template.resources.get(argument)
    return argument in template.parameters or (
        target is not None and not target.type.startswith(_BUCKETS)
    )


def _unknown_globals(template: Template) -> Iterator[Refused]:
    for section, shared in template.globals.items():
        for resource in template.of_type(f"AWS::Serverless::{section}"):
            ignored = resource.body.get("IgnoreGlobals")
            for place, name in enumerate(ignored if isinstance(ignored, list) else ()):
                if isinstance(name, str) and name not in shared:
                    path = (*resource.path, "IgnoreGlobals", place)
                    case = Case(name, path, direct=True)
                    why = Refusal.UNKNOWN_GLOBAL
                    yield Refused(resource, why, path, case, name, tuple(shared))


def _triggers(template: Template) -> Iterator[Refused]:
    """Triggers that a second event, or the pool itself, has; SAM asks for no conditions."""
    seen: set[tuple[str, str]] = set()
    for event in sam_events(template, "Cognito"):
        call = function_of(event.properties.get("UserPool"))
        pool = template.resources.get(str(call[1])) if call and call[0] == "Ref" else None
        holder = template.resources.get(str(event.path[1]))
        written = event.properties.get("Trigger")
        if pool is None or holder is None:
            continue
        for name in written if isinstance(written, list) else [written]:
            if not isinstance(name, str):
                continue
            key = pool.logical_id, name
            if key in seen or pool.has("LambdaConfig", name):
                path = (*event.path, "Trigger")
                case = Case(name, path, direct=True)
                yield Refused(holder, Refusal.TRIGGER_TWICE, path, case, name)
            seen.add(key)


def _defaults(template: Template) -> Iterator[Refused]:
    """Default authorizers; one of a REST API that has none at all does nothing."""
    for api in template.of_type(*APIS):
        auth = auth_of(api) if api.has("DefinitionUri") is False else None
        default = api.case("Auth", "DefaultAuthorizer")
        if auth is None or default is None or default.text is None:
            continue
        names = auth.get("Authorizers") or {}
        is_http = api.type == APIS[1]
        if not isinstance(names, dict) or not is_plain_mapping(names) or not (names or is_http):
            continue
        is_iam = default.text == "AWS_IAM" and (not is_http or "EnableIamAuthorizer" in auth)
        if default.text and default.text not in names and not is_iam:
            why = Refusal.UNKNOWN_DEFAULT
            yield Refused(api, why, default.path, default, default.text, tuple(names))


def _queues(template: Template) -> Iterator[Refused]:
    for event in sam_events(template, *_WITH_DEAD_LETTERS):
        settings = event.properties.get("DeadLetterConfig")
        holder = template.resources.get(str(event.path[1]))
        given = settings.get("QueueLogicalId") if isinstance(settings, dict) else None
        is_call = seen_function(given) is not None
        if holder is not None and is_call and "Arn" not in (settings or ()):
            path = (*event.path, "DeadLetterConfig", "QueueLogicalId")
            case = Case(given, path)
            yield Refused(holder, Refusal.NO_TEXT, path, case, "QueueLogicalId")


def _without_image(template: Template) -> Iterator[Refused]:
    """What is neither named nor built: `sam build` builds what has a Dockerfile in its `Metadata`.

    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
    """
    for function in template.of_type(_FUNCTION):
        for case in function.cases("PackageType"):
            is_built = "Metadata" in function.body or function.has("ImageUri") is not False
            if case.text == "Image" and not is_built:
                yield Refused(function, Refusal.NO_IMAGE, case.path, case)


def _aliases(template: Template) -> Iterator[Refused]:
    """Names of aliases by functions: SAM itself needs them, and knows parameters alone.

    What is no parameter may be a pseudo parameter, of which it knows some.
    """
    for function in template.of_type(_FUNCTION):
        case = _as_written(function, "AutoPublishAlias")
        call = None if case is None else seen_function(case.value)
        is_known = call is not None and call[0] == "Ref" and call[1] not in template.resources
        if case is not None and call is not None and not is_known:
            yield Refused(function, Refusal.NO_ALIAS, case.path, case)


def _locations(template: Template) -> Iterator[Refused]:
    """URIs of S3 by `Fn::Sub`; what is no URI of S3 may be a folder that a tool packages."""
    for type_name, key in _LOCATIONS.items():
        for holder in template.of_type(type_name):
            case = _as_written(holder, key)
            call = None if case is None else seen_function(case.value)
            if case is None or call is None or call[0] != "Fn::Sub":
                continue
            written = sub_arguments(call[1])
            is_other = type_name == _FUNCTION and (
                holder.has("InlineCode") is not False or holder.has("ImageUri") is not False
            )
            if written is not None and written[0].startswith("s3://") and not is_other:
                yield Refused(holder, Refusal.NO_KEY, case.path, case, key)


def _as_written(resource: Resource, key: str) -> Case | None:
    """A property with its functions, in the resource or Globals; None where that is open."""
    own = resource.body.get("Properties", {})
    if not isinstance(own, dict) or not is_plain_mapping(own):
        return None
    if key in own:
        return Case(own[key], (*resource.path, "Properties", key))
    shared = resource.shared_properties
    return Case(shared[key], (*resource.shared_at, key)) if key in shared else None


def _accesses(template: Template) -> Iterator[Refused]:
    """The second access by user name and password of a broker, in one event."""
    for event in sam_events(template, "MQ"):
        listed = event.properties.get("SourceAccessConfigurations")
        holder = template.resources.get(str(event.path[1]))
        basic = [
            place
            for place, one in enumerate(listed if isinstance(listed, list) else ())
            if isinstance(one, dict) and one.get("Type") == _BASIC and one.get("URI")
        ]
        if holder is not None and len(basic) > 1:
            path = (*event.path, "SourceAccessConfigurations", basic[1])
            case = Case(at(template.tree, path), path)
            yield Refused(holder, Refusal.ACCESS_TWICE, path, case, _BASIC)


def _blank_versions(template: Template) -> Iterator[Refused]:
    """Versions of applications of the Serverless Application Repository that are written blank."""
    for application in template.of_type("AWS::Serverless::Application"):
        for case in application.cases("Location", "SemanticVersion"):
            if case.direct and case.value == "":
                why = Refusal.BLANK
                yield Refused(application, why, case.path, case, "SemanticVersion")
