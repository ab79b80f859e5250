"""Lists, sets and mappings that tests put together, and helpers with loops of their own."""

from __future__ import annotations

import pytest

from auditor.expectations.carry import carried
from auditor.expectations.expectation import Expectations
from auditor.expectations.holds import Seen, holds
from auditor.expectations.javascript.reader import read as read_javascript
from auditor.expectations.python.reader import read as read_python
from auditor.model.edit import SetValue, edited
from auditor.model.text import apply_edits

# ruff: noqa: E501
FUNCTION, TABLE = "AWS::Lambda::Function", "AWS::DynamoDB::Table"
TREE = {
    "Resources": {
        "Fn": {
            "Type": FUNCTION,
            "Properties": {"Timeout": 30, "Tags": [{"Key": "a", "Value": "b"}, {"Key": "c", "Value": "d"}]},
        },
        "Orders": {
            "Type": TABLE,
            "Properties": {
                "Mode": "P",
                "Indexes": [{"Name": "x", "Kind": "S"}, {"Name": "y", "Kind": "N"}],
                "Statements": [{"Action": ["s3:Get", "s3:Put"]}, {"Action": "sns:Publish"}],
            },
        },
        "Carts": {"Type": TABLE, "Properties": {"Mode": "P"}},
    }
}  # fmt: skip
SEEN = Seen(TREE, is_exact=True)
INDEXES = 'T["Resources"]["Orders"]["Properties"]["Indexes"]'
STATEMENTS = 'T["Resources"]["Orders"]["Properties"]["Statements"]'
PYTHON_HEAD = f"""
import json, pytest, unittest
T = json.load(open("lib/t.json"))
R, INDEXES, STATEMENTS = T["Resources"], {INDEXES}, {STATEMENTS}
"""
SCRIPT_HEAD = f"""
const fs = require('fs');
const T = JSON.parse(fs.readFileSync('lib/t.json', 'utf8'));
const R = T.Resources;
const INDEXES = {INDEXES}, STATEMENTS = {STATEMENTS};
"""


def python(body: str, seen: Seen = SEEN) -> tuple[str, Expectations]:
    if "def test" not in body:
        body = "def test_it():\n" + "".join(f"    {line}\n" for line in body.splitlines())
    text = PYTHON_HEAD + body
    return text, read_python(text, "tests/test_t.py", "lib/t.json", "renew", (), seen)


def script(body: str, seen: Seen = SEEN) -> tuple[str, Expectations]:
    text = SCRIPT_HEAD + (body if "test(" in body else f"test('it', () => {{\n{body}\n}});")
    return text, read_javascript(text, "test/t.test.js", "lib/t.json", "renew", seen)


def paths(found: Expectations) -> list[str]:
    return [".".join(map(str, one.path[1:])) for one in found.found]


