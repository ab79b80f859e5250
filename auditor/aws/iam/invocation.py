"""Who may invoke a function, by the permissions of the template.

https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
"""

from __future__ import annotations

from auditor.aws.iam import urls
from auditor.aws.iam.answer import Answer, any_of
from auditor.aws.iam.target import Target
from auditor.aws.iam.triggers import FUNCTIONS, Trigger
from auditor.aws.iam.urls import URL
from auditor.model.edit import Edit
from auditor.model.tree import Tree
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.names import Name
from auditor.template.references import references
from auditor.template.template import Resource, Template
from auditor.template.wiring import new_resource, wait_for, waits_for_any

_RUN_CODE = ("AWS::CloudFormation::", "AWS::Serverless::Application", "Custom::")
_MAKES_POLICIES = ("AWS::Serverless::Connector", "AWS::Lambda::ResourcePolicy")
_EVENTS = {
    "Api": "apigateway",
    "HttpApi": "apigateway",
    "CloudWatchEvent": "events",
    "EventBridgeRule": "events",
    "Schedule": "events",
    "CloudWatchLogs": "logs",
    "S3": "s3",
    "SNS": "sns",
    "SQS": "",
    "Kinesis": "",
    "DynamoDB": "",
}
"""The service that SAM makes a permission for, by type of event:
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-function.html"""


def may_invoke(trigger: Trigger) -> Answer:
    """Whether a trigger's service may invoke the function.

    DENIED only where no permission of the template is for both. One for the service that names
    another `SourceArn` is UNKNOWN, and so is what SAM makes of events.
    """
    template = trigger.template
    if not template.shows_all_resources or _is_handed_on(trigger):
        return Answer.UNKNOWN
    if _may_have_event(trigger):
        return Answer.UNKNOWN
    permissions = template.once(_Permissions).that_may_be_for(trigger.function)
    if trigger.service == URL:
        return urls.answer(urls.missing_actions(trigger.function, permissions))
    return any_of(_permits(permission, trigger) for permission in permissions)


class _Permissions:
    """The permissions of a template by the functions that they name: each is looked up."""

    def __init__(self, template: Template) -> None:
        self._of_any: list[Resource] = []
        self._by_function: dict[str, list[Resource]] = {}
        self._by_name: dict[Name, list[Resource]] = {}
        for permission in template.of_type("AWS::Lambda::Permission"):
            function = _only_function(permission)
            if function is None:
                self._of_any.append(permission)
                continue
            self._by_function.setdefault(function, []).append(permission)
            for name in _names(permission):
                self._by_name.setdefault(name, []).append(permission)

    def that_may_be_for(self, function: Resource) -> list[Resource]:
        """Those that do not certainly name another function."""
        found = [*self._by_function.get(function.logical_id, ()), *self._of_any]
        if function.physical_name is not None:
            for name in Target(function).all_names:
                found += self._by_name.get(name, ())
        return found


def _only_function(permission: Resource) -> str | None:
    """The one thing of the template that `FunctionName` names, if it is a function."""
    named = {mention.target for mention in permission.references if "FunctionName" in mention.path}
    if len(named) != 1:
        return None
    resource = permission.template.resources.get(next(iter(named)))
    return resource.logical_id if resource is not None and resource.type in FUNCTIONS else None


def _names(permission: Resource) -> set[Name]:
    """How a permission spells its function, with a qualifier and without."""
    spelled = (
        permission.template.name(case.value)
        for case in permission.written("FunctionName")
        if case.known
    )
    return {
        name[:end]
        for name in spelled
        if name is not None
        for end in range(1, len(name) + 1)
        if end == len(name) or name[end] == ":"
    }


def _may_have_event(trigger: Trigger) -> bool:
    """Whether SAM may make a permission for the service of one of the function's events."""
    for case in trigger.function.cases("Events"):
        if case.absent:
            continue
        events: Tree = case.value
        if not is_plain_mapping(events):
            return True
        for event in events.values():
            kind = event.get("Type") if isinstance(event, dict) else None
            if _EVENTS.get(str(kind), trigger.service) == trigger.service:
                return True
    return False


def _is_handed_on(trigger: Trigger) -> bool:
    """Whether something may add a permission that the template does not show."""
    handed_on = trigger.template.once(_handed_on)
    return handed_on is None or trigger.function.logical_id in handed_on


def _handed_on(template: Template) -> frozenset[str] | None:
    """What is given to resources that may do anything with it; None where all may be."""
    found: set[str] = set()
    for resource in template.resources.values():
        if resource.type in _MAKES_POLICIES or "Connectors" in resource.body:
            return None
        if resource.type.startswith(_RUN_CODE):
            found |= {one.target for one in resource.references if "ServiceToken" not in one.path}
    return frozenset(found)


