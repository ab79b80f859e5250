"""Makes the X-Ray SDK optional in Python code: where it is missing, nothing is traced.

What the SDK offers: https://docs.aws.amazon.com/xray-sdk-for-python/latest/reference/
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from auditor.embedded.python.nodes import walk
from auditor.embedded.python.parse import Source
from auditor.model.text import Span, newline_of

_PACKAGE = "aws_xray_sdk"
_MODULE = "aws_xray_sdk.core"
_RECORDER = "xray_recorder"
_PATCHES = frozenset({"patch", "patch_all"})
_DECORATORS = frozenset({"capture", "capture_async"})
_CONTEXTS = frozenset({"in_segment", "in_subsegment", "capture"})
_ASYNC_CONTEXTS = frozenset({"in_segment_async", "in_subsegment_async", "capture_async"})
_HANDED_OUT = frozenset(
    {"begin_segment", "begin_subsegment", "current_segment", "current_subsegment"}
)
_MOST_IMPORTS = 3
_STAND_IN = "_NoXRay"
_CLASS = (
    f"class {_STAND_IN}:",
    "    def __getattr__(self, name):",
    "        return self",
    "",
    "    def __call__(self, *args, **kwargs):",
    "        return args[0] if args and callable(args[0]) else self",
    "",
    "    def __enter__(self):",
    "        return self",
    "",
    "    def __exit__(self, *error):",
    "        return None",
)
_ASYNC = (
    "",
    "    async def __aenter__(self):",
    "        return self",
    "",
    "    async def __aexit__(self, *error):",
    "        return None",
)


def optional(source: Source) -> list[tuple[Span, str]] | None:
    """The replacements after which code runs with the X-Ray SDK and without it.

    None where the SDK is used in a way that nothing simple can stand in for: another module of it,
    values that go elsewhere than into method calls, an import that is not a line of its own.
    """
    statements = list(_imports(source.tree))
    plain = [statement for statement in statements if isinstance(statement, ast.ImportFrom)]
    if len(plain) != len(statements) or not 0 < len(plain) <= _MOST_IMPORTS:
        return None
    if not _are_plain(source, plain):
        return None
    names = {alias.asname or alias.name: alias.name for one in plain for alias in one.names}
    uses = _Uses(source.tree, names)
    if _STAND_IN in source.text or len(names) != sum(len(one.names) for one in plain):
        return None
    if not uses.are_simple:
        return None
    recorders = [one for one in plain if any(alias.name == _RECORDER for alias in one.names)]
    if len(recorders) > 1:
        return None
    return [(source.span(one), _guarded(source, one, uses.has_async)) for one in plain]


def _imports(tree: ast.Module) -> Iterator[ast.Import | ast.ImportFrom]:
    for node in walk(tree):
        if isinstance(node, ast.ImportFrom):
            if not node.level and (node.module or "").partition(".")[0] == _PACKAGE:
                yield node
        elif isinstance(node, ast.Import) and any(
            alias.name.partition(".")[0] == _PACKAGE for alias in node.names
        ):
            yield node


def _are_plain(source: Source, statements: list[ast.ImportFrom]) -> bool:
    """Whether imports are lines of the module's own, of what can be stood in for."""
    top = set(map(id, source.tree.body))
    return all(
        id(one) in top
        and one.module == _MODULE
        and all(alias.name in {_RECORDER, *_PATCHES} for alias in one.names)
        and _is_alone(source.text, source.span(one))
        for one in statements
    )


def _is_alone(text: str, span: Span) -> bool:
    """Whether nothing but a comment stands in the lines of a statement beside it."""
    before = text[: span.start].replace("\r", "\n").rpartition("\n")[2]
    after = text[span.end :].replace("\r", "\n").partition("\n")[0].strip()
    return before in ("", "\ufeff") and (not after or after.startswith("#"))


def _guarded(source: Source, statement: ast.ImportFrom, has_async: bool) -> str:
    span = source.span(statement)
    newline = newline_of(source.text)
    written = source.text[span.start : span.end]
    recorders, patches = _split(statement)
    lines = ["try:", f"    {written}", "except ImportError:"]
    if recorders:
        lines += [*_indented(_CLASS + (_ASYNC if has_async else ())), ""]
        lines.append(f"    {' = '.join((*recorders, *patches))} = {_STAND_IN}()")
    else:
        for name in patches:
            lines += [""] if name != patches[0] else []
            lines += [f"    def {name}(*args, **kwargs):", "        return None"]
    return newline.join(lines)


