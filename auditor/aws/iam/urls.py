"""Function URLs that anybody may call, and the two permissions that they need.

https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.iam.answer import Answer
from auditor.aws.iam.target import Target
from auditor.model.edit import Edit
from auditor.model.tree import Tree
from auditor.template.template import Resource, Template
from auditor.template.values import Case
from auditor.template.wiring import new_resource

URL = "url"
"""What stands for the service of a trigger that is a function URL."""
_FUNCTIONS = ("AWS::Lambda::Function", "AWS::Serverless::Function")
_BY_URL = "lambda:InvokeFunctionUrl"
_INVOKE = "lambda:InvokeFunction"
_FLAG = "InvokedViaFunctionUrl"


def public_urls(template: Template) -> Iterator[tuple[Resource, Resource, Case]]:
    """The URLs without authorization: the function, the URL, and where it names the function."""
    for url in template.of_type("AWS::Lambda::Url"):
        kinds = url.cases("AuthType")
        is_public = all(kind.text == "NONE" and kind.certain for kind in kinds)
        if not is_public or url.has("Qualifier") is not False:
            continue
        for case in url.written("TargetFunctionArn"):
            target = Target.named(template, case.value) if case.known else None
            if target is not None and target.resource.type in _FUNCTIONS:
                yield target.resource, url, case


def missing_actions(function: Resource, permissions: list[Resource]) -> tuple[str, ...] | None:
    """The actions that no permission for everybody gives; None where that is not known."""
    given: set[str] = set()
    for permission in permissions:
        actions = [case.text for case in permission.cases("Action")]
        principals = [case.text for case in permission.cases("Principal")]
        if None in actions or None in principals or permission.when - function.when:
            return None
        if "*" not in principals:
            continue
        given.update(action for action in actions if action is not None)
        if "lambda:*" in actions or "*" in actions:
            return ()
    return tuple(action for action in (_BY_URL, _INVOKE) if action not in given)


def answer(missing: tuple[str, ...] | None) -> Answer:
    """Whether everybody may call the URL."""
    if missing is None:
        return Answer.UNKNOWN
    return Answer.DENIED if missing else Answer.ALLOWED


def permit_url(
    function: Resource, url: Resource, missing: tuple[str, ...]
) -> tuple[str, list[Edit]]:
    """The logical ID of the first permission that is added, and the edits."""
    template = url.template
    edits: list[Edit] = []
    first = ""
    for action in missing:
        suffix = "ByUrl" if action == _INVOKE else "Url"
        logical_id = template.free_name(f"{url.logical_id}Invoked{suffix}")
        first = first or logical_id
        properties: dict[str, Tree] = {
            "Action": action,
            "FunctionName": {"Ref": function.logical_id},
            "Principal": "*",
        }
        if action == _INVOKE:
            properties[_FLAG] = True
        else:
            properties["FunctionUrlAuthType"] = "NONE"
        given = {} if url.condition is None else {"Condition": url.condition}
        body: Tree = {"Type": "AWS::Lambda::Permission", **given, "Properties": properties}
        edits.append(new_resource(logical_id, body, behind=url))
    return first, edits
