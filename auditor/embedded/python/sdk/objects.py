"""What the expressions of a Python module stand for: modules, clients, resource objects.

A name that may be bound to two different things stands for nothing known.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from auditor.embedded.facts import UNKNOWN_TEXT, Client, Step, Text
from auditor.embedded.python.places import last_name
from auditor.embedded.python.scopes import (
    Assigned,
    Binding,
    Defined,
    DefinedClass,
    Entered,
    Function,
    Imported,
    Parameter,
    Scope,
    Scopes,
)
from auditor.embedded.python.sdk.classes import Classes
from auditor.embedded.python.sdk.clients import Clients, Making
from auditor.embedded.python.sdk.kinds import (
    NOTHING,
    UNKNOWN,
    Chain,
    Collection,
    Dotted,
    Instance,
    Kind,
    Method,
    OwnClass,
    OwnFunction,
    Pager,
    Service,
    Session,
)
from auditor.embedded.python.texts import Texts
from auditor.embedded.weakly import weakly

if TYPE_CHECKING:
    from auditor.embedded.python.parse import Source

_DEEPEST = 30
_SPEAKING = frozenset(
    {ast.Name, ast.Attribute, ast.Call, ast.BoolOp, ast.IfExp, ast.NamedExpr, ast.Constant}
)
"""The expressions that may stand for something known."""
_LONGEST_PATH = 200
# Each parameter is looked up in all calls of its function, each attribute in all its classes.
_MOST_USES = 100
DEFAULT_SESSION = Session(None, own=True)
_SESSIONS = frozenset({"boto3.Session", "boto3.session.Session"})
_MAKERS = frozenset({"boto3.client", "boto3.resource"})
_PROPERTIES = frozenset({"property", "cached_property"})
# Decorators that give what the function gives, when it is called as the function is.
_TRANSPARENT = _PROPERTIES | {
    "lru_cache",
    "cache",
    "staticmethod",
    "classmethod",
    "capture",
    "capture_method",
    "capture_lambda_handler",
    "inject_lambda_context",
    "log_metrics",
}
# Actions that give a resource object, by service.
# https://boto3.amazonaws.com/v1/documentation/api/latest/reference/services/sqs/service-resource/index.html
_GIVES = {
    ("sqs", "get_queue_by_name"): "Queue",
    ("sqs", "create_queue"): "Queue",
    ("sns", "create_topic"): "Topic",
    ("dynamodb", "create_table"): "Table",
    ("s3", "create_bucket"): "Bucket",
}
COLLECTING = frozenset({"all", "filter", "limit", "page_size", "pages"})


class Objects:
    """What expressions stand for, worked out when asked for and kept."""

    def __init__(self, source: Source) -> None:
        scopes = source.once(Scopes)
        self.scopes: Final = scopes
        self.texts: Final = Texts(scopes, weakly(self.dotted))
        self._clients = Clients(weakly(source.span), self.texts.text)
        self._classes = Classes(scopes)
        # `boto3.setup_default_session(...)` gives other credentials or another Region to all.
        self._plain_default = "setup_default_session" not in source.text
        self._known: dict[ast.expr, Kind] = {}
        self._names: dict[tuple[Scope, str], Kind] = {}
        self._depth = 0

    def text(self, expression: ast.expr) -> Text:
        """The text that an expression gives."""
        return self.texts.text(expression)

    def dotted(self, expression: ast.expr) -> str | None:
        """The path below a module that an expression stands for: `os.environ`."""
        kind = self.kind(expression)
        return kind.path if isinstance(kind, Dotted) else None

    def client(self, call: ast.Call) -> Client | None:
        """The client or resource object that a call itself makes."""
        session = self._session_of(self.kind(call.func))
        return self._clients.client(call, session) if session else None

    def kind(self, expression: ast.expr) -> Kind:
        """What an expression stands for."""
        if type(expression) not in _SPEAKING:
            return UNKNOWN
        known = self._known.get(expression)
        if known is not None:
            return known
        if self._depth >= _DEEPEST:
            return UNKNOWN
        # Until it is known: what depends on itself stays unknown.
        self._known[expression] = UNKNOWN
        self._depth += 1
        found = self._read(expression)
        self._depth -= 1
        self._known[expression] = found
        return found

    def _read(self, expression: ast.expr) -> Kind:
        if isinstance(expression, ast.Name):
            return self._of_name(expression)
        if isinstance(expression, ast.Attribute):
            return self._attribute(self.kind(expression.value), expression.attr)
        if isinstance(expression, ast.Call):
            return self._called(expression)
        if isinstance(expression, ast.BoolOp):
            whole = isinstance(expression.op, ast.Or)
            return _join(map(self.kind, expression.values if whole else expression.values[-1:]))
        if isinstance(expression, ast.IfExp):
            return _join(map(self.kind, (expression.body, expression.orelse)))
        if isinstance(expression, ast.NamedExpr):
            return self.kind(expression.value)
        is_none = isinstance(expression, ast.Constant) and expression.value is None
        return NOTHING if is_none else UNKNOWN

    def _of_name(self, name: ast.Name) -> Kind:
        owner = self.scopes.owner(name)
        if owner is None:
            return Dotted(f"builtins.{name.id}")
        key = (owner, name.id)
        if key not in self._names:
            self._names[key] = UNKNOWN
            bindings = self.scopes.bindings(name)
            self._names[key] = _join(self._bound(binding, name.id) for binding in bindings)
        return self._names[key]

    def _bound(self, binding: Binding, name: str) -> Kind:
        if isinstance(binding, Assigned):
            return self.kind(_without(binding.value, name))
        if isinstance(binding, Entered):
            kind = self.kind(binding.value)
            return kind if isinstance(kind, Chain) and kind.part == "batch" else UNKNOWN
        if isinstance(binding, Imported):
            return Dotted(binding.path)
        if isinstance(binding, Defined):
            return OwnFunction(binding.node, bound=False) if _is_plain(binding.node) else UNKNOWN
        if isinstance(binding, DefinedClass):
            return OwnClass(binding.node)
        return self._passed(binding) if isinstance(binding, Parameter) else UNKNOWN

    def _passed(self, parameter: Parameter) -> Kind:
        """What a function is given for a parameter, where all its calls are seen."""
        function = parameter.function
        scope = self.scopes.of[function].parent
        if isinstance(function, ast.Lambda) or scope is None or not parameter.plain:
            return UNKNOWN
        if isinstance(scope.node, ast.ClassDef):
            is_self = parameter.index == 0 and not _has(function, {"staticmethod"})
            if not is_self:
                return UNKNOWN
            return OwnClass(scope.node) if _has(function, {"classmethod"}) else Instance(scope.node)
        if len(scope.bindings[function.name]) != 1 or not _is_plain(function):
            return UNKNOWN
        if len(self.scopes.loads[function.name]) > _MOST_USES:
            return UNKNOWN
        uses = self.scopes.uses(scope, function.name)
        calls = [self.scopes.callee_of.get(use) for use in uses]
        given = [argument_of(call, parameter) if call else None for call in calls]
        if not given and parameter.default is not None:
            return self.kind(parameter.default)
        return _join(UNKNOWN if value is None else self.kind(value) for value in given)

    def _attribute(self, base: Kind, name: str) -> Kind:
        if isinstance(base, Dotted):
            return Dotted(f"{base.path}.{name}") if len(base.path) < _LONGEST_PATH else UNKNOWN
        if isinstance(base, (OwnClass, Instance)):
            return self._of_class(base, name)
        if isinstance(base, Chain) and name == "meta" and base.part == "self":
            return replace(base, part="meta")
        if isinstance(base, Chain) and base.part == "meta":
            return base.service if name == "client" else UNKNOWN
        if isinstance(base, Method) and isinstance(base.owner, Chain):
            return Method(Collection(base.owner, base.name, filtered=False), name)
        if isinstance(base, (Session, Service, Pager, Chain, Collection)):
            return Method(base, name)
        return UNKNOWN

    def _of_class(self, base: OwnClass | Instance, name: str) -> Kind:
        found: list[Kind] = []
        bindings = self._classes.attribute(base.node, name)
        if len(bindings) > _MOST_USES:
            return UNKNOWN
        for binding in bindings:
            if not isinstance(binding, Defined):
                found.append(self._bound(binding, ""))
            elif _has(binding.node, _PROPERTIES):
                found.append(self._returned(binding.node))
            else:
                bound = isinstance(base, Instance) or _has(binding.node, {"classmethod"})
                bound = bound and not _has(binding.node, {"staticmethod"})
                plain = _is_plain(binding.node)
                found.append(OwnFunction(binding.node, bound) if plain else UNKNOWN)
        return _join(found)

    def _called(self, call: ast.Call) -> Kind:
        callee = self.kind(call.func)
        session = self._session_of(callee)
        if session is not None:
            making: Making = "resource" if last_of(callee) == "resource" else "client"
            own = self._plain_default or not isinstance(callee, Dotted)
            return self._clients.made(call, session, making) if own else UNKNOWN
        if isinstance(callee, Dotted) and callee.path in _SESSIONS:
            return self._clients.session(call)
        if isinstance(callee, OwnFunction):
            return self._returned(callee.node)
        if isinstance(callee, OwnClass):
            return Instance(callee.node)
        return self._given(callee, call) if isinstance(callee, Method) else UNKNOWN

    def _session_of(self, callee: Kind) -> Session | None:
        """The session whose `client` or `resource` is called."""
        if isinstance(callee, Dotted):
            return DEFAULT_SESSION if callee.path in _MAKERS else None
        if isinstance(callee, Method) and isinstance(callee.owner, Session):
            return callee.owner if callee.name in ("client", "resource") else None
        return None

    def _given(self, method: Method, call: ast.Call) -> Kind:
        """What a method of boto3 gives."""
        owner = method.owner
        if isinstance(owner, Service) and method.name in ("get_paginator", "get_waiter"):
            value = call.args[0] if call.args else _keyword(call)
            name = self.text(value).literal if value is not None else None
            return Pager(owner, name, method.name == "get_waiter") if name else UNKNOWN
        if isinstance(owner, Collection):
            return replace(owner, filtered=True) if method.name in COLLECTING else UNKNOWN
        if not isinstance(owner, Chain) or owner.part != "self":
            return UNKNOWN
        if method.name == "batch_writer":
            return replace(owner, part="batch")
        if method.name[:1].isupper():
            values = (*call.args, *(keyword.value for keyword in call.keywords))
            step = Step(method.name, tuple(map(self.text, values)))
            return replace(owner, steps=(*owner.steps, step))
        gives = _GIVES.get((owner.service.name, method.name)) if not owner.steps else None
        return replace(owner, steps=(Step(gives, (UNKNOWN_TEXT,)),)) if gives else UNKNOWN

    def _returned(self, function: Function) -> Kind:
        """What a function gives to those who call it."""
        scopes = self.scopes
        if isinstance(function, ast.AsyncFunctionDef) or function in scopes.generators:
            return UNKNOWN
        return _join(map(self.kind, scopes.returns.get(function, ())))


def argument_of(call: ast.Call, parameter: Parameter, shift: int = 0) -> ast.expr | None:
    """What a call passes for a parameter, or its default; None where that is not known.

    `shift`: the parameters before it that are given already, as `self` is.
    """
    if any(keyword.arg is None for keyword in call.keywords):
        return None
    for keyword in call.keywords:
        if keyword.arg == parameter.name:
            return keyword.value
    if any(isinstance(argument, ast.Starred) for argument in call.args):
        return None
    index = None if parameter.index is None else parameter.index - shift
    if index is not None and 0 <= index < len(call.args):
        return call.args[index]
    return parameter.default


def last_of(kind: Kind) -> str:
    """The last name of a method or of a dotted path."""
    if isinstance(kind, Method):
        return kind.name
    return kind.path.rpartition(".")[2] if isinstance(kind, Dotted) else ""


def _keyword(call: ast.Call) -> ast.expr | None:
    return call.keywords[0].value if call.keywords and call.keywords[0].arg else None


def _without(value: ast.expr, name: str) -> ast.expr:
    """`b` of `a or b` that is assigned to `a`: where it is `a`, nothing changes."""
    if isinstance(value, ast.BoolOp) and isinstance(value.op, ast.Or) and len(value.values) == 2:
        first, second = value.values
        if isinstance(first, ast.Name) and first.id == name:
            return second
    return value


def _decorators(function: Function) -> Iterator[str | None]:
    for decorator in function.decorator_list:
        yield last_name(decorator.func if isinstance(decorator, ast.Call) else decorator)


def _has(function: Function, names: Iterable[str]) -> bool:
    return not set(names).isdisjoint(_decorators(function))


def _is_plain(function: Function) -> bool:
    """Whether a call of it gives what its text says, whatever its decorators are for."""
    return all(name in _TRANSPARENT for name in _decorators(function))


def _join(kinds: Iterable[Kind]) -> Kind:
    """The one thing that all of them are; None among them is left out."""
    found: Kind = NOTHING
    empty = True
    for kind in kinds:
        empty = False
        if kind not in (NOTHING, found):
            found = kind if found == NOTHING else _either(found, kind)
        if found == UNKNOWN:
            break
    return UNKNOWN if empty else found


def _either(one: Kind, other: Kind) -> Kind:
    """What is left of two: a client of the same service, made at either place."""
    if isinstance(one, Service) and isinstance(other, Service) and one.name == other.name:
        return replace(one, maker=None)
    if isinstance(one, Chain) and isinstance(other, Chain):
        service = _either(one.service, other.service)
        if isinstance(service, Service) and replace(one, service=other.service) == other:
            return replace(one, service=service)
    return UNKNOWN
