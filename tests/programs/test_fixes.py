"""Fixes are written into programs in their style, and not at all where that is not plain."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from auditor.engine import registry
from auditor.engine.check import check
from auditor.engine.fixpoint import Fixed, fix
from auditor.model.finding import Safety
from auditor.model.settings import Settings
from tests.programs.mocked import run_python
from tests.programs.reading import HEADS, Files

RULES = {rule.id: rule for rule in registry.listed()}
HEAD = "import pulumi\nimport pulumi_aws as aws\n\n"


def fixed(rule: str, text: str, runtime: str = "python") -> Fixed:
    main = "__main__.py" if runtime == "python" else "index.ts"
    project = Files({"Pulumi.yaml": HEADS[runtime], main: text})
    run = partial(check, rules=[RULES[rule]], settings=Settings(), project=project)
    return fix(HEADS[runtime], run, Safety.UNSAFE)


def test_an_argument_keeps_its_quotes_and_its_comment() -> None:
    text = HEAD + (
        "rule = aws.cloudwatch.EventRule(\n"
        "    'often',\n"
        "    schedule_expression='rate(1 minutes)',  # as often as can be\n"
        ")\n"
    )
    after = fixed("schedule-expression-syntax", text).final.beside["__main__.py"]
    assert after == text.replace("1 minutes", "1 minute")


def test_what_several_resources_share_is_not_changed_for_one() -> None:
    text = HEAD + (
        "def rule(name, expression):\n"
        "    return aws.cloudwatch.EventRule(name, schedule_expression=expression)\n\n"
        "bad = 'rate(1 minutes)'\n"
        "one = rule('one', bad)\n"
        "two = aws.cloudwatch.EventRule('two', description=bad)\n"
    )
    done = fixed("schedule-expression-syntax", text)
    assert done.final.beside == {}
    assert [reason for _, reason in done.rejected] == ["the changed text means something else"]


def test_a_statement_that_gets_its_values_from_elsewhere_stays() -> None:
    text = HEAD + (
        "def protect(bucket, acl):\n"
        "    kept = aws.s3.BucketAcl('files', bucket=bucket.id, acl=acl)\n\n"
        "protect(aws.s3.Bucket('files'), 'private')\n"
    )
    done = fixed("acl-disabled", text)
    assert done.final.beside == {}
    assert [reason for _, reason in done.rejected] == [
        "the statement gets its values from elsewhere"
    ]


def test_an_argument_that_only_some_turns_of_a_loop_get_wrong_stays() -> None:
    text = HEAD + (
        "for name, every in [('a', 'rate(1 minutes)'), ('b', 'rate(2 minutes)')]:\n"
        "    aws.cloudwatch.EventRule(name, schedule_expression=every)\n"
    )
    after = fixed("schedule-expression-syntax", text).final.beside["__main__.py"]
    assert after == text.replace("rate(1 minutes)", "rate(1 minute)")


def test_classes_of_the_native_provider_are_of_their_types() -> None:
    text = (
        "import pulumi_aws_native as native\n\n"
        "rule = native.events.Rule('often', schedule_expression='rate(1 minutes)')\n"
    )
    after = fixed("schedule-expression-syntax", text).final.beside["__main__.py"]
    assert "rate(1 minute)" in after


def test_a_notification_waits_for_the_permission_that_is_added(tmp_path: Path) -> None:
    text = HEAD + (
        "files = aws.s3.Bucket('files')\n"
        "reader = aws.lambda_.Function(\n"
        "    'reader', role='arn:aws:iam::111122223333:role/reader', runtime='python3.13',\n"
        "    handler='main.handler', code=pulumi.FileArchive('.'),\n"
        ")\n"
        "aws.s3.BucketNotification(\n"
        "    'files', bucket=files.id,\n"
        "    lambda_functions=[{'lambda_function_arn': reader.arn,\n"
        "                       'events': ['s3:ObjectCreated:*']}],\n"
        ")\n"
    )
    done = fixed("invoke-permission", text)
    assert not done.rejected
    assert [one.rule for one in done.final.findings] == []
    after = done.final.beside["__main__.py"]
    assert "reader_invoked_by_files = aws.lambda_.Permission(" in after
    assert "source_account=aws.get_caller_identity().account_id," in after
    assert "opts=pulumi.ResourceOptions(depends_on=[reader_invoked_by_files])" in after
    (tmp_path / "__main__.py").write_text(after)
    assert run_python(tmp_path, "__main__.py").returncode == 0


def test_a_new_resource_gets_a_variable_in_javascript_too() -> None:
    text = (
        'import * as pulumi from "@pulumi/pulumi";\nimport * as aws from "@pulumi/aws";\n\n'
        'const files = new aws.s3.Bucket("files");\n'
        'const reader = new aws.lambda.Function("reader", {\n'
        '  role: "arn:aws:iam::111122223333:role/reader", runtime: "nodejs22.x",\n'
        '  handler: "main.handler", code: new pulumi.asset.FileArchive("."),\n'
        "});\n"
        'new aws.s3.BucketNotification("files", {\n'
        "  bucket: files.id,\n"
        "  lambdaFunctions: [{ lambdaFunctionArn: reader.arn, events: ['s3:ObjectCreated:*'] }],\n"
        "});\n"
    )
    done = fixed("invoke-permission", text, "nodejs")
    assert not done.rejected
    after = done.final.beside["index.ts"]
    assert "const readerInvokedByFiles = new aws.lambda.Permission(" in after
    assert "sourceAccount: aws.getCallerIdentityOutput().accountId," in after
    assert "{ dependsOn: [readerInvokedByFiles] }" in after


def test_a_name_that_the_module_has_is_not_given_again() -> None:
    text = HEAD + (
        "reader_invoked_by_files = 1\n"
        "files = aws.s3.Bucket('files')\n"
        "reader = aws.lambda_.Function('reader', role='r', code=pulumi.FileArchive('.'))\n"
        "aws.s3.BucketNotification('files', bucket=files.id, lambda_functions=[\n"
        "    {'lambda_function_arn': reader.arn, 'events': ['s3:ObjectCreated:*']}])\n"
    )
    done = fixed("invoke-permission", text)
    assert done.final.beside == {}
    assert len(done.rejected) == 1


def test_a_policy_in_python_names_the_account() -> None:
    text = HEAD.replace("import pulumi\n", "import json\nimport pulumi\n") + (
        "key = aws.kms.Key('letters', policy=json.dumps({'Version': '2012-10-17', 'Statement': [\n"
        "    {'Effect': 'Allow', 'Principal': {'Service': 'logs.amazonaws.com'},\n"
        "     'Action': 'kms:Decrypt', 'Resource': '*'},\n"
        "]}))\n"
    )
    after = fixed("key-policy-lockout", text).final.beside["__main__.py"]
    account = "{aws.get_caller_identity().account_id}"
    assert f"f'arn:{{aws.get_partition().partition}}:iam::{account}:root'" in after


def test_nothing_waits_for_what_would_be_made_later() -> None:
    text = HEAD + (
        "files = aws.s3.Bucket('files')\n"
        "code = pulumi.FileArchive('.')\n\n"
        "def notify(fn):\n"
        "    note = aws.s3.BucketNotification('files', bucket=files.id, lambda_functions=[\n"
        "        {'lambda_function_arn': fn.arn, 'events': ['s3:ObjectCreated:*']}])\n\n"
        "notify(aws.lambda_.Function('reader', role='r', code=code))\n"
    )
    done = fixed("invoke-permission", text)
    assert done.final.beside == {}
    assert len(done.rejected) == 1


def test_a_member_of_an_enum_gets_another_value_where_it_is_declared() -> None:
    text = (
        'import * as aws from "@pulumi/aws";\n\n'
        "enum Days {\n  Short = 7,\n  Odd = 45, // about six weeks\n}\n"
        'new aws.cloudwatch.LogGroup("logs", { retentionInDays: Days.Odd });\n'
    )
    done = fixed("invalid-value", text, "nodejs")
    assert done.final.beside["index.ts"] == text.replace("45", "60")


def test_a_constant_does_not_become_a_list_of_something_else() -> None:
    text = HEAD + (
        "import json\n\n"
        "EVENTS = 'events.amazonaws.com'\n"
        "role = aws.iam.Role('r', assume_role_policy=json.dumps({'Version': '2012-10-17',"
        " 'Statement': [{'Effect': 'Allow', 'Action': 'sts:AssumeRole',"
        " 'Principal': {'Service': EVENTS}}]}))\n"
        "fn = aws.lambda_.Function('f', role=role.arn, runtime='python3.12', handler='a.b',"
        " code=pulumi.FileArchive('app'))\n"
    )
    done = fixed("role-trust", text)
    assert "EVENTS = 'events.amazonaws.com'" in done.final.beside.get("__main__.py", text)
    assert [reason for _, reason in done.rejected] == [
        "a constant of the program has the value, and stays what it is called"
    ]
