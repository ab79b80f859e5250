"""The value of an expression as far as time goes, where the names around it are known."""

from __future__ import annotations

import ast
from itertools import pairwise

from auditor.embedded.python.nodes import children, walk
from auditor.embedded.python.times import calls
from auditor.embedded.python.times.holders import (
    ANY,
    changed,
    display,
    element,
    method_of_holder,
    of_builtin,
    part,
)
from auditor.embedded.python.times.kinds import (
    AWARE,
    DATA,
    DATETIMES,
    DELTA,
    HOLDERS,
    NAIVE,
    NOTHING,
    UNKNOWN,
    ZONE,
    Kind,
    Value,
    holder,
    join,
    text_ending,
    timestamp,
)
from auditor.embedded.python.times.module import is_own_attribute, learn_call
from auditor.embedded.python.times.operations import (
    ORDERED,
    Operation,
    addition,
    client,
    difference,
)
from auditor.embedded.python.times.state import State
from auditor.embedded.python.times.zones import refinements

# No code that people write nests deeper, and the depth of code must not become that of calls.
_DEEPEST = 60
_OWN_DATA = frozenset({"dynamodb", "NewImage", "OldImage"})
_OPAQUE = frozenset({"Body", "Metadata", "Payload", "Tags"})


class Evaluation(State):
    """Reads expressions, and notes the operations in them."""

    def value(self, node: ast.expr) -> Value:
        """What is known of an expression; all operations in it are noted."""
        self.spend(1)
        if self.depth >= _DEEPEST:
            return UNKNOWN
        self.depth += 1
        found = self._value(node)
        self.depth -= 1
        self.given[node] = found
        return found

    def _value(self, node: ast.expr) -> Value:
        if isinstance(node, ast.Name):
            return self._name(node)
        if isinstance(node, ast.Constant):
            return self._constant(node)
        if isinstance(node, ast.Attribute):
            return self._attribute(node)
        if isinstance(node, ast.Subscript):
            return self._subscript(node)
        if isinstance(node, ast.Call):
            return self._call(node)
        return self._composed(node)

    def _composed(self, node: ast.expr) -> Value:
        if isinstance(node, ast.BinOp):
            return self._binary(node)
        if isinstance(node, ast.Compare):
            return self._compare(node)
        if isinstance(node, ast.IfExp):
            return self._choice(node)
        if isinstance(node, ast.BoolOp):
            return self._boolean(node)
        if isinstance(node, ast.NamedExpr):
            found = self.value(node.value)
            self.names.set(node.target.id, found)
            return found
        if isinstance(node, ast.JoinedStr):
            self._parts(node)
            last = node.values[-1] if node.values else None
            return text_ending(str(last.value)) if isinstance(last, ast.Constant) else UNKNOWN
        return self._parts(node)

    def _name(self, node: ast.Name) -> Value:
        known = self.names.get(node.id)
        if known is not None:
            return known
        if node.id in self.locals:
            return NOTHING
        full = self.module.full_name(node)
        if full is not None:
            return calls.constant(full)
        return self.module.seen_from(self.function, node.id)

    @staticmethod
    def _constant(node: ast.Constant) -> Value:
        if node.value is None:
            return NOTHING
        return text_ending(node.value) if isinstance(node.value, str) else UNKNOWN

    def _attribute(self, node: ast.Attribute) -> Value:
        full = self.module.full_name(node)
        if full is not None:
            return calls.constant(full)
        if is_own_attribute(node) and node.attr in self.module.attributes:
            return self.module.known(None, f".{node.attr}")
        owner = self.value(node.value)
        if node.attr == "tzinfo":
            return {NAIVE: NOTHING, AWARE: ZONE}.get(owner, UNKNOWN)
        if owner.kind is Kind.SDK:
            return self._member(owner, node.attr)
        return owner if owner in (DATA, NOTHING) else UNKNOWN

    def _member(self, owner: Value, name: object) -> Value:
        if not isinstance(name, str):
            return owner
        if timestamp(owner.service, name):
            return AWARE
        if name in _OPAQUE:
            return UNKNOWN
        if owner.service == "ec2" and name.endswith("snapshots"):
            return Value(Kind.SDK, "ec2 snapshots")
        return owner

    def _subscript(self, node: ast.Subscript) -> Value:
        owner = self.value(node.value)
        if isinstance(node.slice, ast.Slice):
            self._parts(node.slice)
            return owner if owner.kind is Kind.SDK else UNKNOWN
        self.value(node.slice)
        return self._item(owner, node.slice)

    def _item(self, owner: Value, key: ast.expr) -> Value:
        name = key.value if isinstance(key, ast.Constant) else None
        if owner.kind is Kind.SDK:
            return self._member(owner, name)
        if owner == NOTHING:
            return NOTHING
        if owner.kind in HOLDERS:
            found = part(owner, name)
            return UNKNOWN if found == DATA and self.is_naive_key(name) else found
        if owner != DATA or self.is_naive_key(name):
            return UNKNOWN
        return Value(Kind.SDK, "dynamodb") if name in _OWN_DATA else DATA

    def _call(self, node: ast.Call) -> Value:
        for argument in node.args:
            self.value(argument.value if isinstance(argument, ast.Starred) else argument)
        for key in node.keywords:
            self.note_key(key.arg, self.value(key.value))
        full = self.module.full_name(node.func)
        if full is not None:
            return self._library(full, node)
        name = node.func.id if isinstance(node.func, ast.Name) else None
        if name is not None and self.names.get(name) is None and name not in self.locals:
            if name in self.module.functions:
                return learn_call(self.module, name, node, self.given)
            return of_builtin(name, [self._known(argument) for argument in node.args])
        if not isinstance(node.func, ast.Attribute):
            self.value(node.func)
            return UNKNOWN
        return self._method(node.func, node)

    def _library(self, full: str, node: ast.Call) -> Value:
        if full in ("boto3.client", "boto3.resource"):
            return client(node)
        if full in ("boto3.Session", "boto3.session.Session"):
            return Value(Kind.SDK)
        owner, _, method = full.rpartition(".")
        found = calls.library_call(full, node, self._known)
        if found is None:
            found = calls.method_call(calls.constant(owner), method, node, self._known) or UNKNOWN
        if found == NAIVE and full in calls.NOW:
            self.now.add(node)
        return found

    def _known(self, node: ast.expr) -> Value:
        return self.given.get(node, UNKNOWN)

    def _method(self, method: ast.Attribute, node: ast.Call) -> Value:
        owner = self.value(method.value)
        if owner == NOTHING:
            # Nothing has flowed here yet, and None has no methods.
            return NOTHING
        if owner.kind in HOLDERS and method.attr not in self.module.functions:
            return self._of_holder(owner, method, node)
        if owner.kind is Kind.SDK and method.attr != "replace":
            return self._of_sdk(owner, method.attr, node)
        if owner == DATA and method.attr == "get" and node.args:
            item = self._item(DATA, node.args[0])
            if item != DATA:
                return item
        found = calls.method_call(owner, method.attr, node, self._known)
        if found is not None:
            return found
        if method.attr in self.module.functions:
            return learn_call(self.module, method.attr, node, self.given)
        return UNKNOWN

    def _of_holder(self, owner: Value, method: ast.Attribute, node: ast.Call) -> Value:
        if method.attr in ("append", "add") and isinstance(method.value, ast.Name) and node.args:
            self.names.set(method.value.id, changed(owner, None, self._known(node.args[0])))
        first = node.args[0] if node.args else None
        key = first.value if isinstance(first, ast.Constant) else None
        return method_of_holder(owner, node, method.attr, key)

    def _of_sdk(self, owner: Value, name: str, node: ast.Call) -> Value:
        if name in ("client", "resource") and not owner.service:
            return client(node)
        if name in ("get", "get_paginator") and node.args:
            item = self._item(owner, node.args[0])
            default = self._known(node.args[1]) if len(node.args) > 1 else NOTHING
            return join(item, default) if item in DATETIMES else item
        return self._member(owner, name)

    def _binary(self, node: ast.BinOp) -> Value:
        left, right = self.value(node.left), self.value(node.right)
        if isinstance(node.op, ast.Sub):
            self._operation(node, 0, (node.left, node.right))
            return difference(left, right)
        if isinstance(node.op, ast.Add):
            return addition(node, left, right)
        return DELTA if DELTA in (left, right) else UNKNOWN

    def _compare(self, node: ast.Compare) -> Value:
        sides = [node.left, *node.comparators]
        for side in sides:
            self.value(side)
        for index, operator in enumerate(node.ops):
            if isinstance(operator, ORDERED):
                self._operation(node, index, (sides[index], sides[index + 1]))
        return UNKNOWN

    def _operation(
        self, node: ast.Compare | ast.BinOp, index: int, sides: tuple[ast.expr, ast.expr]
    ) -> None:
        values = (self._known(sides[0]), self._known(sides[1]))
        if not self.guarded:
            self.operations[node, index] = Operation(node, *sides, values, self.function)

    def _choice(self, node: ast.IfExp) -> Value:
        self.value(node.test)
        when_true, when_false = refinements(node.test)
        mark = self.names.mark()
        self.refine(when_true)
        first = self.value(node.body)
        self.names.back(mark)
        self.refine(when_false)
        second = self.value(node.orelse)
        self.names.back(mark)
        return join(first, second)

    def _boolean(self, node: ast.BoolOp) -> Value:
        found = self.value(node.values[0])
        mark = self.names.mark()
        for before, value in pairwise(node.values):
            when_true, when_false = refinements(before)
            self.refine(when_true if isinstance(node.op, ast.And) else when_false)
            found = join(found, self.value(value))
        self.names.back(mark)
        return found

    def _parts(self, node: ast.AST) -> Value:
        """Looks into an expression that is no time itself."""
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
            return self._comprehension(node)
        if isinstance(node, ast.Lambda):
            self._lambda(node)
            return UNKNOWN
        if isinstance(node, ast.Dict):
            self._dict(node)
            return display(node, self.given)
        parts = [child for child in children(node) if isinstance(child, ast.expr)]
        for child in parts:
            self.value(child)
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            return display(node, self.given)
        return UNKNOWN

    def _dict(self, node: ast.Dict) -> None:
        for key, item in zip(node.keys, node.values, strict=True):
            if key is not None:
                self.value(key)
            self.note_key(key.value if isinstance(key, ast.Constant) else None, self.value(item))

    def _comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> Value:
        mark: int | None = None
        for generator in node.generators:
            source = self.value(generator.iter)
            # the first of them is read before anything of the comprehension is bound
            mark = self.names.mark() if mark is None else mark
            self.bind(generator.target, element(source))
            for condition in generator.ifs:
                self.value(condition)
                self.refine(refinements(condition)[0])
        is_dict = isinstance(node, ast.DictComp)
        if isinstance(node, ast.DictComp):
            self.value(node.key)
        made = self.value(node.value if isinstance(node, ast.DictComp) else node.elt)
        if mark is not None:
            self.names.back(mark)
        return holder(Kind.DICT if is_dict else Kind.LIST, {ANY: made})

    def _lambda(self, node: ast.Lambda) -> None:
        mark = self.names.mark()
        for name in walk(node.args):
            if isinstance(name, ast.arg):
                self.names.set(name.arg, UNKNOWN)
        self.value(node.body)
        self.names.back(mark)
