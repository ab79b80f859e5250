"""What invokes a function with events that have no `Records`.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.iam.triggers import Trigger
from auditor.model.tree import Tree
from auditor.template.intrinsics import function_of, get_att, is_plain_mapping
from auditor.template.template import Resource, Template

_WITHOUT_RECORDS = frozenset({"apigateway", "events", "logs"})
_SAM_EVENTS = (
    "AlexaSkill",
    "Api",
    "CloudWatchEvent",
    "CloudWatchLogs",
    "Cognito",
    "EventBridgeRule",
    "HttpApi",
    "MQ",
    "MSK",
    "Schedule",
    "ScheduleV2",
    "SelfManagedKafka",
)
_OWN_INPUT = ("Input", "InputPath", "InputTransformer")
"""With these the event is what the template says.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html"""


def other_invokers(function: Resource) -> tuple[str, ...]:
    """The logical IDs of what does, and the names of SAM events that do, in source order.

    Rules and schedules that send a text of their own are left out, and those that are off.
    """
    return tuple(dict.fromkeys(function.template.once(_by_function).get(function.logical_id, ())))


def _by_function(template: Template) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for trigger in Trigger.find(template):
        if trigger.service in _WITHOUT_RECORDS and not _has_own_input(trigger.source):
            name = trigger.source.logical_id
            found.setdefault(trigger.function.logical_id, []).append(name)
    for source in template.of_type("AWS::Scheduler::Schedule", "AWS::Lambda::Url"):
        named = _named_function(source)
        if named is not None:
            found.setdefault(named, []).append(source.logical_id)
    for function in template.of_type("AWS::Serverless::Function"):
        found.setdefault(function.logical_id, []).extend(_sam_events(function))
        if function.has("FunctionUrlConfig") is True:
            found[function.logical_id].append("its function URL")
    return found


def _has_own_input(rule: Resource) -> bool:
    properties = rule.body.get("Properties")
    targets: Tree = properties.get("Targets") if isinstance(properties, dict) else None
    return any(key in _OWN_INPUT for key in _keys(targets))


def _keys(value: Tree) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    entries = value.values() if isinstance(value, dict) else value
    for entry in entries if isinstance(value, (dict, list)) else ():
        yield from _keys(entry)


def _named_function(source: Resource) -> str | None:
    """The function that a schedule or a function URL invokes."""
    is_schedule = source.type == "AWS::Scheduler::Schedule"
    if is_schedule and (source.has("Target", "Input") is not False or not _is_enabled(source)):
        return None
    keys = ("Target", "Arn") if is_schedule else ("TargetFunctionArn",)
    given = source.written(*keys)
    call = function_of(given[0].value) if len(given) == 1 and given[0].known else None
    if call is None:
        return None
    name, argument = call
    if name == "Ref":
        return str(argument)
    parts = get_att(argument) if name == "Fn::GetAtt" else None
    return parts[0] if parts is not None and parts[1] == "Arn" else None


def _is_enabled(schedule: Resource) -> bool:
    return all(case.absent or case.text == "ENABLED" for case in schedule.cases("State"))


def _sam_events(function: Resource) -> Iterator[str]:
    for case in function.cases("Events"):
        if not isinstance(case.value, dict) or not is_plain_mapping(case.value):
            continue
        for name, event in case.value.items():
            if isinstance(event, dict) and event.get("Type") in _SAM_EVENTS:
                properties = event.get("Properties", {})
                if isinstance(properties, dict) and _is_on(properties):
                    yield name


def _is_on(properties: dict[str, Tree]) -> bool:
    """Whether a SAM event invokes the function with the event of its service."""
    if not is_plain_mapping(properties) or any(key in _OWN_INPUT for key in properties):
        return False
    return (
        properties.get("Enabled", True) is True and properties.get("State", "ENABLED") == "ENABLED"
    )
