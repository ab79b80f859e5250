"""A configuration to start with: asked for, piped in, never written over what is there."""

from __future__ import annotations

import json

import pytest

from tests.runner import Workspace, assert_one_line

FILE = "cfnaudit.toml"
LAMBDA = json.dumps(
    {
        "AccountLimit": {"ConcurrentExecutions": 400, "UnreservedConcurrentExecutions": 350},
        "AccountUsage": {"FunctionCount": 12},
    },
    indent=4,
)
API_GATEWAY = json.dumps(
    {
        "cloudwatchRoleArn": "arn:aws:iam::123456789012:role/api-logs",
        "throttleSettings": {"burstLimit": 5000, "rateLimit": 10000.0},
    }
)
WITHOUT_ROLE = json.dumps({"throttleSettings": {"burstLimit": 5000, "rateLimit": 10000.0}})
RESERVES = """\
Resources:
  Orders:
    Type: AWS::Lambda::Function
    Properties:
      Handler: app.handler
      Runtime: python3.12
      Role: arn:aws:iam::123456789012:role/orders
      ReservedConcurrentExecutions: 350
      Code: {S3Bucket: code, S3Key: orders.zip}
"""


def written(workspace: Workspace) -> str:
    return workspace.read(FILE).decode()


def settings(workspace: Workspace) -> str:
    """What the written configuration says, as the program itself reads it."""
    result = workspace.check("--show-settings", ".")
    assert result.code == 0, result.err
    return result.out


def test_what_aws_prints_answers(workspace: Workspace) -> None:
    result = workspace.run("init", stdin=f"{LAMBDA}\n{API_GATEWAY}\n".encode())
    assert result.code == 0
    assert result.err == ""
    assert result.out == (
        f"Wrote {FILE}\n"
        "Not answered: regions, account.services-in-use, account.singletons\n"
        "Next: cfnaudit check\n"
    )
    shown = settings(workspace)
    assert "concurrency = 400  # cfnaudit.toml:" in shown
    assert "api-gateway-logging-role = true  # cfnaudit.toml:" in shown
    assert "# services-in-use is not set" in shown


def test_an_answer_decides_what_was_a_question(workspace: Workspace) -> None:
    workspace.write("template.yaml", RESERVES)
    only = ("--select", "reserved-concurrency", "template.yaml")
    before = workspace.check(*only)
    assert (before.code, "question[reserved-concurrency]" in before.out) == (0, True)
    assert workspace.run("init", stdin=LAMBDA.encode()).code == 0
    after = workspace.check(*only)
    assert (after.code, "error[reserved-concurrency]" in after.out) == (1, True)


def test_an_account_without_a_role(workspace: Workspace) -> None:
    assert workspace.run("init", stdin=WITHOUT_ROLE.encode()).code == 0
    assert "api-gateway-logging-role = false" in settings(workspace)


def test_options_answer(workspace: Workspace) -> None:
    workspace.write("parameters/prod.json", '{"Parameters": {"Stage": "prod"}}')
    result = workspace.run(
        *("init", "--yes", "--region", "eu-central-1,us-east-1", "--environment", "dev"),
        *("--environment", "prod", "--account-concurrency", "1000"),
        "--no-api-gateway-logging-role",
    )
    assert result.code == 0
    shown = settings(workspace)
    assert 'regions = ["eu-central-1", "us-east-1"]' in shown
    assert "concurrency = 1000" in shown
    assert "api-gateway-logging-role = false" in shown
    assert '"prod" = {"parameter-files" = ["parameters/prod.json"]}' in shown


def test_a_person_is_asked(workspace: Workspace) -> None:
    typed = (
        "eu-centrall-1\neu-central-1, us-east-1\nmany\n1,000\ny\nnone\n"
        "AWS::GuardDuty::Detector\ndev prod\n\n\nus-east-1\nprd.json\nprod.json\n"
    )
    workspace.write("prod.json", '{"Parameters": {}}')
    result = workspace.on_terminal(
        "init", streams=("stdout", "stderr"), columns=120, typed=typed.encode()
    )
    assert result.code == 0, result.out
    assert "'eu-centrall-1' is not an AWS Region; did you mean 'eu-central-1'?" in result.out
    assert "write a whole number" in result.out
    assert f"Wrote {FILE}" in result.out
    assert "Not answered" not in result.out
    assert "prd.json: does not exist; did you mean 'prod.json'?" in result.out
    shown = settings(workspace)
    assert 'regions = ["eu-central-1", "us-east-1"]' in shown
    assert "concurrency = 1000" in shown
    assert "services-in-use = []" in shown
    assert 'singletons = ["AWS::GuardDuty::Detector"]' in shown
    assert '"prod" = {"regions" = ["us-east-1"], "parameter-files" = ["prod.json"]}' in shown


