"""Edits that give a role a permission, in the style of the policies that it has."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model.edit import Edit, InsertItem, InsertKey
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.policy.role import Role
from auditor.policy.target import Target
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.wiring import waits_for_any

_VERSION = "2012-10-17"


@dataclass(frozen=True, slots=True)
class _Inline:
    """A list of statements that stands in the template to the letter."""

    path: Path
    statements: list[Tree]


def grant(role: Role, actions: tuple[str, ...], target: Target, name: str) -> Edit | None:
    """Adds a statement to the role's inline policies, or a policy of this name.

    The statement allows the actions on the target and nothing else. None where the role's
    policies are not written plainly, where the target may be missing while the role is there, and
    where the role would wait for what waits for it.
    """
    resource = role.resource
    closes_cycle = waits_for_any(role.template, target.expression, resource.logical_id)
    is_there = target.resource.condition in (None, resource.condition)
    properties: Tree = resource.body.get("Properties")
    if closes_cycle or not is_there or not is_plain_mapping(properties):
        return None
    path = (*resource.path, "Properties")
    present = properties.get("Policies")
    if "Policies" in properties and not isinstance(present, list):
        return None
    policies = present or []
    inline = _inline(role, policies, (*path, "Policies"), target.kind.service)
    if inline is not None:
        statement = _statement(actions, target, name, inline.statements)
        return InsertItem(inline.path, len(inline.statements), statement)
    policy = _policy(role, _statement(actions, target, name, []), name)
    if "Policies" in properties:
        return InsertItem((*path, "Policies"), len(policies), policy)
    return InsertKey(path, "Policies", [policy])


def _inline(role: Role, policies: list[Tree], path: Path, service: str) -> _Inline | None:
    """The policy that speaks of the service already, else the first that can be added to."""
    found: list[_Inline] = []
    for index, policy in enumerate(policies):
        place: Path = (*path, index)
        document = policy
        if not role.is_made_by_sam and isinstance(policy, dict):
            place, document = (*place, "PolicyDocument"), policy.get("PolicyDocument")
        statements = document.get("Statement") if isinstance(document, dict) else None
        if isinstance(statements, list) and statements:
            found.append(_Inline((*place, "Statement"), statements))
    for inline in found:
        if any(_speaks_of(statement, service) for statement in inline.statements):
            return inline
    return found[0] if found else None


def _speaks_of(statement: Tree, service: str) -> bool:
    actions = statement.get("Action") if isinstance(statement, dict) else None
    listed = actions if isinstance(actions, list) else [actions]
    return any(isinstance(action, str) and action.startswith(f"{service}:") for action in listed)


def _statement(
    actions: tuple[str, ...], target: Target, name: str, others: list[Tree]
) -> dict[str, Tree]:
    """The statement with the keys, the order and the lists that the others have."""
    plain = [other for other in others if is_plain_mapping(other)]
    model = plain[-1] if plain else {"Effect": "Allow", "Action": "", "Resource": ""}
    has_ids = len(plain) == len(others) and all("Sid" in other for other in plain)
    values: dict[str, Tree] = {"Sid": name} if has_ids and plain else {}
    is_list = len(actions) > 1 or isinstance(model.get("Action"), list)
    values["Effect"] = "Allow"
    values["Action"] = list(actions) if is_list else actions[0]
    is_list = isinstance(model.get("Resource"), list)
    values["Resource"] = [target.expression] if is_list else target.expression
    ordered = [key for key in model if key in values]
    return {key: values[key] for key in dict.fromkeys((*ordered, *values))}


def _policy(role: Role, statement: Tree, name: str) -> Tree:
    document = {"Version": _VERSION, "Statement": [statement]}
    return document if role.is_made_by_sam else {"PolicyName": name, "PolicyDocument": document}
