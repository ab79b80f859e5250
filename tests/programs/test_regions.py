"""A Region that is hard-coded in the text of a program becomes that of the stack."""

from __future__ import annotations

from functools import partial

import pytest

from auditor.engine import registry
from auditor.engine.check import check
from auditor.engine.fixpoint import Fixed, fix
from auditor.model.finding import Safety
from auditor.model.settings import Settings
from tests.programs.reading import HEADS, Files

RULE = next(rule for rule in registry.listed() if rule.id == "hardcoded-region")
PYTHON = "import json\nimport pulumi\nimport pulumi_aws as aws\n\n"
SCRIPT = 'import * as pulumi from "@pulumi/pulumi";\nimport * as aws from "@pulumi/aws";\n\n'
TOPIC = "arn:aws:sns:us-east-2:111122223333:orders"
CONFIGURED = "config:\n  aws:region: us-east-1\n"


def fixed(text: str, runtime: str, stack: str) -> Fixed:
    main = "__main__.py" if runtime == "python" else "index.ts"
    project = Files({"Pulumi.yaml": HEADS[runtime], "Pulumi.dev.yaml": stack, main: text})
    settings = Settings() if "region" in stack else Settings(regions=("us-east-1",))
    run = partial(check, rules=[RULE], settings=settings, project=project)
    return fix(HEADS[runtime], run, Safety.UNSAFE)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f'"{TOPIC}"', 'f"arn:aws:sns:{aws.config.region}:111122223333:orders"'),
        (f"'{TOPIC}'", "f'arn:aws:sns:{aws.config.region}:111122223333:orders'"),
        (
            '"arn:aws:sns:us-east-2:"\n    "111122223333:orders"',
            'f"arn:aws:sns:{aws.config.region}:"\n    "111122223333:orders"',
        ),
        (
            'pulumi.Output.concat("arn:aws:sns:us-east-2:111122223333:", queue.name)',
            'pulumi.Output.concat(f"arn:aws:sns:{aws.config.region}:111122223333:", queue.name)',
        ),
        (
            'queue.name.apply(lambda n: f"arn:aws:sns:us-east-2:111122223333:{n}")',
            'queue.name.apply(lambda n: f"arn:aws:sns:{aws.config.region}:111122223333:{n}")',
        ),
    ],
)
def test_texts_of_python_become_formatted_ones(before: str, after: str) -> None:
    text = (
        f'{PYTHON}queue = aws.sqs.Queue("orders")\n'
        f'aws.sns.TopicSubscription("s", topic={before}, protocol="sqs", endpoint=queue.arn)\n'
    )
    done = fixed(text, "python", CONFIGURED)
    assert not done.rejected
    assert done.final.beside == {"__main__.py": text.replace(before, after)}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f'"{TOPIC}"', "`arn:aws:sns:${aws.config.region}:111122223333:orders`"),
        (f"`{TOPIC}`", "`arn:aws:sns:${aws.config.region}:111122223333:orders`"),
        (
            "pulumi.interpolate`arn:aws:sns:us-east-2:111122223333:${queue.name}`",
            "pulumi.interpolate`arn:aws:sns:${aws.config.region}:111122223333:${queue.name}`",
        ),
    ],
)
def test_texts_of_javascript_become_templates(before: str, after: str) -> None:
    text = (
        f'{SCRIPT}const queue = new aws.sqs.Queue("orders");\n'
        f"new aws.sns.TopicSubscription('s', {{ topic: {before}, protocol: 'sqs',\n"
        "  endpoint: queue.arn });\n"
    )
    done = fixed(text, "nodejs", CONFIGURED)
    assert not done.rejected
    assert done.final.beside == {"index.ts": text.replace(before, after)}


def test_the_provider_is_asked_where_no_stack_says_the_region() -> None:
    text = (
        f'{PYTHON}queue = aws.sqs.Queue("orders")\n'
        f'aws.sns.TopicSubscription("s", topic="{TOPIC}", protocol="sqs", endpoint=queue.arn)\n'
    )
    done = fixed(text, "python", "config: {}\n")
    assert "{aws.get_region().name}" in done.final.beside["__main__.py"]


def test_what_would_be_another_text_stays() -> None:
    policy = (
        'policy = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow",\n'
        f'  "Action": "sns:Publish", "Resource": "{TOPIC}"}}]}}"""\n'
    )
    text = f'{PYTHON}{policy}aws.iam.Policy("p", policy=policy)\n'
    done = fixed(text, "python", CONFIGURED)
    assert done.final.beside == {}
    assert len(done.rejected) == 1


def test_a_policy_gets_the_region_before_it_is_a_text() -> None:
    text = (
        f'{PYTHON}aws.iam.Policy("p", policy=json.dumps({{"Version": "2012-10-17",\n'
        '    "Statement": [{"Effect": "Allow", "Action": "sns:Publish",\n'
        f'        "Resource": "{TOPIC}"}}]}}))\n'
    )
    after = fixed(text, "python", CONFIGURED).final.beside["__main__.py"]
    assert after == text.replace(
        f'"{TOPIC}"', 'f"arn:aws:sns:{aws.config.region}:111122223333:orders"'
    )


def test_a_resource_that_a_provider_may_create_elsewhere_is_left_alone() -> None:
    text = (
        f"{PYTHON}east = aws.Provider('east', region='us-east-2')\n"
        f"aws.sns.TopicSubscription('s', topic='{TOPIC}', protocol='email',\n"
        "    endpoint='a@shop.dev', opts=pulumi.ResourceOptions(provider=east))\n"
    )
    assert fixed(text, "python", CONFIGURED).final.beside == {}
    plain = text.replace(", opts=pulumi.ResourceOptions(provider=east)", "")
    assert fixed(plain, "python", CONFIGURED).final.beside != {}
