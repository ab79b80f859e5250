"""Lambda functions, of CloudFormation and of SAM alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from auditor.embedded.code import Module
from auditor.embedded.text import EmbeddedText
from auditor.model.tree import Tree
from auditor.template.inline_code import assemble
from auditor.template.intrinsics import function_of
from auditor.template.names import Name
from auditor.template.template import Resource, Template
from auditor.template.values import Case

LOG_GROUP_PREFIX = "/aws/lambda/"
"""Before the function's name: the log group that Lambda writes to unless told otherwise.
https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html"""
_PLAIN = "AWS::Lambda::Function"
_SAM = "AWS::Serverless::Function"


@dataclass(frozen=True, slots=True)
class InlineCode:
    """Code that stands in the template, under the conditions of its case."""

    text: EmbeddedText
    case: Case


class LambdaFunction:
    """An `AWS::Lambda::Function` or `AWS::Serverless::Function`."""

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self.template = resource.template

    @classmethod
    def find(cls, template: Template) -> Iterator[LambdaFunction]:
        """All functions of a template."""
        return (cls(resource) for resource in template.of_type(_PLAIN, _SAM))

    @property
    def logical_id(self) -> str:
        """The function's logical ID."""
        return self.resource.logical_id

    @cached_property
    def handlers(self) -> list[Case]:
        """The cases of `Handler`."""
        return self.resource.cases("Handler")

    @cached_property
    def inline_codes(self) -> list[InlineCode]:
        """The inline code in each case; cases that cannot be read are left out."""
        keys = ("InlineCode",) if self.resource.type == _SAM else ("Code", "ZipFile")
        found: list[InlineCode] = []
        for case in self.resource.written(*keys):
            if case.known:
                text = assemble(self.template, case.value, case.path)
                if text is not None:
                    found.append(InlineCode(text, case))
        return found

    @cached_property
    def language(self) -> str | None:
        """`python` or `javascript` where every case of `Runtime` says so, else None.

        https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
        """
        languages = {_language(case.text) for case in self.resource.cases("Runtime")}
        return languages.pop() if len(languages) == 1 else None

    def module(self, code: InlineCode) -> Module | None:
        """What inline code provides to the runtime; None where the language is not known."""
        if self.language == "python":
            from auditor.embedded import python

            return python.read(code.text.text)
        if self.language == "javascript":
            from auditor.embedded import javascript

            return javascript.read(code.text.text)
        return None

    @cached_property
    def log_group_name(self) -> Name | None:
        """The name of the log group that Lambda makes for the function on its first run."""
        own = self.template.name({"Ref": self.logical_id})
        return None if own is None else (*LOG_GROUP_PREFIX, *own)

    @property
    def names_its_log_group(self) -> bool | None:
        """Whether `LoggingConfig.LogGroup` sets another log group; None where not known."""
        return self.resource.has("LoggingConfig", "LogGroup")

    def log_group_expression(self) -> Tree | None:
        """A value for `LogGroupName` that spells the function's log group.

        It follows the author's `FunctionName`, so that the group need not wait for the function;
        where there is none it has to refer to the function. None where neither can be written.
        """
        given = self.resource.written("FunctionName")
        if len(given) != 1:
            return None
        if given[0].absent:
            return {"Fn::Sub": f"{LOG_GROUP_PREFIX}${{{self.logical_id}}}"}
        return _prefixed(given[0].value)


def _prefixed(value: Tree) -> Tree | None:
    """The value with the prefix of log groups before it."""
    if isinstance(value, str):
        return LOG_GROUP_PREFIX + value
    call = function_of(value)
    if call is None:
        return None
    name, argument = call
    if name == "Fn::Sub" and isinstance(argument, str):
        return {"Fn::Sub": LOG_GROUP_PREFIX + argument}
    if name == "Fn::Sub" and isinstance(argument, list) and isinstance(argument[0], str):
        return {"Fn::Sub": [LOG_GROUP_PREFIX + argument[0], *argument[1:]]}
    if name == "Ref" and isinstance(argument, str):
        return {"Fn::Sub": f"{LOG_GROUP_PREFIX}${{{argument}}}"}
    return {"Fn::Join": ["", [LOG_GROUP_PREFIX, value]]}


def _language(runtime: str | None) -> str | None:
    if runtime is None:
        return None
    if runtime.startswith("python"):
        return "python"
    return "javascript" if runtime.startswith("nodejs") else None
