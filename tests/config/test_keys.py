"""Each key of the configuration is read, and does what its page says; one test a key."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from auditor.config.configuration import DEFAULTS
from tests.house.own import HOUSE_RULES, installed
from tests.runner import BROKEN, CLEAN, MENDED, RULE, Result, Workspace

FUNCTION = """\
Resources:
  Hello:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: hello
      Handler: index.main
      Runtime: python3.12
      Role: arn:aws:iam::123456789012:role/hello
      ReservedConcurrentExecutions: 5
      Code:
        ZipFile: |
          def main(event, context):
              return 1
"""
"""A reservation that may be too much, and a log group that is not declared; all fixes unsafe."""
REGION = """\
Resources:
  Data:
    Type: AWS::S3::Bucket
  Site:
    Type: AWS::SSM::Parameter
    Properties:
      Type: String
      Value: !Sub https://${Data}.s3.eu-west-1.amazonaws.com/index.html
"""
STAGE = """\
Resources:
  Stage:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: abc
      DeploymentId: def
      StageName: prod
      MethodSettings:
        - ResourcePath: /*
          HttpMethod: '*'
          LoggingLevel: INFO
"""

COMPUTING = """
import time
import auditor.run.audit as audit
real = audit.check
def check(*args, **options):
    until = time.process_time() + 1.5
    while time.process_time() < until:
        pass
    return real(*args, **options)
audit.check = check
"""
HINTS = ("--extend-select", "function-log-group")

SCHEDULE = """\
Parameters:
  Every:
    Type: String
Resources:
  Nightly:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: !Ref Every
"""

Case = tuple[str, str, Callable[[Workspace], Result], Callable[[Result, Workspace], bool]]


def checked(*args: str) -> Callable[[Workspace], Result]:
    return lambda workspace: workspace.check("a.yaml", "--output-format", "concise", *args)


def while_it_computes(workspace: Workspace) -> Result:
    """A file that takes more than a second, and less than the default."""
    return workspace.python(COMPUTING, "check", "a.yaml")


def searched(*args: str) -> Callable[[Workspace], Result]:
    return lambda workspace: workspace.check(".", "--output-format", "concise", *args)


def says(part: str) -> Callable[[Result, Workspace], bool]:
    return lambda result, _: part in result.out


def says_not(part: str) -> Callable[[Result, Workspace], bool]:
    return lambda result, _: part not in result.out


def wrote(part: str) -> Callable[[Result, Workspace], bool]:
    return lambda _, workspace: part in workspace.read("a.yaml").decode()


def exits(code: int) -> Callable[[Result, Workspace], bool]:
    return lambda result, _: result.code == code


def with_house_rules(workspace: Workspace) -> Result:
    workspace.write("own/house-rules.yaml", HOUSE_RULES)
    return checked()(workspace)


def with_plugin(workspace: Workspace) -> Result:
    environment = installed(workspace, "our_rules")
    args = ("check", "a.yaml", "--output-format", "concise")
    return workspace.run(*args, env=environment)


def extending(workspace: Workspace) -> Result:
    workspace.write("company/cfnaudit.toml", 'ignore = ["events"]')
    return checked()(workspace)


def with_baseline(workspace: Workspace) -> Result:
    workspace.write("known.toml", 'baseline = "known.json"')
    workspace.check("a.yaml", "--update-baseline", "--config", "known.toml")
    return checked()(workspace)


def with_parameters(workspace: Workspace) -> Result:
    workspace.write("prod.json", '[{"ParameterKey": "Every", "ParameterValue": "rate(1 days)"}]')
    return checked()(workspace)


ONLY_S3 = 'select = ["s3"]\n'
BEFORE = {"extend-select": ONLY_S3}
"""What is configured before a key is, where that is more than nothing."""
ACTS: dict[str, Case] = {
    "select": (ONLY_S3, BROKEN, checked(), exits(0)),
    "extend-select": (f'{ONLY_S3}extend-select = ["{RULE}"]', BROKEN, checked(), exits(1)),
    "ignore": ('ignore = ["events"]', BROKEN, checked(), exits(0)),
    "extend": ('extend = "company/cfnaudit.toml"', BROKEN, extending, exits(0)),
    "extend-ignore": ('extend-ignore = ["events"]', BROKEN, checked(), exits(0)),
    "overrides": (
        '[[overrides]]\nfiles = ["*.yaml"]\nignore = ["events"]',
        BROKEN,
        checked(),
        exits(0),
    ),
    "baseline": ('baseline = "known.json"', BROKEN, with_baseline, exits(0)),
    "parameters": (
        'parameters = {Every = "rate(1 days)"}',
        SCHEDULE,
        checked(),
        says(f"error[{RULE}]"),
    ),
    "parameter-files": (
        'parameter-files = ["prod.json"]',
        SCHEDULE,
        with_parameters,
        says(f"error[{RULE}]"),
    ),
    "environments": (
        (
            '[environments.dev]\nparameters = {Every = "rate(1 day)"}\n'
            '[environments.prod]\nparameters = {Every = "rate(1 days)"}'
        ),
        SCHEDULE,
        checked(),
        says("(in prod)"),
    ),
    "per-file-ignores": (
        f'per-file-ignores = {{"*.yaml" = ["{RULE}"]}}',
        BROKEN,
        checked(),
        exits(0),
    ),
    "severity": ('severity = {events = "warning"}', BROKEN, checked(), says(f"warning[{RULE}]")),
    "extend-safe-fixes": (
        'extend-safe-fixes = ["function-log-group"]',
        FUNCTION,
        checked("--fix", *HINTS),
        wrote("AWS::Logs::LogGroup"),
    ),
    "extend-unsafe-fixes": (
        'extend-unsafe-fixes = ["events"]',
        BROKEN,
        checked("--fix"),
        wrote("rate(1 days)"),
    ),
    "fixable": ('fixable = ["s3"]', BROKEN, checked("--fix"), wrote("rate(1 days)")),
    "unfixable": ('unfixable = ["events"]', BROKEN, checked("--fix"), wrote("rate(1 days)")),
    "unsafe-fixes": (
        "unsafe-fixes = true",
        FUNCTION,
        checked("--fix", *HINTS),
        wrote("AWS::Logs::LogGroup"),
    ),
    "fail-on": ('fail-on = "info"', REGION, checked(), exits(1)),
    "min-severity": (
        'min-severity = "info"',
        FUNCTION,
        checked(),
        says("info[function-log-group]"),
    ),
    "docs-url": (
        'docs-url = "https://docs.example.com/cfnaudit/"',
        BROKEN,
        lambda workspace: workspace.check("a.yaml"),
        says(f"see: https://docs.example.com/cfnaudit/rules/{RULE}, or cfnaudit explain"),
    ),
    "output-format": (
        'output-format = "json"',
        CLEAN,
        lambda workspace: workspace.check("a.yaml"),
        says('"findings": []'),
    ),
    "include": ('include = ["*.txt"]', BROKEN, searched(), exits(2)),
    "exclude": ('exclude = ["/a.*"]', BROKEN, searched(), exits(2)),
    "house-rules": (
        'house-rules = ["own/house-rules.yaml"]',
        CLEAN,
        with_house_rules,
        says("error[our-topics] Topics need a key of our own"),
    ),
    "plugins": ('plugins = ["our_rules"]', CLEAN, with_plugin, says("[our-plugin] no topics")),
    "max-file-seconds": ("max-file-seconds = 1", CLEAN, while_it_computes, exits(2)),
    "max-file-size": ("max-file-size = 1", "#" * 1_000_001 + "\n" + CLEAN, checked(), exits(2)),
    "regions": (
        'regions = ["eu-west-1"]',
        REGION,
        checked("--min-severity", "info"),
        says_not("hardcoded-region"),
    ),
    "log-retention-days": (
        "log-retention-days = 90",
        FUNCTION,
        checked("--fix", "--unsafe-fixes", *HINTS),
        wrote("RetentionInDays: 90"),
    ),
    "account.concurrency": (
        "account.concurrency = 1000",
        FUNCTION,
        checked(),
        says_not("reserved-concurrency"),
    ),
    "account.api-gateway-logging-role": (
        "[account]\napi-gateway-logging-role = true",
        STAGE,
        checked(),
        says_not("account-logging-role"),
    ),
    "account.services-in-use": (
        '[account]\nservices-in-use = ["AWS::Cloud9"]',
        "Resources:\n  Desk:\n    Type: AWS::Cloud9::EnvironmentEC2\n",
        checked(),
        says_not("closed-service"),
    ),
    "account.singletons": (
        "[account]\nsingletons = []",
        "Resources:\n  Watch:\n    Type: AWS::GuardDuty::Detector\n",
        checked(),
        says_not("region-singleton"),
    ),
}


def test_every_key_has_its_test() -> None:
    assert set(ACTS) == set(DEFAULTS)


@pytest.mark.parametrize("key", ACTS)
def test_the_key_acts(workspace: Workspace, key: str) -> None:
    toml, template, run, acts = ACTS[key]
    workspace.write("a.yaml", template)
    workspace.write("cfnaudit.toml", BEFORE.get(key, ""))
    without = run(workspace)
    assert not acts(without, workspace), without
    workspace.write("a.yaml", template)
    workspace.write("cfnaudit.toml", toml)
    result = run(workspace)
    assert acts(result, workspace), result


BEATEN = {
    "select": ('select = ["events"]', ("--select", "s3"), 0),
    "extend-select with --select": (f'extend-select = ["{RULE}"]', ("--select", "s3"), 0),
    "--extend-select adds": (ONLY_S3, ("--extend-select", RULE), 1),
    "--ignore adds": ('ignore = ["s3"]', ("--ignore", RULE), 0),
    "--ignore beats select": (f'select = ["{RULE}"]', ("--ignore", "events"), 0),
    "--select beats ignore": (f'ignore = ["{RULE}"]', ("--select", RULE), 1),
    "ignore of one rule stands": (f'ignore = ["{RULE}"]', ("--select", "events"), 0),
    "fail-on": ('fail-on = "error"\nseverity = {all = "info"}', ("--fail-on", "info"), 1),
    "isolated": ('ignore = ["all"]', ("--isolated",), 1),
}


@pytest.mark.parametrize(("toml", "options", "code"), BEATEN.values(), ids=BEATEN.keys())
def test_the_command_line_beats_the_file(
    workspace: Workspace, toml: str, options: tuple[str, ...], code: int
) -> None:
    workspace.write("a.yaml")
    workspace.write("cfnaudit.toml", toml)
    result = workspace.check("a.yaml", *options)
    assert (result.code, result.err) == (code, "")


def test_unsafe_fixes_can_be_turned_off_again(workspace: Workspace) -> None:
    workspace.write("a.yaml", FUNCTION)
    workspace.write("cfnaudit.toml", "unsafe-fixes = true")
    workspace.check("a.yaml", "--fix", "--no-unsafe-fixes", *HINTS)
    assert workspace.read("a.yaml") == FUNCTION.encode()


def test_a_folder_that_is_checked_cannot_turn_on_unsafe_fixes(workspace: Workspace) -> None:
    workspace.write("sub/a.yaml", FUNCTION)
    workspace.write("sub/cfnaudit.toml", "unsafe-fixes = true")
    workspace.check("sub", "--fix", *HINTS)
    assert workspace.read("sub/a.yaml") == FUNCTION.encode()


def test_what_is_excluded_is_passed_over_by_hooks_and_checked_when_named(
    workspace: Workspace,
) -> None:
    workspace.write("gen/a.yaml")
    workspace.write("b.yaml", CLEAN)
    workspace.write("cfnaudit.toml", 'exclude = ["gen/"]')
    assert workspace.check(".").code == 0
    assert workspace.check("gen/a.yaml").code == 1
    assert workspace.check("gen").code == 1
    assert workspace.check("--templates-only", "gen/a.yaml", "b.yaml").code == 0
    named = ("--templates-only", "--fix", "-", "--stdin-filename", "gen/a.yaml")
    passed = workspace.check(*named, stdin=BROKEN.encode())
    assert (passed.code, passed.out) == (0, BROKEN)


def test_included_files_need_no_usual_suffix(workspace: Workspace) -> None:
    workspace.write("one.stack")
    workspace.write("two.yaml")
    workspace.write("cfnaudit.toml", 'include = ["*.stack"]')
    result = workspace.check(".")
    assert "one.stack:6:34:" in result.out
    assert "in 1 file" in result.out


def test_fixes_of_the_other_rules_stay_as_safe_as_they_were(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    workspace.write("cfnaudit.toml", 'extend-unsafe-fixes = ["s3"]\nextend-safe-fixes = ["logs"]')
    assert workspace.check("a.yaml", "--fix").code == 0
    assert workspace.read("a.yaml") == MENDED.encode()
