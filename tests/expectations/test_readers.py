"""What assertions are understood, and which are not certain enough."""

from __future__ import annotations

import pytest

from auditor.expectations.expectation import Expectation, Expectations
from auditor.expectations.javascript.reader import read as read_javascript
from auditor.expectations.patterns import Beginning, Bound, Ending, Inside, OneOf
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
    kind = type(one.expected)
    named = f" {kind.__name__}" if kind in (Inside, Beginning, Ending, OneOf) else ""
    shown = "" if one.expected is None else f"{named} {one.expected!r}"
    if isinstance(one.expected, Bound):
        shown = f" {one.expected.side.value} {one.expected.number}"
    aspect = "" if one.aspect.value == "value" else f" {one.aspect.value}"
    if one.each is not None:
        path += f" each {'.'.join(map(str, one.each))}"
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
        ("expect(fn).toMatchObject({Type: 'X'})", "Resources.Fn part {'Type': 'X'}"),
        ("expect(fn).toEqual(expect.objectContaining({Type: 'X'}))", "Resources.Fn equal {'Type': 'X'}"),
        ("expect(fn.Layers).toEqual(expect.arrayContaining(['A']))", "Resources.Fn.Layers equal ['A']"),
        ("expect(fn.Type).toMatch('X')", "Resources.Fn.Type equal Inside 'X'"),
        ("expect(fn.Type).toMatch(/^AWS::S3/)", "Resources.Fn.Type equal Beginning 'AWS::S3'"),
        ("expect(fn.Type).toMatch(/^rate\\(1 day\\)$/)", "Resources.Fn.Type equal 'rate(1 day)'"),
        ("expect(fn.Tags.map((one) => one.Name)).toContain('A')", "Resources.Fn.Tags each Name item 'A'"),
        ("expect(fn.Timeout).toBeGreaterThan(3)", "Resources.Fn.Timeout equal more than 3"),
        ("expect(fn.Timeout).to.be.at.most(3)", "Resources.Fn.Timeout equal at most 3"),
        ("expect(['A', 'B']).toContain(fn.Type)", "Resources.Fn.Type equal OneOf ('A', 'B')"),
        ("expect(fn.Type).to.be.oneOf(['A'])", "Resources.Fn.Type equal OneOf ('A',)"),
        ("expect(fn.On).to.be.true", "Resources.Fn.On same True"),
        ("expect(fn).to.have.nested.property('Properties.Handler', 'a.b')", "Resources.Fn.Properties.Handler equal 'a.b'"),
        ("expect(fn).to.deep.include({Type: 'X'})", "Resources.Fn equal {'Type': 'X'}"),
        ("assert.strictEqual(fn.Type, 'X')", "Resources.Fn.Type same 'X'"),
        ("assert(fn.Type === 'X')", "Resources.Fn.Type same 'X'"),
        ("assert.ok(fn.Type)", "Resources.Fn.Type truthy"),
        ("assert.notStrictEqual(fn.Type, 'X')", "Resources.Fn.Type not same 'X'"),
        ("Template.fromString(fs.readFileSync('lib/t.json', 'utf8')).resourceCountIs('A::B::C', 2)", "Resources count part 2"),
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
        "expect(fn.Type).toEqual(expect.stringMatching(wanted))",
        "expect(fn.Layers).toEqual([...others])",
        "expect(() => fn.Type).toThrow('X')",
        "expect(fn.Type).toMatch(/X|Y/)",
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


@pytest.mark.parametrize(
    ("helper", "subject"),
    [
        ("function resource(id) { return template.Resources[id]; }", "resource('Fn').Type"),
        ("const resource = (id) => template.Resources[id];", "resource('Fn').Type"),
        (
            "const props = (id) => { const one = template.Resources[id]; return one; };",
            "props('Fn').Type",
        ),
        ("const props = (id, key = 'Type') => template.Resources[id][key];", "props('Fn')"),
        ("const at = ({ id }, key) => template.Resources[id][key];", "at({ id: 'Fn' }, 'Type')"),
        (
            "const one = (t, id) => t.Resources[id]; const fns = (id) => one(template, id);",
            "fns('Fn').Type",
        ),
        (
            "function get(id) { if (!id) { throw new Error('x'); } return template.Resources[id]; }",
            "get('Fn').Type",
        ),
    ],
)
def test_helpers_of_javascript(helper: str, subject: str) -> None:
    found = javascript(f"{helper} test('it', () => {{ expect({subject}).toBe('X'); }});")
    assert [spelled(one) for one in found.found] == ["Resources.Fn.Type same 'X'"]


