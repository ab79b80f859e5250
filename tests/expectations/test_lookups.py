"""Tests that look for their subject in the template: by type, by conditions, in lists."""

from __future__ import annotations

import pytest

from auditor.expectations.expectation import Expectation, Expectations
from auditor.expectations.holds import Seen, holds
from auditor.expectations.javascript.reader import read as read_javascript
from auditor.expectations.python.reader import read as read_python
from tests.expectations.test_readers import spelled

# ruff: noqa: E501
FUNCTION, TABLE = "AWS::Lambda::Function", "AWS::DynamoDB::Table"
TREE = {
    "Resources": {
        "Fn": {
            "Type": FUNCTION,
            "Properties": {"Runtime": "python3.13", "Tags": [{"Key": "a", "Value": "b"}]},
        },
        "Orders": {
            "Type": TABLE,
            "Properties": {"Indexes": [{"Name": "x"}, {"Name": "y"}], "Mode": "P"},
        },
        "Carts": {"Type": TABLE, "Properties": {"Mode": "P"}},
    }
}
SEEN = Seen(TREE, is_exact=True)
PYTHON_HEAD = f"""
import json, pytest, unittest
T = json.load(open("lib/t.json"))
FUNCTION, TABLE = "{FUNCTION}", "{TABLE}"
def named(name):
    return {{k: v for k, v in T["Resources"].items() if v.get("Type") == name}}
def first(name):
    for key, one in T["Resources"].items():
        if one["Type"] == name:
            return key, one
    raise AssertionError(name)
def gathered(name):
    found = []
    for one in T["Resources"].values():
        if one.get("Type") != name:
            continue
        found.append(one)
    return found
def has_runtime(one, runtime):
    assert one["Properties"]["Runtime"] == runtime
@pytest.fixture
def functions():
    return [one for one in T["Resources"].values() if one["Type"] == FUNCTION]
"""
JAVASCRIPT_HEAD = f"""
const fs = require('fs');
const T = JSON.parse(fs.readFileSync('lib/t.json', 'utf8'));
const FUNCTION = '{FUNCTION}', TABLE = '{TABLE}';
const ofType = (type) => Object.values(T.Resources).filter((one: any) => one.Type === type);
function entryOf(type) {{ return Object.entries(T.Resources).find(([, one]) => one.Type === type); }}
const functions = ofType(FUNCTION);
"""
RUNTIME = "Resources.Fn.Properties.Runtime"


def python(body: str, seen: Seen | None = SEEN) -> Expectations:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    text = f"{PYTHON_HEAD}def test_it(functions):\n{lines}"
    return read_python(text, "tests/test_t.py", "lib/t.json", "renew", (), seen)


def javascript(body: str, seen: Seen | None = SEEN) -> Expectations:
    text = body if body.startswith("for") else f"test('it', () => {{\n{body}\n}});"
    return read_javascript(
        JAVASCRIPT_HEAD + text, "test/t.test.ts", "lib/t.json", "renew", seen, typescript=True
    )