def _permits(permission: Resource, trigger: Trigger) -> Answer:
    if not trigger.template.can_hold(permission.when | trigger.case.when):
        return Answer.DENIED
    if _is_for_another_function(permission, trigger):
        return Answer.DENIED
    for case in permission.cases("Action"):
        if case.text is not None and case.certain and not _is_invocation(case.text.lower()):
            return Answer.DENIED
    is_other = all(
        _is_other_service(trigger, case.value) if case.known else False
        for case in permission.written("Principal")
    )
    return Answer.DENIED if is_other else Answer.UNKNOWN


def _is_invocation(action: str) -> bool:
    return action.startswith(("lambda:invoke", "lambda:*", "*")) and not action.endswith("url")


def _is_for_another_function(permission: Resource, trigger: Trigger) -> bool:
    """Whether a permission certainly names another function of the template."""
    if _only_function(permission) in (None, trigger.function.logical_id):
        return False
    if trigger.function.physical_name is None:
        return True
    own = Target(trigger.function)
    return not any(
        case.known and own.is_named_by(case.value) for case in permission.written("FunctionName")
    )


def _is_other_service(trigger: Trigger, principal: Tree) -> bool:
    """Whether a principal is known, and none of the trigger's service (`logs.eu-west-1…` is)."""
    name = trigger.template.name(principal) or ()
    first: list[str] = []
    for part in name:
        if not isinstance(part, str):
            return False
        if part == ".":
            break
        first.append(part)
    return bool(first) and "".join(first) not in (trigger.service, "*")


def permit(trigger: Trigger) -> tuple[str, tuple[Edit, ...]] | None:
    """The logical ID of a new permission for a trigger, and the edits that declare it.

    What is tried on creation waits for the permission. None where that would close a cycle, where
    the source cannot be named, or where the function may be missing while the source is there.
    For a bucket that cannot be named it is a permission for all buckets of the account.
    """
    template, function, source = trigger.template, trigger.function, trigger.source
    if trigger.service == URL:
        return _permit_url(trigger)
    is_nameless = trigger.arn is None and trigger.service != "s3"
    if is_nameless or function.condition not in (None, source.condition):
        return None
    named = {mention.target for mention in references(trigger.arn, ())}
    for target in sorted(named & template.resources.keys()):
        if template.resources[target].condition not in (None, source.condition):
            return None
    origin = _origin(trigger)
    shown = origin[:1].upper() + origin[1:]
    logical_id = template.free_name(f"{function.logical_id}InvokedBy{shown}")
    body = _body(trigger)
    waiting = trigger.waiting or source
    behind = function if trigger.waiting is not None else source
    edits: list[Edit] = [new_resource(logical_id, body, behind=behind)]
    if trigger.is_checked:
        order = wait_for(waiting, logical_id)
        if order is None or waits_for_any(template, body, waiting.logical_id):
            return None
        edits += order
    return logical_id, tuple(edits)


def _permit_url(trigger: Trigger) -> tuple[str, tuple[Edit, ...]] | None:
    function, url = trigger.function, trigger.source
    permissions = trigger.template.once(_Permissions).that_may_be_for(function)
    missing = urls.missing_actions(function, permissions)
    if not missing or function.condition not in (None, url.condition):
        return None
    logical_id, edits = urls.permit_url(function, url, missing)
    return logical_id, tuple(edits)


def _origin(trigger: Trigger) -> str:
    """What the permission is named after: the API of an integration, else the source itself."""
    named = [mention.target for mention in references(trigger.arn, ())]
    resources = [name for name in named if name in trigger.template.resources]
    return resources[0] if trigger.service == "apigateway" else trigger.source.logical_id


def _body(trigger: Trigger) -> Tree:
    condition = trigger.source.condition
    properties: dict[str, Tree] = {
        "Action": "lambda:InvokeFunction",
        "FunctionName": {"Ref": trigger.function.logical_id},
        "Principal": f"{trigger.service}.amazonaws.com",
    }
    if trigger.arn is not None:
        properties["SourceArn"] = trigger.arn
    if trigger.service == "s3":
        # The name of a deleted bucket can be taken by another account.
        properties["SourceAccount"] = {"Ref": "AWS::AccountId"}
    given = {} if condition is None else {"Condition": condition}
    return {"Type": "AWS::Lambda::Permission", **given, "Properties": properties}
