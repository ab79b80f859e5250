"""schedule-never-deleted"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.api import Confidence, Fails, Finding, Fix, Safety, Severity, Template, Tree, rule
from auditor.api.code import Argument, CodeFile, FunctionCode, SdkCall, is_of_scheduler, makes_rule
from auditor.api.lambda_ import LambdaFunction

_REMOVALS = ("deleterule", "deleteschedule", "removetargets")
"""How the operations begin that remove; that for whole groups of schedules among them."""
_ELSEWHERE = frozenset({"DefinitionS3Location", "DefinitionUri"})
_HOLE = re.compile(r"\{([^{}]*)\}")
_STRING = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")
_NAME = re.compile(r"(?<![\w.'\"])[A-Za-z_]\w*")
_CONSTANT = frozenset({"context", "f", "os", "process", "str"})
_REMOVALS_AS_WRITTEN = (
    "delete_rule",
    "deleteRule",
    "DeleteRule",
    "remove_targets",
    "delete_schedule",
)
_STATE_MACHINES = ("AWS::StepFunctions::StateMachine", "AWS::Serverless::StateMachine")
_OTHER_CODE = (
    "AWS::Batch::JobDefinition",
    "AWS::CloudFormation::Stack",
    "AWS::CodeBuild::Project",
    "AWS::ECS::TaskDefinition",
    "AWS::Serverless::Application",
)
"""What may run code that is not in sight."""


@rule(
    id="schedule-never-deleted",
    severity=Severity.INFO,
    on=Template,
    types=LambdaFunction.types,
    fails=Fails.LATER,
)
def schedule_never_deleted(template: Template) -> Iterator[Finding]:
    """Code that creates a rule or schedule for each item, in a stack where nothing removes them.

    ## What it does
    Looks for `put_rule` of EventBridge and `create_schedule` of EventBridge Scheduler under names
    that are put together at run time, in templates whose functions can all be read and of which
    none removes rules, targets or schedules. A schedule with `ActionAfterCompletion='DELETE'`
    removes itself. It is a hint: the names may come from a short list. It is silent where
    a state machine, a nested stack, a container or a build may do the removing.

    ## Why it fails
    Rules stay when their time has passed. They pile up to the quota of the event bus (300 rules
    unless raised), and then no further one can be created.

    ## Error
    ```
    LimitExceededException: The requested resource exceeds the maximum number allowed
    ```

    ## Fix safety
    There is no fix. The function that a rule invokes can remove it at its end: `remove_targets`
    first, then `delete_rule`. EventBridge Scheduler does so itself with
    `ActionAfterCompletion='DELETE'`.

    ## References
    - [Quotas of EventBridge](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html)
    - [Quotas of EventBridge Scheduler](https://docs.aws.amazon.com/scheduler/latest/UserGuide/scheduler-quotas.html)
    - [Removing a one-time schedule](https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-delete.html)
    - [Error, recorded of another quota](https://github.com/localstack/localstack/blob/main/tests/aws/services/events/test_events.snapshot.json)
    """
    codes = list(FunctionCode.find(template))
    files = list(dict.fromkeys(file for code in codes for file in code.files))
    calls = [(file, call) for file in files for call in file.facts.calls]
    made = [(file, call, _kind(file, call)) for file, call in calls]
    if any(call.plain_operation.startswith(_REMOVALS) for _, call in calls):
        return
    if any(removal in file.text for file in files for removal in _REMOVALS_AS_WRITTEN):
        return
    if not any(kind for _, _, kind in made) or not _shows_all_code(template, codes):
        return
    for file, call, kind in made:
        if kind is not None:
            yield file.finding(
                call.span,
                f"{file.label} creates a {kind} for each item, and no function of the template"
                " deletes any, until the quota is reached",
                confidence=Confidence.MEDIUM,
                fix=Fix(_ADVICE[kind], (), Safety.DISPLAY),
            )


_ADVICE = {
    "rule": "Delete the rule in the function that it invokes: remove_targets, then delete_rule",
    "schedule": "Let the schedule delete itself: ActionAfterCompletion='DELETE'",
}


def _shows_all_code(template: Template, codes: list[FunctionCode]) -> bool:
    """Whether nothing but the functions that can be read may remove rules and schedules."""
    seen = {code.fn.logical_id for code in codes}
    if any(fn.logical_id not in seen for fn in LambdaFunction.find(template)):
        return False
    if not template.shows_all_resources or any(template.of_type(*_OTHER_CODE)):
        return False
    machines = (machine.body for machine in template.of_type(*_STATE_MACHINES))
    return all(code.is_complete for code in codes) and not any(map(_may_remove, machines))


def _may_remove(machine: Tree) -> bool:
    """Whether a state machine calls an operation that removes, or is written elsewhere."""
    if isinstance(machine, str):
        return "aws-sdk:" in machine and any(name in machine.lower() for name in _REMOVALS)
    if isinstance(machine, dict):
        is_elsewhere = not _ELSEWHERE.isdisjoint(machine)
        return is_elsewhere or any(map(_may_remove, machine.values()))
    return isinstance(machine, list) and any(map(_may_remove, machine))


def _kind(file: CodeFile, call: SdkCall) -> str | None:
    """What a call makes for each item; None where it makes nothing, or one thing only."""
    name, end = call.argument("Name"), call.argument("ActionAfterCompletion")
    if name is None or not _varies(file, name):
        return None
    if makes_rule(call):
        return "rule"
    is_schedule = is_of_scheduler(call) and call.plain_operation == "createschedule"
    if is_schedule and call.complete:
        stays = end is None or end.value.literal == "NONE"
        return "schedule" if stays else None
    return None


def _varies(file: CodeFile, name: Argument) -> bool:
    """Whether a name is put together with a value that is another one at each call.

    Constants of the module are written in capitals; what the environment and the context hold
    stays the same too.
    """
    if None not in name.value.parts or not any(isinstance(part, str) for part in name.value.parts):
        return False
    written = file.text[name.span.start : name.span.end]
    if written.isidentifier():
        before = re.findall(rf"\b{written}[ \t]*=(?!=)(.+)", file.text[: name.span.start])
        written = before[-1] if before else ""
    holes = " ".join(_HOLE.findall(written))
    if not holes.strip():
        holes = _STRING.sub("", written)
    return any(not name.isupper() and name not in _CONSTANT for name in _NAME.findall(holes))