NAMES = ["Orders.Properties.Indexes.0.Name", "Orders.Properties.Indexes.1.Name"]
KINDS = [NAMES[0], "Orders.Properties.Indexes.0.Kind", NAMES[1], "Orders.Properties.Indexes.1.Kind"]
MODES = ["Orders.Properties.Mode", "Carts.Properties.Mode"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('assert {one["Name"] for one in INDEXES} == {"x", "y"}', NAMES),
        ('assert set(one["Name"] for one in INDEXES) == {"y", "x"}', NAMES),
        ('assert {(one["Name"], one["Kind"]) for one in INDEXES} == {("x", "S"), ("y", "N")}', KINDS),
        ('assert ("x", "S") in {(one["Name"], one["Kind"]) for one in INDEXES}', KINDS[:2]),
        ('assert {one["Name"]: one["Kind"] for one in INDEXES} == {"x": "S", "y": "N"}', KINDS[1::2]),
        ('assert dict((one["Name"], one["Kind"]) for one in INDEXES)["x"] == "S"', KINDS[1:2]),
        ('assert sorted(one["Name"] for one in INDEXES) == ["x", "y"]', NAMES),
        ('assert {"x"} <= {one["Name"] for one in INDEXES}', NAMES[:1]),
        ('assert {"x"}.issubset(set(one["Name"] for one in INDEXES))', NAMES[:1]),
        ('assert {"Fn", "Carts"} <= set(R)', ["Carts", "Fn"]),
        ('missing = [one for one in ("Fn", "Carts") if one not in R]\nassert not missing', ["Carts", "Fn"]),
        ('missing = {"Fn"} - set(R.keys())\nassert missing == set()', ["Fn"]),
        ('actions = set(STATEMENTS[0]["Action"])\nassert actions == {"s3:Put", "s3:Get"}', ["Orders.Properties.Statements.0.Action.0", "Orders.Properties.Statements.0.Action.1"]),
        ('found = []\nfor one in INDEXES:\n    found += [one["Name"]]\nassert found == ["x", "y"]', NAMES),
        ('found = set()\nfor one in STATEMENTS[:1] or [STATEMENTS[0]]:\n    found.update(one["Action"])\nassert "s3:Get" in found', []),
        ('found = set()\nfor one in (STATEMENTS[0],):\n    found.update(one["Action"])\nassert "s3:Get" in found', ["Orders.Properties.Statements.0.Action.0"]),
        ('mode = lambda name: R[name]["Properties"]["Mode"]\nassert mode("Carts") == "P"', MODES[1:]),
        ('tables = list(filter(lambda one: one["Type"] == TABLE, R.values()))\nassert tables[0]["Properties"]["Mode"] == "P"'.replace("TABLE", f'"{TABLE}"'), MODES[:1]),
        ('assert list(map(lambda one: one["Name"], INDEXES)) == ["x", "y"]', NAMES),
        (f'assert sum(1 for one in R.values() if one["Type"] == "{TABLE}") == 2', [""]),
        ('assert 1 <= R["Fn"]["Properties"]["Timeout"] <= 60', ["Fn.Properties.Timeout"] * 2),
        ('assert R["Fn"]["Properties"]["Timeout"] == 15 * 2', ["Fn.Properties.Timeout"]),
        ('for kind in ("Orders",):\n    assert R[f"{kind}"]["Properties"]["Mode"] == "P"', MODES[:1]),
        ('def check(name, mode):\n    assert R[name]["Properties"]["Mode"] == mode\ncheck("Orders", "P")\ncheck("Carts", "P")', MODES),
        ('@pytest.mark.parametrize("name", [k for k, one in R.items() if "Mode" in one["Properties"]])\ndef test_it(name):\n    assert R[name]["Properties"]["Mode"] == "P"\n', MODES),
        ('def check(name, **wanted):\n    for key, value in wanted.items():\n        assert R[name]["Properties"][key] == value\ndef test_it():\n    check("Orders", Mode="P")\n', MODES[:1]),
        ('class T1(unittest.TestCase):\n    def test_it(self):\n        self.assertCountEqual([one["Name"] for one in INDEXES], ["y", "x"])\n', NAMES),
    ],
)  # fmt: skip
def test_python(body: str, expected: list[str]) -> None:
    _, found = python(body)
    assert paths(found) == expected
    assert all(holds(one, SEEN) for one in found.found)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("expect(new Set(INDEXES.map((one) => one.Name))).toEqual(new Set(['y', 'x']))", NAMES),
        ("expect(INDEXES.map((one) => one.Name).sort()).toEqual(['x', 'y'])", NAMES),
        ("expect([...INDEXES].map((one) => [one.Name, one.Kind])).toEqual([['x', 'S'], ['y', 'N']])", KINDS),
        ("expect(Object.fromEntries(INDEXES.map((one) => [one.Name, one.Kind]))).toEqual({ y: 'N', x: 'S' })", KINDS[1::2]),
        ("const all = INDEXES.reduce((all, one) => ({ ...all, [one.Name]: one.Kind }), {}); expect(all.x).toBe('S')", KINDS[1:2]),
        ("const all = INDEXES.reduce((all, one) => { all[one.Name] = one.Kind; return all; }, {}); expect(all.x).toBe('S')", KINDS[1:2]),
        ("expect(STATEMENTS.flatMap((one) => one.Action)).toContain('sns:Publish')", ["Orders.Properties.Statements.1.Action"]),
        ("expect(STATEMENTS.reduce((all, one) => all.concat(one.Action), [])).toEqual(expect.arrayContaining(['s3:Put']))", ["Orders.Properties.Statements.0.Action.1"]),
        ("expect(new Map(Object.entries(R)).get('Carts').Properties.Mode).toBe('P')", MODES[1:]),
        ("expect(INDEXES.at(0).Name).toBe('x')", NAMES[:1]),
        ("expect(Object.keys(R.Carts.Properties).sort()).toEqual(['Mode'])", ["Carts.Properties"]),
        ("for (const name in R) { expect(R[name].Type).toBeDefined(); }", ["Fn.Type", "Orders.Type", "Carts.Type"]),
        ("const found = []; for (const one of INDEXES) { found.push(one.Name); } expect(found).toEqual(['x', 'y'])", NAMES),
        ("let found; INDEXES.forEach((one) => { if (one.Kind === 'N') { found = one; } }); expect(found.Name).toBe('y')", NAMES[1:]),
        ("function byKind(kind) { for (const one of INDEXES) { if (one.Kind === kind) return one; } return null; }\ntest('it', () => { expect(byKind('N').Name).toBe('y'); });", NAMES[1:]),
        ("const modes = (names) => { const found = {}; names.forEach((name) => { found[name] = R[name].Properties.Mode; }); return found; };\ntest('it', () => { expect(modes(['Orders']).Orders).toBe('P'); });", MODES[:1]),
        ("function check(name, mode = 'P') { expect(R[name].Properties.Mode).toBe(mode); }\ntest('it', () => { check('Orders'); ['Carts'].forEach((name) => check(name, 'P')); });", MODES),
        ("const check = (name, wanted) => { for (const [key, value] of Object.entries(wanted)) { expect(R[name].Properties[key]).toEqual(value); } };\ntest('it', () => { check('Orders', { Mode: 'P' }); });", MODES[:1]),
        ("const check = async (name) => { expect(R[name].Properties.Mode).toBe('P'); };\ntest('it', async () => { await check('Orders'); });", MODES[:1]),
        ("function get(name) { if (!(name in R)) { throw new Error(name); } if (wanted()) { console.log(name); } return R[name]; }\ntest('it', () => { expect(get('Orders').Properties.Mode).toBe('P'); });", MODES[:1]),
        ("const load = () => { const name = 'lib/t.json'; if (!fs.existsSync(name)) { throw new Error(name); } return JSON.parse(fs.readFileSync(name, 'utf8')); };\ntest('it', () => { expect(load().Resources.Orders.Properties.Mode).toBe('P'); });", MODES[:1]),
        ("expect(Object.keys(R)).toEqual(expect.arrayContaining(['Fn', 'Carts']))", ["Fn", "Carts"]),
        ("['Orders'].forEach((name) => { const all = R[name].Properties.Indexes; const has = all.some((one) => one.Name === 'x'); expect(has).toBe(true); });", NAMES[:1]),
        ("const is = R.Orders.Properties.Mode === 'P'; const same = is; assert.ok(same)", MODES[:1]),
        ("expect('Mode' in R.Orders.Properties).toBe(true)", MODES[:1]),
        ("expect(R.Fn.Properties.Timeout).toBe(60 / 2)", []),
        ("expect(R.Fn.Properties.Timeout).toBe(15 * 2)", ["Fn.Properties.Timeout"]),
    ],
)  # fmt: skip
def test_javascript(body: str, expected: list[str]) -> None:
    _, found = script(body)
    assert paths(found) == expected
    assert all(holds(one, SEEN) for one in found.found)


