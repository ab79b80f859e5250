"""Files of data beside a program: policies, tables and settings in JSON or YAML."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest

from auditor.engine import registry
from auditor.engine.check import Checked, check
from auditor.engine.fixpoint import fix
from auditor.model.finding import Safety
from auditor.model.settings import Settings
from tests.programs.reading import HEADS, Files, read
from tests.programs.test_reading import PYTHON, SCRIPT

RULES = {rule.id: rule for rule in registry.listed()}
POLICY = """{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "allow", "Action": "s3:GetObjects", "Resource": "*"}
  ]
}
"""
DOCUMENT = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "allow", "Action": "s3:GetObjects", "Resource": "*"},
    ],
}
HERE = "import json, os\nfrom pathlib import Path\n"
OPENED = "import * as fs from 'node:fs';\nimport * as path from 'path';\n"


def document(runtime: str, text: str) -> Any:
    main = "__main__.py" if runtime == "python" else "index.ts"
    tree = read(runtime, {main: text, "policies/read.json": POLICY}).tree
    return tree["Resources"]["made"]["Properties"]["PolicyDocument"]


@pytest.mark.parametrize(
    "value",
    [
        'open("policies/read.json").read()',
        'Path("policies/read.json").read_text()',
        '(Path("policies") / "read.json").read_text(encoding="utf-8")',
        '(Path(__file__).parent / "policies" / "read.json").read_text()',
        '(Path(__file__).resolve().parent / "policies/read.json").open().read()',
        'open(os.path.join(os.path.dirname(__file__), "policies", "read.json")).read()',
        'json.dumps(json.load(open("policies/read.json")))',
        'json.dumps(json.loads(Path("policies/read.json").read_text()))',
        'json.load(open("policies/read.json"))',
        'open("policies/read.json").read().replace("a bucket", "another")',
    ],
)
def test_a_policy_of_a_file_is_read_in_python(value: str) -> None:
    assert (
        document("python", f'{PYTHON}{HERE}made = aws.iam.Policy("p", policy={value})') == DOCUMENT
    )


def test_a_file_that_is_opened_for_a_block_is_read() -> None:
    text = f'{PYTHON}{HERE}with open("policies/read.json") as file:\n    data = json.load(file)\n'
    assert (
        document("python", f'{text}made = aws.iam.Policy("p", policy=json.dumps(data))') == DOCUMENT
    )


@pytest.mark.parametrize(
    "value",
    [
        'fs.readFileSync("policies/read.json", "utf8")',
        'fs.readFileSync("./policies/read.json").toString()',
        'fs.readFileSync(path.join(__dirname, "policies", "read.json"), "utf-8")',
        'JSON.stringify(JSON.parse(fs.readFileSync("policies/read.json", "utf8")))',
        "JSON.stringify(policy)",
        "policy as any",
        'JSON.stringify(require("./policies/read.json"))',
    ],
)
def test_a_policy_of_a_file_is_read_in_scripts(value: str) -> None:
    imported = "import policy from './policies/read.json';\n"
    made = f'const made = new aws.iam.Policy("p", {{ policy: {value} }});'
    assert document("nodejs", SCRIPT + OPENED + imported + made) == DOCUMENT


@pytest.mark.parametrize(
    ("name", "text", "call"),
    [
        ("tables.json", '{"orders": {"days": 13}}', "json.load"),
        ("tables.yaml", "orders:\n  days: 13 # not quite two weeks\n", "yaml.safe_load"),
    ],
)
def test_what_a_file_of_data_says_is_found_and_placed_there(
    name: str, text: str, call: str
) -> None:
    program = (
        f'{PYTHON}import json, yaml\nwith open("{name}") as file:\n    tables = {call}(file)\n'
        "for key, table in tables.items():\n"
        '    aws.cloudwatch.LogGroup(key, retention_in_days=table["days"])\n'
    )
    checked = run("invalid-value", {"__main__.py": program, name: text})
    (finding,) = checked.findings
    assert finding.file == name
    assert finding.span is not None
    assert text[finding.span.start : finding.span.end] == "13"


def run(rule: str, texts: Mapping[str, str]) -> Checked:
    project = Files({"Pulumi.yaml": HEADS["python"], **texts})
    return check(HEADS["python"], [RULES[rule]], Settings(), project)


def repaired(rule: str, texts: Mapping[str, str]) -> Mapping[str, str]:
    project = Files({"Pulumi.yaml": HEADS["python"], **texts})
    checking = partial(check, rules=[RULES[rule]], settings=Settings(), project=project)
    return fix(HEADS["python"], checking, Safety.UNSAFE).final.beside


@pytest.mark.parametrize(
    "value",
    ['open("read.json").read()', 'json.load(open("read.json"))'],
)
def test_a_policy_is_repaired_in_its_file(value: str) -> None:
    program = f'{PYTHON}{HERE}made = aws.iam.Policy("p", policy={value})'
    texts = {"__main__.py": program, "read.json": POLICY}
    effective = POLICY.replace('"allow"', '"Allow"')
    assert repaired("policy-syntax", texts) == {"read.json": effective}
    after = repaired("action-resource-mismatch", {**texts, "read.json": effective})
    assert after == {"read.json": effective.replace("GetObjects", "GetObject")}


def test_a_file_cannot_speak_of_resources() -> None:
    policy = POLICY.replace('"*"', '"files"')
    program = (
        f'{PYTHON}bucket = aws.s3.Bucket("files", bucket="files")\n'
        'made = aws.iam.Policy("p", policy=open("read.json").read())'
    )
    texts = {"__main__.py": program, "read.json": policy}
    assert len(run("resource-not-arn", texts).findings) == 1
    assert "Ref" not in repaired("resource-not-arn", texts).get("read.json", "")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{", 'json.load(open("read.json"))'),
        ('{"a": 1}', 'open("../read.json").read()'),
        ('{"a": 1}', 'open("/etc/read.json").read()'),
        ('{"a": 1}', 'open("missing.json").read()'),
        ('{"a": 1}', "open(unknown).read()"),
    ],
)
def test_what_cannot_be_read_is_unknown(text: str, value: str) -> None:
    program = f'{PYTHON}{HERE}made = aws.iam.Policy("p", policy={value})'
    tree = read("python", {"__main__.py": program, "read.json": text}).tree
    assert "Fn::Unknown" in tree["Resources"]["made"]["Properties"]["PolicyDocument"]
