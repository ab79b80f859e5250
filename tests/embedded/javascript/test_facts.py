"""What JavaScript code asks for and does when it runs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.embedded.facts import UNREADABLE_FACTS, Facts, SdkCall, Text, Variable
from auditor.embedded.javascript import facts

V2 = 'const AWS = require("aws-sdk"); '
V3 = 'const { S3Client, GetObjectCommand } = require("@aws-sdk/client-s3"); '


def only_call(source: str, *, typescript: bool = False) -> SdkCall:
    calls = facts(source, typescript=typescript).calls
    assert len(calls) == 1, calls
    return calls[0]


IMPORTS = {
    "require": ('const x = require("x")', [("x", ())]),
    "require of names": ('const { a, b: c } = require("x")', [("x", ("a", "b"))]),
    "require of one name": ('const a = require("x").a', [("x", ("a",))]),
    "default": ('import x from "x"', [("x", ("default",))]),
    "named": ('import { a, b as c } from "x"', [("x", ("a", "b"))]),
    "namespace": ('import * as x from "x"', [("x", ("*",))]),
    "for its effects": ('import "x"', [("x", ())]),
    "re-export": ('export { a } from "x"; export * from "y"', [("x", ("a",)), ("y", ("*",))]),
    "dynamic": ('const { a } = await import("x")', [("x", ("a",))]),
    "template": ("require(`x`)", [("x", ())]),
    "constant": ('const n = "x"; require(n)', [("x", ())]),
    "created require": (
        'import { createRequire } from "module"; const require = createRequire(u); require("x")',
        [("module", ("createRequire",)), ("x", ())],
    ),
    "own require": ('function f(require) { require("x") }', []),
    "resolve": ('require.resolve("x")', []),
    "in a string": ("const s = \"require('x')\"", []),
    "in a comment": ('// require("x")', []),
    "export without source": ("export { a }; export const b = 1", []),
}


@pytest.mark.parametrize(("source", "imports"), IMPORTS.values(), ids=IMPORTS.keys())
def test_imports(source: str, imports: list[tuple[str, tuple[str, ...]]]) -> None:
    found = facts(source)
    assert [(one.module, one.names) for one in found.imports] == imports
    assert not found.opaque


TYPESCRIPT_IMPORTS = {
    "type": ('import type { A } from "x"', []),
    "types among values": ('import { type A, b } from "x"; b()', ["x"]),
    "types only": ('import { Context } from "aws-lambda"; let c: Context', []),
    "not used": ('import { A } from "x"', []),
    "value": ('import { a } from "x"; const b: B = a as B', ["x"]),
    "import require": ('import a = require("x"); a()', ["x"]),
    "effects": ('import "x"', ["x"]),
    "re-exported type": ('export type { A } from "x"', []),
}


@pytest.mark.parametrize(
    ("source", "modules"), TYPESCRIPT_IMPORTS.values(), ids=TYPESCRIPT_IMPORTS.keys()
)
def test_imports_of_typescript(source: str, modules: list[str]) -> None:
    assert [one.module for one in facts(source, typescript=True).imports] == modules


GUARDS = {
    "plain": ('require("x")', (False, True, True)),
    "try": ('try { require("x") } catch {}', (True, True, True)),
    "finally only": ('try { require("x") } finally {}', (False, True, True)),
    "in the handler": ('try {} catch { require("x") }', (False, True, False)),
    "function": ('function f() { require("x") }', (False, False, True)),
    "condition": ('if (a) require("x")', (False, True, False)),
    "choice": ('a ? require("x") : 1', (False, True, False)),
    "logical": ('a || require("x")', (False, True, False)),
    "catch": ('import("x").then(f).catch(g)', (True, True, True)),
    "second function": ('import("x").then(f, g)', (True, True, True)),
    "then": ('import("x").then(f)', (False, True, True)),
    "called at once": ('(async () => { await import("x") })()', (False, True, True)),
    "after a return": ('function f() { if (a) return; require("x") }', (False, False, False)),
}


@pytest.mark.parametrize(("source", "expected"), GUARDS.values(), ids=GUARDS.keys())
def test_guards(source: str, expected: tuple[bool, bool, bool]) -> None:
    (found,) = facts(source).imports
    assert (found.guarded, found.at_load, found.certain) == expected


OPAQUE = {
    "eval": "eval(x)",
    "Function": "new Function(x)",
    "computed require": "require(x)",
    "computed import": "import(x)",
    "partly known": "require(`./${x}`)",
    "vm": 'require("vm").runInThisContext(x)',
    "require handed on": "load(require)",
}


@pytest.mark.parametrize("source", OPAQUE.values(), ids=OPAQUE.keys())
def test_opaque(source: str) -> None:
    assert facts(source).opaque


READS = {
    "member": ("process.env.X", ["X"]),
    "brackets": ('process.env["X"]', ["X"]),
    "taken apart": ('const { X, Y = "d", Z: z } = process.env', ["X", "Y", "Z"]),
    "taken apart twice": ("const { env: { X } } = process", ["X"]),
    "alias": ("const env = process.env; env.X", ["X"]),
    "env of process": ("const { env } = process; env.X", ["X"]),
    "imported": ('import { env } from "node:process"; env.X', ["X"]),
    "own process": ("function f(process) { return process.env.X }", []),
    "written": ('process.env.X = "a"', []),
    "deleted": ("delete process.env.X", []),
    "another env": ("import.meta.env.X + a.env.Y", []),
    "in": ('"X" in process.env', []),
}


@pytest.mark.parametrize(("source", "names"), READS.values(), ids=READS.keys())
def test_reads(source: str, names: list[str]) -> None:
    reads = facts(source).reads
    assert [read.name for read in reads] == names
    assert not any(read.required for read in reads)


USED = {
    "directly": "s3.getObject({ Bucket: process.env.X })",
    "constant": "const x = process.env.X; s3.getObject({ Bucket: x })",
    "destructured": "const { X } = process.env; s3.getObject({ Bucket: X })",
    "renamed": "const { X: x } = process.env; s3.getObject({ Bucket: x })",
    "shorthand": "const { X: Bucket } = process.env; s3.getObject({ Bucket })",
    "parameters": "const p = { Bucket: process.env.X }; s3.getObject(p)",
    "nested": "s3.putObject({ Tags: [{ Value: process.env.X }] })",
    "logged too": "const x = process.env.X; console.log(x); s3.getObject({ Bucket: x })",
}


@pytest.mark.parametrize("code", USED.values(), ids=USED.keys())
def test_variables_used_in_a_call(code: str) -> None:
    found = facts(f"{V2}const s3 = new AWS.S3(); {code}")
    assert [read.used_in_call for read in found.reads] == [True]


HANDLED = {
    "or": 's3.getObject({ Bucket: process.env.X || "d" })',
    "nullish": 's3.getObject({ Bucket: process.env.X ?? "d" })',
    "default": 'const { X = "d" } = process.env; s3.getObject({ Bucket: X })',
    "tested before": "if (!process.env.X) throw 1; s3.getObject({ Bucket: process.env.X })",
    "constant tested": "const x = process.env.X; if (!x) throw 1; s3.getObject({ Bucket: x })",
    "compared": 'const x = process.env.X; x === "a"; s3.getObject({ Bucket: x })',
    "in": 'if ("X" in process.env) s3.getObject({ Bucket: process.env.X })',
    "validated": "const x = process.env.X; check(x); s3.getObject({ Bucket: x })",
    "all validated": "check(process.env); s3.getObject({ Bucket: process.env.X })",
    "by name": "for (const n of names) process.env[n] || f(); s3.getObject({ B: process.env.X })",
    "in a text": "s3.getObject({ Bucket: `a-${process.env.X}` })",
    "no call": "f({ Bucket: process.env.X })",
    "listed": "[process.env.X].every(Boolean); s3.getObject({ Bucket: process.env.X })",
    "reassigned": 'let x = process.env.X; x = "a"; s3.getObject({ Bucket: x })',
}


@pytest.mark.parametrize("code", HANDLED.values(), ids=HANDLED.keys())
def test_variables_that_may_be_handled(code: str) -> None:
    found = facts(f"{V2}const s3 = new AWS.S3(); {code}")
    assert not any(read.used_in_call for read in found.reads)


SETS = {
    "member": ('process.env.X = "a"', {"X"}, False),
    "brackets": ('process.env["X"] ||= "a"', {"X"}, False),
    "computed": ("process.env[x] = 1", set(), True),
    "assign": ("Object.assign(process.env, { X: 1, Y: 2 })", {"X", "Y"}, False),
    "assign of others": ("Object.assign(process.env, x)", set(), True),
    "dotenv": ('require("dotenv").config()', set(), True),
    "dotenv by import": ('import "dotenv/config"', set(), True),
    "handed on": ("load(process.env)", set(), True),
    "file": ("process.loadEnvFile()", set(), True),
    "read": ("console.log(process.env, process.env.X)", set(), False),
    "copied": ("const a = Object.assign({}, process.env), b = { ...process.env }", set(), False),
}


@pytest.mark.parametrize(("source", "sets", "more"), SETS.values(), ids=SETS.keys())
def test_sets(source: str, sets: set[str], more: bool) -> None:
    found = facts(source)
    assert set(found.sets) == sets
    assert found.sets_more == more


CALLS = {
    "v3": (V3 + "new S3Client({}).send(new GetObjectCommand({}))", "client-s3", "GetObject"),
    "v3 import": (
        (
            'import { S3Client as C, PutObjectCommand as P } from "@aws-sdk/client-s3"; '
            "const c = new C(); c.send(new P({}))"
        ),
        "client-s3",
        "PutObject",
    ),
    "v3 namespace": (
        (
            'const s3 = require("@aws-sdk/client-s3"); const c = new s3.S3Client(); '
            "c.send(new s3.GetObjectCommand({}))"
        ),
        "client-s3",
        "GetObject",
    ),
    "v3 command before": (
        V3 + "const c = new GetObjectCommand({}); x.send(c)",
        "client-s3",
        "GetObject",
    ),
    "v3 aggregated": (
        'const { S3 } = require("@aws-sdk/client-s3"); new S3({}).getObject({})',
        "client-s3",
        "getObject",
    ),
    "v3 document client": (
        (
            'const d = require("@aws-sdk/lib-dynamodb"); '
            "d.DynamoDBDocumentClient.from(x).send(new d.QueryCommand({}))"
        ),
        "lib-dynamodb",
        "Query",
    ),
    "v3 aggregated documents": (
        (
            'import { DynamoDBDocument } from "@aws-sdk/lib-dynamodb"; '
            "DynamoDBDocument.from(c).put({})"
        ),
        "lib-dynamodb",
        "put",
    ),
    "v3 paginator": (
        (
            'import { paginateListObjectsV2 } from "@aws-sdk/client-s3"; '
            "paginateListObjectsV2({ client }, {})"
        ),
        "client-s3",
        "ListObjectsV2",
    ),
    "v2": (V2 + "new AWS.SNS().publish({})", "SNS", "publish"),
    "v2 default import": ('import AWS from "aws-sdk"; new AWS.SNS().publish({})', "SNS", "publish"),
    "v2 namespace": ('import * as A from "aws-sdk"; new A.SNS().publish({})', "SNS", "publish"),
    "v2 named": ('const { S3 } = require("aws-sdk"); new S3().getObject({})', "S3", "getObject"),
    "v2 client file": (
        'const S3 = require("aws-sdk/clients/s3"); new S3().getObject({})',
        "s3",
        "getObject",
    ),
    "v2 documents": (
        V2 + "const d = new AWS.DynamoDB.DocumentClient(); d.get({}, cb)",
        "DynamoDB.DocumentClient",
        "get",
    ),
    "v2 X-Ray": (
        (
            'const X = require("aws-xray-sdk"); const AWS = X.captureAWS(require("aws-sdk")); '
            "new AWS.SQS().sendMessage({}).promise()"
        ),
        "SQS",
        "sendMessage",
    ),
    "v2 X-Ray of a client": (V2 + "X.captureAWSClient(new AWS.S3()).upload({})", "S3", "upload"),
    "v2 by name": (
        V2 + 'new AWS.S3().makeUnauthenticatedRequest("getObject", {})',
        "S3",
        "getObject",
    ),
    "cached": (
        V2 + "let c; function f() { if (!c) c = new AWS.S3(); c.upload({}) }",
        "S3",
        "upload",
    ),
    "cached by or": (V2 + "let c; c = c || new AWS.S3(); c.upload({})", "S3", "upload"),
    "made twice": (V2 + "let c = new AWS.S3(); c = new AWS.S3({}); c.upload({})", "S3", "upload"),
    "class": (
        V2 + "class A { constructor() { this.c = new AWS.S3() } f() { this.c.upload({}) } }",
        "S3",
        "upload",
    ),
    "field": (V2 + "class A { c = new AWS.S3(); f = () => this.c.upload({}) }", "S3", "upload"),
    "in an object": (V2 + "const c = { s3: new AWS.S3() }; c.s3.upload({})", "S3", "upload"),
    "compiled": (
        'const s = __importStar(require("@aws-sdk/client-s3")); x.send(new s.GetObjectCommand({}))',
        "client-s3",
        "GetObject",
    ),
}


@pytest.mark.parametrize(("source", "client", "operation"), CALLS.values(), ids=CALLS.keys())
def test_calls(source: str, client: str, operation: str) -> None:
    call = only_call(source)
    assert (call.client, call.operation, call.is_waiter) == (client, operation, False)
    assert (call.arguments, call.complete) == ((), True)


WAITERS = {
    "v2": (V2 + 'new AWS.S3().waitFor("bucketExists", { Bucket: "b" })', "bucketExists"),
    "v3": (
        (
            'import { waitUntilBucketExists } from "@aws-sdk/client-s3"; '
            'waitUntilBucketExists({ client }, { Bucket: "b" })'
        ),
        "BucketExists",
    ),
}


@pytest.mark.parametrize(("source", "operation"), WAITERS.values(), ids=WAITERS.keys())
def test_waiters(source: str, operation: str) -> None:
    call = only_call(source)
    assert (call.operation, call.is_waiter) == (operation, True)
    assert [argument.path for argument in call.arguments] == [("Bucket",)]


NO_CALLS = {
    "unknown client": "client.getObject({})",
    "another module": 'const { S3 } = require("minio"); new S3().getObject({})',
    "two services": V2 + "let c = new AWS.S3(); if (x) c = new AWS.SNS(); c.publish({})",
    "own name": V2 + "function f(AWS) { new AWS.S3().getObject({}) }",
    "parameter": V2 + "const c = new AWS.S3(); function f(c) { c.getObject({}) }",
    "listener": V2 + 'new AWS.S3().on("x", f)',
    "configuration": V2 + 'new AWS.S3().config.update({ region: "x" })',
    "credentials": V2 + "new AWS.SharedIniFileCredentials({}).get()",
    "something sent": "response.send(body)",
    "exception": 'const { NoSuchKey } = require("@aws-sdk/client-s3"); new NoSuchKey().toString()',
    "utility": 'const { Upload } = require("@aws-sdk/lib-storage"); new Upload({}).done()',
    "this of another class": V2 + "class A { c = new AWS.S3() } class B { f() { this.c.x({}) } }",
}


@pytest.mark.parametrize("source", NO_CALLS.values(), ids=NO_CALLS.keys())
def test_no_calls(source: str) -> None:
    assert facts(source).calls == ()


def test_arguments_are_flattened() -> None:
    source = (
        f"{V2}new AWS.EventBridge().putTargets({{ Rule: 'r', Targets: [{{ Id: i, 'Arn': a }}] }})"
    )
    call = only_call(source)
    found = {argument.path: argument for argument in call.arguments}
    assert list(found) == [("Rule",), ("Targets", "[]", "Id"), ("Targets", "[]", "Arn")]
    arn = found["Targets", "[]", "Arn"]
    assert source[arn.span.start : arn.span.end] == "a"
    assert source[arn.whole.start : arn.whole.end] == "Targets: [{ Id: i, 'Arn': a }]"
    assert source[call.span.start : call.span.end] == "new AWS.EventBridge().putTargets"


INCOMPLETE = {
    "spread": ("f({ ...p, A: 1 })", [("A",)]),
    "spread afterwards": ("f({ A: 1, ...p })", []),
    "computed": ("f({ [x]: 1 })", []),
    "variable": ("f(p)", []),
    "property added": ("const p = { A: 1 }; p.B = 2; s3.f(p)", [("A",)]),
    "property changed": ("const p = { A: 1, B: 1 }; p.B = 2; s3.f(p)", [("A",)]),
    "handed on": ("const p = { A: 1 }; fill(p); s3.f(p)", []),
    "assigned": ("const p = { A: 1 }; Object.assign(p, q); s3.f(p)", []),
    "nested spread": ("f({ A: { ...x } })", [("A",)]),
    "preset": ("const c = new AWS.S3({ params: {} }); c.f({ A: 1 })", [("A",)]),
    "spread of arguments": ("f(...x)", []),
}


@pytest.mark.parametrize(("code", "paths"), INCOMPLETE.values(), ids=INCOMPLETE.keys())
def test_incomplete_arguments(code: str, paths: list[tuple[str, ...]]) -> None:
    start = "" if code.startswith("const") else "s3."
    call = only_call(f"{V2}const s3 = new AWS.S3(); {start}{code}")
    assert not call.complete
    assert [argument.path for argument in call.arguments] == paths


VALUES = {
    "string": ("'a'", ("a",)),
    "escapes": (r"'\x61\n\u{62}\''", ("a\nb'",)),
    "template": ("`a`", ("a",)),
    "hole": ("`a${x}b`", ("a", None, "b")),
    "sum": ("'a' + 'b' + x", ("ab", None)),
    "sum of unknowns": ("x + y + 'a'", (None,)),
    "variable": ("process.env.X", (Variable("X"),)),
    "variable in a text": ("`a${process.env.X}`", ("a", Variable("X"))),
    "constant": ("k", ("K",)),
    "changed variable": ("m", (None,)),
    "property of a constant": ("o.p", ("P",)),
    "number": ("1", (None,)),
    "empty": ("''", ()),
    "default": ("process.env.X || 'd'", (None,)),
    "call": ("f('a')", (None,)),
}


@pytest.mark.parametrize(("code", "parts"), VALUES.values(), ids=VALUES.keys())
def test_values(code: str, parts: tuple[str | Variable | None, ...]) -> None:
    start = "const k = 'K', o = { p: 'P' }; let m = 'a'; m = 'b'; "
    (argument,) = only_call(f"{V2}{start}new AWS.S3().f({{ A: {code} }})").arguments
    assert argument.value == Text(parts)


REGIONS = {
    "v2": (V2 + 'new AWS.S3({ region: "r" })', "S3", 'region: "r"', ("r",)),
    "v3": (V3 + "new S3Client({ region: 'r' })", "client-s3", "region: 'r'", ("r",)),
    "variable": (
        V3 + "new S3Client({ region: process.env.AWS_REGION })",
        "client-s3",
        "region: process.env.AWS_REGION",
        (Variable("AWS_REGION"),),
    ),
    "all": (V2 + 'AWS.config.update({ region: "r" })', "", 'region: "r"', ("r",)),
    "assigned": (V2 + 'AWS.config.region = "r"', "", 'AWS.config.region = "r"', ("r",)),
    "unknown options": (V3 + "new S3Client(options)", "client-s3", "options", (None,)),
}


@pytest.mark.parametrize(
    ("source", "client", "place", "parts"), REGIONS.values(), ids=REGIONS.keys()
)
def test_regions(
    source: str, client: str, place: str, parts: tuple[str | Variable | None, ...]
) -> None:
    (found,) = facts(source).clients
    assert found.client == client
    assert found.region == Text(parts)
    assert found.region_argument is not None
    assert source[found.region_argument.start : found.region_argument.end] == place


NO_REGIONS = {
    "none": V3 + "new S3Client()",
    "others": V3 + "new S3Client({ maxAttempts: 3 })",
    "v2": V2 + "new AWS.S3()",
}


@pytest.mark.parametrize("source", NO_REGIONS.values(), ids=NO_REGIONS.keys())
def test_no_region(source: str) -> None:
    (found,) = facts(source).clients
    assert (found.region, found.region_argument, found.region_value) == (None, None, None)


def test_configuration_without_region_is_no_client() -> None:
    assert (
        facts(V2 + "AWS.config.update({ maxRetries: 1 }); AWS.config.logger = console").clients
        == ()
    )


PLACES = {
    "top": ("c.f()", (True, True, None)),
    "handler": ("exports.handler = async () => { await c.f() }", (False, True, "handler")),
    "function": ("function g() { c.f() }", (False, True, "g")),
    "method": ("class A { m() { c.f() } }", (False, True, "m")),
    "called at once": ("(async () => { c.f() })()", (True, True, None)),
    "if": ("function g() { if (x) c.f() }", (False, False, "g")),
    "condition of if": ("function g() { if (c.f()) x() }", (False, True, "g")),
    "for": ("function g() { for (const a of b) c.f() }", (False, False, "g")),
    "try": ("function g() { try { c.f() } catch {} }", (False, False, "g")),
    "after a return": ("function g() { if (x) { return } c.f() }", (False, False, "g")),
    "returned": ("function g() { return c.f() }", (False, True, "g")),
    "return of a callback": ("function g() { a(() => { return }); c.f() }", (False, True, "g")),
    "and": ("x && c.f()", (True, False, None)),
    "switch": ("switch (x) { case 1: c.f() }", (True, False, None)),
    "optional": ("c?.f()", (True, False, None)),
    "generator": ("function* g() { c.f() }", (False, False, "g")),
}


@pytest.mark.parametrize(("code", "expected"), PLACES.values(), ids=PLACES.keys())
def test_places(code: str, expected: tuple[bool, bool, str | None]) -> None:
    call = only_call(f"{V2}const c = new AWS.S3(); {code}")
    assert (call.at_load, call.always, call.function) == expected


def test_typescript() -> None:
    source = """
    import { S3Client, GetObjectCommand } from "@aws-sdk/client-s3";
    export class Store {
      private readonly client: S3Client = new S3Client({ region: "r" } as Config);
      async load(key: string): Promise<Body> {
        return this.client.send<A>(new GetObjectCommand({ Bucket: process.env.B!, Key: key }));
      }
    }
    """
    call = only_call(source, typescript=True)
    assert call.maker is not None
    assert call.maker.region == Text(("r",))
    assert call.arguments[0].value == Text((Variable("B"),))
    assert call.function == "load"
    assert facts(source) == UNREADABLE_FACTS


WIDE = {"byte order mark": "\ufeff", "umlauts": "/* äöü */", "emoji": "'\U0001f600'; "}


@pytest.mark.parametrize("before", WIDE.values(), ids=WIDE.keys())
def test_spans_are_of_characters(before: str) -> None:
    source = before + 'require("x")'
    (found,) = facts(source).imports
    assert source[found.span.start : found.span.end] == '"x"'


DEEP = {
    "parentheses": "(" * 50_000 + "1" + ")" * 50_000,
    "braces": "{a;" * 30_000 + "}" * 30_000,
    "members": "process.env" + ".b" * 20_000,
    "calls": "f(" * 30_000 + ")" * 30_000,
    "sums": "x = " + "'a' + " * 10_000 + "'b'",
    "objects": V2 + "new AWS.S3().f(" + "{ a: " * 20_000 + "1" + "}" * 20_000 + ")",
    "constants": "const a0 = 'x';"
    + "".join(f"const a{n + 1} = a{n} + a{n};" for n in range(2_000)),
    "requires": "".join(f"const r{n} = require(r{n + 1});" for n in range(2_000)),
    "parameters": V2 + "const s = new AWS.S3(), p = { A: 1 };" + "s.f(p);" * 4_000,
    "functions": "(() => {" * 10_000 + "})()" * 10_000,
    "unbalanced": "{" * 100_000,
}


@pytest.mark.parametrize("source", DEEP.values(), ids=DEEP.keys())
def test_deep_and_long_sources_are_answered(source: str) -> None:
    assert isinstance(facts(source), Facts)


@given(st.text() | st.text(alphabet="process.nvX=(){}[];,'`$>?:require\n"))
def test_any_text_is_answered(source: str) -> None:
    for typescript in (False, True):
        found = facts(source, typescript=typescript)
        assert found.parses or found == UNREADABLE_FACTS


@given(st.lists(st.sampled_from(["A", "B", "C"]), max_size=5))
def test_every_read_is_found(names: list[str]) -> None:
    source = ";\n".join(f"f(process.env.{name})" for name in names)
    found = facts(source)
    assert [read.name for read in found.reads] == names
    assert all(source[read.span.start : read.span.end].endswith(read.name) for read in found.reads)