def described(one: Expectation) -> str:
    return spelled(one) + (f" {one.type}" if one.type else "")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('assert functions[0]["Properties"]["Runtime"] == "python3.13"', [f"{RUNTIME} equal 'python3.13'"]),
        ('assert functions[-1]["Type"] == FUNCTION', [f"Resources.Fn.Type equal '{FUNCTION}'"]),
        ("assert len(functions) == 1", [f"Resources count equal 1 {FUNCTION}"]),
        ("assert named(TABLE)", [f"Resources count equal at least 1 {TABLE}"]),
        ("assert len(gathered(FUNCTION)) == 1", []),
        ('(one,) = gathered(FUNCTION)\nassert one["Properties"]["Runtime"] == "python3.13"', [f"{RUNTIME} equal 'python3.13'"]),
        ('name, one = first(FUNCTION)\nassert one["Properties"]["Runtime"] == "python3.13"', [f"{RUNTIME} equal 'python3.13'"]),
        ('one = next(iter(named(FUNCTION).values()))\nassert one.get("Properties", {}).get("Runtime") == "python3.13"', [f"{RUNTIME} equal 'python3.13'"]),
        ('has_runtime(functions[0], "python3.13")', [f"{RUNTIME} equal 'python3.13'"]),
        ('for one in gathered(TABLE):\n    assert one["Properties"]["Mode"] == "P"', ["Resources.Orders.Properties.Mode equal 'P'", "Resources.Carts.Properties.Mode equal 'P'"]),
        ('for key, one in T["Resources"].items():\n    if key.endswith("n"):\n        assert one["Type"] == FUNCTION', [f"Resources.Fn.Type equal '{FUNCTION}'"]),
        ('assert all("Mode" in one["Properties"] for one in gathered(TABLE))', ["Resources.Orders.Properties item 'Mode'", "Resources.Carts.Properties item 'Mode'"]),
        ('assert any(one["Key"] == "a" and one["Value"] == "b" for one in functions[0]["Properties"]["Tags"])', ["Resources.Fn.Properties.Tags.0.Key equal 'a'", "Resources.Fn.Properties.Tags.0.Value equal 'b'"]),
        ('assert [one["Name"] for one in T["Resources"]["Orders"]["Properties"]["Indexes"]] == ["x", "y"]', ["Resources.Orders.Properties.Indexes.0.Name equal 'x'", "Resources.Orders.Properties.Indexes.1.Name equal 'y'"]),
        ('one = next((one for one in T["Resources"]["Orders"]["Properties"]["Indexes"] if one["Name"] == "y"), None)\nassert one["Name"] == "y"', ["Resources.Orders.Properties.Indexes.1.Name equal 'y'"]),
        ('one = functions[0]\nassert one["Type"] == FUNCTION\none = named(TABLE)["Carts"]\nassert one["Type"] == TABLE', [f"Resources.Fn.Type equal '{FUNCTION}'", f"Resources.Carts.Type equal '{TABLE}'"]),
    ],
)  # fmt: skip
def test_python(body: str, expected: list[str]) -> None:
    found = python(body)
    assert [described(one) for one in found.found] == expected
    assert all(holds(one, SEEN) for one in found.found)
    assert not expected or found.conditions


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("expect(functions).toHaveLength(1)", [f"Resources count equal 1 {FUNCTION}"]),
        ("expect(functions.length).toBe(1)", [f"Resources count equal 1 {FUNCTION}"]),
        ("expect(functions.length).toBeGreaterThan(0)", [f"Resources count equal more than 0 {FUNCTION}"]),
        ("expect(functions[0].Properties.Runtime).toBe('python3.13')", [f"{RUNTIME} same 'python3.13'"]),
        ("const [one] = functions; expect(one.Properties.Runtime).toBe('python3.13')", [f"{RUNTIME} same 'python3.13'"]),
        ("const [id, one] = entryOf(FUNCTION); assert.equal(one.Properties.Runtime, 'python3.13')", [f"{RUNTIME} same 'python3.13'"]),
        ("const one = Object.values(T.Resources).find((r) => r.Type === FUNCTION); expect(one).toBeDefined()", ["Resources.Fn present", f"Resources.Fn.Type same '{FUNCTION}'"]),
        ("functions.forEach((one) => { expect(one.Properties.Runtime).to.equal('python3.13'); })", [f"{RUNTIME} same 'python3.13'"]),
        ("for (const [id, one] of Object.entries(T.Resources)) { if (one.Type !== FUNCTION) continue; it(id, () => { expect(one.Properties.Runtime).toBe('python3.13'); }); }", [f"{RUNTIME} same 'python3.13'"]),
        ("expect(Object.values(T.Resources).map((one) => one.Type)).toContain(FUNCTION)", [f"Resources.Fn.Type equal '{FUNCTION}'"]),
        ("expect(ofType(TABLE).every((one) => one.Properties.Mode === 'P')).toBe(true)", ["Resources.Orders.Properties.Mode same 'P'", "Resources.Carts.Properties.Mode same 'P'"]),
        ("expect(functions[0].Properties.Tags.some((one) => one.Key === 'a')).toBeTruthy()", ["Resources.Fn.Properties.Tags.0.Key same 'a'"]),
        ("expect(T.Resources.Orders.Properties.Indexes.map((one) => one.Name)).toEqual(['x', 'y'])", ["Resources.Orders.Properties.Indexes.0.Name equal 'x'", "Resources.Orders.Properties.Indexes.1.Name equal 'y'"]),
        ("const found = Template.fromJSON(T).findResources(FUNCTION); expect(Object.values(found)[0].Properties.Runtime).toBe('python3.13')", [f"{RUNTIME} same 'python3.13'"]),
        ("assert.ok(functions[0].Properties.Runtime.startsWith('python'))", [f"{RUNTIME} equal Beginning 'python'"]),
        ("expect(functions[0].Properties.Runtime === 'python3.13').to.be.true", [f"{RUNTIME} same 'python3.13'"]),
    ],
)  # fmt: skip
def test_javascript(body: str, expected: list[str]) -> None:
    found = javascript(body)
    assert [described(one) for one in found.found] == expected
    assert all(holds(one, SEEN) for one in found.found)
    assert not expected or found.conditions


