"""What assertions are understood, and which are not certain enough."""

from __future__ import annotations

import pytest

from auditor.expectations.expectation import Expectation, Expectations
from auditor.expectations.javascript.reader import read as read_javascript
from auditor.expectations.python.reader import read as read_python

# ruff: noqa: E501
HEAD = """
const fs = require('fs');
const path = require('path');
const template = JSON.parse(fs.readFileSync(path.join(__dirname, '..', 'lib', 't.json'), 'utf8'));
const fn = template.Resources.Fn;
"""


def javascript(text: str, head: str = HEAD) -> Expectations:
    return read_javascript(head + text, "test/t.test.js", "lib/t.json", "renew")


def python(text: str, *conftests: tuple[str, str]) -> Expectations:
    return read_python(text, "tests/test_t.py", "lib/t.json", "renew", conftests)


def spelled(one: Expectation) -> str:
    path = ".".join(map(str, one.path))
    no = "not " if one.negated else ""
    shown = "" if one.expected is None else f" {one.expected!r}"
    aspect = "" if one.aspect.value == "value" else f" {one.aspect.value}"
    return f"{path}{aspect} {no}{one.relation.value}{shown}"


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("expect(fn.Type).toBe('X')", "Resources.Fn.Type same 'X'"),
        ("expect(fn['Properties'].Layers[0]).toEqual(-1.5)", "Resources.Fn.Properties.Layers.0 equal -1.5"),
        ("expect(fn!.Type).not.toStrictEqual([1, {a: null}])", "Resources.Fn.Type not equal [1, {'a': None}]"),
        ("expect(fn?.Type).toBe(`X`)", "Resources.Fn.Type same 'X'"),
        ("expect(fn.DependsOn).toBeUndefined()", "Resources.Fn.DependsOn absent"),
        ("expect(fn.DependsOn).toBe(undefined)", "Resources.Fn.DependsOn absent"),
        ("expect(fn.DependsOn).toContain('A')", "Resources.Fn.DependsOn item 'A'"),
        ("expect(fn.DependsOn).toHaveLength(2)", "Resources.Fn.DependsOn length equal 2"),
        ("expect(Object.keys(fn)).toContain('Type')", "Resources.Fn.Type present"),
        ("expect(fn).toHaveProperty('Properties.Handler', 'a.b')", "Resources.Fn.Properties.Handler equal 'a.b'"),
        ("expect(fn).toHaveProperty(['Properties', 'a.b'])", "Resources.Fn.Properties.a.b present"),
        ("expect(fn.Type).to.equal('X')", "Resources.Fn.Type same 'X'"),
        ("expect(fn.DependsOn).to.deep.equal(['A'])", "Resources.Fn.DependsOn equal ['A']"),
        ("expect(fn.DependsOn).to.not.exist", "Resources.Fn.DependsOn not some"),
        ("expect(fn.DependsOn).to.have.lengthOf(1)", "Resources.Fn.DependsOn length equal 1"),
        ("assert.deepStrictEqual(fn.DependsOn, ['A'])", "Resources.Fn.DependsOn equal ['A']"),
        ("assert.equal('X', fn.Type)", "Resources.Fn.Type same 'X'"),
        (
            "Template.fromJSON(template).hasResource('A::B::C', {DependsOn: ['A']})",
            "Resources resources part {'DependsOn': ['A']}",
        ),
    ],
)  # fmt: skip
def test_javascript(statement: str, expected: str) -> None:
    text = f"test('it', async () => {{ {statement}; }});"
    found = read_javascript(HEAD + text, "test/t.test.ts", "lib/t.json", "renew", typescript=True)
    assert [spelled(one) for one in found.found] == [expected]


