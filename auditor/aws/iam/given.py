"""What code hands to a call: texts that the environment of its function fills in."""

from __future__ import annotations

import re

from msgspec import Struct

from auditor.aws.iam.target import CALLED, Kind, Part, Target
from auditor.aws.lambda_.code.file import CodeFile
from auditor.aws.lambda_.code.function import FunctionCode
from auditor.aws.lambda_.inline_code import assemble, has_stand_ins
from auditor.embedded.facts import UNKNOWN_TEXT, Argument, Text, Variable
from auditor.embedded.text import EmbeddedText, Piece
from auditor.model.tree import Tree
from auditor.template.intrinsics import function_of, get_att, sub_arguments, sub_parts
from auditor.template.names import Hole, Name
from auditor.template.template import Resource, Template
from auditor.template.values import ALWAYS, Case, When

_QUOTED = re.compile(r"(['\"`])(\w+)\1")
_NOT_KNOWN = Hole("what only the code knows")
_TYPES = {
    "AWS::DynamoDB::Table": (
        "AWS::DynamoDB::Table",
        "AWS::DynamoDB::GlobalTable",
        "AWS::Serverless::SimpleTable",
    ),
    "AWS::Lambda::Function": ("AWS::Lambda::Function", "AWS::Serverless::Function"),
    "AWS::StepFunctions::StateMachine": (
        "AWS::StepFunctions::StateMachine",
        "AWS::Serverless::StateMachine",
    ),
}


class Given(Struct, frozen=True):
    """A value in code as far as it is known, in one case of the function's environment.

    `name` has a hole for what is not known. `value` is what the template has for the whole of it,
    None where the code makes it up itself.
    """

    name: Name
    value: Tree = None
    when: When = ALWAYS
    certain: bool = True

    @property
    def is_known(self) -> bool:
        """Whether nothing but the deployment's own values is missing."""
        return _NOT_KNOWN not in self.name


UNKNOWN_VALUE = Given((_NOT_KNOWN,))


def written(file: CodeFile, argument: Argument) -> Text:
    """The value of an argument; what stands for a value of the template is a text as well."""
    if argument.value != UNKNOWN_TEXT or file.is_whole:
        return argument.value
    quoted = _QUOTED.fullmatch(file.text[argument.span.start : argument.span.end])
    return Text((quoted[2],)) if quoted else UNKNOWN_TEXT


def given(code: FunctionCode, file: CodeFile, text: Text) -> list[Given]:
    """What a text can be in the files of a function; nothing where a variable is not there."""
    if text.variable is not None:
        cases = _cases(code, text.variable)
        return [_of_case(code.fn.template, case) for case in cases if not case.absent]
    filled_in = _reference(code.fn.template, file, text.literal)
    if filled_in is not None:
        return [filled_in]
    parts: list[str | Hole] = []
    for part in text.parts:
        if isinstance(part, Variable):
            parts += _only(code, part.name)
        elif part is None or _is_filled_in(file, part):
            parts.append(_NOT_KNOWN)
        else:
            parts += part
    return [Given(tuple(parts))]


def _cases(code: FunctionCode, variable: str) -> list[Case]:
    if any(file.facts.sets_more or variable in file.facts.sets for file in code.files):
        return []
    cases = code.fn.resource.written("Environment", "Variables", variable)
    return [case for case in cases if code.fn.template.can_meet(case, code.case)]


def _of_case(template: Template, case: Case) -> Given:
    name = template.name(case.value) if case.known else None
    if name is None:
        return Given((_NOT_KNOWN,), None, case.when, case.certain)
    return Given(name, case.value, case.when, case.certain)


def _only(code: FunctionCode, variable: str) -> Name:
    found = [_of_case(code.fn.template, case) for case in _cases(code, variable) if case.known]
    is_sure = len(found) == 1 and not found[0].when
    return found[0].name if is_sure else (_NOT_KNOWN,)


def _is_filled_in(file: CodeFile, text: str) -> bool:
    """Whether something in a text of the code stands for a value of the deployment."""
    return not file.is_whole and has_stand_ins(EmbeddedText((Piece(text),)))


def _reference(template: Template, file: CodeFile, text: str | None) -> Given | None:
    """What the template puts into its code where a whole text of it refers to a resource."""
    if text is None or not _is_filled_in(file, text):
        return None
    for logical_id in template.resources:
        for expression in (logical_id, f"{logical_id}.Arn"):
            value: Tree = {"Fn::Sub": f"${{{expression}}}"}
            made = assemble(template, value, ())
            name = template.name(value)
            if made is not None and made.text == text and name is not None:
                return Given(name, value)
    return None


def target_of(template: Template, value: Given, type_: str, form: str, part: Part) -> Target | None:
    """The resource of a CloudFormation type that a value names in a form.

    The forms are those of `ResourceParameter`. None where it is none of the template's, or more
    than one.
    """
    types = _TYPES.get(type_, (type_,))
    if not value.is_known or not all(name in CALLED for name in types):
        return None
    pair = referred(value.value)
    if pair is not None:
        resource = template.resources.get(pair[0])
        if resource is None or resource.type not in types:
            return None
        is_named = pair[1] in _attributes(CALLED[resource.type], form)
        return Target(resource, CALLED[resource.type], part) if is_named else None
    found = [one for one in template.of_type(*types) if _has_name(one, value.name, form)]
    return Target(found[0], CALLED[found[0].type], part) if len(found) == 1 else None


def _attributes(kind: Kind, form: str) -> tuple[str, ...]:
    if form == "url":
        return kind.urls
    arns = kind.arns if "arn" in form else ()
    return (*arns, *kind.names) if "name" in form else arns


def _has_name(resource: Resource, name: Name, form: str) -> bool:
    kind = CALLED[resource.type]
    if "name" in form:
        cases = resource.written(kind.property)
        own = [resource.template.name(case.value) if case.known else None for case in cases]
        if own == [name]:
            return True
    return "arn" in form and name in Target(resource, kind).arns


def referred(value: Tree) -> tuple[str, str] | None:
    """The logical ID and the attribute ("" for `Ref`) of a value that is nothing but these."""
    call = function_of(value)
    if call is None:
        return None
    function, argument = call
    if function == "Ref" and isinstance(argument, str):
        return argument, ""
    if function == "Fn::GetAtt":
        return get_att(argument)
    arguments = sub_arguments(argument) if function == "Fn::Sub" else None
    parts = list(sub_parts(arguments[0])) if arguments else []
    if arguments is None or len(parts) != 1 or not parts[0].is_variable:
        return None
    own = arguments[1].get(parts[0].text)
    if own is not None:
        inner = function_of(own)
        return None if inner is None or inner[0] == "Fn::Sub" else referred(own)
    logical_id, _, attribute = parts[0].text.partition(".")
    return logical_id, attribute
