"""What a JavaScript test sees of the Pulumi program that it imports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.embedded.javascript.patterns import member_name
from auditor.expectations.javascript.helpers import bound, is_function, parameters, returned
from auditor.expectations.javascript.mocks import mocks_of
from auditor.expectations.stage import RESOURCE, Stage, Staged, spelled
from auditor.expectations.values import InProgram, InTemplate, Listed, Value

if TYPE_CHECKING:
    from auditor.embedded.javascript.items import Item
    from auditor.embedded.javascript.scopes import Binding
    from auditor.expectations.javascript.reading import Given, Reading

_ALL = frozenset({"pulumi.all", "all"})
_THROUGH = frozenset({"pulumi.output", "output"})
_STEPS = 6
"""Items between a name that is imported and its statement."""


class Programs:
    """The program behind one test file."""

    def __init__(self, stage: Stage, items: Sequence[Item], place: str, reading: Reading) -> None:
        self.mocks = mocks_of(items)
        self._stage = stage
        self._staged = Staged(stage, place, None if self.mocks is None else self.mocks.mocked)
        self._items = items
        self._reading = reading
        self._made: dict[int, Value] = {}
        for item in items:
            if item.kind == "import_statement":
                # what is imported makes its resources, whoever asks for its name
                self._staged.bound(item.text, "")

    def imported(self, binding: Binding) -> Value:
        """What an import statement gives to a name."""
        here: Item | None = binding.kinds[0][1]
        for _ in range(_STEPS):
            if here is None or here.kind == "import_statement":
                break
            here = here.parent
        return None if here is None else self._staged.bound(here.text, binding.name)

    def module(self, name: str) -> Value:
        """What `import(name)` and `require(name)` give."""
        return self._staged.bound(f"import * as it from {name!r};", "it")

    def attribute(self, found: Value, name: str | int) -> Value:
        """What stands behind a dot."""
        member = self._staged.member(found, str(name))
        if isinstance(found, InTemplate) and len(found.path) > RESOURCE:
            member = InTemplate((*found.path, name))
        return self._spelled(member)

    def _spelled(self, found: Value) -> Value:
        if isinstance(found, InTemplate) and len(found.path) > RESOURCE:
            return InTemplate(spelled(found.path, self._stage.tree))
        return found

    def kept(self, name: str) -> Value:
        """What the mocks keep in a list of a name."""
        mocks, records = self.mocks, self._staged.records()
        if mocks is None or records is None or name not in mocks.kept:
            return None
        items: list[Value] = []
        for record in records:
            given = dict(bound(self._reading.scopes, mocks.parameters, [record]))
            given = {key: self._told(value) for key, value in given.items()}
            items.append(self._reading.of(mocks.kept[name], given))
        return Listed(tuple(items), is_ordered=False)

    def _told(self, found: Value) -> Value:
        """What `({ type, name, inputs })` takes out of what a mock is told."""
        if isinstance(found, InTemplate) and len(found.path) > RESOURCE:
            return self._staged.member(InTemplate(found.path[:RESOURCE]), str(found.path[RESOURCE]))
        return found

    def called(self, call: Item, name: str, given: Given) -> Value:
        """What a call gives that has to do with the program."""
        function, arguments = call.child("function"), (call.child("arguments") or call).children
        if function is None:
            return None
        if function.kind == "import" and arguments:
            return self.module(arguments[0].text[1:-1])
        if function.text in _ALL and len(arguments) == 1 and arguments[0].kind == "array":
            return Listed(tuple(self._reading.of(one, given) for one in arguments[0].children))
        if function.text in _THROUGH and len(arguments) == 1:
            return self._reading.of(arguments[0], given)
        if name == "apply" and len(arguments) == 1:
            return self._applied(function, arguments[0], given)
        return self._run(call, function, given)

    def made(self, item: Item, given: Given) -> Value:
        """What `new` makes: an instance of a class of the program, or what a promise becomes."""
        cls = item.child("constructor")
        if cls is not None and cls.text == "Promise":
            return self._promised(item, given)
        return None if cls is None else self._run(item, cls, given)

    def _applied(self, function: Item, callback: Item, given: Given) -> Value:
        output = self._reading.of(function.child("object"), given)
        result = returned(callback) if is_function(callback) else None
        if output is None or result is None:
            return None
        names = dict(bound(self._reading.scopes, parameters(callback), [output]))
        return self._reading.of(result, {**given, **names})

    def _promised(self, item: Item, given: Given) -> Value:
        """`new Promise((resolve) => output.apply(resolve))`."""
        arguments = (item.child("arguments") or item).children
        function = arguments[0] if len(arguments) == 1 and is_function(arguments[0]) else None
        names = [] if function is None else parameters(function)
        if function is None or not names:
            return None
        resolve = (names[0].child("pattern") or names[0]).text
        for one in self._items[function.index : function.last + 1]:
            called = one.child("function") if one.kind == "call_expression" else None
            if called is None or member_name(called) != "apply":
                continue
            handed = (one.child("arguments") or one).children
            if len(handed) == 1 and _resolves(handed[0], resolve):
                return self._reading.of(called.child("object"), given)
        return None

    def _run(self, item: Item, function: Item, given: Given) -> Value:
        """What a class or a function of the program gives, which is called once."""
        if not isinstance(self._reading.of(function, given), InProgram):
            return None
        if item.index not in self._made:
            names = {
                one.text: self._reading.of(one, given)
                for one in self._items[item.index : item.last + 1]
                if one.kind == "identifier"
            }
            self._made[item.index] = self._staged.evaluated(item.text, names)
        return self._made[item.index]


def _resolves(callback: Item, resolve: str) -> bool:
    """Whether a function hands what it gets to the one that resolves a promise."""
    if callback.kind == "identifier":
        return callback.text == resolve
    names = parameters(callback) if is_function(callback) else []
    own = (names[0].child("pattern") or names[0]).text if names else ""
    return any(
        one.kind == "call_expression" and one.text == f"{resolve}({own})"
        for one in _below(callback)
    )


def _below(item: Item) -> list[Item]:
    found, pending = [], [item]
    while pending:
        here = pending.pop()
        found.append(here)
        pending += here.children
    return found
