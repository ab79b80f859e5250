"""The stack of CDK that a JavaScript test builds, where it is the one of the template."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from auditor.embedded.javascript.patterns import member_name
from auditor.expectations.javascript.helpers import module_of
from auditor.expectations.javascript.reading import NOTHING_GIVEN
from auditor.expectations.values import CdkApp, CdkStack, CdkTemplate, Known, Value

if TYPE_CHECKING:
    from auditor.embedded.javascript.items import Item
    from auditor.expectations.javascript.reading import Given, Reading

_LIBRARY = ("aws-cdk-lib", "@aws-cdk/")
_CALLS = ("call_expression", "new_expression")
_PLACES = ("identifier", "member_expression")
_SYNTH = "synth"
_FROM_STACK = "fromStack"


class Stacks:
    """Knows the stack by the ID that the app of the template gives it as well.

    It says nothing where a file builds it in several ways, or changes what it has built.
    """

    def __init__(self, id: str, items: Sequence[Item], reading: Reading) -> None:
        self._items = items
        self._reading = reading
        self._way = self._only_way(id)

    def made(self, item: Item, given: Given) -> Value:
        """What `new` makes: an app, or the stack of the template."""
        cls, arguments = item.child("constructor"), _arguments(item)
        if cls is None or self._way is None:
            return None
        if self._is_app(cls):
            return CdkApp()
        is_way = self._is_own(cls) and _way(item) == self._way
        is_of_app = is_way and isinstance(self._reading.of(arguments[0], given), CdkApp)
        return CdkStack() if is_of_app else None

    def settle(self) -> None:
        """Finds out whether what was built is changed; asked once, before anything is read."""
        if self._way is not None and any(map(self._changes, self._items)):
            self._way = None
            self._reading.forget()

    def template(self, found: Value) -> Value:
        """What `Template.fromStack` gives for a value."""
        return CdkTemplate() if isinstance(found, CdkStack) else None

    def _only_way(self, id: str) -> str | None:
        """How the file builds the stack; None where that differs, or is not known."""
        built = [one for one in self._items if one.kind == "new_expression"]
        apps = {one.text for one in built if self._is_app(one.child("constructor"))}
        own = [one for one in built if self._is_own(one.child("constructor"))]
        own = [one for one in own if len(_arguments(one)) > 1]
        named = [one for one in own if self._is_named(one, id)]
        classes = {_text(one.child("constructor")) for one in named}
        alike = [one for one in own if _text(one.child("constructor")) in classes]
        ways = {_way(one) for one in (*named, *alike)}
        is_certain = len(apps) == 1 and len(ways) == 1 and all(map(self._is_fixed, named))
        return ways.pop() if is_certain else None

    def _is_named(self, item: Item, id: str) -> bool:
        found = self._reading.of(_arguments(item)[1])
        return isinstance(found, Known) and found.value == id

    def _is_fixed(self, item: Item) -> bool:
        """Whether it is built of the same wherever the file comes to it."""
        for argument in _arguments(item)[2:]:
            for one in self._items[argument.index : argument.last + 1]:
                binding = self._reading.scopes.binding(one)
                write = None if binding is None else binding.only_write
                is_given = write is None or (write.value is None and write.source is None)
                if binding is not None and is_given:
                    return False
        return True

    def _changes(self, item: Item) -> bool:
        """Whether something may change the stack, or what is in its app."""
        if item.kind not in _CALLS:
            return False
        function = item.child("function", "constructor")
        name = "" if function is None else member_name(function) or ""
        given = [self._of(one) for one in _arguments(item) if one.kind in _PLACES]
        if item.kind == "call_expression" and any(isinstance(one, CdkApp) for one in given):
            return True
        if name != _FROM_STACK and any(isinstance(one, CdkStack) for one in given):
            return True
        is_called = item.kind == "call_expression" and name != _SYNTH
        holders = _holders(function) if is_called else ()
        return any(isinstance(self._of(one), CdkStack | CdkApp) for one in holders)

    def _of(self, item: Item) -> Value:
        return self._reading.of(item, NOTHING_GIVEN)

    def _is_app(self, cls: Item | None) -> bool:
        name = "" if cls is None else member_name(cls) or cls.text
        return name == "App" and self._module(cls).startswith(_LIBRARY)

    def _is_own(self, cls: Item | None) -> bool:
        """Whether a class is of the project: it comes from a module that is not CDK's."""
        module = self._module(cls)
        return module != "" and not module.startswith(_LIBRARY)

    def _module(self, cls: Item | None) -> str:
        """The module that a class comes from; empty where it comes from none."""
        root = cls
        for one in _holders(cls):
            root = one
        binding = self._reading.scopes.binding(root)
        write = None if binding is None else binding.only_write
        return "" if write is None else module_of(write) or ""


def _holders(item: Item | None) -> Iterator[Item]:
    """What stands before the dots, from the last one to the first."""
    while item is not None and item.kind == "member_expression":
        item = item.child("object")
        if item is not None:
            yield item


def _way(item: Item) -> str:
    """How a stack is built, but for the name of its app."""
    texts = [_text(item.child("constructor")), *(one.text for one in _arguments(item)[1:])]
    return " ".join(" ".join(texts).split())


def _text(item: Item | None) -> str:
    return "" if item is None else item.text


def _arguments(item: Item) -> list[Item]:
    found = item.child("arguments")
    return [] if found is None else found.children
