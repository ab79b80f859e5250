"""The modules that a JavaScript file asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.embedded.facts import Import
from auditor.embedded.javascript import syntax
from auditor.embedded.javascript.meanings import arguments_of
from auditor.embedded.javascript.patterns import key_of, leaves, member_name
from auditor.embedded.javascript.scopes import imported

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from auditor.embedded.javascript.items import Item
    from auditor.embedded.javascript.meanings import Meanings

_ALL = "*"
_STATEMENTS = frozenset({"expression_statement", "lexical_declaration", "variable_declaration"})
_VIRTUAL_MACHINES = frozenset({"vm", "node:vm"})
_CLIMB = 12


class Imports:
    """The imports of one file. `opaque`: it may run what its text does not show."""

    def __init__(self, items: Sequence[Item], meanings: Meanings, *, typescript: bool) -> None:
        self.opaque = False
        self._meanings = meanings
        self._typescript = typescript
        self.found = tuple(self._all(items))
        self.opaque = self.opaque or any(one.module in _VIRTUAL_MACHINES for one in self.found)

    def _all(self, items: Sequence[Item]) -> Iterator[Import]:
        for item in items:
            if item.kind == "call_expression":
                yield from self._call(item)
            elif item.kind in ("import_statement", "export_statement"):
                yield from self._statement(item)
            elif item.kind == "identifier":
                self._mention(item)
            elif item.kind == "with_statement":
                self.opaque = True

    def _mention(self, item: Item) -> None:
        """Note what hands the power to run other code on: `eval`, `Function`, `require` itself."""
        name = item.text
        if name not in ("eval", "Function", "require"):
            return
        above = item.parent
        if self._meanings.scopes.binding(item) is not None or above is None:
            return
        called = above.kind in ("call_expression", "new_expression")
        if name == "require":
            plain = above.kind in syntax.MEMBERS and item.field == "object"
            self.opaque = self.opaque or not (plain or item.field == "function")
        elif name == "eval" or (called and item.field in ("function", "constructor")):
            self.opaque = True

    def _call(self, call: Item) -> Iterator[Import]:
        named = self._meanings.required(call)
        if named is None:
            return
        module = self._meanings.texts.of(named).literal
        if module is None:
            self.opaque = True
            return
        position = call.position
        yield Import(
            module=module,
            names=_taken(call),
            level=0,
            guarded=position.guarded or _has_catch(call),
            at_load=position.at_load,
            certain=position.certain,
            span=named.span,
            statement=_statement_of(call).span,
        )

    def _statement(self, statement: Item) -> Iterator[Import]:
        clause = next(iter(statement.children), None)
        source = statement.child("source") or (clause and clause.child("source"))
        if source is None or "type" in statement.words or self._is_elided(statement):
            return
        yield Import(
            module=key_of(source) or source.text[1:-1],
            names=_exported(statement)
            if statement.kind == "export_statement"
            else _named(statement),
            level=0,
            guarded=False,
            at_load=True,
            certain=True,
            span=source.span,
            statement=statement.span,
        )

    def _is_elided(self, statement: Item) -> bool:
        """Whether TypeScript leaves an import out, since its names are used as types only.

        https://www.typescriptlang.org/docs/handbook/modules/reference.html#type-only-imports-and-exports
        """
        if not self._typescript or statement.kind == "export_statement":
            return False
        if all(child.field == "source" for child in statement.children):
            return False
        bindings = (self._meanings.scopes.binding(target) for target, _, _ in imported(statement))
        return not any(binding is not None and binding.mentions for binding in bindings)


def _named(statement: Item) -> tuple[str, ...]:
    names: list[str] = []
    for _, path, _ in imported(statement):
        names.append(path[0] if path else _ALL)
    return tuple(names)


def _exported(statement: Item) -> tuple[str, ...]:
    if _ALL in statement.words:
        return (_ALL,)
    names = [
        key_of(specifier.child("name"))
        for clause in statement.children
        for specifier in clause.children
        if specifier.kind == "export_specifier" and "type" not in specifier.words
    ]
    return tuple(name for name in names if name is not None) if names else (_ALL,)


def _taken(call: Item) -> tuple[str, ...]:
    """What is taken out of a module where it is loaded: `require(x).y`, `const { y } = ...`."""
    value = call
    if value.parent is not None and value.parent.kind == "await_expression":
        value = value.parent
    above = value.parent
    if above is None:
        return ()
    if above.kind in syntax.MEMBERS and value.field == "object":
        name = member_name(above)
        return (name,) if name is not None and value is call and not _is_promise(call) else ()
    target = above.child("name") if above.kind == "variable_declarator" else None
    if target is None or target.kind != "object_pattern":
        return ()
    paths = [leaf.path for leaf in leaves(target, value)]
    if not all(paths):
        return ()
    return tuple(dict.fromkeys(path[0] for path in reversed(paths) if path))


def _is_promise(call: Item) -> bool:
    called = call.child("function")
    return called is not None and called.kind == "import"


def _has_catch(call: Item) -> bool:
    """Whether a failure of `import(x)` is caught: `.catch(...)`, or `.then(f, g)`."""
    if not _is_promise(call):
        return False
    value = call
    for _ in range(_CLIMB):
        member = value.parent
        if member is None or member.kind != "member_expression" or value.field != "object":
            return False
        chained = member.parent
        if chained is None or chained.kind != "call_expression" or member.field != "function":
            return False
        name = member_name(member)
        if name == "catch" or (name == "then" and len(arguments_of(chained)) > 1):
            return True
        value = chained
    # A chain longer than this is not followed: it may be caught.
    return True


def _statement_of(call: Item) -> Item:
    """The statement that a call stands in, where it is no more than that; else the call."""
    item = call
    for _ in range(_CLIMB):
        above = item.parent
        if above is None or above.kind in ("arguments", "object", "array", "arrow_function"):
            return call
        if above.kind in _STATEMENTS:
            return above if len(above.children) == 1 else call
        item = above
    return call
