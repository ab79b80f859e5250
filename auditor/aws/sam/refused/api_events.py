"""What the translator of SAM refuses of events of APIs.

Of APIs whose definition it writes itself: one that the template does not declare, or declares
without a definition of its own. Into that of an HTTP API it writes who may call an event, too.

https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/eventsources/push.py
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum

from msgspec import Struct

from auditor.aws.sam.event import HOLDERS, RESOLVED, seen_function
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.template import Resource, Template
from auditor.template.transforms import SAM_TRANSFORM

_IDS = {"Api": ("RestApiId", "ServerlessRestApi"), "HttpApi": ("ApiId", "ServerlessHttpApi")}
"""Types of events, each with the property that names its API, and that of those that name none."""
APIS = ("AWS::Serverless::Api", "AWS::Serverless::HttpApi")
"""The types of APIs that events may name."""
_DEFINITIONS = ("DefinitionBody", "DefinitionUri")
_ANY = ("any", "x-amazon-apigateway-any-method")
_DEFAULT = "$default"
"""The path of all that no other one has, which an event of an HTTP API without a path has."""
_IAM, _NONE = "AWS_IAM", "NONE"
_INSTEAD = ("Authorizer", "ApiKeyRequired", "ResourcePolicy")
_VALIDATED = ("ValidateBody", "ValidateParameters")
_BOOLEANS = ("yes", "no", "on", "off", "y", "n")
"""Texts that are booleans in YAML 1.1, which CloudFormation reads."""


class ApiFault(Enum):
    """Why SAM refuses an event of an API."""

    TWICE = "twice"
    """Another event has its method and path."""
    FOREIGN_API = "foreign API"
    """Its API is none of its kind that the template declares."""
    UNKNOWN_AUTHORIZER = "unknown authorizer"
    """Its authorizer is none of the API's."""
    NO_DEFAULT = "no default"
    """It is without the default authorizer of an API that has none."""
    NO_TEXT = "no text"
    """Its path or method is a function, parameters too, or its authorizer is another one."""
    NO_AUTHORIZER = "no authorizer"
    """It has settings of authorization, and no authorizer."""
    NO_MODELS = "no models"
    """It names a model of an API that has none."""
    UNKNOWN_MODEL = "unknown model"
    """The model that it names is none of the API's."""
    NO_PROPERTIES = "no properties"
    """Its properties are no mapping."""
    NO_KEY_TO_WAIVE = "no key to waive"
    """It requires no key, and neither does its API."""
    NOTHING_INSTEAD = "nothing instead"
    """It overrides the authorization of its API with nothing."""
    NO_BOOLEAN = "no boolean"
    """What is validated is said by a text or a function."""


class ApiEvent(Struct, frozen=True):
    """An event of an API, in a function or state machine."""

    holder: Resource
    name: str
    type: str
    properties: Mapping[str, Tree]

    @property
    def path(self) -> Path:
        """Where its properties are."""
        return (*self.holder.path, "Properties", "Events", self.name, "Properties")

    @property
    def route(self) -> tuple[str, str] | None:
        """Its path and method; None where they are not texts that are known."""
        path, method = self.properties.get("Path"), self.properties.get("Method")
        if self.type == "HttpApi" and not path and not method:
            return _DEFAULT, _ANY[-1]
        if not (isinstance(path, str) and isinstance(method, str)):
            return None
        return path, _ANY[-1] if method.lower() in _ANY else method.lower()


class RefusedEvent(Struct, frozen=True):
    """One of them that SAM refuses; `other` is the event, API or authorizer that it is about."""

    event: ApiEvent
    why: ApiFault
    path: Path
    other: str = ""


def refused_events(template: Template) -> Iterator[RefusedEvent]:
    """All of a template; none where another transform runs before SAM's.

    SAM asks for no conditions, neither of functions nor of APIs.
    """
    if template.transforms != (SAM_TRANSFORM,):
        return
    seen: dict[tuple[str, str, str], ApiEvent] = {}
    yield from _without_properties(template)
    for event in _events(template):
        for key in ("Path", "Method"):
            if seen_function(event.properties.get(key)) is not None:
                yield RefusedEvent(event, ApiFault.NO_TEXT, (*event.path, key), key)
        key, implicit = _IDS[event.type]
        if key not in event.properties:
            yield from _twice(event, implicit, seen)
            shared = template.globals.get(event.type, {})
            yield from _authorization(event, shared.get("Auth", {}))
            yield from _waived_key(event, shared.get("Auth", {}))
            yield from _request_model(event, shared.get("Models", {}))
            continue
        name = _named(template, event.properties[key])
        api = template.resources.get(name or "")
        if name in (None, implicit):
            continue
        if api is None or _is_of_other_kind(event, api):
            yield RefusedEvent(event, ApiFault.FOREIGN_API, (*event.path, key), str(name))
        else:
            yield from _of_declared(event, api, seen)


