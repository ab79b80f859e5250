"""From the text of a Python module to expressions and statements. Nothing is run."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Sequence

from auditor.model.text import Lines
from auditor.programs import syntax as s
from auditor.programs.faults import Unreadable
from auditor.programs.python.comprehensions import comprehension
from auditor.programs.python.imports import imports
from auditor.programs.python.matching import matched
from auditor.programs.python.strings import Characters, literal_pieces

_OPERATORS: dict[type, str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
    ast.BitOr: "|", ast.Pow: "**",
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.In: "in", ast.NotIn: "not in", ast.Is: "==", ast.IsNot: "!=",
}  # fmt: skip


_GETTERS = frozenset({"property", "cached_property", "functools.cached_property"})


def read(name: str, text: str) -> s.File:
    """The module. Raises Unreadable where it is no Python 3."""
    file = s.File(name, text, "python")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except SyntaxError as error:
        lines = Lines(text)
        start = lines.start(min(max(error.lineno or 1, 1), len(lines)))
        raise Unreadable(error.msg, start + max((error.offset or 1) - 1, 0)) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise Unreadable(str(error) or "nested too deeply", 0) from None
    try:
        file.body = _Reader(file, text, 0).block(tree.body)
    except RecursionError:
        raise Unreadable("nested too deeply", 0) from None
    return file


class _Reader:
    """Reads one text that stands in a file from an offset on."""

    def __init__(self, file: s.File, text: str, base: int) -> None:
        self._file = file
        self._base = base
        self._text = text
        self._lines = Lines(text)

    def _at(self, line: int, column: int) -> int:
        if line > len(self._lines):
            return self._base + len(self._text)
        start = self._lines.start(line)
        if not self._text.isascii():
            text = self._text[start : start + column]
            if not text.isascii():
                told = text.encode("utf-8", "surrogatepass")[:column]
                column = len(told.decode("utf-8", "ignore"))
        return self._base + start + column

    def span(self, node: ast.AST) -> tuple[s.File, int, int]:
        """Where a node stands."""
        line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        end_line = getattr(node, "end_lineno", line) or line
        end_column = getattr(node, "end_col_offset", column) or column
        return self._file, self._at(line, column), self._at(end_line, end_column)

    def block(self, body: Sequence[ast.stmt]) -> tuple[s.Statement, ...]:
        """The statements of a block."""
        return tuple(made for statement in body for made in self._statement(statement))

    def _statement(self, node: ast.stmt) -> list[s.Statement]:
        match node:
            case ast.Assign():
                return [s.Assign(self.of(target), self.of(node.value)) for target in node.targets]
            case ast.AnnAssign():
                return (
                    []
                    if node.value is None
                    else [s.Assign(self.of(node.target), self.of(node.value))]
                )
            case ast.AugAssign():
                target = self.of(node.target)
                operator = _OPERATORS.get(type(node.op), "?")
                made = s.Binary(*self.span(node), operator, target, self.of(node.value))
                return [s.Assign(target, made)]
            case ast.Expr():
                return [s.Evaluate(self.of(node.value))]
            case ast.If():
                return [s.If(self.of(node.test), self.block(node.body), self.block(node.orelse))]
            case ast.For() | ast.AsyncFor():
                loop = s.Loop(self.of(node.target), self.of(node.iter), self.block(node.body))
                return [loop, *self.block(node.orelse)]
            case ast.While():
                return [s.While(self.of(node.test), self.block(node.body))]
            case ast.Match():
                return matched(self, node)
            case ast.Delete():
                return [
                    s.Assign(self.of(target), s.Opaque(*self.span(target)))
                    for target in node.targets
                ]
            case ast.Try():
                return [
                    *self.block(node.body),
                    *self.block(node.orelse),
                    *self.block(node.finalbody),
                ]
            case ast.With() | ast.AsyncWith():
                bound = [
                    s.Assign(self.of(item.optional_vars), self._entered(item.context_expr))
                    for item in node.items
                    if item.optional_vars is not None
                ]
                return [*bound, *self.block(node.body)]
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                return [s.Define(self._function(node))]
            case ast.ClassDef():
                return [self._class(node)]
            case ast.Return():
                return [s.Return(None if node.value is None else self.of(node.value))]
            case ast.Raise():
                return [s.Leave(True)]
            case ast.Continue() | ast.Break():
                return [s.Leave(False, is_end=isinstance(node, ast.Break))]
            case ast.Import() | ast.ImportFrom():
                return imports(node)
        return []

    def _class(self, node: ast.ClassDef) -> s.DefineClass:
        methods = [self._function(one) for one in node.body if isinstance(one, ast.FunctionDef)]
        attributes = [
            made
            for one in node.body
            if isinstance(one, ast.Assign | ast.AnnAssign)
            for made in self._statement(one)
            if isinstance(made, s.Assign)
        ]
        declared = [
            one.target.id
            for one in node.body
            if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
        ]
        bases = tuple(map(self.of, node.bases))
        given = tuple(attributes)
        return s.DefineClass(node.name, bases, tuple(methods), given, given, tuple(declared))

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> s.Function:
        names = {ast.unparse(decorator) for decorator in node.decorator_list}
        return s.Function(
            *self.span(node),
            node.name,
            self._parameters(node.args),
            self.block(node.body),
            is_static=bool(names & {"staticmethod"}),
            is_getter=bool(names & _GETTERS),
            is_of_class=bool(names & {"classmethod"}),
            outer=frozenset(
                name
                for one in ast.walk(node)
                if isinstance(one, ast.Global | ast.Nonlocal)
                for name in one.names
            ),
        )

    def _entered(self, node: ast.expr) -> s.Node:
        """What a `with` gives a name: of the managers, files alone are known to be themselves."""
        called = node.func if isinstance(node, ast.Call) else None
        name = getattr(called, "id", getattr(called, "attr", ""))
        return self.of(node) if name == "open" else s.Opaque(*self.span(node))

    def _parameters(self, arguments: ast.arguments) -> tuple[s.Parameter, ...]:
        plain = [*arguments.posonlyargs, *arguments.args]
        missing = len(plain) - len(arguments.defaults)
        defaults: list[ast.expr | None] = [*[None] * missing, *arguments.defaults]
        pairs = [*zip(plain, defaults, strict=True)]
        pairs += zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        made = [
            s.Parameter(
                one.arg,
                None if default is None else self.of(default),
                start=self.span(one)[1],
                end=self.span(one)[2],
            )
            for one, default in pairs
        ]
        rest = [
            s.Parameter(one.arg, is_rest=True) for one in (arguments.vararg, arguments.kwarg) if one
        ]
        return (*made, *rest)

    def of(self, node: ast.expr) -> s.Node:
        """The expression."""
        match node:
            case ast.Constant():
                return self._constant(node)
            case ast.JoinedStr():
                return self._pieces(node)
            case ast.Name():
                return s.Name(*self.span(node), node.id)
            case ast.Attribute():
                file, start, end = self.span(node)
                return s.Attribute(
                    file, start, end, self.of(node.value), node.attr, end - len(node.attr)
                )
            case ast.Subscript():
                return s.Index(*self.span(node), self.of(node.value), self.of(node.slice))
            case ast.Call():
                return self._call(node)
            case ast.Dict():
                return s.Object(*self.span(node), tuple(self._entries(node)))
            case ast.List() | ast.Tuple() | ast.Set():
                return s.Array(*self.span(node), tuple(map(self.of, node.elts)))
            case ast.Starred():
                return s.Spread(*self.span(node), self.of(node.value))
            case ast.Lambda():
                body = (s.Return(self.of(node.body)),)
                return s.Function(*self.span(node), "", self._parameters(node.args), body)
            case ast.IfExp():
                parts = self.of(node.test), self.of(node.body), self.of(node.orelse)
                return s.Choice(*self.span(node), *parts)
            case _:
                return self._operation(node)

    def _operation(self, node: ast.expr) -> s.Node:
        span = self.span(node)
        match node:
            case ast.BoolOp():
                operator = "or" if isinstance(node.op, ast.Or) else "and"
                made = self.of(node.values[0])
                for value in node.values[1:]:
                    made = s.Either(*span, operator, made, self.of(value))
                return made
            case ast.BinOp():
                operator = _OPERATORS.get(type(node.op), "?")
                return s.Binary(*span, operator, self.of(node.left), self.of(node.right))
            case ast.Compare():
                if len(node.ops) == 1:
                    operator = _OPERATORS.get(type(node.ops[0]), "?")
                    return s.Binary(
                        *span, operator, self.of(node.left), self.of(node.comparators[0])
                    )
            case ast.UnaryOp():
                if isinstance(node.op, ast.Not):
                    return s.Negation(*span, self.of(node.operand))
                inner = node.operand
                if isinstance(node.op, ast.USub) and isinstance(inner, ast.Constant):
                    number = inner.value
                    if isinstance(number, int | float) and not isinstance(number, bool):
                        return s.Literal(*span, -number)
            case ast.ListComp() | ast.GeneratorExp() | ast.SetComp() | ast.DictComp():
                return comprehension(self, node)
            case ast.Await():
                return self.of(node.value)
            case ast.NamedExpr():
                return s.Assigned(*span, self.of(node.target), self.of(node.value))
        return s.Opaque(*span)

    def _constant(self, node: ast.Constant) -> s.Node:
        span = self.span(node)
        value = node.value
        if isinstance(value, str):
            pieces = literal_pieces(self._file.text, span[1], span[2])
            texts = [one for one in pieces or () if isinstance(one, Characters)]
            spans = tuple(place for one in texts for place in one.spans)
            is_read = "".join(one.text for one in texts) == value
            return s.Literal(*span, value, spans if is_read else ())
        if value is None or isinstance(value, bool | int | float):
            return s.Literal(*span, value)
        return s.Opaque(*span)

    def _pieces(self, node: ast.JoinedStr) -> s.Node:
        """An f-string; `ast` does not say where its parts stand before Python 3.12."""
        file, start, end = self.span(node)
        pieces = literal_pieces(file.text, start, end)
        if pieces is None:
            return s.Opaque(file, start, end)
        parts: list[s.Node] = []
        for piece in pieces:
            if isinstance(piece, Characters):
                if piece.text:
                    inner = piece.spans[0][0], piece.spans[-1][1]
                    parts.append(s.Literal(file, *inner, piece.text, piece.spans))
                continue
            source = file.text[piece.start : piece.end]
            try:
                found = ast.parse(f"({source})", mode="eval")
            except (SyntaxError, ValueError):
                return s.Opaque(file, start, end)
            inside = _Reader(file, f"({source})", piece.start - 1).of(found.body)
            is_plain = piece.is_plain
            parts.append(inside if is_plain else s.Opaque(file, piece.start, piece.end))
        return s.Pieces(file, start, end, tuple(parts))

    def _call(self, node: ast.Call) -> s.Node:
        file, start, end = self.span(node)
        named: list[s.Entry] = []
        for keyword in node.keywords:
            value = self.of(keyword.value)
            begin = self._at(keyword.lineno, keyword.col_offset)
            stop = self._at(keyword.end_lineno or 1, keyword.end_col_offset or 0)
            if keyword.arg is None:
                named.append(s.Entry(None, value, begin, stop))
            else:
                behind = begin + len(keyword.arg)
                named.append(s.Entry(keyword.arg, value, begin, stop, begin, behind))
        function = self.of(node.func)
        inner = self._file.text.find("(", self.span(node.func)[2]) + 1
        arguments = tuple(map(self.of, node.args))
        return s.Call(file, start, end, function, arguments, tuple(named), inner)

    def _entries(self, node: ast.Dict) -> list[s.Entry]:
        entries: list[s.Entry] = []
        for key, value in zip(node.keys, node.values, strict=True):
            made = self.of(value)
            if key is None:
                begin = self._file.text.rfind("**", 0, made.start)
                entries.append(s.Entry(None, made, begin, made.end))
                continue
            _, start, end = self.span(key)
            is_text = isinstance(key, ast.Constant) and isinstance(key.value, str)
            name = str(key.value) if is_text and isinstance(key, ast.Constant) else ""
            computed = None if is_text else self.of(key)
            stop = self.span(value)[2]
            entries.append(s.Entry(name, made, start, stop, start, end, computed))
        return entries
