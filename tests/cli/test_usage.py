"""Options, exit codes, and what happens when the command itself is at fault."""

from __future__ import annotations

import json
import signal

import pytest

import auditor
from tests.runner import BROKEN, CLEAN, RULE, TIMEOUT, Workspace, assert_one_line

INFO = """\
Resources:
  Hello:
    Type: AWS::Lambda::Function
    Properties:
      Handler: index.main
      Runtime: python3.12
      Role: arn:aws:iam::123456789012:role/hello
      Code:
        ZipFile: |
          def main(event, context):
              return 1
"""
"""One info: the log group of the function is not declared."""
TWICE = CLEAN + "    Type: AWS::SNS::Topic\n"
"""One warning: a key is there twice."""


@pytest.mark.parametrize(
    ("content", "options", "code"),
    [
        pytest.param(CLEAN, (), 0, id="clean"),
        pytest.param(BROKEN, (), 1, id="error"),
        pytest.param(TWICE, (), 0, id="warning"),
        pytest.param(TWICE, ("--fail-on", "warning"), 1, id="warning that fails"),
        pytest.param(INFO, (), 0, id="info"),
        pytest.param(INFO, ("--fail-on", "info"), 1, id="info that fails"),
        pytest.param(TWICE, ("--fail-on", "error"), 0, id="warning that does not fail"),
        pytest.param(BROKEN, ("--fail-on", "error"), 1, id="error that fails"),
        pytest.param(BROKEN, ("--exit-zero",), 0, id="never fail"),
        pytest.param(BROKEN, ("--fix",), 0, id="fixed"),
        pytest.param(BROKEN, ("--diff",), 1, id="only shown"),
        pytest.param(BROKEN, ("--fix", "--diff"), 1, id="only shown though asked to fix"),
        pytest.param(BROKEN, ("--select", RULE), 1, id="selected"),
        pytest.param(BROKEN, ("--select", "acl-disabled"), 0, id="another selected"),
        pytest.param(BROKEN, ("--select", f"acl-disabled, {RULE}"), 1, id="two selected"),
        pytest.param(BROKEN, ("--select", "acl-disabled", "--select", RULE), 1, id="again"),
        pytest.param(BROKEN, ("--ignore", RULE), 0, id="ignored"),
        pytest.param(BROKEN, ("--select", RULE, "--ignore", RULE), 0, id="ignored wins"),
    ],
)
def test_exit_code(workspace: Workspace, content: str, options: tuple[str, ...], code: int) -> None:
    workspace.write("a.yaml", content)
    result = workspace.check("a.yaml", *options)
    assert result.code == code, result
    if "--diff" not in options:
        assert result.err == ""


def test_trouble_wins_over_findings(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    assert workspace.check("a.yaml", "gone.yaml").code == 2
    assert workspace.check("gone.yaml", "a.yaml", "--exit-zero").code == 2


@pytest.mark.parametrize(
    ("args", "says"),
    [
        pytest.param("check --regon x", "no option is called '--regon'; did you mean '--region'?"),
        pytest.param("--fixx", "no option is called '--fixx'; did you mean '--fix'?"),
        pytest.param("check -z", "no option is called '-z'; see 'cfnaudit check --help'"),
        pytest.param("check --fail-on eror", "'eror' is not one of info, warning, error; did you"),
        pytest.param("check --fail-on fatal", "'fatal' is not one of info, warning, error; see"),
        pytest.param("check --output-format jsn", "html; did you mean 'json'?"),
        pytest.param("check --color alway", "--color: 'alway' is not one of auto, always, never"),
        pytest.param("rules --output-format jsn", "is not one of text, json; did you mean 'json'?"),
        pytest.param("check --account-concurrency 0", "'0' is not a whole number, 1 or more"),
        pytest.param("check --jobs x", "--jobs: 'x' is not a whole number from 1 to 256"),
        pytest.param("check --jobs 500", "--jobs: '500' is not a whole number from 1 to 256"),
        pytest.param("check --jobs", "--jobs: needs a value"),
        pytest.param("check --select ,", "--select: names nothing"),
        pytest.param("check --region eu-west1", "'eu-west1' is not an AWS Region; did you mean"),
        pytest.param("check --config a.yml", "a.yml: does not exist; did you mean 'a.yaml'?"),
        pytest.param("check --parameters p.jsn", "p.jsn: does not exist; did you mean 'p.json'?"),
        pytest.param("aa.yaml", "aa.yaml: does not exist; did you mean 'a.yaml'?"),
        pytest.param("chekc", "no command is called 'chekc'; did you mean 'check'?"),
        pytest.param("explain", "RULE is missing; see 'cfnaudit explain --help'"),
        pytest.param("explain lamda", "no rule has the id 'lamda'; did you mean 'lambda'?"),
        pytest.param("explain a b", "extra argument"),
    ],
)
def test_bad_usage(workspace: Workspace, args: str, says: str) -> None:
    workspace.write("a.yaml", CLEAN)
    workspace.write("p.json", "{}")
    assert_one_line(workspace.run(*args.split()), says)


@pytest.mark.parametrize("args", [("check", "--select"), ("check", "--ignore"), ("explain",)])
def test_an_unknown_rule_names_the_nearest(workspace: Workspace, args: tuple[str, ...]) -> None:
    result = workspace.run(*args, "schedule-expresion-syntax", *args[1:2] and ("a.yaml",))
    assert_one_line(result, "'schedule-expresion-syntax'", f"did you mean '{RULE}'?")
    assert result.out == ""


def test_an_unknown_rule_near_to_none(workspace: Workspace) -> None:
    assert_one_line(workspace.run("explain", "zzz"), "'zzz'", "cfnaudit rules")


def test_version(workspace: Workspace) -> None:
    assert workspace.run("--version").out == f"cfnaudit {auditor.__version__}\n"


def test_rules_and_their_explanations(workspace: Workspace) -> None:
    listed = json.loads(workspace.run("rules", "--output-format", "json").out)
    ids = [rule["id"] for rule in listed]
    assert ids == sorted(ids)
    lines = workspace.run("rules").out.splitlines()
    assert [line.split()[0] for line in lines] == ids
    explained = workspace.run("explain", RULE)
    assert explained.code == 0
    assert explained.out.startswith(f"# {RULE} (events, error, fails the deployment)\n")
    assert "## Why it fails" in explained.out


def test_standard_input(workspace: Workspace) -> None:
    result = workspace.check("-", stdin=BROKEN.encode())
    assert result.code == 1
    assert result.out.startswith(f"<stdin>:6:34: error[{RULE}]: ")


UNEXPECTED = """
import auditor.engine.fixpoint
def fix(*_):
    raise LookupError("a\\nb")
auditor.engine.fixpoint.fix = fix
"""
EARLY = """
from auditor.engine import registry
def listed():
    raise LookupError("no rules")
registry.listed = listed
"""
RULE_AT_FAULT = """
from msgspec.structs import replace
from auditor.engine import registry
def function(_):
    raise LookupError("here")
function.__module__ = "auditor.rules"
loaded = registry.load()
registry.listed = lambda: tuple(
    replace(rule, function=function) if rule.id == "schedule-expression-syntax" else rule
    for rule in loaded
)
"""


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        pytest.param(UNEXPECTED, r"a.yaml: internal error (LookupError: a\nb)", id="in a file"),
        pytest.param(EARLY, "internal error (LookupError: no rules)", id="before any file"),
        pytest.param(
            RULE_AT_FAULT,
            f"a.yaml: the rule {RULE}: internal error (LookupError: here)",
            id="in a rule",
        ),
    ],
)
def test_a_fault_of_ours_is_one_line(workspace: Workspace, fault: str, says: str) -> None:
    workspace.write("a.yaml")
    result = workspace.python(fault, "check", "--fix", "a.yaml")
    assert_one_line(result, says, "please report it")
    assert workspace.read("a.yaml") == BROKEN.encode()
    debug = workspace.python(fault, "check", "--fix", "a.yaml", env={"CFNAUDIT_DEBUG": "1"})
    assert debug.code == 2
    assert "Traceback" in debug.err


