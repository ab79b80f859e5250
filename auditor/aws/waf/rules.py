"""The rules of web ACLs, and what each does where it matches.

https://docs.aws.amazon.com/waf/latest/APIReference/API_Rule.html
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.template.below import field, items
from auditor.template.resolve import scalar_text
from auditor.template.template import Resource, Template
from auditor.template.values import Case

ACL_TYPES = ("AWS::WAFv2::WebACL", "AWS::WAFv2::RuleGroup")
_GROUPS = frozenset({"ManagedRuleGroupStatement", "RuleGroupReferenceStatement"})
_ACTIONS = ("Action", "OverrideAction")
_JOINING = ("AndStatement", "OrStatement")
_HOLDING = (*_JOINING, "NotStatement", "RateBasedStatement", "ManagedRuleGroupStatement")
_FEWEST = 2
"""https://docs.aws.amazon.com/waf/latest/APIReference/API_AndStatement.html"""
_DEEPEST = 8


class AclRule(Struct, frozen=True):
    """A rule by its mapping, what it is called, and the actions that it has.

    `is_group`: its statement is a rule group, whose rules have actions of their own.
    """

    resource: Resource
    case: Case
    name: str
    actions: tuple[str, ...]
    is_group: bool

    @property
    def wanted(self) -> str:
        """The one property that such a rule has."""
        return _ACTIONS[self.is_group]


def acl_rules(template: Template) -> Iterator[AclRule]:
    """All whose statement and actions are written without functions."""
    for resource in template.of_type(*ACL_TYPES):
        for listed in resource.cases("Rules"):
            for case in items(template, listed):
                body = case.value
                statement = body.get("Statement") if isinstance(body, dict) else None
                if not isinstance(body, dict) or not isinstance(statement, dict):
                    continue
                if any(key.startswith("Fn::") for key in (*body, *statement)):
                    continue
                actions = tuple(one for one in _ACTIONS if one in body)
                if any(_is_call(body[one]) for one in actions):
                    continue
                name = body.get("Name")
                told = name if isinstance(name, str) else ""
                is_group = not _GROUPS.isdisjoint(statement)
                yield AclRule(resource, case, told, actions, is_group)


class AclClash(Struct, frozen=True):
    """A `Priority` or a `Name` that two rules of a web ACL have, at the later one."""

    resource: Resource
    key: str
    text: str
    cases: tuple[Case, ...]


def acl_clashes(template: Template) -> Iterator[AclClash]:
    """All rules whose priority or name another one before them has."""
    for resource in template.of_type(*ACL_TYPES):
        for listed in resource.cases("Rules"):
            for key in ("Priority", "Name"):
                yield from _clashes(resource, listed, key)


def _clashes(resource: Resource, listed: Case, key: str) -> Iterator[AclClash]:
    template = resource.template
    seen: dict[str, list[Case]] = {}
    for rule in items(template, listed):
        for case in field(template, rule, key) if isinstance(rule.value, dict) else ():
            text = scalar_text(case.value) if case.known else None
            if text is None:
                continue
            met = [
                one
                for one in seen.get(text, ())
                if one.path[: len(rule.path)] != rule.path and template.can_meet(one, case)
            ]
            if met:
                yield AclClash(resource, key, text, (case, met[0]))
            seen.setdefault(text, []).append(case)


def short_statements(template: Template) -> Iterator[tuple[Resource, str, Case]]:
    """The statements that join fewer than two others, each with its name: `AndStatement`."""
    for resource in template.of_type(*ACL_TYPES):
        for listed in resource.cases("Rules"):
            for case in items(template, listed):
                for statement in field(template, case, "Statement"):
                    for name, joined in _joining(template, statement):
                        found = joined.value if joined.certain else None
                        if isinstance(found, list) and len(found) < _FEWEST:
                            yield resource, name, joined


def _joining(template: Template, statement: Case, depth: int = 0) -> Iterator[tuple[str, Case]]:
    """What the statements that join others do join, with those within them."""
    if not isinstance(statement.value, dict) or depth > _DEEPEST:
        return
    for name in statement.value:
        for body in field(template, statement, name) if name in _HOLDING else ():
            for way in ("Statement", "ScopeDownStatement"):
                for inner in field(template, body, way):
                    yield from _joining(template, inner, depth + 1)
            for joined in field(template, body, "Statements"):
                if name in _JOINING and not joined.absent:
                    yield name, joined
                for inner in items(template, joined):
                    yield from _joining(template, inner, depth + 1)


def _is_call(value: object) -> bool:
    return isinstance(value, dict) and any(key.startswith(("Fn::", "Ref")) for key in value)