@pytest.mark.parametrize(
    ("helper", "subject"),
    [
        (
            "function get(id) { if (id) { return other; } return template.Resources[id]; }",
            "get('Fn').Type",
        ),
        ("function get(id) { id = other(id); return template.Resources[id]; }", "get('Fn').Type"),
        ("function* get(id) { return template.Resources[id]; }", "get('Fn').Type"),
        ("const get = (id) => template.Resources[id];", "get(wanted()).Type"),
        ("const get = (id) => get(id);", "get('Fn').Type"),
        ("const a = (x) => b(x)[b(x)]; const b = (x) => a(x)[a(x)];", "a('Fn').Type"),
    ],
)
def test_helpers_that_are_not_certain(helper: str, subject: str) -> None:
    text = f"{helper} test('it', () => {{ expect({subject}).toBe('X'); }});"
    assert javascript(text).found == ()


@pytest.mark.parametrize(
    "block",
    [
        "test.each([['Fn', 'X'], ['Fn', 'X']])('%s', (id, type) => {",
        "test.each([{ id: 'Fn', type: 'X' }, { id: 'Fn', type: 'X' }])('$id', ({ id, type }) => {",
        "[['Fn', 'X'], ['Fn', 'X']].forEach(([id, type]) => { test('it', () => {",
        "Object.entries({ Fn: 'X', Other: 'X' }).forEach(([id, type]) => { test('it', () => {",
        "for (const [id, type] of [['Fn', 'X'], ['Fn', 'X']]) { test('it', () => {",
    ],
)
def test_tables_of_javascript(block: str) -> None:
    end = {"[": "}); });", "O": "}); });", "f": "}); }"}.get(block[0], "});")
    found = javascript(f"{block} expect(template.Resources[id].Type).toBe(type); {end}").found
    assert {spelled(one).replace("Other", "Fn") for one in found} == {"Resources.Fn.Type same 'X'"}
    assert len(found) == 2
    assert all(one.literal is None for one in found)


@pytest.mark.parametrize(
    ("mark", "body"),
    [
        ('@pytest.mark.parametrize("id,type", [("Fn", "X"), ("Fn", "X")])', "pass"),
        ('@pytest.mark.parametrize(("id", "type"), [["Fn", "X"], ("Fn", "X")])', "pass"),
        (
            '@pytest.mark.parametrize("id", ["Fn", "Fn"])\n@pytest.mark.parametrize("type", ["X"])',
            "pass",
        ),
        (
            '@pytest.mark.parametrize("id,type", [pytest.param("Fn", "X", id="a"), ("Fn", "X")])',
            "pass",
        ),
    ],
)
def test_tables_of_python(mark: str, body: str) -> None:
    text = (
        "import json\nimport pytest\nTEMPLATE = json.load(open('lib/t.json'))\n"
        f'{mark}\ndef test_it(id, type):\n    {body}\n    assert TEMPLATE["Resources"][id]["Type"] == type\n'
    )
    assert [spelled(one) for one in python(text).found] == ["Resources.Fn.Type equal 'X'"] * 2


def test_a_row_of_a_table_that_is_not_known() -> None:
    text = (
        "import json\nimport pytest\nTEMPLATE = json.load(open('lib/t.json'))\n"
        '@pytest.mark.parametrize("id,type", [("Fn", wanted()), ("Fn", "X")])\n'
        'def test_it(id, type):\n    assert TEMPLATE["Resources"][id]["Type"] == type\n'
    )
    assert [spelled(one) for one in python(text).found] == ["Resources.Fn.Type equal 'X'"]


