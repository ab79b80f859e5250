"""What the targets of rules make of events: templates with placeholders.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.expression import expression
from auditor.model.text import Span
from auditor.template.below import field, items
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_RULE = "AWS::Events::Rule"
_PLACEHOLDER = expression(r"<([A-Za-z0-9_.-]{1,256})>")
_GIVEN = frozenset(
    {
        "aws.events.rule-arn",
        "aws.events.rule-name",
        "aws.events.event.ingestion-time",
        "aws.events.event",
        "aws.events.event.json",
    }
)


class Placeholder(Struct, frozen=True):
    """A placeholder that nothing fills in; `known` are those that are filled in."""

    name: str
    span: Span
    known: tuple[str, ...]


class InputTransformer(Struct, frozen=True):
    """A template for the input of a target, with the paths that fill it."""

    rule: Resource
    text: Case
    paths: Case

    types: ClassVar[tuple[str, ...]] = (_RULE,)

    @classmethod
    def find(cls, template: Template) -> Iterator[InputTransformer]:
        """All that are known."""
        for rule in template.of_type(_RULE):
            for listed in rule.cases("Targets"):
                for target in items(template, listed):
                    for held in field(template, target, "InputTransformer"):
                        yield from cls._of(rule, held)

    @classmethod
    def _of(cls, rule: Resource, held: Case) -> Iterator[InputTransformer]:
        template = rule.template
        for text in field(template, held, "InputTemplate") if held.known else ():
            for paths in field(template, held, "InputPathsMap"):
                is_known = paths.absent or isinstance(paths.value, dict)
                if text.text is not None and is_known and template.can_meet(text, paths):
                    yield cls(rule, text, paths)

    def unfilled(self) -> Iterator[Placeholder]:
        """The placeholders of the template that nothing fills in, each once."""
        known = tuple(self.paths.value) if isinstance(self.paths.value, dict) else ()
        told: set[str] = set()
        for found in _PLACEHOLDER.finditer(self.text.text or ""):
            name = found[1]
            if name not in known and name not in _GIVEN and name not in told:
                told.add(name)
                yield Placeholder(name, Span(found.start(1), found.end(1)), known)