@pytest.mark.parametrize(
    "statement",
    [
        "expect(other.Resources.Fn.Type).toBe('X')",
        "expect(template.Resources[name()].Type).toBe('X')",
        "expect(fn.Type).toBe(wanted())",
        "expect(fn.Type).toEqual(expect.stringContaining('X'))",
        "expect(fn.Layers).toEqual([...others])",
        "expect(() => fn.Type).toThrow('X')",
        "expect(fn.Type).toMatch(/X/)",
        "if (ready) expect(fn.Type).toBe('X')",
        "try { expect(fn.Type).toBe('X') } catch (error) { ignore(error) }",
        "later(() => expect(fn.Type).toBe('X'))",
        "while (more()) { expect(fn.Type).toBe('X') }",
        "for (const key in fn) { expect(fn.Type).toBe('X') }",
        "function helper() { expect(fn.Type).toBe('X') }",
        "return; expect(fn.Type).toBe('X')",
        "ready && expect(fn.Type).toBe('X')",
    ],
)
def test_javascript_that_is_not_certain(statement: str) -> None:
    found = javascript(f"test('it', () => {{ {statement}; }});").found
    runs = [one for one in found if not statement.startswith("return")]
    assert runs == []


@pytest.mark.parametrize(
    "block",
    ["test.skip", "it.todo", "xit", "describe.skip", "test.failing", "it.skipIf(true)", "later"],
)
def test_javascript_that_may_not_run(block: str) -> None:
    assert javascript(f"{block}('it', () => {{ expect(fn.Type).toBe('X'); }});").found == ()


@pytest.mark.parametrize(
    "head",
    [
        "const template = JSON.parse(fs.readFileSync('lib/other.json'));",
        "const template = JSON.parse(fs.readFileSync(path.join(__dirname, '../../lib/t.json')));",
        "const template = JSON.parse(fs.readFileSync(process.env.TEMPLATE));",
        "const template = require('./t.json');",
        "const template = require('t.json');",
        "const template = fs.readFileSync('lib/t.json');",
        "let template = require('../lib/t.json'); template = load();",
        "const template = { ...require('../lib/t.json') };",
    ],
)
def test_another_template_or_none(head: str) -> None:
    text = "test('it', () => { expect(template.Resources.Fn.Type).toBe('X'); });"
    assert javascript(text, head).found == ()


@pytest.mark.parametrize(
    "head",
    [
        "const template = require('../lib/t.json');",
        "import template from '../lib/t.json';",
        "import * as template from '../lib/t.json';",
        "const template = JSON.parse(fs.readFileSync('lib/t.json', 'utf-8'));",
        "const template = JSON.parse(fs.readFileSync(`${__dirname}/../lib/t.json`).toString());",
        "const template = JSON.parse(readFileSync(path.resolve(process.cwd(), 'lib/t.json')));",
        "const load = () => JSON.parse(fs.readFileSync('./lib/t.json')); const template = load();",
        (
            "function load() { const text = fs.readFileSync('lib/t.json'); return JSON.parse(text); }"
            " const template = load();"
        ),
        "const { Resources } = require('../lib/t.json'); const template = { Resources: 1 };",
    ],
)
def test_ways_to_load_a_template(head: str) -> None:
    subject = "Resources" if "{ Resources }" in head else "template.Resources"
    found = javascript(f"test('it', () => {{ expect({subject}.Fn.Type).toBe('X'); }});", head)
    assert [spelled(one) for one in found.found] == ["Resources.Fn.Type same 'X'"]


def test_a_template_that_a_javascript_test_changes() -> None:
    for change in (
        "fn.Type = 'Y'",
        "delete fn.Type",
        "fn.Layers.push('Y')",
        "Object.assign(fn, x)",
    ):
        text = f"test('it', () => {{ {change}; expect(fn.Type).toBe('X'); }});"
        assert javascript(text).found == ()


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ('assert fn["Type"] == "X"', "Resources.Fn.Type equal 'X'"),
        ('assert "X" == fn["Type"], "why"', "Resources.Fn.Type equal 'X'"),
        ('assert not fn["Type"] == "X"', "Resources.Fn.Type not equal 'X'"),
        ('assert fn["Type"] != "X"', "Resources.Fn.Type not equal 'X'"),
        ('assert fn["Properties"]["Layers"][0] == {"Ref": "A"}', "Resources.Fn.Properties.Layers.0 equal {'Ref': 'A'}"),
        ('assert fn.get("Type") == "X"', "Resources.Fn.Type equal 'X'"),
        ('assert fn.get("DependsOn") is None', "Resources.Fn.DependsOn none"),
        ('assert "DependsOn" not in fn', "Resources.Fn not item 'DependsOn'"),
        ('assert len(fn["DependsOn"]) == 2', "Resources.Fn.DependsOn length equal 2"),
        ('self.assertEqual(fn["Type"], "X")', "Resources.Fn.Type equal 'X'"),
        ('self.assertNotIn("DependsOn", fn)', "Resources.Fn not item 'DependsOn'"),
        ('self.assertTrue(fn["Type"] == "X")', "Resources.Fn.Type equal 'X'"),
        ('self.assertIsNone(fn.get("DependsOn"))', "Resources.Fn.DependsOn none"),
        (
            'Template.from_json(template).resource_count_is("A::B::C", 2)',
            "Resources count part 2",
        ),
    ],
)  # fmt: skip
def test_python(statement: str, expected: str) -> None:
    text = (
        "import json\ndef load():\n    with open('lib/t.json') as file:\n        return json.load(file)\n"
        "class TestIt:\n    def test_it(self):\n        template = load()\n"
        f'        fn = template["Resources"]["Fn"]\n        {statement}\n'
    )
    assert [spelled(one) for one in python(text).found] == [expected]


