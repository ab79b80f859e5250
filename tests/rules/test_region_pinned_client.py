"""The fix of `region-pinned-client` leaves code that runs, however the call is laid out."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.embedded.javascript import syntax_fault
from auditor.engine.check import Checked, check
from auditor.engine.fixpoint import fix
from auditor.model.finding import Safety
from auditor.model.settings import Settings
from tests.rules.cases import rules

REGION = 'region_name="us-east-2"'
SETTINGS = Settings(regions=("eu-west-1",))


def fixed(code: str, runtime: str = "python3.12") -> str:
    """The code after the fix."""

    def run(text: str, *, beside: Mapping[str, str]) -> Checked:
        return check(text, (rules()["region-pinned-client"],), SETTINGS, None, beside)

    function = {
        "Type": "AWS::Lambda::Function",
        "Properties": {"Runtime": runtime, "Handler": "index.handler", "Code": {"ZipFile": code}},
    }
    text = json.dumps({"Resources": {"Fn": function}})
    made = json.loads(fix(text, run, Safety.UNSAFE).final.text)
    result: str = made["Resources"]["Fn"]["Properties"]["Code"]["ZipFile"]
    return result


PYTHON = {
    "only keyword": (f"boto3.Session({REGION}).client('sns')", "boto3.Session().client('sns')"),
    "first": (f"boto3.client({REGION}, service_name='sns')", "boto3.client(service_name='sns')"),
    "last": (f"boto3.client('sns', {REGION})", "boto3.client('sns')"),
    "comma behind": (f"boto3.client('sns', {REGION},)", "boto3.client('sns',)"),
    "blanks": (f"boto3.client( 'sns' , {REGION} )", "boto3.client( 'sns'  )"),
    "between": (
        f"boto3.client('sns', {REGION}, verify=True)",
        "boto3.client('sns', verify=True)",
    ),
    "own line": (f"boto3.client(\n 'sns',\n {REGION},\n)", "boto3.client(\n 'sns',\n)"),
    "own line, last": (f"boto3.client(\n 'sns',\n {REGION}\n)", "boto3.client(\n 'sns'\n)"),
    "own line, first": (
        f"boto3.client(\n {REGION},\n service_name='sns')",
        "boto3.client(\n service_name='sns')",
    ),
    "end of a line": (
        f"boto3.client('sns', {REGION},\n  verify=True)",
        "boto3.client('sns',\n  verify=True)",
    ),
    "carriage returns": (
        f"boto3.client(\r\n 'sns',\r\n {REGION},\r\n)",
        "boto3.client(\r\n 'sns',\r\n)",
    ),
    "by position": ("boto3.client('sns', 'us-east-2')", "boto3.client('sns')"),
}
UNCHANGED = {
    "position before others": "boto3.client('sns', 'us-east-2', None)",
    "in parentheses": "boto3.client('sns', ('us-east-2'))",
    "comment behind": f"boto3.client(\n 'sns',\n {REGION},  # why\n)",
    "comment before the end": f"boto3.client(\n 'sns', {REGION}  # why\n)",
    "comment before": f"boto3.client(\n 'sns',\n # a,\n {REGION})",
}
NODE = {
    "only": ('{ region: "us-east-2" }', "{}"),
    "first": ('{ region: "us-east-2", maxAttempts: 2 }', "{ maxAttempts: 2 }"),
    "last": ('{ maxAttempts: 2, region: "us-east-2" }', "{ maxAttempts: 2 }"),
    "own line": ('{\n  region: "us-east-2",\n  maxAttempts: 2,\n}', "{\n  maxAttempts: 2,\n}"),
    "comment": ('{ region: "us-east-2", // why\n}', '{ region: "us-east-2", // why\n}'),
    "comment within": ('{ region: "us-east-2" /* why */ }', '{ region: "us-east-2" /* why */ }'),
}


@pytest.mark.parametrize(("call", "expected"), PYTHON.values(), ids=PYTHON)
def test_the_argument_goes_with_its_comma(call: str, expected: str) -> None:
    assert fixed(f"import boto3\nx = {call}\n") == f"import boto3\nx = {expected}\n"


@pytest.mark.parametrize("call", UNCHANGED.values(), ids=UNCHANGED)
def test_what_is_not_plain_stays(call: str) -> None:
    assert fixed(f"import boto3\nx = {call}\n") == f"import boto3\nx = {call}\n"


@pytest.mark.parametrize(("options", "expected"), NODE.values(), ids=NODE)
def test_options_of_node(options: str, expected: str) -> None:
    code = 'const { SNSClient } = require("@aws-sdk/client-sns");\nconst x = new SNSClient(%s);\n'
    result = fixed(code % options, "nodejs22.x")
    assert result == code % expected
    assert syntax_fault(result) is None


BLANK = st.sampled_from(("", " ", "\n    ", "  # east,\n  "))


@given(
    st.permutations([REGION, 'service_name="sns"', "verify=(1, [2])"]),
    st.lists(BLANK, min_size=8, max_size=8),
    st.booleans(),
)
def test_any_layout_still_runs(arguments: list[str], gaps: list[str], comma: bool) -> None:
    pairs = zip(gaps, arguments, gaps[3:6], strict=False)
    inner = ",".join(f"{before}{argument}{after}" for before, argument, after in pairs)
    call = f"boto3.client({inner}{',' if comma else ''}{gaps[6]})"
    result = fixed(f"import boto3\nx = {call}\n")
    left = ast.unparse(ast.parse(result))
    assert left in (
        ast.unparse(ast.parse(f"import boto3\nx = {call}")),
        ast.unparse(ast.parse(f"import boto3\nx = {call.replace(REGION, 'X=0')}"))
        .replace("X=0, ", "")
        .replace(", X=0", ""),
    )
    assert result.count("# east") == call.count("# east")