def _split(statement: ast.ImportFrom) -> tuple[list[str], list[str]]:
    local = [(alias.name == _RECORDER, alias.asname or alias.name) for alias in statement.names]
    recorders = [name for is_recorder, name in local if is_recorder]
    return recorders, [name for is_recorder, name in local if not is_recorder]


def _indented(lines: tuple[str, ...]) -> list[str]:
    return [f"    {line}" if line else "" for line in lines]


class _Uses:
    """What a module does with names of the X-Ray SDK. `names` are local names with the SDK's."""

    def __init__(self, tree: ast.Module, names: dict[str, str]) -> None:
        self._names = names
        self._handed: set[str] = set()
        self._understood: set[int] = set()
        self.has_async = False
        for node in walk(tree):
            self._note(node)
        for node in walk(tree):
            self._note_handed(node)
        watched = {*names, *self._handed}
        self.are_simple = self._handed.isdisjoint(names) and all(
            id(node) in self._understood for node in walk(tree) if _mentions(node, watched)
        )

    def _note(self, node: ast.AST) -> None:
        """Marks the names that stand where a stand-in can."""
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                self._recorder(decorator, _DECORATORS)
        elif isinstance(node, ast.With | ast.AsyncWith):
            is_async = isinstance(node, ast.AsyncWith)
            self.has_async = self.has_async or is_async
            for item in node.items:
                self._context(item, _ASYNC_CONTEXTS if is_async else _CONTEXTS)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            self._call(node.value)
        elif isinstance(node, ast.Assign) and self._is_handed_out(node.value):
            for target in node.targets:
                self._hand(target)

    def _note_handed(self, node: ast.AST) -> None:
        """Marks the method calls on segments, and the tests whether there is one."""
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            root = _root(node.value)
            if root is not None and root.id in self._handed:
                self._understood.add(id(root))
        elif isinstance(node, ast.If) and _is_name(node.test, self._handed):
            self._understood.add(id(node.test))

    def _call(self, call: ast.Call) -> None:
        called = call.func
        if isinstance(called, ast.Name) and self._names.get(called.id) in _PATCHES:
            self._understood.add(id(called))
            return
        root = _root(call)
        if root is not None and self._is_recorder(root):
            self._understood.add(id(root))

    def _context(self, item: ast.withitem, allowed: frozenset[str]) -> None:
        is_call = isinstance(item.context_expr, ast.Call)
        if is_call and self._recorder(item.context_expr, allowed) and item.optional_vars:
            self._hand(item.optional_vars)

    def _is_handed_out(self, value: ast.expr) -> bool:
        return isinstance(value, ast.Call) and self._recorder(value, _HANDED_OUT)

    def _recorder(self, value: ast.expr, allowed: frozenset[str]) -> bool:
        """Whether a value is a method of the recorder, called or not; the name is marked."""
        method = value.func if isinstance(value, ast.Call) else value
        found = (
            isinstance(method, ast.Attribute)
            and method.attr in allowed
            and self._is_recorder(method.value)
        )
        if found and isinstance(method, ast.Attribute):
            self._understood.add(id(method.value))
        return found

    def _is_recorder(self, value: ast.expr) -> bool:
        return isinstance(value, ast.Name) and self._names.get(value.id) == _RECORDER

    def _hand(self, target: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self._handed.add(target.id)
            self._understood.add(id(target))


def _root(call: ast.Call) -> ast.Name | None:
    """The name that a chain of methods and calls begins with, if it has a method."""
    node: ast.expr = call
    has_method = False
    while isinstance(node, ast.Call | ast.Attribute):
        has_method = has_method or isinstance(node, ast.Attribute)
        node = node.func if isinstance(node, ast.Call) else node.value
    return node if has_method and isinstance(node, ast.Name) else None


def _is_name(value: ast.expr, names: set[str]) -> bool:
    return isinstance(value, ast.Name) and value.id in names


def _mentions(node: ast.AST, names: set[str]) -> bool:
    """Whether a node reads, binds or names one of the names."""
    if isinstance(node, ast.Name):
        return node.id in names
    if isinstance(node, ast.arg):
        return node.arg in names
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return node.name in names
    if isinstance(node, ast.Global | ast.Nonlocal):
        return not names.isdisjoint(node.names)
    return isinstance(node, ast.ExceptHandler) and node.name in names
