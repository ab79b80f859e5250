"""Functions: their inline code, and how runtimes read a Handler."""

from __future__ import annotations

import pytest

from auditor.aws.lambda_.function import LambdaFunction
from auditor.aws.lambda_.inline_code import assemble
from auditor.model.text import Span
from auditor.model.tree import Tree
from tests.template.helpers import template

PARAMETERS: Tree = {
    "Table": {"Type": "String"},
    "Stage": {"Type": "String", "Default": "dev"},
    "Team": {"Type": "String", "AllowedValues": ["shop"]},
}


def function(**properties: Tree) -> LambdaFunction:
    made = template(
        Parameters=PARAMETERS,
        Resources={"F": {"Type": "AWS::Lambda::Function", "Properties": properties}},
    )
    (found,) = LambdaFunction.find(made)
    return found


@pytest.mark.parametrize(
    ("runtime", "handler", "parts"),
    [
        ("python3.12", "index.handler", ("index", "handler")),
        ("python3.12", "index.sub.handler", ("index.sub", "handler")),
        ("python3.12", "src/index.handler", ("src/index", "handler")),
        ("python3.12", "./index.handler", ("./index", "handler")),
        ("python3.12", "index", ("index", "")),
        ("nodejs20.x", "index.handler", ("index", "handler")),
        ("nodejs20.x", "index.orders.create", ("index", "orders.create")),
        ("nodejs20.x", "src/index.handler", ("src/index", "handler")),
        ("nodejs20.x", "./index.handler", ("index", "handler")),
        ("nodejs20.x", "/var/task/index.handler", ("index", "handler")),
        ("nodejs20.x", "/index.handler", ("/index", "handler")),
        ("nodejs20.x", "v1.2/index.handler", ("v1.2/index", "handler")),
        ("nodejs20.x", "index", ("index", "")),
        ({"Ref": "What"}, "index.orders.create", ("index", "orders.create")),
    ],
)
def test_handler_parts(runtime: Tree, handler: str, parts: tuple[str, str]) -> None:
    found = function(Runtime=runtime, Handler=handler)
    assert found.handler_parts(found.handlers[0]) == parts


CODES: list[tuple[str, Tree, str | None]] = [
    ("text", "a = 1", "a = 1"),
    ("substitution", {"Fn::Sub": "t = '${Table}'"}, "t = 'cfnaudit_value_Table'"),
    ("known substitution", {"Fn::Sub": "t = '${Team}'"}, "t = 'shop'"),
    ("default", {"Fn::Sub": "t = '${Stage}'"}, "t = 'cfnaudit_value_Stage'"),
    ("attribute", {"Fn::Sub": "t = '${T.Arn}'"}, "t = 'cfnaudit_value_T_Arn'"),
    ("escape", {"Fn::Sub": "`${!x}`"}, "`${x}`"),
    ("own variable", {"Fn::Sub": ["t = ${n}", {"n": 5}]}, "t = 5"),
    ("lines", {"Fn::Join": ["\n", ["a = 1", "b = 2"]]}, "a = 1\nb = 2"),
    (
        "lines with a value",
        {"Fn::Join": ["", ["t = '", {"Ref": "Table"}, "'"]]},
        "t = 'cfnaudit_value_1'",
    ),
    ("lines with a substitution", {"Fn::Join": ["", [{"Fn::Sub": "${Team}"}, "!"]]}, "shop!"),
    ("parameter", {"Ref": "Table"}, None),
    ("mapping", {"Fn::FindInMap": ["A", "b", "c"]}, None),
    ("list", ["a"], None),
    ("lines that are no list", {"Fn::Join": ["", {"Ref": "Table"}]}, None),
    ("substitution that is none", {"Fn::Sub": {}}, None),
]


@pytest.mark.parametrize(
    ("value", "expected"), [row[1:] for row in CODES], ids=[row[0] for row in CODES]
)
def test_code_as_the_deployment_sees_it(value: Tree, expected: str | None) -> None:
    text = assemble(template(Parameters=PARAMETERS), value, ("here",))
    assert (None if text is None else text.text) == expected


def test_the_way_back_to_the_template() -> None:
    value: Tree = {"Fn::Join": ["\n", ["a = 1", {"Fn::Sub": "b = '${Table}'; c = 3"}]]}
    text = assemble(template(Parameters=PARAMETERS), value, ("Code",))
    assert text is not None
    start = text.text.index("c = 3")
    found = text.origin(Span(start, start + 5))
    assert found == (("Code", "Fn::Join", 1, 1, "Fn::Sub"), Span(16, 21))
    assert text.origin(Span(text.text.index("cfnaudit"), start)) is None


@pytest.mark.parametrize(
    ("code", "complete"),
    [
        ("a = '${Table}'", True),
        ("def ${Table}(event, context):\n    return event", False),
        ("import json\n${Table}\n", False),
        ("import json\n  ${Table} \r\n", False),
        ("print(${Table})", True),
    ],
)
def test_what_a_value_may_define(code: str, complete: bool) -> None:
    found = function(Runtime="python3.12", Code={"ZipFile": {"Fn::Sub": code}})
    module = found.module(found.inline_codes[0])
    assert module is not None
    assert module.complete is complete


@pytest.mark.parametrize(
    ("code", "is_placeholder"),
    [
        ("# later", True),
        ("  // later\n\n# again", True),
        (" ", True),
        ("pass", False),
        ("# later\nx = 1", False),
    ],
)
def test_placeholders(code: str, is_placeholder: bool) -> None:
    (found,) = function(Runtime="python3.12", Code={"ZipFile": code}).inline_codes
    assert found.is_placeholder is is_placeholder


@pytest.mark.parametrize(
    "code",
    [{}, {"ZipFile": None}, {"ZipFile": ""}, {"ZipFile": {"Ref": "AWS::NoValue"}}, "src/", None],
    ids=str,
)
def test_no_code_in_the_template(code: Tree) -> None:
    assert function(Code=code).inline_cases == []


@pytest.mark.parametrize(
    ("runtime", "language", "may_be_inline"),
    [
        ("python3.12", "python", True),
        ("nodejs22.x", "javascript", True),
        ("java21", None, False),
        ("provided.al2023", None, False),
        ({"Ref": "What"}, None, True),
        ({"Fn::If": ["C", "python3.12", "python3.13"]}, "python", True),
        ({"Fn::If": ["C", "python3.12", "nodejs22.x"]}, None, True),
    ],
    ids=str,
)
def test_language(runtime: Tree, language: str | None, may_be_inline: bool) -> None:
    found = function(Runtime=runtime)
    assert (found.language(), found.may_be_inline) == (language, may_be_inline)
