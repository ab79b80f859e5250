"""What TypeScript and JavaScript have and Python has not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.programs.reading import read, resources
from tests.programs.test_reading import SCRIPT

UNKNOWN = "Fn::Unknown"
ENUMS = (
    'export enum Stage { Dev = "dev", Prod = "prod" }\n'
    "export const enum Wait { None, Short, Long = Short * 60, Longer, 'very-long' = 900 }\n"
)


def delay(value: str, before: str = "", **others: str) -> Any:
    """What a queue of a program waits whose delay is an expression."""
    made = f'{before}\nnew aws.sqs.Queue("a", {{ delaySeconds: {value}, name: "q" }});'
    queue = resources("nodejs", SCRIPT + made, **others)["a"]["Properties"]
    return queue.get("DelaySeconds")


def test_members_of_enums_count_up_from_the_one_before() -> None:
    wanted = {"None": 0, "Short": 1, "Long": 60, "Longer": 61}
    assert {one: delay(f"Wait.{one}", ENUMS) for one in wanted} == wanted
    assert delay('Wait["very-long"]', ENUMS) == 900


def test_numbers_of_an_enum_have_its_names() -> None:
    assert delay('Wait[60] === "Long" ? 1 : 2', ENUMS) == 1


@pytest.mark.parametrize(
    "names",
    [
        'import { Wait } from "./enums";',
        'import * as enums from "./enums"; const Wait = enums.Wait;',
        'import * as enums from "./enums"; import Wait = enums.Wait;',
        'import { inner } from "./index2"; const Wait = inner.Wait;',
    ],
)
def test_an_enum_of_another_module_is_the_same(names: str) -> None:
    index2 = 'export * as inner from "./enums";'
    assert delay("Wait.Long", names, enums=ENUMS, index2=index2) == 60


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Names.WAIT", 7),
        ("Names.Inner.WAIT", 8),
        ("Deep.Down.WAIT", 9),
        ("Names.twice(4)", 8),
        ("Names.MORE", 1),
        ("Names.hidden", None),
    ],
)
def test_what_a_namespace_exports_is_its_member(value: str, expected: int | None) -> None:
    namespaces = (
        "export namespace Names {\n"
        "  const hidden = 5;\n"
        "  export const WAIT = 7;\n"
        "  export namespace Inner { export const WAIT = 8; }\n"
        "  export function twice(n: number) { return n * 2; }\n"
        "}\n"
        "namespace Deep.Down { export const WAIT = 9; }\n"
        "namespace Names { export const MORE = 1; }\n"
    )
    found = delay(value, namespaces)
    assert found == expected if expected is not None else UNKNOWN in found


@pytest.mark.parametrize(
    "before",
    [
        "const LIMITS = { wait: 5 } as const;",
        "const LIMITS = { wait: 5 } satisfies Record<string, number>;",
        "const LIMITS = <const>{ wait: 5 };",
        "const LIMITS: Readonly<{ wait: number }> = Object.freeze({ wait: 5 });",
        "class LIMITS { static readonly wait = 5; }",
        "class LIMITS { static get wait() { return 5; } }",
        "class LIMITS { static base = 4; static readonly wait = LIMITS.base + 1; }",
    ],
)
def test_objects_that_never_change_are_read(before: str) -> None:
    assert delay("LIMITS.wait", before) == 5


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("{}", 5),
        ("{ wait: 6 }", 6),
        ("{ wait: undefined }", 5),
    ],
)
def test_a_pattern_gives_defaults(given: str, expected: int) -> None:
    made = (
        "function make({ wait = 5, ...rest }: Args) {\n"
        '  return new aws.sqs.Queue("a", { delaySeconds: wait, ...rest });\n}\n'
        f"make({given});"
    )
    (queue,) = resources("nodejs", SCRIPT + made).values()
    assert queue["Properties"] == {"DelaySeconds": expected}


def test_a_pattern_of_a_list_leaves_places_out_and_takes_the_rest() -> None:
    assert delay("second", "const [, second = 9] = [1, 2];") == 2
    assert delay("second", "const [, second = 9] = [1];") == 9
    assert delay("rest.length", "const [, ...rest] = [1, 2, 3];") == 2


SWITCH = (
    "function wait(stage: string) {\n"
    "  let found = 1;\n"
    "  switch (stage) {\n"
    '    case "prod":\n'
    "      found = 30;\n"
    "      break;\n"
    '    case "test":\n'
    '    case "staging":\n'
    "      found = 20;\n"
    "    // goes on\n"
    '    case "dev":\n'
    "      if (found > 10) { break; }\n"
    "      found = 5;\n"
    "      break;\n"
    "    default:\n"
    "      return 99;\n"
    "  }\n"
    "  return found;\n"
    "}\n"
)


@pytest.mark.parametrize(
    ("stage", "expected"), [("prod", 30), ("test", 20), ("staging", 20), ("dev", 5), ("other", 99)]
)
def test_a_switch_goes_where_its_value_is(stage: str, expected: int) -> None:
    assert delay(f'wait("{stage}")', SWITCH) == expected


def test_a_switch_over_the_configuration_is_a_case_for_each_value() -> None:
    short = (
        "function wait(stage: string) {\n"
        '  switch (stage) { case "prod": return 30; default: return 1; }\n}\n'
    )
    assert delay("wait(pulumi.getStack())", short) == {"Fn::If": ["Case1", 30, 1]}


def test_a_table_by_the_configuration_is_a_case_for_each_key() -> None:
    table = "const waits = { dev: 1, prod: 30 };"
    found = delay("waits[pulumi.getStack()] ?? 7", table)
    assert found == {"Fn::If": ["Case2", 1, {"Fn::If": ["Case1", 30, 7]}]}


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("let n = 3; n++;", 4),
        ("let n = 3; n += 2;", 5),
        ("let n = 3; const old = n++; n = old;", 3),
        ("let n; let m; n = m = 6;", 6),
        ("let n: number | undefined = undefined; n ??= 8;", 8),
        ("let n = 0; for (let i = 0; i < 4; i++) { n += i; }", 6),
        ("let n = 0; while (n < 5) { n++; }", 5),
        ("let n = 0; for (const x of [1, 2, 3]) { if (x === 2) break; n = x; }", 1),
        ("let n = 0; for (const x of [1, 2, 3]) { if (x === 2) continue; n = x; }", 3),
        ("const n = 4; function other() { const n = 9; return n; }\nother();", 4),
        ('const n = "a-b-c".replace("-", "_") === "a_b-c" ? 1 : 2;', 1),
        ('const k = "a"; const n = { [`${k}-b`]: 7 }["a-" + "b"];', 7),
        ('const n = "orders".slice(0, 3) === "ord" && "orders".substring(4) === "rs" ? 1 : 2;', 1),
        ('const n = [0, 4, ""].filter(Boolean).length;', 1),
        ("const n = 0.5 * 60;", 30),
        ("const n = [1, 2, 3].filter((x) => x > 1).length;", 2),
        ("const n = Object.fromEntries([['a', 5]]).a;", 5),
        ("const n = Array.from({ length: 3 }, (_, i) => i * 2)[2];", 4),
    ],
)
def test_what_is_counted_is_known(before: str, expected: int) -> None:
    assert delay("n", before) == expected


@pytest.mark.parametrize(
    "before",
    [
        "const o: any = { n: 5 }; delete o.n; const n = o.n;",
        "const l = [5, 6]; l.reverse(); const n = l[0];",
        "let n = 1; while (ask()) { n = 2; }",
    ],
)
def test_what_a_change_leaves_behind_is_not_known(before: str) -> None:
    found = delay("n", before)
    assert UNKNOWN in found or "Fn::If" in found


def test_a_break_that_nobody_knows_of_may_end_the_loop() -> None:
    made = (
        "for (const name of ['a', 'b', 'c']) {\n"
        "  if (name === ask()) break;\n"
        "  new aws.sqs.Queue(name);\n}\n"
    )
    found = resources("nodejs", SCRIPT + made)
    assert all("Condition" in queue for queue in found.values())


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("const m = new Map([['a', 5]]); const n = m.get('a');", 5),
        ("const m = new Map(); m.set('a', 5); const n = m.has('a') ? m.size : 9;", 1),
        ("const m = new Map(); m.set('a', 5).set('b', 6); const n = [...m][1][1];", 6),
        ("const m = new Map([['a', 5]]); let n = 0; m.forEach((v, k) => { n += v; });", 5),
        ("const m = new Map([['a', 5]]); let n = 0; for (const [k, v] of m) { n += v; }", 5),
        ("const s = new Set(['a', 'b', 'a']); const n = s.has('b') ? s.size : 9;", 2),
        ("const s = new Set(['a']); s.add('a').add; s.add('b'); const n = s.size;", 2),
    ],
)
def test_maps_and_sets_are_what_was_put_into_them(before: str, expected: int) -> None:
    assert delay("n", before) == expected


def test_the_trust_of_a_principal_is_a_policy() -> None:
    made = (
        'const role = new aws.iam.Role("r", { assumeRolePolicy:'
        ' aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }) });'
    )
    role = resources("nodejs", SCRIPT + made)["role"]["Properties"]
    (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "lambda.amazonaws.com"}
    assert (statement["Effect"], statement["Action"]) == ("Allow", "sts:AssumeRole")


def test_a_component_that_nobody_makes_is_given_all_that_it_asks_for() -> None:
    made = (
        "export class Api extends pulumi.ComponentResource {\n"
        "  constructor(name: string, one: A, two: B, routes: C[], opts?: Options) {\n"
        '    super("a:b:Api", name, {}, opts);\n'
        "    routes.map((route) => new aws.sqs.Queue(route.name));\n  }\n}\n"
    )
    assert not read("nodejs", {"index.ts": SCRIPT + made}).program.reader.used
