"""What a JavaScript source file provides to the Lambda runtime."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.embedded.code import UNREADABLE
from auditor.embedded.javascript import read

TYPESCRIPT = """
"use strict";
var __awaiter = (this && this.__awaiter) || function (thisArg, _arguments, P, generator) {};
Object.defineProperty(exports, "__esModule", { value: true });
exports.handler = void 0;
const handler = (event) => __awaiter(void 0, void 0, void 0, function* () {});
exports.handler = handler;
"""

NAMES = {
    "nothing": ("", set()),
    "function that is not exported": ("function handler() {}", set()),
    "exports": ("exports.handler = async (event) => 1;", {"handler"}),
    "module.exports": ("module.exports.handler = f;", {"handler"}),
    "brackets": ("exports['a'] = module['exports'][`b`] = 1", {"a", "b"}),
    "parentheses": ("(exports).a = 1; (exports.b) = 1", {"a", "b"}),
    "comments": ("exports/**/./**/a /**/ = /**/ 1", {"a"}),
    "chain": ("exports.a = exports.b = void 0", {"a", "b"}),
    "logical assignment": ("exports.a ??= 1; exports.b += 1", {"a", "b"}),
    "destructuring": (
        "[exports.a, exports.b = 1] = x; ({ y: exports.c, ...exports.d } = x)",
        {"a", "b", "c", "d"},
    ),
    "loop variable": ("for (exports.a of x);", {"a"}),
    "in a function": ("(function () { if (x) exports.a = 1 })()", {"a"}),
    "top-level this": ("this.a = 1; (() => { this.b = 1 })()", {"a", "b"}),
    "this of a function": ("exports.f = function () { this.a = 1 }", {"f", "a"}),
    "this of a class": ("class A { constructor() { this.a = 1 } }", set()),
    "object literal": (
        "module.exports = { a, b: 1, async c() {}, get d() { return 1 }, *e() {}, 'f': 1, 2: 1 }",
        {"a", "b", "c", "d", "e", "f", "2"},
    ),
    "literal in computed key": ("module.exports = { ['a']: 1, [`b`]() {}, [(3)]: 1 }", {*"ab3"}),
    "both names replaced": ("exports = module.exports = { a }; exports.b = 1", {"a", "b"}),
    "both names replaced the other way": ("module.exports = exports = { a }", {"a"}),
    "var exports": ("var exports = module.exports = {}; exports.a = 1", {"a"}),
    "only exports replaced": ("exports = { handler() {} }", set()),
    "exports replaced and exported": ("exports = { a() {} }; module.exports = exports", {"a"}),
    "exports tied again": ("exports = module.exports; exports.a = 1", {"a"}),
    "spread of the exports": ("module.exports = { ...exports, ...module.exports, a }", {"a"}),
    "spread of a literal": ("module.exports = { ...{ a, b }, c }", {"a", "b", "c"}),
    "object of its own": ("const app = { a }; app.b = 1; module.exports = app", {"a", "b"}),
    "object assigned later": ("let app; app = { a }; module.exports = app", {"a"}),
    "alias": ("const me = exports; me.a = 1", {"a"}),
    "alias of module.exports": ("const me = module.exports = {}; me.a = 1", {"a"}),
    "alias of all": ("var me = exports = module.exports; me.a = 1", {"a"}),
    "assign": ("Object.assign(exports, { a }, { b() {} })", {"a", "b"}),
    "assign to a copy": ("module.exports = Object.assign({}, exports, { a })", {"a"}),
    "freeze": ("module.exports = Object.freeze({ a })", {"a"}),
    "defineProperty": (
        "Object.defineProperty(exports, '__esModule', { value: true })",
        {"__esModule"},
    ),
    "defineProperties": ("Object.defineProperties(exports, { a: { value: 1 } })", {"a"}),
    "export declarations": (
        "export const a = 1, b = 2; export let c; export function d() {}; export class e {}",
        set("abcde"),
    ),
    "exported asynchronous functions and generators": (
        "export async function a() {}; export function* b() {}",
        {"a", "b"},
    ),
    "export of patterns": (
        "export const { a, x: b, c: { d = 1 }, ...e } = y, [f, , g] = z",
        set("abdefg"),
    ),
    "export default": ("export default async () => 1", {"default"}),
    "export default class": ("export default class A {}", {"default"}),
    "export clause": (
        "export { a as b, c, d as 'e f', g as default }",
        {"b", "c", "e f", "default"},
    ),
    "export from": ("export { a, b as c, default as d } from './x'", {"a", "c", "d"}),
    "export namespace": ("export * as a from './x'", {"a"}),
    "shebang": ("#!/usr/bin/env node\nexports.a = 1", {"a"}),
    "byte order mark": ("\ufeffexports.a = 1", {"a"}),
    "compiled TypeScript": (
        TYPESCRIPT,
        {"__esModule", "handler"},
    ),
}


@pytest.mark.parametrize(("source", "names"), NAMES.values(), ids=NAMES.keys())
def test_names(source: str, names: set[str]) -> None:
    module = read(source)
    assert module.names == names
    assert module.parses
    assert module.complete


READ_ONLY = {
    "read": "log(exports.a, exports[b], module.exports.c())",
    "property of an export": "exports.a.b = 1; exports.a[c] = 1",
    "deleted": "delete exports.a",
    "taken apart": "const { a, ...b } = exports",
    "main guard": "if (require.main === module && !module.parent) main()",
    "CommonJS guard": "if (typeof module !== 'undefined' && module.exports) f()",
    "either guard": "if (typeof exports === 'object' || exports) f()",
    "listed": "log(Object.keys(exports), `${exports}`)",
    "statement": "exports; module.exports",
    "looped over": "for (const k in exports) log(k)",
    "parameters": "function f(module, exports) { return module.a + exports.b }",
    "property names": "x.exports = x.module = 1; y = { exports: 1, module: 2 }",
    "strings": "x = 'exports.a = 1' // exports.b = 1",
    "file name": "log(module.id, module['filename'])",
}


@pytest.mark.parametrize("source", READ_ONLY.values(), ids=READ_ONLY.keys())
def test_reading_exports_nothing(source: str) -> None:
    module = read(source)
    assert module.names == frozenset()
    assert module.complete


INCOMPLETE = {
    "computed name": "exports[name] = 1",
    "computed name in a loop": "for (const k of keys) module.exports[k] = f",
    "computed key": "module.exports = { [name]: 1 }",
    "escape in a key": "module.exports = { '\\x61': 1 }",
    "escape in a name": "exports.\\u0061 = 1",
    "escape in exports": "\\u0065xports.a = 1",
    "spread of another object": "module.exports = { ...require('./x') }",
    "spread of a variable": "const x = { a: 1 }; module.exports = { ...x }",
    "function": "module.exports = function handler() {}",
    "named function": "function handler() {}\nmodule.exports = handler",
    "class": "module.exports = class {}",
    "instance": "module.exports = new App()",
    "another module": "module.exports = require('./x')",
    "imported object": "import x from './x'; module.exports = x",
    "object out of another": "const { x } = y; module.exports = x",
    "choice": "module.exports = x ? { a } : { b }",
    "default": "module.exports = module.exports || {}",
    "logical assignment": "module.exports ||= x",
    "assign from another": "Object.assign(exports, require('./x'))",
    "assign of a spread": "Object.assign(exports, ...x)",
    "defineProperty by name": "Object.defineProperty(exports, name, {})",
    "passed on": "fill(exports)",
    "passed on with this": "(function () {}).call(this)",
    "module passed on": "fill(module)",
    "object passed on": "const app = { a }; fill(app); module.exports = app",
    "returned": "function f() { return exports }",
    "returned by an arrow": "const f = () => module.exports",
    "in an object": "const x = { exports }",
    "in an array": "const x = [exports]",
    "alias in a function": "function f() { const me = exports; me.a = 1 }",
    "alias by assignment": "me = exports; me.a = 1",
    "alias of a new object": "x.y = module.exports = {}",
    "alias behind a choice": "const x = a || exports",
    "alias by a sequence": "(0, exports).a = 1",
    "alias of module": "const m = module; m.exports.a = 1",
    "alias out of module": "const { exports: x } = module",
    "module replaced": "module = x",
    "prototype": "exports.__proto__ = x",
    "prototype set": "Object.setPrototypeOf(exports, x)",
    "getter": "exports.__defineGetter__('a', f)",
    "export star": "export * from './x'",
    "eval": "eval(code)",
    "arguments": "fill(arguments[0])",
    "require cache": "require.cache[__filename].exports.a = 1",
    "compiled star": '__exportStar(require("./x"), exports)',
    "bundle": "module.exports = __toCommonJS(index_exports); 0 && (module.exports = { a })",
}


@pytest.mark.parametrize("source", INCOMPLETE.values(), ids=INCOMPLETE.keys())
def test_incomplete(source: str) -> None:
    module = read(source)
    assert not module.complete
    assert module.parses


HANDLERS = {
    "arrow": ("exports.handler = async (event) => 1", ("handler",)),
    "function": ("exports.handler = function (e, c, callback) {}", ("handler",)),
    "source order": ("exports.b = () => 1; module.exports.a = () => 1", ("b", "a")),
    "chain": ("exports.a = exports.b = () => 1", ("a", "b")),
    "declared later": ("exports.handler = h; async function h() {}", ("handler",)),
    "constant": ("const h = async () => 1; module.exports = { h, handler: h }", ("h", "handler")),
    "result of a call": ("exports.handler = middy(f)", ("handler",)),
    "constant result of a call": ("const h = middy(f); exports.handler = h", ("handler",)),
    "required module": ("exports.x = require('./x')", ()),
    "unknown value": ("exports.x = y; exports.z = require('./x').handler", ()),
    "value": ("exports.x = 1; exports.y = {}", ()),
    "class": ("exports.X = class {}; exports.Y = Y; class Y {}", ()),
    "generator": ("exports.x = function* () {}; exports.y = y; function* y() {}", ()),
    "methods": (
        "module.exports = { a() {}, async b() {}, *c() {}, get d() { return 1 }, e: () => 1 }",
        ("a", "b", "e"),
    ),
    "private": ("exports._x = () => 1", ()),
    "name with a dot": ("exports['a.b'] = () => 1", ()),
    "empty name": ("exports[''] = () => 1", ()),
    "in a function": ("(function () { exports.a = () => 1 })()", ()),
    "in a branch": ("if (x) { exports.a = () => 1 } else { exports.b = f() }", ("a", "b")),
    "placeholder before": ("exports.h = void 0; exports.h = h; function h() {}", ("h",)),
    "not exported": ("function h() {}\nexports.x = 1", ()),
    "only exports replaced": ("exports = {}; exports.a = () => 1", ()),
    "replaced afterwards": ("exports.a = () => 1; module.exports = { b() {} }", ("b",)),
    "replaced before": ("module.exports = { b() {} }; exports.a = () => 1", ("b",)),
    "both replaced": ("exports = module.exports = { b() {} }; exports.a = () => 1", ("b", "a")),
    "object of its own": ("const app = {}; app.a = () => 1; module.exports = app", ("a",)),
    "kept beside a function": ("module.exports = f; module.exports.a = () => 1", ("a",)),
    "assign": ("Object.assign(exports, { a() {}, b: 1 })", ("a",)),
    "export function": ("export async function a() {}; export function* b() {}", ("a",)),
    "export constants": ("export const a = () => 1, b = wrap(f), c = 1, { d } = x", ("a", "b")),
    "export default function": ("export default function () {}", ("default",)),
    "export default name": ("const f = () => 1; export default f", ("default",)),
    "export default class": ("export default class A {}", ()),
    "export clause": ("function a() {}; class b {}; export { a as handler, b }", ("handler",)),
    "export from": ("function a() {}; export { a as b } from './x'", ()),
    "compiled TypeScript": (TYPESCRIPT, ("handler",)),
    "bundle": (
        "module.exports = __toCommonJS(x); var a = async () => 1; 0 && (module.exports = { a })",
        ("a",),
    ),
}


@pytest.mark.parametrize(("source", "handlers"), HANDLERS.values(), ids=HANDLERS.keys())
def test_handlers(source: str, handlers: tuple[str, ...]) -> None:
    assert read(source).handlers == handlers


UNPARSABLE = {
    "open brace": "exports.handler = async () => {",
    "Python": "def handler(event, context):\n    return 1",
    "curly quote": "exports.a = \u2018x'",
    "null bytes": "\0" * 100,
    "open parentheses": "(" * 100_000,
    "open braces": "{" * 100_000,
    "open templates": "`${" * 30_000,
    "quotes": "'" * 50_000,
    "mixed brackets": "}])(" * 25_000,
}


@pytest.mark.parametrize("source", UNPARSABLE.values(), ids=UNPARSABLE.keys())
def test_unparsable(source: str) -> None:
    assert read(source) == UNREADABLE


DEEP = {
    "parentheses": ("(" * 50_000 + "exports" + ")" * 50_000 + ".a = 1", {"a"}),
    "chain": ("exports.a = " * 8_000 + "1", {"a"}),
    "chain in parentheses": ("exports.a = (" * 7_000 + "1" + ")" * 7_000, {"a"}),
    "replaced over and over": ("module.exports = " * 5_000 + "{ a }", {"a"}),
    "functions": ("(function () {" * 6_000 + "exports.a = 1" + "})()" * 6_000, {"a"}),
    "arrows": ("x => " * 20_000 + "(exports.a = 1)", {"a"}),
    "members": ("exports.a" + ".b" * 50_000 + " = 1", set()),
    "calls": ("Object.assign(" * 6_000 + "exports" + ", { a })" * 6_000, {"a"}),
    "spreads": ("module.exports = " + "{ ..." * 15_000 + "{ a }" + "}" * 15_000, {"a"}),
}


@pytest.mark.parametrize(("source", "names"), DEEP.values(), ids=DEEP.keys())
def test_deep_source(source: str, names: set[str]) -> None:
    assert read(source).names == names


def test_the_parser_is_loaded_only_when_it_is_needed() -> None:
    program = "import sys, auditor.embedded.javascript; sys.exit('tree_sitter' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


EXPORTING = (
    "exports.{0} = () => 1;",
    "module.exports.{0} = f;",
    "exports['{0}'] = f;",
    "module.exports = {{ {0}() {{}}, ...exports, ...module.exports }};",
    "exports = module.exports = {{ {0}: f, ...exports }};",
    "Object.assign(exports, {{ {0}: f }});",
    "(function () {{ module.exports.{0} = f }})();",
    "export const {0} = () => 1;",
    "export {{ f as {0} }};",
    "var me = module.exports; me.{0} = f;",
)


@given(st.lists(st.tuples(st.sampled_from(EXPORTING), st.sampled_from("abcde"))))
def test_every_export_is_found(exports: list[tuple[str, str]]) -> None:
    module = read("\n".join(statement.format(name) for statement, name in exports))
    assert module.names == {name for _, name in exports}
    assert module.complete
    assert set(module.handlers) <= module.names


@given(st.text() | st.text(alphabet="exports.mdul ={}()[],;'`$>\n"))
def test_any_text_is_answered(source: str) -> None:
    module = read(source)
    assert module.parses or module == UNREADABLE
    assert set(module.handlers) <= module.names


TYPED = {
    "annotated": (
        "export const handler: Handler = async (e: E): Promise<R> => 1",
        {"handler"},
        ("handler",),
    ),
    "satisfies": ("export const h = (async () => 1) satisfies H", {"h"}, ("h",)),
    "cast": ("(exports as any).x = 1; module.exports!.y = <any>(() => 1)", {"x", "y"}, ("y",)),
    "default cast": ("export default (async () => 1) as H", {"default"}, ("default",)),
    "overloads": (
        "export function h(a: A): void; export function h(a: any) {}",
        {"h"},
        ("h",),
    ),
    "types": (
        "export type A = 1; export interface B {} export type { C } from 'c'; export { type D, e }",
        {"e"},
        (),
    ),
    "declared": ("export declare const a: A; declare const b: B", set(), ()),
    "default interface": ("export default interface A {}", set(), ()),
    "enum": ("export enum A { B } export const enum C {}", {"A", "C"}, ()),
    "namespace": ("export namespace A.B { export const handler = () => 1 }", {"A"}, ()),
    "module that is declared": ("declare module 'a' { export const b: B }", set(), ()),
    "abstract class": ("export abstract class A {}", {"A"}, ()),
    "decorated": ("@d() export class A { @m() handler() {} }", {"A"}, ()),
}


@pytest.mark.parametrize(("source", "names", "handlers"), TYPED.values(), ids=TYPED.keys())
def test_typescript(source: str, names: set[str], handlers: tuple[str, ...]) -> None:
    module = read(source, typescript=True)
    assert module.names == names
    assert module.handlers == handlers
    assert module.complete


@pytest.mark.parametrize("source", ["export = f", "export import a = b.c"])
def test_typescript_incomplete(source: str) -> None:
    module = read(source, typescript=True)
    assert module.parses
    assert not module.complete
