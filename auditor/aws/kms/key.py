"""Keys of the template, and the services that their policies let in.

https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from auditor.aws.iam.answer import Answer, any_of
from auditor.aws.iam.matching import action_matches
from auditor.aws.iam.services import named_services
from auditor.aws.iam.statements import items, statements
from auditor.model.edit import Edit, InsertItem
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.intrinsics import function_of, is_plain_mapping
from auditor.template.leading import leading
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_KEY = "AWS::KMS::Key"
_ALIAS = "AWS::KMS::Alias"
_MOST_ALIASES = 3
_STATEMENTS = ("Properties", "KeyPolicy", "Statement")
_CHANGE = "kms:PutKeyPolicy"


class Key:
    """An `AWS::KMS::Key`."""

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self.template = resource.template

    types: ClassVar[tuple[str, ...]] = (_KEY,)

    @classmethod
    def find(cls, template: Template) -> Iterator[Key]:
        """All keys of a template."""
        return (cls(resource) for resource in template.of_type(_KEY))

    @classmethod
    def named(cls, template: Template, value: Tree, depth: int = 0) -> Key | None:
        """The key that a value refers to, itself or by an alias; None for all other values."""
        first = leading(value, ())
        resource = template.resources.get(first.logical_id) if first is not None else None
        if first is None or first.rest or resource is None:
            return None
        if resource.type == _KEY and first.attribute in ("", "Arn", "KeyId"):
            return cls(resource)
        if resource.type == _ALIAS and depth < _MOST_ALIASES:
            target = resource.body.get("Properties")
            if isinstance(target, dict):
                return cls.named(template, target.get("TargetKeyId"), depth + 1)
        return None

    @classmethod
    def encrypting(
        cls, template: Template, kind: str, property: str
    ) -> Iterator[tuple[Resource, Key, Case]]:
        """The resources of a type of which a property names a key of the template, by case."""
        for resource in template.of_type(kind):
            for case in resource.written(property):
                key = cls.named(template, case.value) if case.known else None
                if key is not None:
                    yield resource, key, case

    def lets_in(self, service: str) -> Answer:
        """Whether a statement allows a service, by the name before `.amazonaws.com`, anything."""
        return any_of(self._statement_lets_in(found, service) for found in self._statements)

    def lets_change_policy(self) -> Answer:
        """Whether a statement lets anyone but a service change the key's policy."""
        if self.resource.has("KeyPolicy") is not True:
            return Answer.UNKNOWN
        return any_of(self._lets_change(found) for found in self._statements)

    def _lets_change(self, statement: Case) -> Answer:
        body: Tree = statement.value
        if not isinstance(body, dict):
            return Answer.UNKNOWN
        principal: Tree = body.get("Principal")
        is_for_services = is_plain_mapping(principal) and principal.keys() == {"Service"}
        if body.get("Effect") == "Deny" or is_for_services:
            return Answer.DENIED
        if "Action" not in body:
            return Answer.UNKNOWN
        given = Case(body["Action"], (*statement.path, "Action"), statement.when)
        named = [found.text for found in items(self.template, given)]
        is_other = all(one is not None and not action_matches(one, _CHANGE) for one in named)
        return Answer.DENIED if is_other else Answer.UNKNOWN

    @cached_property
    def _statements(self) -> list[Case]:
        return [
            found
            for case in self.resource.cases("KeyPolicy")
            for found in statements(self.template, case.value, case.path, case.when)
        ]

    def _statement_lets_in(self, statement: Case, service: str) -> Answer:
        services = named_services(statement)
        if isinstance(services, Answer):
            return services
        given = Case(services, statement.path, statement.when)
        return any_of(
            self._is_service(entry, service) for entry in items_as_written(self.template, given)
        )

    def _is_service(self, entry: Case, service: str) -> Answer:
        name = self.template.name(entry.value) if entry.known else None
        if name is None:
            return Answer.UNKNOWN
        text = "".join(part if isinstance(part, str) else "*" for part in name)
        if text.startswith("*"):
            return Answer.UNKNOWN
        return Answer.ALLOWED if text.partition(".")[0] == service else Answer.DENIED

    @property
    def plain_statements(self) -> Path | None:
        """Where the list of statements is; None where the policy is not written plainly."""
        return None if self._listed is None else (*self.resource.path, *_STATEMENTS)

    def with_statement(self, statement: Tree) -> Edit | None:
        """Adds a statement to the policy; None where it is not written plainly."""
        listed, path = self._listed, self.plain_statements
        return None if listed is None or path is None else InsertItem(path, len(listed), statement)

    @property
    def _listed(self) -> list[Tree] | None:
        found: Tree = self.resource.body
        for key in _STATEMENTS:
            found = found.get(key) if isinstance(found, dict) else None
        return found if isinstance(found, list) else None


def items_as_written(template: Template, given: Case) -> list[Case]:
    """The entries of a list, or the value itself, functions left as they are written."""
    listed = given.value if isinstance(given.value, list) else [given.value]
    call = function_of(given.value)
    if call is not None and call[0] == "Fn::If":
        return list(items(template, given))
    return [found for entry in listed for found in template.branches(entry, given.path, given.when)]