def _of_declared(
    event: ApiEvent, api: Resource, seen: dict[tuple[str, str, str], ApiEvent]
) -> Iterator[RefusedEvent]:
    """What is refused of an event of an API that the template declares."""
    if _is_written_by_sam(api):
        yield from _twice(event, api.logical_id, seen)
        yield from _authorization(event, auth_of(api))
        yield from _waived_key(event, _keys_of(api))
        yield from _request_model(event, _models_of(api))
    elif event.type == "HttpApi" and _has_own_body(api):
        yield from _authorization(event, auth_of(api))
    elif api.type == APIS[0] and api.has("DefinitionBody"):
        yield from _overridden(event)


def _events(template: Template) -> Iterator[ApiEvent]:
    for holder in template.of_type(*HOLDERS):
        properties = holder.body.get("Properties")
        events = properties.get("Events") if isinstance(properties, dict) else None
        for name, entry in events.items() if isinstance(events, dict) else ():
            kind = entry.get("Type") if isinstance(entry, dict) else None
            inner = entry.get("Properties", {}) if isinstance(entry, dict) else None
            is_one = isinstance(kind, str) and kind in _IDS
            if is_one and isinstance(inner, dict) and is_plain_mapping(inner):
                yield ApiEvent(holder, name, str(kind), inner)


def _without_properties(template: Template) -> Iterator[RefusedEvent]:
    """Events whose properties are a text or a list."""
    for holder in template.of_type(*HOLDERS):
        properties = holder.body.get("Properties")
        events = properties.get("Events") if isinstance(properties, dict) else None
        for name, entry in events.items() if isinstance(events, dict) else ():
            kind = entry.get("Type") if isinstance(entry, dict) else None
            inner = entry.get("Properties") if isinstance(entry, dict) else None
            is_one = isinstance(kind, str) and kind in _IDS
            if is_one and inner and isinstance(inner, str | list):
                event = ApiEvent(holder, name, str(kind), {})
                yield RefusedEvent(event, ApiFault.NO_PROPERTIES, event.path)


def _overridden(event: ApiEvent) -> Iterator[RefusedEvent]:
    own = event.properties.get("Auth")
    if event.type == "Api" and isinstance(own, dict) and is_plain_mapping(own):
        is_asked = own.get("OverrideApiAuth") is True
        if is_asked and not any(map(own.get, _INSTEAD)):
            path = (*event.path, "Auth", "OverrideApiAuth")
            yield RefusedEvent(event, ApiFault.NOTHING_INSTEAD, path)


def _keys_of(api: Resource) -> Tree:
    """What an API says of keys; None where that is open."""
    case = api.case("Auth", "ApiKeyRequired")
    if case is None or not (case.absent or (case.known and case.certain)):
        return None
    return {} if case.absent else {"ApiKeyRequired": case.value}


def _waived_key(event: ApiEvent, auth: Tree) -> Iterator[RefusedEvent]:
    """An event of a REST API that does without the key that its API does not require."""
    own = event.properties.get("Auth")
    if event.type != "Api" or not (isinstance(own, dict) and is_plain_mapping(own)):
        return
    is_known = isinstance(auth, dict) and (not auth or is_plain_mapping(auth))
    is_waived = own.get("ApiKeyRequired") is False
    if is_waived and is_known and isinstance(auth, dict) and not auth.get("ApiKeyRequired"):
        path = (*event.path, "Auth", "ApiKeyRequired")
        yield RefusedEvent(event, ApiFault.NO_KEY_TO_WAIVE, path)


def _named(template: Template, written: Tree) -> str | None:
    """The logical ID by which an event names its API; None where that is open.

    A function other than `Ref` names none.
    """
    if isinstance(written, str):
        return written
    call = seen_function(written)
    if call is None:
        return None
    name, argument = call
    if name != "Ref":
        return ""
    is_resource = isinstance(argument, str) and argument in template.resources
    return str(argument) if is_resource else None


def _is_of_other_kind(event: ApiEvent, api: Resource) -> bool:
    """Whether an event of a REST API names an HTTP API; SAM takes the other way round."""
    return event.type == "Api" and api.type == APIS[1]


