"""Edits that give a role a permission, in the style of the policies that it has."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.aws.iam.role import Role
from auditor.aws.iam.target import Target
from auditor.model.edit import Edit, InsertItem, InsertKey
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.template import Resource
from auditor.template.wiring import waits_for_any

_VERSION = "2012-10-17"
_PLAIN = frozenset({"Sid", "Effect", "Action", "Resource"})


class _Inline(Struct, frozen=True):
    """A list of statements that stands in the template to the letter."""

    path: Path
    statements: list[Tree]


def grant(role: Role, actions: tuple[str, ...], target: Target | None, name: str) -> Edit | None:
    """Adds a statement to the role's policies, or an inline policy of this name.

    The statement allows the actions on the target and nothing else; without a target on `*`. It
    comes into the policy that speaks of the service already; where there are several and none does,
    it gets one of its own. A single action is added to the statement that is for the target and
    nothing else already, where there is one. None where the role's policies are not written
    plainly, where the target may be missing while the role is there, where its ARN cannot be
    written, and where the role would wait for what waits for it.
    """
    resource = role.resource
    expression: Tree = "*" if target is None else target.expression
    is_there = target is None or target.resource.condition in (None, resource.condition)
    properties: Tree = resource.body.get("Properties")
    if expression is None or not is_there or not is_plain_mapping(properties):
        return None
    policies = properties.get("Policies", [])
    if not isinstance(policies, list):
        return None
    path = (*resource.path, "Properties", "Policies")
    open_ = list(_open_to(role, policies, path, expression))
    service = actions[0].partition(":")[0]
    listed = _actions_on(role, open_, expression, service) if len(actions) == 1 else None
    if listed is not None:
        return InsertItem(listed.path, len(listed.statements), actions[0])
    is_apart = len(policies) > 1 and not any(_has_service(found, service) for found in open_)
    is_closed = waits_for_any(role.template, expression, resource.logical_id)
    if open_ and (not is_apart or is_closed or role.is_made_by_sam):
        inline = next((found for found in open_ if _has_service(found, service)), open_[0])
        statement = _statement(actions, expression, name, inline.statements)
        return InsertItem(inline.path, len(inline.statements), statement)
    if is_closed:
        return None
    others = [statement for found in open_ for statement in found.statements]
    policy = _policy(role, _statement(actions, expression, name, others), name)
    if "Policies" in properties:
        return InsertItem(path, len(policies), policy)
    return InsertKey(path[:-1], "Policies", [policy])


def _open_to(role: Role, policies: list[Tree], path: Path, expression: Tree) -> Iterator[_Inline]:
    """The lists of statements that a new one can be added to without closing a cycle."""
    if not waits_for_any(role.template, expression, role.resource.logical_id):
        for index, policy in enumerate(policies):
            place: Path = (*path, index)
            if role.is_made_by_sam:
                yield from _listed(policy, place)
            elif isinstance(policy, dict):
                yield from _listed(policy.get("PolicyDocument"), (*place, "PolicyDocument"))
    for own in role.own_policies:
        is_there = own.condition in (None, role.resource.condition)
        if is_there and not waits_for_any(role.template, expression, own.logical_id):
            yield from _attached(own)


def _attached(policy: Resource) -> Iterator[_Inline]:
    properties: Tree = policy.body.get("Properties")
    if isinstance(properties, dict):
        path = (*policy.path, "Properties", "PolicyDocument")
        yield from _listed(properties.get("PolicyDocument"), path)


def _listed(document: Tree, path: Path) -> Iterator[_Inline]:
    statements = document.get("Statement") if isinstance(document, dict) else None
    if isinstance(statements, list) and statements:
        yield _Inline((*path, "Statement"), statements)


def _actions_on(
    role: Role, inlines: list[_Inline], expression: Tree, service: str
) -> _Inline | None:
    """The list of actions of a service in a plain statement for just one resource."""
    wanted = role.template.name(expression)
    for inline in inlines:
        for index, statement in enumerate(inline.statements):
            if not isinstance(statement, dict) or not _PLAIN.issuperset(statement):
                continue
            resource, actions = statement.get("Resource"), statement.get("Action")
            only = resource[0] if isinstance(resource, list) and len(resource) == 1 else resource
            is_same = role.template.name(only) == wanted
            if statement.get("Effect") != "Allow" or not is_same or not isinstance(actions, list):
                continue
            if actions and all(_is_of(action, service) for action in actions):
                return _Inline((*inline.path, index, "Action"), actions)
    return None


def _has_service(inline: _Inline, service: str) -> bool:
    return any(_speaks_of(statement, service) for statement in inline.statements)


def _speaks_of(statement: Tree, service: str) -> bool:
    actions = statement.get("Action") if isinstance(statement, dict) else None
    listed = actions if isinstance(actions, list) else [actions]
    return any(_is_of(action, service) for action in listed)


def _is_of(action: Tree, service: str) -> bool:
    return isinstance(action, str) and action.startswith(f"{service}:")


def _statement(
    actions: tuple[str, ...], resource: Tree, name: str, others: list[Tree]
) -> dict[str, Tree]:
    """The statement with the keys, the order and the lists that the others have."""
    plain = [other for other in others if is_plain_mapping(other)]
    model = plain[-1] if plain else {"Effect": "Allow", "Action": "", "Resource": ""}
    has_ids = len(plain) == len(others) and all("Sid" in other for other in plain)
    values: dict[str, Tree] = {}
    if has_ids and plain:
        values["Sid"] = _free(name, [other["Sid"] for other in plain])
    is_list = len(actions) > 1 or isinstance(model.get("Action"), list)
    values["Effect"] = "Allow"
    values["Action"] = list(actions) if is_list else actions[0]
    is_list = isinstance(model.get("Resource"), list)
    values["Resource"] = [resource] if is_list else resource
    ordered = [key for key in model if key in values]
    return {key: values[key] for key in dict.fromkeys((*ordered, *values))}


def _free(name: str, taken: list[Tree]) -> str:
    """The name, with a number behind it where it is taken."""
    found, number = name, 2
    while found in taken:
        found, number = f"{name}{number}", number + 1
    return found


def _policy(role: Role, statement: Tree, name: str) -> Tree:
    document = {"Version": _VERSION, "Statement": [statement]}
    return document if role.is_made_by_sam else {"PolicyName": name, "PolicyDocument": document}
