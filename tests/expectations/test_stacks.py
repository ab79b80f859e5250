"""Tests that build a stack of CDK look at its synthesized template, where it certainly is its."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from auditor.expectations.expectation import Expectation
from auditor.expectations.holds import Seen
from auditor.expectations.javascript.reader import read as read_javascript
from auditor.expectations.python.reader import read as read_python
from tests.expectations.test_readers import spelled
from tests.runner import Workspace

# ruff: noqa: E501
PAGE = Path(__file__).parents[2] / "docs" / "tests.md"
TREE: dict[str, Any] = {
    "Resources": {
        "Matcher": {
            "Type": "AWS::Lambda::Function",
            "Properties": {
                "Handler": "matcher.handler",
                "Runtime": "python3.13",
                "Role": {"Ref": "Role"},
                "Code": {"ZipFile": "def handler(event, context):\n    return {'ok': True}\n"},
            },
            "Metadata": {"aws:cdk:path": "Orders/Matcher"},
        },
    },
    "Parameters": {"Role": {"Type": "String"}},
    "Outputs": {"Name": {"Value": "matcher"}},
}
SEEN = Seen(TREE, is_exact=True)
PLACE = "cdk.out/Orders.template.json"
HAS = "Resources resources part {'Handler': 'matcher.handler'}"
SCRIPT_HEAD = """
import * as cdk from 'aws-cdk-lib';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { OrdersStack } from '../lib/orders';
import * as lib from '../lib/orders';
"""
SCRIPT_BUILT = """
const app = new cdk.App();
const stack = new OrdersStack(app, 'Orders', { stage: 'test' });
"""
SCRIPT_SAYS = "test('it', () => { Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { Handler: 'matcher.handler' }); });"
PYTHON_HEAD = """
import aws_cdk as cdk
import pytest
from aws_cdk import App, Stack, assertions
from aws_cdk.assertions import Match, Template
from shop.orders import OrdersStack
from shop import orders
"""
PYTHON_BUILT = """
app = cdk.App()
stack = OrdersStack(app, "Orders", stage="test")
"""
PYTHON_SAYS = """
def test_it():
    Template.from_stack(stack).has_resource_properties("AWS::Lambda::Function", {"Handler": "matcher.handler"})
