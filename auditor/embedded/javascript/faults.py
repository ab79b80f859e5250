"""Faults in the syntax of JavaScript, and syntax that only ES modules may have.

https://tc39.es/ecma262/ and, for what a CommonJS file may hold,
https://nodejs.org/api/esm.html#differences-between-es-modules-and-commonjs
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.embedded.code import SyntaxFault
from auditor.embedded.javascript import items as tree
from auditor.embedded.javascript import syntax, tokens
from auditor.embedded.javascript.scopes import scopes_of
from auditor.model.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditor.embedded.javascript.items import Item

_MODULE_STATEMENTS = frozenset({"import_statement", "export_statement"})
_LEXICAL = frozenset({"const", "let", "class"})
_OPERANDS = frozenset(
    {"identifier", "member_expression", "call_expression", "new_expression", "string", "this"}
)


def syntax_fault(source: str) -> SyntaxFault | None:
    """The first fault in the syntax of a JavaScript source; None where there is none.

    `certain` is True for quotes and brackets that are not closed, characters that the language does
    not know, `await` in a function that is not `async`, and names declared twice: what no version
    of Node.js takes. It is False where only the grammar at hand, which may be older than Node.js,
    finds an error.
    """
    root = syntax.parse_leniently(source)
    if root.has_error:
        return tokens.certain_fault(source) or _uncertain(source)
    items = tree.read(source) or ()
    awaiting = items if "await" in source else ()
    found = [fault for item in awaiting for fault in _misplaced_await(item)]
    found.extend(_declared_twice(source))
    if not source.isascii():
        # The grammar takes any character beyond ASCII for a letter.
        found.extend(fault for item in items for fault in _foreign_letters(item))
    return min(found, key=lambda fault: fault.span, default=None)


def uses_module_syntax(source: str) -> Span | None:
    """The first `import` or `export` statement, or `import.meta`; None where there is none.

    Node.js before 22 refuses them in a `.js` file without `"type": "module"` beside it: "Cannot
    use import statement outside a module". https://nodejs.org/api/packages.html#syntax-detection
    """
    for item in tree.read(source) or ():
        if item.kind in _MODULE_STATEMENTS:
            return item.span
        if item.kind == "meta_property" and item.text.startswith("import"):
            return item.span
    return None


def uses_top_level_await(source: str) -> Span | None:
    """The first `await` outside of every function; None where there is none.

    A CommonJS file cannot have it: "await is only valid in async functions and the top level bodies
    of modules".
    """
    for item in tree.read(source) or ():
        if item.position.function.outer is None and _waits(item):
            return Span(item.start, item.start + len("await")) if _is_await(item) else item.span
    return None


def _uncertain(source: str) -> SyntaxFault:
    """The fault that the parser found."""
    offsets = tree.Offsets(source)
    cursor = syntax.parse_leniently(source).walk()
    place = Span(0, 0)
    while True:
        node = cursor.node
        if node is None:
            break
        if node.is_error or node.is_missing:
            start = offsets.character(node.start_byte)
            end = offsets.character(node.end_byte)
            place = Span(start, min(end, start + 1))
            break
        if node.has_error and cursor.goto_first_child():
            continue
        if not cursor.goto_next_sibling():
            break
    return SyntaxFault("the code from here on does not look like JavaScript", place, certain=False)


def _is_await(item: Item) -> bool:
    return item.kind == "await_expression"


def _waits(item: Item) -> bool:
    """Whether an item can be nothing but a wait: `await x`, not a call of `await(x)`."""
    if item.kind == "for_in_statement":
        return "await" in item.words
    if not _is_await(item) or not item.children:
        return False
    operand = item.children[0]
    gap = item.source[item.start + len("await") : operand.start]
    return operand.kind in _OPERANDS and gap.strip(" \t") == "" and gap != ""


def _misplaced_await(item: Item) -> Iterator[SyntaxFault]:
    """`await` in a function that is not `async`."""
    function = item.position.function
    if not _waits(item) or function.outer is None or function.item.kind not in tree.FUNCTIONS:
        return
    if "async" not in function.item.words and function.item.kind != "class_static_block":
        place = Span(item.start, item.start + len("await")) if _is_await(item) else item.span
        name = f"function {function.name}" if function.name else "function around it"
        yield SyntaxFault(f"'await' needs the {name} to be async", place, certain=True)


def _foreign_letters(item: Item) -> Iterator[SyntaxFault]:
    """Characters in a name that cannot be part of one."""
    if item.kind not in syntax.NAMES:
        return
    for place, character in enumerate(item.text, item.start):
        fault = tokens.foreign_character(character, place)
        if fault is not None:
            yield fault


def _declared_twice(source: str) -> Iterator[SyntaxFault]:
    """Names that one block declares twice, at least once by `const`, `let` or `class`."""
    scopes = scopes_of(source)
    for binding in () if scopes is None else scopes.bindings:
        kinds = [kind for kind, _ in binding.kinds]
        if len(kinds) > 1 and not _LEXICAL.isdisjoint(kinds) and _PLAIN.issuperset(kinds):
            message = f"'{binding.name}' is declared twice in one block"
            yield SyntaxFault(message, binding.kinds[1][1].span, certain=True)


_PLAIN = frozenset({"const", "let", "class", "var", "function", "import"})