def test_a_rule_at_fault_leaves_the_others_to_their_work(workspace: Workspace) -> None:
    workspace.write("a.yaml", BROKEN + "    Type: AWS::Events::Rule\n")
    result = workspace.python(RULE_AT_FAULT, "check", "a.yaml")
    assert result.code == 2
    assert "warning[template-syntax]" in result.out


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        pytest.param("cfnaudit check a.yaml | head -1", "1 0", id="check"),
        pytest.param("cfnaudit check a.yaml --output-format json | head -1", "1 0", id="json"),
        pytest.param("cfnaudit check a.yaml --diff 2>/dev/null | true", "1 0", id="diff"),
        pytest.param("cfnaudit check - < a.yaml | true", "1 0", id="stdin"),
        pytest.param("cfnaudit rules | true", "0 0", id="rules"),
        pytest.param(f"cfnaudit explain {RULE} | true", "0 0", id="explain"),
    ],
)
def test_a_reader_that_stops_reading(workspace: Workspace, line: str, codes: str) -> None:
    workspace.write("a.yaml", BROKEN + "".join(map(resource, range(400))))
    result = workspace.shell(f"{line}; echo ${{PIPESTATUS[@]}}")
    assert result.out.splitlines()[-1] == codes
    assert result.err == ""


def resource(number: int) -> str:
    return f"  Rule{number}:\n{''.join(BROKEN.splitlines(keepends=True)[3:])}"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        pytest.param("cfnaudit check a.yaml > /dev/full", "No space left", id="full"),
        pytest.param("cfnaudit check a.yaml >&-", "closed", id="closed"),
        pytest.param("cfnaudit rules > /dev/full", "No space left", id="rules"),
    ],
)
def test_output_that_cannot_be_written(workspace: Workspace, line: str, says: str) -> None:
    workspace.write("a.yaml")
    assert_one_line(workspace.shell(line), "the output cannot be written", says)


def test_output_in_an_encoding_without_the_characters(workspace: Workspace) -> None:
    workspace.write("a.yaml", BROKEN.replace("Nightly", "Nächtlich"))
    env = {"PYTHONIOENCODING": "ascii"}
    assert "rate(1 days)" in workspace.run("check", "a.yaml", env=env).out
    report = workspace.run("check", "a.yaml", "--output-format", "json", env=env).report
    assert report["findings"][0]["resource"] == "Nächtlich"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupt(workspace: Workspace, number: signal.Signals, code: int) -> None:
    process = workspace.start("check", "--fix", "-")
    assert process.stdin is not None
    # more than a pipe holds, so that the command has begun to read once it is written
    process.stdin.write(b"#" * 1_000_000)
    process.send_signal(number)
    out, err = process.communicate(timeout=TIMEOUT)
    assert (process.returncode, out, err) == (code, b"", b"")
