"""The two rules about the account setting of API Gateway never undo what the other one does."""

from __future__ import annotations

import json
from functools import partial
from itertools import product
from typing import Any

import pytest

from auditor.engine.check import Checked, check
from auditor.engine.fixpoint import Fixed, fix
from auditor.model.finding import Safety
from auditor.model.settings import Settings
from auditor.source.detect import parse
from tests.rules.cases import Case, cases, rules

TOGETHER = ("account-logging-role", "account-singleton")
OURS = [case for case in cases() if case.rule in TOGETHER]
SETTINGS = {
    "unknown": Settings(),
    "has a role": Settings(api_gateway_logging_role=True),
    "has none": Settings(api_gateway_logging_role=False),
}
ACCOUNT = "AWS::ApiGateway::Account"
INFO = {"MethodSettings": [{"ResourcePath": "/*", "HttpMethod": "*", "LoggingLevel": "INFO"}]}
ROLES: dict[str, dict[str, Any]] = {
    "plain": {"Properties": {}},
    "named": {"Properties": {"RoleName": "logs"}},
    "kept": {"DeletionPolicy": "Retain", "Properties": {}},
}
ACCOUNTS: dict[str, dict[str, Any]] = {
    "no account": {},
    "account without a role": {"Account": {"Type": ACCOUNT}},
    "two accounts": {
        "Account": {"Type": ACCOUNT, "Properties": {"CloudWatchRoleArn": "arn:one"}},
        "Second": {"Type": ACCOUNT, "Properties": {"CloudWatchRoleArn": "arn:two"}},
    },
    **{
        f"account with a {name} role": {
            "Account": {
                "Type": ACCOUNT,
                "Properties": {"CloudWatchRoleArn": {"Fn::GetAtt": ["Role", "Arn"]}},
            },
            "Role": {"Type": "AWS::IAM::Role", **role},
        }
        for name, role in ROLES.items()
    },
}
STAGES: dict[str, dict[str, Any]] = {
    "silent": {},
    "logging": INFO,
    "unknown": {"MethodSettings": [{"LoggingLevel": {"Ref": "Environment"}}]},
}
STACKS = {
    f"{account}, {stage} stage, {'SAM' if is_sam else 'plain'}{', awaited' * is_awaited}": (
        account,
        stage,
        is_sam,
        is_awaited,
    )
    for account, stage, is_sam, is_awaited in product(
        ACCOUNTS, STAGES, (False, True), (False, True)
    )
    if not (is_awaited and account == "no account")
}

each_setting = pytest.mark.parametrize("settings", SETTINGS.values(), ids=list(SETTINGS))
each_stack = pytest.mark.parametrize("stack", STACKS.values(), ids=list(STACKS))


def run(settings: Settings) -> partial[Checked]:
    return partial(check, rules=[rules()[name] for name in TOGETHER], settings=settings)


def fixed(text: str, settings: Settings) -> Fixed:
    """The text with all fixes of both rules made: nothing was refused, and once was enough."""
    first = fix(text, run(settings), Safety.UNSAFE)
    assert first.rejected == ()
    assert first.cycle == ()
    assert fix(first.final.text, run(settings), Safety.UNSAFE).final.text == first.final.text
    return first


def written(stack: tuple[str, str, bool, bool]) -> str:
    account, stage, is_sam, is_awaited = stack
    kind = "AWS::Serverless::Api" if is_sam else "AWS::ApiGateway::Stage"
    order = {"DependsOn": "Account"} if is_awaited else {}
    template = {
        **({"Transform": "AWS::Serverless-2016-10-31"} if is_sam else {}),
        "Parameters": {"Environment": {"Type": "String"}},
        "Resources": {
            **ACCOUNTS[account],
            "Stage": {
                "Type": kind,
                **order,
                "Properties": {"StageName": {"Ref": "Environment"}, **STAGES[stage]},
            },
        },
    }
    return json.dumps(template, indent=2)


def accounts(text: str) -> list[str]:
    tree = parse(text).tree
    assert isinstance(tree, dict)
    return [name for name, body in tree["Resources"].items() if body["Type"] == ACCOUNT]


@each_setting
@pytest.mark.parametrize("case", OURS, ids=str)
def test_fixtures_end_stable(case: Case, settings: Settings) -> None:
    left = fixed(case.text, settings).final.findings
    assert all(found.fix is None for found in left)


@each_setting
@each_stack
def test_stacks_end_stable(stack: tuple[str, str, bool, bool], settings: Settings) -> None:
    left = fixed(written(stack), settings).final.findings
    assert all(found.fix is None for found in left)


@each_stack
def test_an_account_is_there_in_the_end_where_a_stage_logs(
    stack: tuple[str, str, bool, bool],
) -> None:
    text = fixed(written(stack), Settings()).final.text
    wanted = {"silent": 0, "logging": 1}
    if stack[1] in wanted:
        assert len(accounts(text)) == wanted[stack[1]]
    else:
        assert len(accounts(text)) == int("Account" in ACCOUNTS[stack[0]])


@each_stack
def test_no_account_stays_where_the_configuration_says_that_there_is_a_role(
    stack: tuple[str, str, bool, bool],
) -> None:
    text = fixed(written(stack), SETTINGS["has a role"]).final.text
    assert accounts(text) == []


@each_setting
@pytest.mark.parametrize("case", OURS, ids=str)
def test_what_one_rule_makes_the_other_one_does_not_find(case: Case, settings: Settings) -> None:
    alone = partial(check, rules=[rules()["account-logging-role"]], settings=settings)
    made = fix(case.text, alone, Safety.UNSAFE).final.text
    before = {found.at for found in run(settings)(case.text).findings}
    added = {found.at for found in run(settings)(made).findings} - before
    assert added == set()