@pytest.mark.parametrize(
    "body",
    [
        'if ready: assert fn["Type"] == "X"',
        'try:\n        assert fn["Type"] == "X"\n    except AssertionError:\n        pass',
        'with pytest.raises(AssertionError):\n        assert fn["Type"] == "X"',
        'with self.assertRaises(AssertionError):\n        assert fn["Type"] == "X"',
        'for key in fn: assert fn["Type"] == "X"',
        'return\n    assert fn["Type"] == "X"',
        'assert fn["Type"] == wanted()',
        'assert fn[name] == "X"',
        'assert fn["Type"] == "X" or ready',
        'fn["Type"] = "X"\n    assert fn["Type"] == "X"',
        'fn.pop("Type")\n    assert fn["Type"] == "X"',
        'fn = other()\n    assert fn["Type"] == "X"',
    ],
)
def test_python_that_is_not_certain(body: str) -> None:
    text = (
        "import json\nimport pytest\nTEMPLATE = json.load(open('lib/t.json'))\n"
        f'def test_it():\n    fn = TEMPLATE["Resources"]["Fn"]\n    {body}\n'
    )
    assert python(text).found == ()


@pytest.mark.parametrize(
    "mark", ["pytest.mark.skip", "pytest.mark.xfail(strict=True)", "unittest.skip('x')"]
)
def test_python_that_may_not_run(mark: str) -> None:
    text = (
        "import json\nTEMPLATE = json.load(open('lib/t.json'))\n"
        f'@{mark}\ndef test_it():\n    assert TEMPLATE["Resources"]["Fn"]["Type"] == "X"\n'
    )
    assert python(text).found == ()


def test_fixtures_of_the_nearest_conftest() -> None:
    near = "import json, pytest\n@pytest.fixture\ndef it():\n    return json.load(open('lib/t.json'))\n"
    far = near.replace("t.json", "other.json")
    text = 'def test_it(it):\n    assert it["Resources"]["Fn"]["Type"] == "X"\n'
    assert python(text, ("tests/conftest.py", near), ("conftest.py", far)).found
    assert not python(text, ("tests/conftest.py", far), ("conftest.py", near)).found


@pytest.mark.parametrize("text", ["def test(:\n", "print 'Python 2'\n", "x = " + "(" * 500])
def test_python_that_does_not_parse(text: str) -> None:
    assert not python(text).parses


@pytest.mark.parametrize("text", ["test('it', () => {", "expect(", "<<<<<<< HEAD\n"])
def test_javascript_that_does_not_parse(text: str) -> None:
    assert not javascript(text).parses


def test_deep_and_cyclic_names_end() -> None:
    chain = "".join(f"const a{i} = a{i + 1};\n" for i in range(3_000))
    loop = "const b = c; const c = b;\n"
    text = f"{chain}{loop}test('it', () => {{ expect(a0.Type).toBe('X'); expect(b.Type).toBe('X'); }});"
    assert javascript(text).found == ()
    deep = "expect(fn" + ".a" * 2_000 + ").toBe('X')"
    javascript(f"test('it', () => {{ {deep} }});")
    python("def test_it():\n    assert " + "x" + "['a']" * 900 + " == 1\n")
