"""Which declaration each name in a JavaScript file means, and what is written to it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from auditor.embedded.javascript.items import CLASSES, FUNCTIONS, Item, read
from auditor.embedded.javascript.patterns import Leaf, leaves
from auditor.embedded.javascript.syntax import KEPT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BLOCKS = frozenset(
    {"statement_block", "for_statement", "for_in_statement", "catch_clause", "switch_body"}
)
_SCOPES = FUNCTIONS | _BLOCKS | {"program"}
_DECLARED = FUNCTIONS | CLASSES | {"enum_declaration", "internal_module", "module"}
_OWN_NAMES = frozenset({"function_expression", "generator_function", "class"})
_REFERENCES = frozenset({"identifier", "shorthand_property_identifier"})
_DECLARATIONS = frozenset({"lexical_declaration", "variable_declaration", "using_declaration"})
_LATE = frozenset({"||=", "&&=", "??="})


class Write(NamedTuple):
    """A value given to a name: what stands at `path` in `value`; None where it is not known.

    `first`: it is the declaration's own. `source`: the module that an import takes it out of.
    """

    value: Item | None
    path: tuple[str, ...] = ()
    first: bool = False
    source: str | None = None


class Binding:
    """A declared name with all that is written to it, and every mention of it."""

    __slots__ = ("kinds", "mentions", "name", "writes")

    def __init__(self, name: str) -> None:
        self.name = name
        self.kinds: list[tuple[str, Item]] = []
        self.writes: list[Write] = []
        self.mentions: list[Item] = []

    @property
    def only_write(self) -> Write | None:
        """What the name stands for wherever it is mentioned, where that is one value."""
        write = self.writes[0] if len(self.writes) == 1 else None
        return write if write is not None and write.first else None


class Scopes:
    """The bindings of one file, in source order, and all that is `taken` out of known values."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.bindings: list[Binding] = []
        self.taken: list[Leaf] = []
        self._of: dict[int, Binding] = {}
        self._names: dict[int, dict[str, Binding]] = {}
        self._declared: set[int] = set()
        self._declare_all(items)
        self._resolve_all(items)
        for item in items:
            self._note_writes(item)

    def binding(self, item: Item | None) -> Binding | None:
        """The binding that an identifier mentions; None for a global name."""
        return None if item is None else self._of.get(item.index)

    def _declare_all(self, items: Sequence[Item]) -> None:
        open_scopes: list[tuple[Item, Item]] = []
        for item in items:
            while open_scopes and open_scopes[-1][0].last < item.index:
                open_scopes.pop()
            block, function = open_scopes[-1] if open_scopes else (item, item)
            self._declare(item, block, function)
            if item.kind in _SCOPES:
                is_function = item.kind in FUNCTIONS or item.kind == "program"
                open_scopes.append((item, item if is_function else function))

    def _declare(self, item: Item, block: Item, function: Item) -> None:
        kind = item.kind
        if kind == "variable_declarator" and item.parent is not None:
            word = next(iter(item.parent.words), "")
            self._declare_pattern(
                item.child("name"), function if word == "var" else block, word, item.child("value")
            )
        elif kind == "for_in_statement" and item.child("left") is not None:
            word = next((word for word in item.words if word in ("const", "let", "var")), "")
            if word:
                self._declare_pattern(
                    item.child("left"), function if word == "var" else item, word, None, known=False
                )
        elif kind in _DECLARED and item.child("name") is not None:
            self._declare_named(item, block)
        elif kind == "catch_clause":
            self._declare_pattern(item.child("parameter"), item, "catch", None, known=False)
        elif kind == "import_statement":
            self._declare_imports(item, block)
        if kind in FUNCTIONS:
            for parameter in _parameters(item):
                self._declare_pattern(parameter, item, "parameter", None, known=False)

    def _declare_named(self, item: Item, block: Item) -> None:
        name = item.child("name")
        if name is None or item.kind == "method_definition":
            return
        scope = item if item.kind in _OWN_NAMES else block
        word = "function" if item.kind in FUNCTIONS else "class"
        self._add(name, scope, word, Write(item, first=True))

    def _declare_pattern(
        self,
        pattern: Item | None,
        scope: Item,
        word: str,
        value: Item | None,
        *,
        known: bool = True,
    ) -> None:
        for leaf in leaves(pattern, value):
            if not known or leaf.path is None or leaf.default:
                write: Write | None = Write(None, first=True)
            elif value is None:
                write = None
            else:
                write = Write(value, leaf.path, first=True)
            self._add(leaf.target, scope, word, write)
            if value is not None:
                self.taken.append(leaf)

    def _declare_imports(self, statement: Item, scope: Item) -> None:
        for target, names, module in imported(statement):
            self._add(target, scope, "import", Write(None, names, first=True, source=module))

    def _add(self, name: Item, scope: Item, word: str, write: Write | None) -> None:
        names = self._names.setdefault(scope.index, {})
        binding = names.get(name.text)
        if binding is None:
            binding = names[name.text] = Binding(name.text)
            self.bindings.append(binding)
        binding.kinds.append((word, name))
        if write is not None:
            binding.writes.append(write)
        self._declared.add(name.index)
        self._of[name.index] = binding

    def _resolve_all(self, items: Sequence[Item]) -> None:
        visible: dict[str, list[Binding]] = {}
        open_scopes: list[tuple[Item, dict[str, Binding]]] = []
        for item in items:
            while open_scopes and open_scopes[-1][0].last < item.index:
                for name in open_scopes.pop()[1]:
                    visible[name].pop()
            names = self._names.get(item.index)
            if names is not None:
                open_scopes.append((item, names))
                for name, binding in names.items():
                    visible.setdefault(name, []).append(binding)
            if item.kind in _REFERENCES and item.index not in self._declared:
                found = visible.get(item.text)
                if found:
                    self._of[item.index] = found[-1]
                    found[-1].mentions.append(item)

    def _note_writes(self, item: Item) -> None:
        kind = item.kind
        if kind == "assignment_expression":
            self._assign(item.child("left"), item.child("right"))
        elif kind == "augmented_assignment_expression":
            late = not _LATE.isdisjoint(item.words)
            self._assign(item.child("left"), item.child("right") if late else None)
        elif kind == "update_expression":
            self._assign(item.child("argument"), None)
        elif kind == "for_in_statement":
            self._assign(item.child("left"), None)

    def _assign(self, target: Item | None, value: Item | None) -> None:
        for leaf in leaves(target, value):
            known = value is not None and leaf.path is not None and not leaf.default
            binding = self._of.get(leaf.target.index)
            if binding is not None and leaf.target.index not in self._declared:
                binding.writes.append(Write(value, leaf.path or ()) if known else Write(None))
            if value is not None:
                self.taken.append(leaf)