def test_no_answer_leaves_everything_open(workspace: Workspace) -> None:
    result = workspace.on_terminal("init", streams=("stdout", "stderr"), typed=b"\n" * 6)
    assert result.code == 0, result.out
    keys = [line for line in written(workspace).splitlines() if line and not line.startswith("#")]
    assert keys == ["[account]"]
    assert settings(workspace)


def test_the_end_of_the_input_writes_nothing(workspace: Workspace) -> None:
    result = workspace.on_terminal("init", streams=("stdout", "stderr"), typed=b"\n\x04")
    assert result.code == 130
    assert not (workspace.folder / FILE).exists()


def test_a_file_that_is_there_is_kept(workspace: Workspace) -> None:
    workspace.write(FILE, "ignore = ['logs']  # mine\n")
    assert_one_line(
        workspace.run("init", "--yes"), "cfnaudit.toml: configures this folder already", "--force"
    )
    assert written(workspace) == "ignore = ['logs']  # mine\n"
    for typed in (b"n\n", b"\n"):
        asked = workspace.on_terminal("init", streams=("stdout", "stderr"), typed=typed)
        assert asked.code == 130
        assert written(workspace) == "ignore = ['logs']  # mine\n"


def test_it_is_replaced_where_somebody_says_so(workspace: Workspace) -> None:
    workspace.write(FILE, "ignore = ['logs']\n")
    assert workspace.run("init", "--yes", "--force").code == 0
    assert "[account]" in written(workspace)
    workspace.write(FILE, "ignore = ['logs']\n")
    typed = b"y\n" + b"\n" * 6
    assert workspace.on_terminal("init", streams=("stdout", "stderr"), typed=typed).code == 0
    assert "[account]" in written(workspace)


@pytest.mark.parametrize(
    ("name", "text", "part"),
    [
        (".cfnaudit.toml", "", "counts before cfnaudit.toml"),
        ("pyproject.toml", "[tool.cfnaudit]\nignore = []\n", "--force to write cfnaudit.toml"),
    ],
)
def test_no_second_configuration_is_written(
    workspace: Workspace, name: str, text: str, part: str
) -> None:
    workspace.write(name, text)
    assert_one_line(workspace.run("init", "--yes"), f"{name}: configures this folder", part)
    assert not (workspace.folder / FILE).exists()


def test_the_configuration_of_other_tools_is_none(workspace: Workspace) -> None:
    workspace.write("pyproject.toml", "[project]\nname = 'orders'\n")
    assert workspace.run("init", "--yes").code == 0


def test_environments_of_sam_are_used_as_they_are(workspace: Workspace) -> None:
    workspace.write("samconfig.toml", "[prod.deploy.parameters]\nregion = 'eu-central-1'\n")
    result = workspace.run("init", "--yes")
    assert result.code == 0
    assert result.err == "cfnaudit: samconfig.toml: its environments are used as they are (prod)\n"
    assert "\n[environments" not in written(workspace)


@pytest.mark.parametrize(
    ("piped", "part"),
    [
        pytest.param(b"oops", "<stdin>:1:1: is not JSON", id="a text"),
        pytest.param(LAMBDA.encode() + b"\n{", "is not JSON", id="cut short"),
        pytest.param(b"\xff\xfe{}", "is not UTF-8 text", id="another encoding"),
        pytest.param(b'{"Functions": []}', "no fact about an account", id="another command's"),
        pytest.param(b"[1]", "no fact about an account", id="a list"),
        pytest.param(b'{"AccountLimit": {"ConcurrentExecutions": true}}', "no fact", id="a flag"),
        pytest.param(b"[" * 100_000, "is not JSON", id="nested too deeply"),
        pytest.param(b" " * 300_000, "is larger than", id="too large"),
        pytest.param(API_GATEWAY.encode() + WITHOUT_ROLE.encode(), "that differ", id="two Regions"),
    ],
)
def test_what_aws_did_not_print_is_refused(workspace: Workspace, piped: bytes, part: str) -> None:
    assert_one_line(workspace.run("init", stdin=piped), part)
    assert not (workspace.folder / FILE).exists()


def test_an_unknown_region_is_refused(workspace: Workspace) -> None:
    assert_one_line(
        workspace.run("init", "--region", "eu-centrall-1"), "did you mean 'eu-central-1'?"
    )


def test_no_other_file_is_suggested(workspace: Workspace) -> None:
    workspace.write("parameters/prod.yaml", "database:\n  host: db.example.com\n")
    workspace.write(
        "parameters/dev-parameters.json", '[{"ParameterKey": "A", "ParameterValue": "b"}]'
    )
    assert workspace.run("init", "--environment", "dev,prod").code == 0
    shown = settings(workspace)
    assert '"dev" = {"parameter-files" = ["parameters/dev-parameters.json"]}' in shown
    assert '"prod" = {}' in shown
