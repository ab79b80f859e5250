"""Lambda functions, of CloudFormation and of SAM alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from auditor.aws.lambda_.code.texts import texts_of
from auditor.aws.lambda_.inline_code import assemble, has_open_lines
from auditor.embedded.code import Module
from auditor.embedded.text import EmbeddedText
from auditor.expression import expression
from auditor.model.edit import Edit, InsertKey, SetValue
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.intrinsics import function_of, is_plain_mapping
from auditor.template.names import Name
from auditor.template.template import Resource, Template
from auditor.template.values import Case

LOG_GROUP_PREFIX = "/aws/lambda/"
"""Before the function's name: the log group that Lambda writes to unless told otherwise.
https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html"""
_ROOTS = ("", "./", "/var/task/")
"""How a Handler of Node.js can spell the folder that the code lies in."""
_STUB_LINES = 8
"""More lines than that do something, whatever they call themselves."""
_STUB = expression(
    r"place-?holder|\bstubs?\b|\bdummy\b|\btodo\b|not (?:yet )?implemented|notimplementederror"
    r"|\b(?:real|actual|final|production) (?:code|function|handler|implementation|logic|package)"
    r"|\b(?:replaced?|overwritten|overwrites?|swapped) (?:by|with|at|on|in|during|after|later|when)"
    r"|\b(?:deployed|uploaded|updated|replaced|filled|published) (?:later|separately|afterwards)"
    r"|\b(?:will|to) be (?:deployed|filled|overwritten|provided|published|replaced|uploaded)",
    re.IGNORECASE,
)
"""Words by which code says that other code takes its place."""
_PLAIN = "AWS::Lambda::Function"
_SAM = "AWS::Serverless::Function"


class InlineCode(Struct, frozen=True):
    """Code that stands in the template, under the conditions of its case."""

    text: EmbeddedText
    case: Case

    @property
    def is_placeholder(self) -> bool:
        """Whether the real code is put in place later: nothing but comments, or said so."""
        lines = [line for line in map(str.strip, self.text.text.splitlines()) if line]
        code = [line for line in lines if not line.startswith(("#", "//"))]
        is_short = len(code) <= _STUB_LINES
        return not code or (is_short and _STUB.search(self.text.text) is not None)


class LambdaFunction:
    """An `AWS::Lambda::Function` or `AWS::Serverless::Function`."""

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self.template = resource.template

    types: ClassVar[tuple[str, ...]] = (_PLAIN, _SAM)

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
    def code_cases(self) -> list[Case]:
        """The cases of the code that stands in the template; absent where it lies elsewhere."""
        keys = ("InlineCode",) if self.resource.type == _SAM else ("Code", "ZipFile")
        return self.resource.written(*keys)

    @property
    def inline_cases(self) -> list[Case]:
        """The cases with code in the template, whether or not its text can be known."""
        return [case for case in self.code_cases if case.known and case.value]

    @cached_property
    def inline_codes(self) -> list[InlineCode]:
        """The inline code in each case; cases that cannot be read are left out."""
        found: list[InlineCode] = []
        for case in self.inline_cases:
            text = assemble(self.template, case.value, case.path)
            if text is not None:
                found.append(InlineCode(text, case))
        return found

    def language(self, *cases: Case) -> str | None:
        """`python` or `javascript` where every `Runtime` beside the cases says so, else None.

        https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
        """
        languages = {
            _language(runtime.text)
            for runtime in self.resource.cases("Runtime")
            if self.template.can_meet(runtime, *cases)
        }
        return languages.pop() if len(languages) == 1 else None

    @property
    def may_be_inline(self) -> bool:
        """Whether the runtime takes code that stands in the template, or is not known.

        https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html
        """
        return any(
            runtime.text is None or has_inline_runtime(runtime.text)
            for runtime in self.resource.cases("Runtime")
        )

    def handler_parts(self, handler: Case) -> tuple[str, str]:
        """The module and the function that the runtime reads out of a Handler.

        Python takes what stands behind the last dot for the function, Node.js what stands behind
        the first dot of the last path segment; the function is empty where there is no dot.
        https://github.com/aws/aws-lambda-python-runtime-interface-client/blob/main/awslambdaric/bootstrap.py
        https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/blob/main/src/UserFunction.js
        """
        text = handler.text or ""
        if self.language(handler) == "python":
            module, dot, name = text.rpartition(".")
            return (module, name) if dot else (text, "")
        folder, slash, rest = text.rpartition("/")
        module, _, name = rest.partition(".")
        return (module if folder + slash in _ROOTS else folder + slash + module), name

    def module(self, code: InlineCode) -> Module | None:
        """What inline code provides to the runtime; None where the language is not known."""
        module = texts_of(self.template).module(self.language(code.case), code.text.text)
        if module is None or not has_open_lines(code.text.text, module.names):
            return module
        return replace(module, complete=False)

    def entry_point(self, handler: Case, name: str) -> str | None:
        """The function that a Handler should name: that of the name it has, or the only one.

        None where that is not known, or not the same in all the code that the Handler can meet.
        """
        met = [case for case in self.code_cases if self.template.can_meet(handler, case)]
        codes = [code for code in self.inline_codes if code.case in met]
        modules = [self.module(code) for code in codes]
        if len(codes) != len(met) or not all(module and module.parses for module in modules):
            return None
        for wanted in dict.fromkeys((name, name.rpartition(".")[2])):
            if all(module and wanted.partition(".")[0] in module.names for module in modules):
                return wanted
        offers = {module.handlers for module in modules if module}
        only = offers.pop() if len(offers) == 1 else ()
        return only[0] if len(only) == 1 else None

    def only_where(self, handler: Case, faulty: list[Case]) -> str:
        """The circumstances of a fault that not all the code beside a Handler has, else ''."""
        met = [case for case in self.code_cases if self.template.can_meet(handler, case)]
        needed = sorted(faulty[0].when - handler.when) if len(faulty) < len(met) else []
        told = [f"'{name}' is {'true' if holds else 'false'}" for name, holds in needed]
        return f", where {' and '.join(told)}" if told else ""

    def inherits(self, case: Case) -> bool:
        """Whether a case comes from the `Globals` of SAM."""
        return case.path[0] == "Globals"

    def set_handler(self, handler: Case, wanted: str) -> Edit | None:
        """Gives this function, and no other one, another Handler; None where that is not plain."""
        properties = (*self.resource.path, "Properties")
        if handler.direct and handler.path[: len(properties)] == properties:
            return SetValue(handler.path, wanted)
        own = self.resource.body.get("Properties")
        if self.inherits(handler) and isinstance(own, dict) and own:
            place = "InlineCode" if "InlineCode" in own else None
            return InsertKey(properties, "Handler", wanted, before=place)
        return None

    def add_variable(self, name: str, value: Tree) -> Edit | None:
        """Gives this function another variable of the environment; None where that is not plain.

        SAM adds the function's own variables to those of `Globals`:
        https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
        """
        path: Path = (*self.resource.path, "Properties")
        holder: Tree = self.resource.body.get("Properties")
        wanted: Tree = value
        keys = ("Environment", "Variables", name)
        for depth, key in enumerate(keys):
            if not is_plain_mapping(holder):
                return None
            if key not in holder:
                for inner in reversed(keys[depth + 1 :]):
                    wanted = {inner: wanted}
                return InsertKey(path, key, wanted)
            path, holder = (*path, key), holder[key]
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
    match argument:
        case [str(delimiter), [str(first), *rest]] if name == "Fn::Join":
            return {"Fn::Join": [delimiter, [LOG_GROUP_PREFIX + first, *rest]]}
    return {"Fn::Join": ["", [LOG_GROUP_PREFIX, value]]}


def has_inline_runtime(runtime: str) -> bool:
    """Whether a runtime is one of Python or Node.js, whose code is read."""
    return _language(runtime) is not None


def _language(runtime: str | None) -> str | None:
    if runtime is None:
        return None
    if runtime.startswith("python"):
        return "python"
    return "javascript" if runtime.startswith("nodejs") else None
