"""The permissions that a call in code needs, each on what the call is made on.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from auditor.aws.iam.given import UNKNOWN_VALUE, Given, given, target_of, written
from auditor.aws.iam.target import WHOLE, Part, Target
from auditor.aws.lambda_.code.file import CodeFile
from auditor.aws.lambda_.code.function import FunctionCode
from auditor.data.sdk_operations import Operation, ResourceParameter, operation
from auditor.embedded.facts import UNKNOWN_TEXT, Argument, SdkCall, Text
from auditor.expression import expression
from auditor.template.names import Hole
from auditor.template.values import ALWAYS, When

PASS_ROLE = "iam:PassRole"
_WORD = expression(r"[A-Za-z0-9_.-]{1,255}", re.ASCII)
_ROLE = "AWS::IAM::Role"
_OBJECT = "/"
_QUALIFIER = Part((Hole("a qualifier, or none"),), None)
_INDEX_OR_NONE = Part((Hole("an index, or none"),), None)
_FUNCTION = "AWS::Lambda::Function"


class Need(Struct, frozen=True):
    """An action that a call needs.

    `target` is None where it is not known what the call is made on; with `on_all` a policy has to
    allow it on no resource but `*`. `argument` hands over a role. `is_known` is False for a role
    of which nothing shows that it is one.
    """

    action: str
    target: Target | None = None
    when: When = ALWAYS
    certain: bool = True
    on_all: bool = False
    argument: Argument | None = None
    is_known: bool = True


class _Call(Struct, frozen=True):
    """A call with what it does; the identifiers of boto3 resources are arguments of it."""

    code: FunctionCode
    file: CodeFile
    call: SdkCall
    operation: Operation

    def texts(self, path: tuple[str, ...]) -> list[Text]:
        """What the call gives at a path, where it shows it."""
        own = [text for steps, text in self._identifiers() if steps == path]
        found = own or [
            found for argument in self.call.arguments for found in self._at(argument, path)
        ]
        return list(dict.fromkeys(found))

    def _at(self, argument: Argument, path: tuple[str, ...]) -> Iterator[Text]:
        if path[-1] == "{}":
            above = len(path) - 1
            if argument.path[:above] == path[:above] and len(argument.path) > above:
                yield Text((argument.path[above],))
        elif argument.path == path:
            yield written(self.file, argument)

    def _identifiers(self) -> Iterator[tuple[tuple[str, ...], Text]]:
        values = [value for step in self.call.resources for value in step.identifiers]
        if len(values) == len(self.operation.identifiers):
            for name, value in zip(self.operation.identifiers, values, strict=True):
                yield tuple(name.split(".")), value

    def given(self, path: tuple[str, ...]) -> list[Given]:
        """What the call gives at a path, as far as the template shows it."""
        return [value for text in self.texts(path) for value in given(self.code, self.file, text)]

    def may_give(self, path: tuple[str, ...]) -> bool:
        """Whether the call gives something at a path, or may do so."""
        return not self.call.complete or any(
            argument.path[: len(path)] == path[: len(argument.path)]
            for argument in self.call.arguments
        )


def needs(code: FunctionCode, file: CodeFile, call: SdkCall) -> list[Need]:
    """What a call of a function's code needs; nothing where that is not known."""
    names = tuple(step.name for step in call.resources)
    found = operation(call.sdk, call.client, call.operation, names, is_waiter=call.is_waiter)
    if found is None:
        return []
    made = _Call(code, file, call, found)
    passed = [need for path in found.passes_role for need in _passed(made, path)]
    if any(made.may_give(path) for path in found.unless):
        return passed
    return [*(need for action in found.actions for need in _of_action(made, action)), *passed]


def _of_action(made: _Call, action: str) -> list[Need]:
    parameters = [one for one in made.operation.resource if action in one.actions]
    found: list[Need] = []
    if len({one.type for one in parameters}) == 1:
        found = [need for one in parameters for need in _on(made, action, one)]
    return found or [Need(action, on_all=not made.operation.resource_level)]


def _on(made: _Call, action: str, parameter: ResourceParameter) -> Iterator[Need]:
    template = made.code.fn.template
    part = _part(made, parameter)
    for value in made.given(parameter.path):
        target = target_of(template, value, parameter.type, parameter.form, part)
        if target is not None:
            yield Need(action, target, value.when, value.certain)


def _part(made: _Call, parameter: ResourceParameter) -> Part:
    """The part of the resource that the call is made on."""
    if parameter.type == _FUNCTION:
        return _QUALIFIER if made.may_give(("Qualifier",)) else WHOLE
    below = parameter.below
    if below is None:
        return WHOLE
    values = made.given(below.path)
    if below.separator == _OBJECT:
        name = values[0].name if len(values) == 1 else UNKNOWN_VALUE.name
        return Part((*_OBJECT, *name), "/*")
    if not values:
        return _INDEX_OR_NONE if made.may_give(below.path) else WHOLE
    name = values[0].name if len(values) == 1 else UNKNOWN_VALUE.name
    text = "".join(part if isinstance(part, str) else "*" for part in name)
    pattern = text if _WORD.fullmatch(text) else "*"
    return Part((*below.separator, *name), below.separator + pattern)


def _passed(made: _Call, path: tuple[str, ...]) -> Iterator[Need]:
    template = made.code.fn.template
    for argument in made.call.arguments:
        if argument.path != path or argument.value.literal == "":
            continue
        for value in given(made.code, made.file, written(made.file, argument)):
            target = target_of(template, value, _ROLE, "name-or-arn", WHOLE)
            yield Need(
                PASS_ROLE,
                target,
                value.when,
                value.certain,
                argument=argument,
                is_known=argument.value != UNKNOWN_TEXT,
            )
