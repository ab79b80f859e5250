"""Statements of a policy: what each says of one action on one resource.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.iam.answer import Answer, all_of, any_of
from auditor.aws.iam.matching import action_matches, matches
from auditor.aws.iam.target import CALLED, Target
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.names import Hole
from auditor.template.template import Template
from auditor.template.values import ABSENT, UNKNOWN, Case, When

_LIMITS = ("Condition", "NotAction", "NotResource")
"""What is not evaluated: a statement that has one of them may or may not apply."""


def items(template: Template, case: Case) -> Iterator[Case]:
    """The items of a list, or the value itself where it is none; NoValue is left out."""
    for found in template.cases(case.value, case.path, case.when) if case.known else (case,):
        if isinstance(found.value, list):
            for index, entry in enumerate(found.value):
                place = (*found.path, index)
                for item in template.cases(entry, place, found.when):
                    if item.value is not ABSENT:
                        yield item
        elif not found.absent:
            yield found


def statements(template: Template, value: Tree, path: Path, when: When) -> Iterator[Case]:
    """The statements of a policy document, each a mapping or UNKNOWN."""
    for document in template.cases(value, path, when):
        if document.absent:
            continue
        if not isinstance(document.value, dict) or "Statement" not in document.value:
            yield Case(UNKNOWN, document.path, document.when)
            continue
        place = (*document.path, "Statement")
        listed = Case(document.value["Statement"], place, document.when)
        for statement in items(template, listed):
            readable = isinstance(statement.value, dict) and is_plain_mapping(statement.value)
            yield statement if readable else Case(UNKNOWN, statement.path, statement.when)


def denies(statement: Case) -> bool:
    """Whether a statement takes away, which never allows anything."""
    return isinstance(statement.value, dict) and statement.value.get("Effect") == "Deny"


def applies(template: Template, statement: Case, action: str, target: Target) -> Answer:
    """Whether a statement, whatever its effect, is for an action on a resource."""
    body = statement.value
    if not isinstance(body, dict):
        return Answer.UNKNOWN
    acts = acts_on_any(template, statement, action)
    if acts is Answer.DENIED:
        return acts
    found = all_of((acts, _resources(template, statement, target)))
    is_limited = any(key in body for key in _LIMITS)
    return Answer.UNKNOWN if is_limited and found is Answer.ALLOWED else found


def allows(template: Template, statement: Case, action: str, target: Target) -> Answer:
    """Whether a statement allows an action on a resource."""
    body = statement.value
    if denies(statement):
        return Answer.DENIED
    found = applies(template, statement, action, target)
    is_allow = isinstance(body, dict) and body.get("Effect") == "Allow"
    return Answer.UNKNOWN if found is Answer.ALLOWED and not is_allow else found


def acts_on_any(template: Template, statement: Case, action: str) -> Answer:
    """Whether a statement, whatever its effect, is for an action on anything at all."""
    body = _mapping(statement)
    if "Action" not in body:
        return Answer.UNKNOWN
    given = Case(body["Action"], (*statement.path, "Action"), statement.when)
    return any_of(_of_action(entry, action) for entry in items(template, given))


def has_patterns(template: Template, statement: Case) -> bool:
    """Whether a statement may be for more than whole ARNs, each of one resource."""
    body = _mapping(statement)
    if "Resource" not in body:
        return True
    return any(
        not entry.known or _may_be_pattern(template, entry.value)
        for entry in elements(template, statement, "Resource")
    )


def _may_be_pattern(template: Template, value: Tree) -> bool:
    name = template.name(value)
    if name is None or any(part in ("*", "?") for part in name):
        return True
    for hole in (part for part in name if isinstance(part, Hole)):
        logical_id, _, attribute = hole.expression.partition(".")
        resource = template.resources.get(logical_id)
        is_pseudo = logical_id.startswith("AWS::")
        # The ARN of a log group ends with a star.
        is_one = resource is not None and resource.type in CALLED and attribute in ("", "Arn")
        if not is_pseudo and not is_one:
            return True
    return False


def _mapping(statement: Case) -> dict[str, Tree]:
    return statement.value if isinstance(statement.value, dict) else {}


def _of_action(entry: Case, action: str) -> Answer:
    if entry.text is None or not entry.certain:
        return Answer.UNKNOWN
    return Answer.ALLOWED if action_matches(entry.text, action) else Answer.DENIED


def _resources(template: Template, statement: Case, target: Target) -> Answer:
    body = _mapping(statement)
    if "Resource" not in body:
        return Answer.UNKNOWN
    return any_of(
        _of_resource(entry, target) for entry in elements(template, statement, "Resource")
    )


def elements(template: Template, statement: Case, key: str) -> Iterator[Case]:
    """The items of an element of a statement, functions left as they are written.

    Only the branches of `Fn::If` are told apart; NoValue is left out.
    """
    body = _mapping(statement)
    if key not in body:
        return
    for case in template.branches(body[key], (*statement.path, key), statement.when):
        if not isinstance(case.value, list):
            yield from () if case.absent else (case,)
            continue
        for index, entry in enumerate(case.value):
            for item in template.branches(entry, (*case.path, index), case.when):
                if item.value is not ABSENT:
                    yield item


def _of_resource(entry: Case, target: Target) -> Answer:
    name = target.template.name(entry.value) if entry.known else None
    return Answer.UNKNOWN if name is None else matches(name, target)
