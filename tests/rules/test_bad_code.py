"""Code that is broken, hostile or no code at all never makes a rule crash, and is never run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.engine.check import Checked, check
from auditor.model.settings import Settings
from auditor.project import ProjectFolder
from tests.rules.cases import rules

MARK = "cfnaudit-was-here"
RULES = tuple(rule for rule in rules().values() if rule.service in ("code", "lambda"))
CODES = {
    "nothing": "",
    "blanks": " \t\n\n",
    "python-2": "print 'x'\nexcept ValueError, e:\n    exec 'y'\n",
    "mixed-tabs": "def handler(event, context):\n\tif event:\n        return 1\n\treturn 2\n",
    "unfinished": "def handler(event, context:\n    return {'a': [1, 2",
    "text": "The quick brown fox; jumps (over] the 'lazy dog.",
    "zip": "PK\x03\x04\x14\x00\x00\x00\x08\x00",
    "null-bytes": "import os\0\nos.environ['X']\n",
    "one-huge-string": "x = '" + "a" * 400_000 + "'\n",
    "one-huge-line": "x = [" + "1, " * 15_000 + "]\n",
    "many-lines": "import boto3\n" + "boto3.client('sns').publish(TopicArn='x')\n" * 1_000,
    "deep-brackets": "x = " + "(" * 5_000 + ")" * 5_000,
    "deep-calls": "x = " + "f(" * 2_000 + ")" * 2_000,
    "deep-attributes": "x = a" + ".b" * 20_000,
    "long-sum": "x = " + " + ".join(["'a'"] * 5_000),
    "surrogate": "x = '\ud800'\n",
    "byte-order-mark": "\ufeffimport boto3\n",
    "odd-line-ends": "import os\rx = os.environ['A']\u2028y = os.environ['B']\x0c\n",
    "itself": "import index\nfrom index import *\nindex.handler = index\n",
    "runs-something": f"import os\nos.system('touch {MARK}')\nopen('{MARK}', 'w').close()\n",
    "runs-something-js": f"require('child_process').execSync('touch {MARK}');\n",
    "template-strings": "const a = `${`${`${1}`}`}`; exports.handler = async () => `${a}",
    "regular-expressions": "const a = /[/]/, b = 1 / 2 / 3; exports.handler = () => /(/.test(a)",
}


def template(code: str, runtime: str) -> str:
    function = {
        "Type": "AWS::Lambda::Function",
        "Properties": {
            "Handler": "index.handler",
            "Runtime": runtime,
            "Role": {"Fn::GetAtt": ["Role", "Arn"]},
            "Code": {"ZipFile": code},
        },
    }
    trust = {"Version": "2012-10-17", "Statement": []}
    role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": trust}}
    return json.dumps({"Resources": {"Fn": function, "Role": role}})


def checked(code: str, runtime: str, project: ProjectFolder | None = None) -> Checked:
    return check(template(code, runtime), RULES, Settings(regions=("eu-west-1",)), project)


@pytest.mark.parametrize("runtime", ["python3.12", "nodejs20.x", "nodejs22.x"])
@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
def test_inline(code: str, runtime: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = checked(code, runtime)
    assert result.crashes == ()
    for finding in result.findings:
        span = result.span(finding)
        assert 0 <= span.start <= span.end <= len(result.text)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("runtime", "name"), [("python3.12", "app.py"), ("nodejs20.x", "app.js")])
@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
def test_beside_the_template(
    code: str, runtime: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / name).write_bytes(code.encode("utf-8", "surrogatepass"))
    monkeypatch.chdir(tmp_path)
    function = {
        "Type": "AWS::Serverless::Function",
        "Properties": {"Handler": "app.handler", "Runtime": runtime, "CodeUri": "src/"},
    }
    text = json.dumps({"Transform": "AWS::Serverless-2016-10-31", "Resources": {"Fn": function}})
    result = check(text, RULES, Settings(), ProjectFolder(tmp_path))
    assert result.crashes == ()
    for finding in result.findings:
        span = result.span(finding)
        assert 0 <= span.start <= span.end <= len(result.text_of(finding.file))
    assert [path.name for path in tmp_path.iterdir()] == ["src"]


@settings(max_examples=75, deadline=None)
@given(st.text(max_size=400), st.sampled_from(["python3.11", "nodejs18.x"]))
def test_any_text(code: str, runtime: str) -> None:
    assert checked(code, runtime).crashes == ()


PARTS = [
    "import boto3\n",
    "import os\n",
    "client = boto3.client('events', region_name='us-east-1')\n",
    "def handler(event, context):\n",
    "    for record in event['Records']:\n",
    "        client.put_rule(Name=record, ScheduleExpression=f'at({x.isoformat()})')\n",
    "    x = datetime.utcnow() > datetime.fromisoformat(event['t'])\n",
    "    return os.environ['TABLE']\n",
    "from datetime import datetime\n",
    "class A:\n",
    "try:\n",
    "except ImportError:\n",
    "    import aws_xray_sdk\n",
    "metrics = Metrics()\n",
    "'''",
    "(",
    "\t",
]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=12))
def test_code_cut_and_mixed(parts: list[str]) -> None:
    assert checked("".join(parts), "python3.12").crashes == ()