@pytest.mark.parametrize(
    "body",
    [
        'assert {one["Name"] for one in INDEXES} == {"x"}',
        'assert {one["Name"] for one in INDEXES} == {"x", "y", "z"}',
        'assert {one["Name"] for one in INDEXES} == names()',
        'assert not [one for one in names() if one not in R]',
        'assert len({one["Name"] for one in INDEXES}) == 2',
        'found = [one["Name"] for one in INDEXES]\nfound.sort(key=names)\nassert found == ["x", "y"]',
        'found = []\nfor one in STATEMENTS:\n    found.extend(one["Action"])\nassert "s3:Get" in found',
        'assert any(one["Properties"]["Mode"] == "P" for one in R.values() if "Mode" in one["Properties"])',
        f'assert len([one for name, one in R.items() if one["Type"] == "{TABLE}" and name.startswith("O")]) == 1',
        'assert {"P"} <= {one["Properties"].get("Mode") for one in R.values()}',
    ],
)  # fmt: skip
def test_python_that_is_not_certain(body: str) -> None:
    assert paths(python(body)[1]) == []


@pytest.mark.parametrize(
    "body",
    [
        "const found = INDEXES.map((one) => one.Name); found.sort(); expect(found).toEqual(['x', 'y'])",
        "const found = INDEXES.map((one) => one.Name); found.reverse(); expect(found[0]).toBe('y')",
        "const found = []; const other = found; INDEXES.forEach((one) => { other.push(one); }); expect(found[0].Name).toBe('x')",
        "const get = () => { let one = INDEXES[0]; if (wanted()) { [one] = others(); } return one; };\ntest('it', () => { expect(get().Name).toBe('x'); });",
        "let has = INDEXES.some((one) => one.Name === 'x'); has = wanted(); expect(has).toBe(true)",
        "const has = has; expect(has).toBe(true)",
        "const get = () => { let at = 0; if (wanted()) { at++; } return INDEXES[at]; };\ntest('it', () => { expect(get().Name).toBe('x'); });",
        "const get = () => { let one = INDEXES[0]; if (wanted()) { one = INDEXES[1]; } return one; };\ntest('it', () => { expect(get().Name).toBe('x'); });",
        "const get = () => { const all = []; if (wanted()) { all.push(INDEXES[0]); } all.push(INDEXES[1]); return all; };\ntest('it', () => { expect(get()[0].Name).toBe('y'); });",
        "const found = []; fill(found); expect(found[0].Name).toBe('x')",
        "function check(name) { expect(R[name].Properties.Mode).toBe('P'); }\ntest('it', () => { if (wanted()) { check('Orders'); } });",
        "const check = async (name) => { expect(R[name].Properties.Mode).toBe('P'); };\ntest('it', () => { check('Orders'); });",
        "function* check(name) { expect(R[name].Properties.Mode).toBe('P'); }\ntest('it', () => { check('Orders'); });",
        "function check(name) { check(name); expect(R[name].Properties.Mode).toBe('P'); }\ntest('it', () => { });",
        "const byKind = (kind) => { for (const one of INDEXES) { if (wanted(one)) return one; } };\ntest('it', () => { expect(byKind('N').Name).toBe('y'); });",
        "describe('d', () => { const found = []; beforeAll(() => { found.push(INDEXES[0]); }); it('i', () => { expect(found[0].Name).toBe('x'); }); }); // test(",
        "describe('d', () => { let one; it('i', () => { expect(one).toBeUndefined(); expect(one.Name).toBe('x'); }); beforeEach(() => { one = pick(); }); }); // test(",
        f"expect(Object.entries(R).filter(([name, one]) => one.Type === '{TABLE}' && name.startsWith('O'))).toHaveLength(1)",
        "expect(INDEXES.reduce((all, one) => wanted(all, one), {}).x).toBe('S')",
    ],
)  # fmt: skip
def test_javascript_that_is_not_certain(body: str) -> None:
    assert paths(script(body)[1]) == []