@pytest.mark.parametrize(
    "body",
    [
        'one = next(one for one in T["Resources"].values() if one["Type"] == wanted())\nassert one["Type"] == FUNCTION',
        'for one in T["Resources"].values():\n    if wanted(one):\n        assert one["Type"] == FUNCTION',
        'if wanted():\n    pytest.skip("no")\nassert functions[0]["Type"] == FUNCTION',
        'one = functions[0]\nif wanted():\n    one = other()\nassert one["Type"] == FUNCTION',
        'found = list(functions)\nfound.extend(others())\nassert found[0]["Type"] == FUNCTION',
        "assert functions[3]",
        'for one in T["Resources"].values():\n    if one["Type"] == TABLE:\n        return\nassert functions[0]["Type"] == FUNCTION',
        'assert any(one["Properties"]["Mode"] == "P" for one in gathered(TABLE))',
    ],
)
def test_python_that_is_not_certain(body: str) -> None:
    assert python(body).found == ()


@pytest.mark.parametrize(
    "body",
    [
        "const one = Object.values(T.Resources).find((one) => wanted(one)); expect(one.Type).toBe(FUNCTION)",
        "if (wanted()) { expect(functions[0].Type).toBe(FUNCTION); }",
        "Object.values(T.Resources).forEach((one) => { if (wanted(one)) return; expect(one.Type).toBe(FUNCTION); })",
        "expect(ofType(TABLE).some((one) => one.Properties.Mode === 'P')).toBe(true)",
        "const [, one] = functions; expect(one.Type).toBe(FUNCTION)",
    ],
)
def test_javascript_that_is_not_certain(body: str) -> None:
    assert javascript(body).found == ()


def test_nothing_is_found_without_the_template() -> None:
    """So that tests which look for nothing are read once for all templates."""
    for found in (
        python('assert functions[0]["Type"] == FUNCTION', None),
        javascript("expect(functions[0].Type).toBe(FUNCTION)", None),
    ):
        assert found.found == ()
        assert found.conditions
    named = f'import json\ndef test_it():\n    assert json.load(open("lib/t.json"))["Resources"]["Fn"]["Type"] == "{FUNCTION}"\n'
    found = read_python(named, "tests/test_t.py", "lib/t.json", "renew")
    assert found.found
    assert not found.conditions


def test_what_a_loader_makes_something_of_decides_nothing() -> None:
    tree = {"Resources": {"Fn": {"Type": FUNCTION, "Properties": {"Runtime": {"Ref": "R"}}}}}
    body = 'one = next(one for one in T["Resources"].values() if one["Properties"]["Runtime"] == "x")\nassert one["Type"] == FUNCTION'
    assert python(body, Seen(tree, is_exact=False)).found == ()


@pytest.mark.parametrize(
    "head",
    [
        "def f(x):\n    for one in T['Resources'].values():\n        f(one)\n    return f(x)\n",
        "def f(x): return [a for a in g() for b in g() for c in g() for d in g()]\ndef g(): return list(T['Resources'].values()) * 50\n",
        "def f(x): return f(x) + f(x)\n",
        "def f(x):\n    while True:\n        x = f(x)\n",
    ],
)
def test_what_leads_nowhere_ends(head: str) -> None:
    text = f'import json\nT = json.load(open("lib/t.json"))\n{head}def test_it():\n    f(1)\n    assert f(2)["Type"] == "X"\n'
    assert read_python(text, "tests/test_t.py", "lib/t.json", "renew", (), SEEN).found == ()