def _is_written_by_sam(api: Resource) -> bool:
    return api.type in APIS and all(api.has(name) is False for name in _DEFINITIONS)


def _has_own_body(api: Resource) -> bool:
    """Whether an HTTP API has its definition in the template, where SAM can read it."""
    own = api.body.get("Properties")
    body = own.get("DefinitionBody") if isinstance(own, dict) else None
    return api.type == APIS[1] and isinstance(body, dict) and is_plain_mapping(body)


def _twice(
    event: ApiEvent, api: str, seen: dict[tuple[str, str, str], ApiEvent]
) -> Iterator[RefusedEvent]:
    if event.route is None:
        return
    first = seen.setdefault((api, *event.route), event)
    if first is not event:
        path = (*event.path, "Path") if "Path" in event.properties else event.path[:-1]
        yield RefusedEvent(event, ApiFault.TWICE, path, f"{first.holder.logical_id}.{first.name}")


def auth_of(api: Resource) -> dict[str, Tree] | None:
    """What an API says of its authorizers, with Globals; None where that is open."""
    keys = ("Authorizers", "DefaultAuthorizer", "EnableIamAuthorizer")
    found = {key: api.case("Auth", key) for key in keys}
    known: dict[str, Tree] = {}
    for key, case in found.items():
        if case is None or not (case.absent or (case.known and case.certain)):
            return None
        if not case.absent:
            known[key] = case.value
    return known


def _authorization(event: ApiEvent, auth: Tree) -> Iterator[RefusedEvent]:
    own = event.properties.get("Auth")
    if not (isinstance(auth, dict) and is_plain_mapping(auth)):
        return
    if not (isinstance(own, dict) and own and is_plain_mapping(own)):
        return
    path = (*event.path, "Auth")
    name = own.get("Authorizer")
    has_default = bool(auth.get("DefaultAuthorizer"))
    if not name:
        if event.type == "HttpApi" and not has_default and "Authorizer" not in own:
            yield RefusedEvent(event, ApiFault.NO_AUTHORIZER, path)
        return
    call = seen_function(name)
    if isinstance(name, list) or (call is not None and call[0] not in RESOLVED):
        yield RefusedEvent(event, ApiFault.NO_TEXT, (*path, "Authorizer"), "Authorizer")
        return
    authorizers = auth.get("Authorizers") or {}
    is_open = not isinstance(authorizers, dict) or not is_plain_mapping(authorizers)
    if not isinstance(name, str) or is_open:
        return
    if name == _NONE:
        if not has_default:
            yield RefusedEvent(event, ApiFault.NO_DEFAULT, (*path, "Authorizer"))
    elif not (_is_iam(event, name, auth) or name in authorizers):
        yield RefusedEvent(event, ApiFault.UNKNOWN_AUTHORIZER, (*path, "Authorizer"), name)


def _is_iam(event: ApiEvent, name: str, auth: Mapping[str, Tree]) -> bool:
    is_on = event.type == "Api" or auth.get("EnableIamAuthorizer") not in (None, False, "false")
    return name == _IAM and is_on


def _models_of(api: Resource) -> Tree:
    """The models of an API, with those of Globals; None where they are open."""
    case = api.case("Models")
    if case is None or not (case.absent or (case.known and case.certain)):
        return None
    return {} if case.absent else case.value


def _request_model(event: ApiEvent, models: Tree) -> Iterator[RefusedEvent]:
    """The model of a request, which HTTP APIs and state machines do not have."""
    own = event.properties.get("RequestModel")
    is_asked = event.type == "Api" and event.holder.type == HOLDERS[0]
    if not is_asked or not (isinstance(own, dict) and is_plain_mapping(own)):
        return
    name = own.get("Model")
    if not (isinstance(name, str) and name):
        return
    if not isinstance(models, dict) or not is_plain_mapping(models):
        return
    path = (*event.path, "RequestModel")
    if not models:
        yield RefusedEvent(event, ApiFault.NO_MODELS, (*path, "Model"), name)
    elif name not in models:
        yield RefusedEvent(event, ApiFault.UNKNOWN_MODEL, (*path, "Model"), name)
    else:
        for key in _VALIDATED:
            if _is_no_boolean(own.get(key)):
                yield RefusedEvent(event, ApiFault.NO_BOOLEAN, (*path, key), key)


def _is_no_boolean(value: Tree) -> bool:
    """Whether a value is a text or a function, which SAM takes for no boolean."""
    if isinstance(value, str):
        return value.lower() not in _BOOLEANS
    return seen_function(value) is not None
