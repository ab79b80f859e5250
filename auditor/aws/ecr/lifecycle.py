"""Lifecycle policies of repositories, as Amazon ECR reads them.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from auditor.template.combining import cases_at
from auditor.template.template import Resource, Template
from auditor.template.values import Case

REPOSITORY_TYPES: Mapping[str, str] = {
    "AWS::ECR::Repository": "LifecyclePolicy.LifecyclePolicyText",
    "AWS::ECR::RepositoryCreationTemplate": "LifecyclePolicy",
}
"""Where each type has its policy."""
_COUNTED = "imageCountMoreThan"
_SINCE = ("sinceImagePushed", "sinceImagePulled", "sinceImageTransitioned")
_STATUSES = ("tagged", "untagged", "any")
_LISTS = ("tagPrefixList", "tagPatternList")


class PolicyFault(Struct, frozen=True):
    """What Amazon ECR refuses of a policy at `case`, as the end of a sentence."""

    resource: Resource
    case: Case
    told: str


def policy_faults(template: Template) -> Iterator[PolicyFault]:
    """All of a template's repositories."""
    for resource in template.of_type(*REPOSITORY_TYPES):
        for case in cases_at(resource, REPOSITORY_TYPES[resource.type]):
            text = case.text
            if text is None or "{{" in text or "${" in text:
                continue
            for told in dict.fromkeys(_told(text)):
                yield PolicyFault(resource, case, told)


def _told(text: str) -> Iterator[str]:
    try:
        policy = json.loads(text)
    except ValueError:
        yield "is not JSON"
        return
    rules = policy.get("rules") if isinstance(policy, dict) else None
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        yield "has no list of rules"
        return
    yield from _of_all(rules)
    for rule in rules:
        selection = rule.get("selection")
        if isinstance(selection, dict):
            yield from _of_one(rule.get("rulePriority"), selection)


def _of_all(rules: list[dict[str, Any]]) -> Iterator[str]:
    priorities = [rule.get("rulePriority") for rule in rules]
    numbers = [number for number in priorities if isinstance(number, int)]
    for number, times in Counter(numbers).items():
        if times > 1:
            yield f"has the priority {number} in {times} rules"
    if len(numbers) < len(rules):
        yield "has a rule without rulePriority"
        return
    chosen = [
        rule["rulePriority"]
        for rule in rules
        if isinstance(rule.get("selection"), dict) and rule["selection"].get("tagStatus") == "any"
    ]
    if len(chosen) > 1:
        yield "has two rules for any tagStatus"
    elif chosen and chosen[0] < max(numbers):
        yield "has a rule for any tagStatus without the highest rulePriority"


def _of_one(priority: object, selection: dict[str, Any]) -> Iterator[str]:
    is_ranked = isinstance(priority, int)
    where = f"in the rule with the priority {priority}" if is_ranked else "in a rule"
    status, kind = selection.get("tagStatus"), selection.get("countType")
    given = [name for name in _LISTS if selection.get(name)]
    if status not in _STATUSES:
        yield f"has no tagStatus tagged, untagged or any {where}"
    elif status == "tagged" and not given:
        yield f"has neither tagPrefixList nor tagPatternList for tagged images {where}"
    elif status != "tagged" and given:
        yield f"has {given[0]} for images that are {status} {where}"
    number = selection.get("countNumber")
    if not isinstance(number, int) or number < 1:
        yield f"has no countNumber of 1 or more {where}"
    if kind == _COUNTED and "countUnit" in selection:
        yield f"has countUnit beside {kind} {where}"
    elif kind in _SINCE and "countUnit" not in selection:
        yield f"has no countUnit beside {kind} {where}"
    elif kind != _COUNTED and kind not in _SINCE:
        yield f"has no countType that Amazon ECR knows {where}"