NAME = ("Resources", "Orders", "Properties", "Indexes", 0, "Name")
MODE = ("Resources", "Orders", "Properties", "Mode")


def rewritten(text: str, found: Expectations, change: SetValue) -> str | None:
    """The test as a change of the template carries it along; None where that takes a human."""
    after = Seen(edited(TREE, (change,)), is_exact=True)
    broken = [one for one in found.found if holds(one, after) is False]
    assert broken
    made = [carried(one, SEEN, after, text) for one in broken]
    edits = [edit for one in made if one is not None for edit in one.edits]
    return None if None in made else apply_edits(text, edits)


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ('assert {one["Name"] for one in INDEXES} == {"x", "y"}', '{"a-b", "y"}'),
        ('assert {(one["Name"], one["Kind"]) for one in INDEXES} == {("x", "S"), ("y", "N")}', '("a-b", "S")'),
        ('assert [one["Name"] for one in INDEXES] == ["x", "y"]', '["a-b", "y"]'),
        ('assert sorted(one["Name"] for one in INDEXES) == ["x", "y"]', None),
        ('assert {"x"} <= {one["Name"] for one in INDEXES}', None),
        ('for wanted in [{"x", "y"}]:\n    assert {one["Name"] for one in INDEXES} == wanted', None),
    ],
)  # fmt: skip
def test_what_is_carried_in_python(body: str, wanted: str | None) -> None:
    after = rewritten(*python(body), SetValue(NAME, "a-b"))
    assert (wanted is None) if after is None else (wanted is not None and wanted in after)