@pytest.mark.parametrize(
    "load",
    [
        "yaml.safe_load(open('lib/t.json'))",
        "yaml.load(Path('lib/t.json').read_text(encoding='utf-8'), Loader=Loader)",
        "json.loads(to_json(Path(__file__).parents[1].joinpath('lib', 't.json').read_text()))",
        "cfn_flip.load_yaml(open('lib/t.json').read())",
        "yaml.safe_load(importlib.resources.files('lib').joinpath('t.json').read_text())",
        "cfn_yaml.load(str(Path('lib/t.json')))",
    ],
)
def test_ways_to_load_a_template_in_python(load: str) -> None:
    text = f'def test_it():\n    assert {load}["Resources"]["Fn"]["Type"] == "X"\n'
    assert [spelled(one) for one in python(text).found] == ["Resources.Fn.Type equal 'X'"]


@pytest.mark.parametrize(
    ("change", "is_read"),
    [
        ("fn.Type = 'Y'", False),
        ("delete fn.Type", False),
        ("delete fn.Properties.Tags", True),
        ("fn.Layers.push('Y')", True),
        ("template.Resources = {}", False),
        ("Object.assign(fn, x)", False),
    ],
)
def test_a_template_that_a_javascript_test_changes(change: str, is_read: bool) -> None:
    """What it writes into is another value; the rest is as it was."""
    text = f"test('it', () => {{ {change}; expect(fn.Type).toBe('X'); }});"
    assert bool(javascript(text).found) is is_read


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
        ('assert "A" in [one["Name"] for one in fn["Tags"]]', "Resources.Fn.Tags each Name item 'A'"),
        ('assert "A" not in {one["A"]["B"] for one in fn["Tags"]}', "Resources.Fn.Tags each A.B not item 'A'"),
        ('assert any(one["Name"] == "A" for one in fn["Tags"])', "Resources.Fn.Tags each Name item 'A'"),
        ('assert fn["On"] is True', "Resources.Fn.On equal True"),
        ('assert fn["Type"] in ("A", "B")', "Resources.Fn.Type equal OneOf ('A', 'B')"),
        ('assert fn["Timeout"] >= 3', "Resources.Fn.Timeout equal at least 3"),
        ('assert 3 < fn["Timeout"]', "Resources.Fn.Timeout equal more than 3"),
        ('assert fn["Type"].startswith("AWS::")', "Resources.Fn.Type equal Beginning 'AWS::'"),
        ('assert set(fn) == {"Type", "Properties"}', "Resources.Fn keys equal ['Properties', 'Type']"),
        ('assert set(fn.keys()) == {"Type"}', "Resources.Fn keys equal ['Type']"),
        ('self.assertDictEqual(fn, {"Type": "X"})', "Resources.Fn equal {'Type': 'X'}"),
        ('self.assertGreater(fn["Timeout"], 3)', "Resources.Fn.Timeout equal more than 3"),
        ('assert self.part("Fn")["Type"] == "X"', "Resources.Fn.Type equal 'X'"),
        ('assert part(template, name="Fn")["Type"] == "X"', "Resources.Fn.Type equal 'X'"),
        ('assert part(template)["Type"] == "X"', "Resources.Other.Type equal 'X'"),
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
        "def part(whole, name='Other'):\n    return whole['Resources'][name]\n"
        "class TestIt:\n    def part(self, name):\n        return load()['Resources'][name]\n"
        "    def test_it(self):\n        template = load()\n"
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


@pytest.mark.parametrize(
    "statement",
    [
        'assert "A" in [one["Name"] for one in fn["Tags"] if one]',
        'assert "A" in [other["Name"] for one in fn["Tags"]]',
        'assert "A" in [one for one in others]',
        'assert ["A"] == [one["Name"] for one in fn["Tags"]]',
        'assert all(one["Name"] == "A" for one in fn["Tags"])',
    ],
)
def test_comprehensions_that_are_not_certain(statement: str) -> None:
    text = (
        "import json\nTEMPLATE = json.load(open('lib/t.json'))\n"
        f'def test_it():\n    fn = TEMPLATE["Resources"]["Fn"]\n    {statement}\n'
    )
    assert python(text).found == ()
