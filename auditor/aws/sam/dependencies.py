"""Dependencies that only what SAM makes of a template has.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.sam.event import HOLDERS
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.dependencies import Dependency, is_own
from auditor.template.intrinsics import function_of, is_plain_mapping
from auditor.template.mentions import MapLookup
from auditor.template.subjects.usage import Usage
from auditor.template.template import Resource

SAM = "SAM"
"""The function of these dependencies."""
_NAMED_BY = {"S3": "Bucket", "Api": "RestApiId", "HttpApi": "ApiId", "Cognito": "UserPool"}
"""The property of an event that names what SAM makes refer to the function."""
_IMPLICIT = {"Api": "ServerlessRestApi", "HttpApi": "ServerlessHttpApi"}
"""What SAM makes where the event names none."""
_OWN_DEFINITIONS = ("DefinitionBody", "DefinitionUri")
"""An API with one is left as it is, so it refers to functions only where the definition does.

https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/eventsources/push.py
"""


def made_by_sam(usage: Usage) -> Iterator[Dependency]:
    """The dependencies that events make, and those on the APIs that SAM makes for them."""
    implicit: set[str] = set()
    for function in usage.template.of_type(*HOLDERS):
        for edge in _of_events(function):
            implicit.update({edge.source} & set(_IMPLICIT.values()))
            yield edge
    for mention in usage.all if implicit else ():
        if isinstance(mention, MapLookup) or mention.name not in implicit:
            continue
        source = usage.template.resources.get(str(mention.path[1]))
        if mention.path[0] == "Resources" and source is not None and is_own(source, mention):
            path, name = mention.path, mention.name
            yield Dependency(source.logical_id, name, mention.function, path, source.when, True)


def _of_events(function: Resource) -> Iterator[Dependency]:
    for case in function.cases("Events"):
        events: Tree = case.value
        for name, event in events.items() if is_plain_mapping(events) else ():
            kind = event.get("Type") if isinstance(event, dict) else None
            if not isinstance(kind, str) or kind not in _NAMED_BY:
                continue
            properties: Tree = event.get("Properties", {})
            key = _NAMED_BY[kind]
            path: Path = (*case.path, name)
            if is_plain_mapping(properties) and key in properties:
                path = (*path, "Properties", key)
                call = function_of(properties[key])
                source = call[1] if call is not None and call[0] == "Ref" else None
            else:
                source = _IMPLICIT.get(kind)
            if not isinstance(source, str) or _has_definition(function, source):
                continue
            if source in function.template.resources or source in _IMPLICIT.values():
                yield Dependency(source, function.logical_id, SAM, path, case.when, True)


def _has_definition(function: Resource, name: str) -> bool:
    """Whether a name is that of an API of SAM that may come with its own definition."""
    api = function.template.resources.get(name)
    return (
        api is not None
        and api.type.startswith("AWS::Serverless::")
        and any(api.has(definition) is not False for definition in _OWN_DEFINITIONS)
    )