@pytest.mark.parametrize(
    ("body", "change", "wanted"),
    [
        ("expect(new Set(INDEXES.map((one) => one.Name))).toEqual(new Set(['y', 'x']))", SetValue(NAME, "a-b"), "['y', 'a-b']"),
        ("expect(INDEXES.map((one) => one.Name).sort()).toEqual(['x', 'y'])", SetValue(NAME, "a-b"), None),
        ("function check(name) { expect(R[name].Properties.Mode).toBe('P'); }\ntest('it', () => { check('Orders'); });", SetValue(MODE, "Q"), "toBe('Q')"),
        ("function check(name) { expect(R[name].Properties.Mode).toBe('P'); }\ntest('it', () => { check('Orders'); if (wanted()) { check('Carts'); } });", SetValue(MODE, "Q"), None),
        ("function check(name) { expect(R[name].Properties.Mode).toBe('P'); }\ntest('it', () => { check('Orders'); });\nmodule.exports = { check };", SetValue(MODE, "Q"), None),
        ("export const check = (name) => { expect(R[name].Properties.Mode).toBe('P'); };\ntest('it', () => { check('Orders'); });", SetValue(MODE, "Q"), None),
        ("function check(name, mode) { expect(R[name].Properties.Mode).toBe(mode); }\ntest('it', () => { check('Orders', 'P'); });", SetValue(MODE, "Q"), None),
    ],
)  # fmt: skip
def test_what_is_carried_in_javascript(body: str, change: SetValue, wanted: str | None) -> None:
    after = rewritten(*script(body), change)
    assert (wanted is None) if after is None else (wanted is not None and wanted in after)


def test_a_set_of_texts_gets_nothing_that_has_no_hash() -> None:
    text, found = python('assert {one["Name"] for one in INDEXES} == {"x", "y"}')
    assert rewritten(text, found, SetValue(NAME, {"Ref": "Name"})) is None


def after(body: str, change: SetValue) -> list[tuple[str, bool | None]]:
    """What a test is known to have said before a change, and whether it holds after it."""
    seen = Seen(edited(TREE, (change,)), is_exact=True, is_after=True)
    still = {(one.span, one.path) for one in script(body, seen)[1].found}
    before = [one for one in script(body)[1].found if (one.span, one.path) in still]
    return [(str(one.path[-1]), holds(one, seen)) for one in before]


FOUND = "const one = INDEXES.find((one) => one.Name === 'x'); "


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (FOUND + "expect(one).toBeDefined()", [("Name", False)]),
        (FOUND + "expect(one.Kind).toBe('S')", [("Name", False)]),
        (FOUND + "expect(one?.Kind).toBeUndefined()", []),
        (FOUND + "expect(one).not.toBeNull()", []),
        ("expect(INDEXES.some((one) => one.Name === 'x')).toBe(true)", [("Name", False)]),
        ("expect(new Set(INDEXES.map((one) => one.Name))).toEqual(new Set(['x', 'y']))", [("Name", False), ("Name", True)]),
        ("expect(INDEXES.find((one) => one.Name !== 'y').Kind).toBe('S')", [("Kind", True), ("Name", True)]),
    ],
)  # fmt: skip
def test_what_is_looked_for_and_not_found_any_more(
    body: str, expected: list[tuple[str, bool | None]]
) -> None:
    assert [
        one for one in after(body, SetValue(NAME, "z")) if one[0] in ("Name", "Kind")
    ] == expected


def test_what_another_item_fits_as_well_is_not_certain() -> None:
    body = "expect(INDEXES.find((one) => one.Name !== 'q').Kind).toBe('S')"
    assert [one.path[-1] for one in script(body)[1].found] == ["Kind"]