def scopes_of(source: str, *, typescript: bool = False) -> Scopes | None:
    """The bindings of a source, made once for the questions about it; None as for its items."""
    return _scopes_of(source, typescript)


@lru_cache(maxsize=KEPT)
def _scopes_of(source: str, typescript: bool) -> Scopes | None:
    items = read(source, typescript=typescript)
    return None if items is None else Scopes(items)


def imported(statement: Item) -> Iterator[tuple[Item, tuple[str, ...], str]]:
    """Each name that an import statement binds, what it takes out of the module, and the module.

    Nothing is taken out where the name stands for the whole module. Types are left out.
    """
    clause = next((child for child in statement.children if child.field != "source"), None)
    if clause is None or "type" in statement.words:
        return
    source = (statement.child("source") or clause.child("source") or statement).text[1:-1]
    for part in clause.children:
        if part.kind == "identifier":
            whole = clause.kind == "import_require_clause"
            yield part, () if whole else ("default",), source
        elif part.kind == "namespace_import" and part.children:
            yield part.children[0], (), source
        for specifier in part.children if part.kind == "named_imports" else ():
            name = specifier.child("name")
            target = specifier.child("alias") or name
            if name is not None and target is not None and "type" not in specifier.words:
                yield target, (name.text.strip("\"'"),), source


def _parameters(function: Item) -> Iterator[Item]:
    single = function.child("parameter")
    if single is not None:
        yield single
    for parameter in (function.child("parameters") or function).children:
        if parameter.parent is not function:
            yield parameter
