"""Fixes are written into programs in their style, and not at all where that is not plain."""

from __future__ import annotations

from functools import partial

from auditor.engine import registry
from auditor.engine.check import check
from auditor.engine.fixpoint import Fixed, fix
from auditor.model.finding import Safety
from auditor.model.settings import Settings
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