"""


def javascript(text: str, stack: str = "Orders") -> tuple[Expectation, ...]:
    return read_javascript(
        SCRIPT_HEAD + text, "test/t.test.ts", PLACE, "renew", SEEN, typescript=True, stack=stack
    ).found


def python(text: str, stack: str = "Orders", *outer: tuple[str, str]) -> tuple[Expectation, ...]:
    return read_python(
        PYTHON_HEAD + text, "tests/test_t.py", PLACE, "renew", outer, SEEN, stack=stack
    ).found


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("template.hasResourceProperties('AWS::Lambda::Function', Match.objectLike({ Handler: 'matcher.handler' }))", HAS),
        ("template.hasResource('AWS::Lambda::Function', { DependsOn: Match.absent() })", "Resources resources part {'DependsOn': <Special.ABSENCE: 'no such key'>}"),
        ("template.resourceCountIs('AWS::Lambda::Function', 1)", "Resources count part 1"),
        ("template.hasOutput('Name', { Value: 'matcher' })", "Outputs.Name part {'Value': 'matcher'}"),
        ("template.hasParameter('Role', { Type: 'String' })", "Parameters.Role part {'Type': 'String'}"),
        ("expect(template.toJSON().Resources.Matcher.Type).toBe('X')", "Resources.Matcher.Type same 'X'"),
        ("expect(Object.values(template.findResources('AWS::Lambda::Function'))[0].Properties.Handler).toBe('a.b')", "Resources.Matcher.Properties.Handler same 'a.b'"),
        ("template.hasOutput('*', { Value: 'matcher' })", None),
        ("template.templateMatches({})", None),
    ],
)  # fmt: skip
def test_assertions_of_cdk_in_javascript(statement: str, expected: str | None) -> None:
    text = f"{SCRIPT_BUILT} const template = Template.fromStack(stack); test('it', () => {{ {statement}; }});"
    assert [spelled(one) for one in javascript(text)] == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ('template.has_resource_properties("AWS::Lambda::Function", Match.object_like({"Handler": "matcher.handler"}))', HAS),
        ('template.has_resource("AWS::Lambda::Function", {"DependsOn": Match.absent()})', "Resources resources part {'DependsOn': <Special.ABSENCE: 'no such key'>}"),
        ('template.resource_count_is("AWS::Lambda::Function", 1)', "Resources count part 1"),
        ('template.has_output("Name", {"Value": "matcher"})', "Outputs.Name part {'Value': 'matcher'}"),
        ('assert template.to_json()["Resources"]["Matcher"]["Type"] == "X"', "Resources.Matcher.Type equal 'X'"),
        ('assert len(template.find_resources("AWS::Lambda::Function")) == 1', "Resources count equal 1"),
        ('template.has_output("*", {"Value": "matcher"})', None),
    ],
)  # fmt: skip
def test_assertions_of_cdk_in_python(statement: str, expected: str | None) -> None:
    text = f"{PYTHON_BUILT}def test_it():\n    template = assertions.Template.from_stack(stack)\n    {statement}\n"
    assert [spelled(one) for one in python(text)] == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    "built",
    [
        SCRIPT_BUILT,
        "const stack = new lib.OrdersStack(new App(), 'Orders');",
        "const NAME = 'Orders'; const stack = new OrdersStack(new App(), NAME);",
        "let app: cdk.App; let stack: Stack; beforeEach(() => { app = new cdk.App(); stack = new OrdersStack(app, 'Orders'); });",
        "const build = () => new OrdersStack(new App(), 'Orders'); const stack = build();",
        "const props = { stage: 'test' }; const stack = new OrdersStack(new App(), 'Orders', props);",
        # another stack of another class says nothing of this one
        "const app = new App(); const stack = new OrdersStack(app, 'Orders'); new lib.Other(app, 'Other');",
        "const app = new App(); const stack = new OrdersStack(app, 'Orders'); const assembly = app.synth();",
    ],
)
def test_ways_to_build_a_stack_in_javascript(built: str) -> None:
    assert [spelled(one) for one in javascript(f"{built}\n{SCRIPT_SAYS}")] == [HAS]


@pytest.mark.parametrize(
    "built",
    [
        SCRIPT_BUILT.replace("'Orders'", "'TestStack'"),
        SCRIPT_BUILT.replace("'Orders'", "name()"),
        # built in two ways, or of what differs
        SCRIPT_BUILT + "new OrdersStack(app, 'OrdersToo', { stage: 'test' });",
        SCRIPT_BUILT + "new OrdersStack(app, 'Orders', { stage: 'prod' });",
        SCRIPT_BUILT + "new lib.Others(new cdk.App(), 'Orders');",
        SCRIPT_BUILT + "new cdk.App({ context: { stage: 'prod' } });",
        "const build = (props) => new OrdersStack(new App(), 'Orders', props); const stack = build({});",
        "let stage = 'a'; stage = 'b'; const stack = new OrdersStack(new App(), 'Orders', { stage });",
        # not the app, or not a class of the project
        "const stage = new cdk.Stage(new cdk.App(), 'Prod'); const stack = new OrdersStack(stage, 'Orders');",
        "const stack = new OrdersStack(given(), 'Orders'); const app = new cdk.App();",
        "const stack = new Stack(new App(), 'Orders');",
        "class OwnStack extends Stack {} const stack = new OwnStack(new App(), 'Orders');",
        # what the test puts into it
        SCRIPT_BUILT + "new lib.Alarms(stack, 'Alarms');",
        SCRIPT_BUILT + "cdk.Tags.of(stack).add('a', 'b');",
        SCRIPT_BUILT + "cdk.Aspects.of(app).add(new lib.Checks());",
        SCRIPT_BUILT + "stack.addTransform('AWS::Serverless-2016-10-31');",
        SCRIPT_BUILT + "stack.bucket.addLifecycleRule({});",
        SCRIPT_BUILT + "app.node.setContext('stage', 'prod');",
    ],
)  # fmt: skip
def test_stacks_that_are_not_certainly_that_of_the_template_in_javascript(built: str) -> None:
    assert javascript(f"{built}\n{SCRIPT_SAYS}") == ()


@pytest.mark.parametrize(
    "text",
    [
        PYTHON_BUILT + PYTHON_SAYS,
        'stack = orders.OrdersStack(App(), "Orders")\n' + PYTHON_SAYS,
        'NAME = "Orders"\nstack = OrdersStack(App(), NAME)\n' + PYTHON_SAYS,
        "@pytest.fixture\ndef app():\n    return cdk.App()\n@pytest.fixture\ndef stack(app):\n"
        '    return OrdersStack(app, "Orders")\n' + PYTHON_SAYS.replace("it()", "it(stack)"),
        "def build():\n    app = App()\n    return OrdersStack(app, 'Orders')\nstack = build()\n" + PYTHON_SAYS,
        PYTHON_BUILT + 'orders.Other(app, "Other")\napp.synth()\n' + PYTHON_SAYS,
        "class TestIt:\n    def setUp(self):\n        self.stack = OrdersStack(App(), 'Orders')\n"
        + PYTHON_SAYS.replace("\n", "\n    ").replace("it()", "it(self)").replace("(stack)", "(self.stack)"),
    ],
)  # fmt: skip
def test_ways_to_build_a_stack_in_python(text: str) -> None:
    assert [spelled(one) for one in python(text)] == [HAS]


def test_a_stack_of_a_conftest() -> None:
    fixtures = '@pytest.fixture\ndef template():\n    return Template.from_stack(OrdersStack(App(), "Orders"))\n'
    text = 'def test_it(template):\n    template.resource_count_is("AWS::Lambda::Function", 1)\n'
    assert python(text, "Orders", ("tests/conftest.py", PYTHON_HEAD + fixtures))
    fixtures = fixtures.replace('"Orders"', '"TestStack"')
    assert not python(text, "Orders", ("tests/conftest.py", PYTHON_HEAD + fixtures))


@pytest.mark.parametrize(
    "built",
    [
        PYTHON_BUILT.replace('"Orders"', '"TestStack"'),
        PYTHON_BUILT.replace('"Orders"', "name()"),
        PYTHON_BUILT + 'OrdersStack(app, "OrdersToo", stage="test")\n',
        PYTHON_BUILT + 'OrdersStack(app, "Orders", stage="prod")\n',
        PYTHON_BUILT + 'cdk.App(context={"stage": "prod"})\n',
        "def build(stage):\n    return OrdersStack(App(), 'Orders', stage=stage)\nstack = build('a')\n",
        'stack = OrdersStack(cdk.Stage(cdk.App(), "Prod"), "Orders")\n',
        'stack = Stack(App(), "Orders")\n',
        'class OwnStack(Stack):\n    pass\nstack = OwnStack(App(), "Orders")\n',
        PYTHON_BUILT + 'orders.Alarms(stack, "Alarms")\n',
        PYTHON_BUILT + 'cdk.Tags.of(stack).add("a", "b")\n',
        PYTHON_BUILT + "cdk.Aspects.of(app).add(orders.Checks())\n",
        PYTHON_BUILT + 'stack.add_transform("AWS::Serverless-2016-10-31")\n',
        PYTHON_BUILT + 'app.node.set_context("stage", "prod")\n',
    ],
)
def test_stacks_that_are_not_certainly_that_of_the_template_in_python(built: str) -> None:
    assert python(built + PYTHON_SAYS) == ()


def test_a_template_that_cdk_did_not_write_is_of_no_stack() -> None:
    assert javascript(SCRIPT_BUILT + SCRIPT_SAYS, "") == ()
    assert python(PYTHON_BUILT + PYTHON_SAYS, "") == ()


MANIFEST = {
    "artifacts": {
        "Orders": {
            "type": "aws:cloudformation:stack",
            "properties": {"templateFile": "Orders.template.json"},
        }
    }
}
SCRIPT = SCRIPT_HEAD + SCRIPT_BUILT + SCRIPT_SAYS
TOLD = 'expects a resource of type AWS::Lambda::Function with {"Handler": "matcher.handler"}, so that it fails as soon as what inline-handler-module reports is fixed'


@pytest.fixture
def app(workspace: Workspace) -> Workspace:
    workspace.write(PLACE, json.dumps(TREE, indent=1))
    workspace.write("cdk.out/manifest.json", json.dumps(MANIFEST))
    workspace.write("cdk.json", "{}")
    workspace.write("test/orders.test.ts", SCRIPT)
    workspace.write("tests/test_orders.py", PYTHON_HEAD + PYTHON_BUILT + PYTHON_SAYS)
    return workspace


def test_the_place_in_the_test_is_named_and_nothing_is_changed(app: Workspace) -> None:
    for options in ((), ("--fix",), ("--fix", "--unsafe-fixes"), ("--diff", "--fix")):
        result = app.check("cdk.out", *options)
        assert result.code == 1
        assert (
            "change 'orders.test.ts' and 'test_orders.py' together with the code of CDK"
            in result.out
        )
        assert app.read("test/orders.test.ts").decode() == SCRIPT
        assert "index.handler" not in app.read("tests/test_orders.py").decode()
    out = app.check("cdk.out").out
    before = SCRIPT[: SCRIPT.index("{ Handler")]
    place = f"{before.count(chr(10)) + 1}:{len(before) - before.rindex(chr(10))}"
    said = f"test/orders.test.ts:{place}: warning[stale-expectation]: Test 'orders.test.ts' {TOLD}"
    assert f"{said}\n" in out
    assert f"Test 'test_orders.py' {TOLD}\n" in out
    assert "= help: Change this line together with the code of CDK" in out
    assert '+    "Handler": "index.handler"' in app.check("cdk.out", "--diff").out


@pytest.mark.parametrize("file", ["test/orders.test.ts", "tests/test_orders.py"])
def test_a_file_that_says_what_is_not_so_looks_at_another_stack(app: Workspace, file: str) -> None:
    name = file.rpartition("/")[2]
    assert name in app.check("cdk.out").out
    text = app.read(file).decode()
    says = "    Template.from_stack(stack).resource_count_is('AWS::SNS::Topic', 2)\n"
    if file.endswith(".ts"):
        says = "\ntest('more', () => { Template.fromStack(stack).resourceCountIs('AWS::SNS::Topic', 2); });\n"
    app.write(file, text + says)
    assert name not in app.check("cdk.out").out


def test_a_stack_of_a_stage_is_not_known_by_its_own_id(app: Workspace) -> None:
    app.write("cdk.out/assembly-Prod/Orders.template.json", json.dumps(TREE))
    app.write("cdk.out/assembly-Prod/manifest.json", json.dumps(MANIFEST))
    out = app.check("cdk.out/assembly-Prod").out
    assert "inline-handler-module" in out
    assert "stale-expectation" not in out


def test_another_name_in_the_manifest_is_another_stack(app: Workspace) -> None:
    app.write("cdk.out/manifest.json", json.dumps(MANIFEST).replace('"Orders":', '"Shop":'))
    assert "stale-expectation" not in app.check("cdk.out").out


def test_a_test_of_the_file_that_cdk_wrote(app: Workspace) -> None:
    app.write(
        "test/orders.test.ts",
        f"import it from '../{PLACE}';\n"
        "test('it', () => { expect(it.Resources.Matcher.Properties.Handler).toBe('matcher.handler'); });\n",
    )
    app.write("tests/test_orders.py", "")
    for options in ((), ("--fix",)):
        out = app.check("cdk.out", *options).out
        assert "change 'orders.test.ts' together with the code of CDK" in out
        assert "cfnaudit check --fix" not in out
        assert b"'matcher.handler'" in app.read("test/orders.test.ts")


def test_the_finding_of_the_page(app: Workspace) -> None:
    page = PAGE.read_text()
    (code,) = re.findall(r"```js\n(// test/orders\.test\.js\n.*?)```", page, re.S)
    app.write("test/orders.test.js", code)
    (said,) = re.findall(r"^test/orders\.test\.js:.*$", page, re.M)
    assert f"{said}\n" in app.check("cdk.out").out
