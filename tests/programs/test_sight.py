"""A fix names resources as the program does where it writes, and not at all where it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.programs.mocked import run_python
from tests.programs.test_fixes import HEAD, fixed

SCRIPT_HEAD = 'import * as pulumi from "@pulumi/pulumi";\nimport * as aws from "@pulumi/aws";\n\n'
FUNCTION = (
    "aws.lambda_.Function({name}, role='arn:aws:iam::111122223333:role/reader',"
    " runtime='python3.13', handler='main.handler', code=pulumi.FileArchive('.'){options})"
)
SCRIPT_MADE = (
    'new aws.lambda.Function("read", { role: "arn:aws:iam::111122223333:role/reader",'
    ' runtime: "nodejs22.x", handler: "main.handler",'
    ' code: new pulumi.asset.FileArchive(".") })'
)
RULE = "often = aws.cloudwatch.EventRule('often', schedule_expression='rate(1 minute)')\n"
TARGET = RULE + "aws.cloudwatch.EventTarget('often', rule=often.name, arn={handle}.arn)\n"
SCRIPT_TARGET = (
    'const often = new aws.cloudwatch.EventRule("often",'
    ' {{ scheduleExpression: "rate(1 minute)" }});\n'
    'new aws.cloudwatch.EventTarget("often", {{ rule: often.name, arn: {handle}.arn }});\n'
)
OPTIONS = (
    "options = pulumi.ResourceOptions(\n    provider=aws.Provider('west', region='eu-west-1'))\n"
)
OF_TURN = ", opts=pulumi.ResourceOptions(provider=regions[name])"
PARENT = ", opts=pulumi.ResourceOptions(parent=self)"
COMPONENT = """
class Api(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("orders:api:Api", name, None, opts)
        self.functions = {}
        self.functions["read"] = MADE
        self.files = aws.s3.Bucket("files", opts=pulumi.ResourceOptions(parent=self))
        self.note = aws.s3.BucketNotification(
            "files",
            bucket=self.files.id,
            lambda_functions=[
                {
                    "lambda_function_arn": self.functions["read"].arn,
                    "events": ["s3:ObjectCreated:*"],
                }
            ],
            opts=pulumi.ResourceOptions(parent=self),
        )


Api("orders")
""".replace("MADE", FUNCTION.format(name="'read'", options=PARENT))


def python(handle: str, before: str) -> str:
    return HEAD + before + "\n" + TARGET.format(handle=handle)


def script(handle: str, before: str) -> str:
    return SCRIPT_HEAD + before + "\n" + SCRIPT_TARGET.format(handle=handle)


MADE = FUNCTION.format(name="'read'", options="")
EACH = FUNCTION.format(name="name", options="")


def test_a_component_gets_the_permission_that_its_notification_waits_for(tmp_path: Path) -> None:
    done = fixed("invoke-permission", HEAD + COMPONENT)
    assert (done.rejected, done.final.findings) == ((), ())
    after = done.final.beside["__main__.py"]
    assert '            function=self.functions["read"].name,\n' in after
    assert "        read_invoked_by_files = aws.lambda_.Permission(\n" in after
    assert "parent=self, depends_on=[read_invoked_by_files])" in after
    (tmp_path / "__main__.py").write_text(after)
    assert run_python(tmp_path, "__main__.py").returncode == 0


@pytest.mark.parametrize(
    ("handle", "before"),
    [
        ('functions["read"]', f'functions = {{"read": {MADE}}}'),
        ("functions[0]", f"functions = [{MADE}]"),
        ('functions["read"]', f"functions = {{name: {EACH} for name in ('read', 'write')}}"),
        (
            "functions['read']",
            f"functions = {{}}\nfor name in ('read', 'write'):\n    functions[name] = {EACH}",
        ),
        ("reader", f"def made(name):\n    fn = {EACH}\n    return fn\n\nreader = made('read')"),
    ],
)
def test_a_function_is_named_as_its_event_source_names_it(
    handle: str, before: str, tmp_path: Path
) -> None:
    text = python(handle, before)
    done = fixed("invoke-permission", text)
    assert (done.rejected, done.final.findings) == ((), ())
    after = done.final.beside["__main__.py"]
    assert f"    function={handle}.name,\n" in after
    (tmp_path / "__main__.py").write_text(after)
    assert run_python(tmp_path, "__main__.py").returncode == 0


@pytest.mark.parametrize(
    ("handle", "before"),
    [
        ("functions.read", f"const functions = {{ read: {SCRIPT_MADE} }};"),
        ('functions["read"]', f'const functions: any = {{}};\nfunctions["read"] = {SCRIPT_MADE};'),
        ("reader", f"const make = () => {SCRIPT_MADE};\nconst reader = make();"),
    ],
)
def test_a_function_of_a_script_is_named_as_its_event_source_names_it(
    handle: str, before: str
) -> None:
    done = fixed("invoke-permission", script(handle, before), "nodejs")
    assert (done.rejected, done.final.findings) == ((), ())
    assert f"  function: {handle}.name,\n" in done.final.beside["index.ts"]


@pytest.mark.parametrize(
    ("text", "runtime"),
    [
        pytest.param(
            SCRIPT_HEAD + f"let arn: any;\n{{\n  const reader = {SCRIPT_MADE};\n"
            "  arn = reader.arn;\n}\n" + SCRIPT_TARGET.format(handle="it").replace("it.arn", "arn"),
            "nodejs",
            id="a variable of a block that has ended",
        ),
        pytest.param(
            HEAD
            + "for name in ('read', 'write'):\n"
            + f"    fn = {EACH}\n"
            + "".join(
                f"    {line}\n"
                for line in TARGET.format(handle="fn").replace("'often'", "name").splitlines()
            ),
            "python",
            id="a loop that makes several of both",
        ),
        pytest.param(
            HEAD + COMPONENT + 'Api("others")\n', "python", id="a component that is made twice"
        ),
        pytest.param(
            HEAD
            + RULE
            + "regions = {name: aws.Provider(name) for name in ('read', 'write')}\n"
            + f"functions = [{FUNCTION.format(name='name', options=OF_TURN)}"
            + " for name in ('read', 'write')]\n"
            + TARGET.format(handle="functions[0]").removeprefix(RULE),
            "python",
            id="options that a turn of a comprehension gives",
        ),
    ],
)
def test_what_is_not_in_sight_is_not_named(text: str, runtime: str) -> None:
    done = fixed("invoke-permission", text, runtime)
    assert done.final.findings
    assert done.rejected
    assert done.final.beside == {}


def test_the_options_beside_are_taken_over_whole() -> None:
    made = FUNCTION.format(name="'read'", options=", opts=options")
    text = python(
        "reader",
        f"{OPTIONS}reader = {made}",
    ).replace(
        "schedule_expression='rate(1 minute)'", "schedule_expression='rate(1 minute)', opts=options"
    )
    after = fixed("invoke-permission", text).final.beside["__main__.py"]
    assert "    source_arn=often.arn,\n    opts=options,\n)" in after


POLICY = (
    HEAD.replace("import pulumi\n", "import json\nimport pulumi\n")
    + '''
files = aws.s3.Bucket("files")
role = aws.iam.Role("reader", assume_role_policy=json.dumps({
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                   "Principal": {"Service": "lambda.amazonaws.com"}}],
}))
aws.iam.RolePolicy(
    "reader",
    role=role.id,
    policy=TEXT,
)
aws.lambda_.Function(
    "reader",
    role=role.arn,
    runtime="python3.13",
    handler="main.handler",
    code=pulumi.AssetArchive({"main.py": pulumi.StringAsset("""
import os
import boto3

s3 = boto3.client("s3")


def handler(event, context):
    return s3.list_objects_v2(Bucket=os.environ["BUCKET"])
""")}),
    environment={"variables": {"BUCKET": files.id}},
)
'''
)


ALL = """pulumi.Output.all(files.arn).apply(lambda args: json.dumps({
        "Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"{args[0]}/*"},
        ]}))"""
ONE = """files.arn.apply(lambda arn: json.dumps({
        "Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": arn + "/*"},
        ]}))"""


@pytest.mark.parametrize(("policy", "named"), [(ALL, "args[0]"), (ONE, "arn")])
def test_a_policy_that_apply_makes_a_text_of_says_what_it_was_given(
    policy: str, named: str, tmp_path: Path
) -> None:
    done = fixed("missing-permission", POLICY.replace("TEXT", policy))
    assert (done.rejected, done.final.findings) == ((), ())
    after = done.final.beside["__main__.py"]
    assert f'"Resource": {named}' in after
    (tmp_path / "__main__.py").write_text(after)
    assert run_python(tmp_path, "__main__.py").returncode == 0


def test_a_policy_that_is_a_text_at_once_says_nothing_of_outputs() -> None:
    policy = (
        'json.dumps({"Version": "2012-10-17", "Statement": [\n'
        '    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::other/*"}]})'
    )
    done = fixed("missing-permission", POLICY.replace("TEXT", policy))
    assert done.final.beside == {}
    assert [reason for _, reason in done.rejected] == [
        "the text that this stands in is made before the value is known"
    ]
