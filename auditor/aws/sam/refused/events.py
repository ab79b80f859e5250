"""Events of functions and state machines that SAM refuses, other than those of APIs.

https://github.com/aws/serverless-application-model/tree/develop/samtranslator/model/eventsources
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.sam.event import sam_events, seen_function
from auditor.aws.sam.refused.refusal import Refusal, Refused
from auditor.model.tree import at
from auditor.template.intrinsics import function_of
from auditor.template.template import Template
from auditor.template.values import Case

_BUCKETS = ("AWS::S3::Bucket", "AWS::Serverless::")
_WITH_DEAD_LETTERS = ("CloudWatchEvent", "EventBridgeRule", "Schedule", "ScheduleV2")
_BASIC = "BASIC_AUTH"


def foreign_buckets(template: Template) -> Iterator[Refused]:
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


def triggers(template: Template) -> Iterator[Refused]:
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


def queues(template: Template) -> Iterator[Refused]:
    for event in sam_events(template, *_WITH_DEAD_LETTERS):
        settings = event.properties.get("DeadLetterConfig")
        holder = template.resources.get(str(event.path[1]))
        given = settings.get("QueueLogicalId") if isinstance(settings, dict) else None
        is_call = seen_function(given) is not None
        if holder is not None and is_call and "Arn" not in (settings or ()):
            path = (*event.path, "DeadLetterConfig", "QueueLogicalId")
            case = Case(given, path)
            yield Refused(holder, Refusal.NO_TEXT, path, case, "QueueLogicalId")


def accesses(template: Template) -> Iterator[Refused]:
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
