"""The calls to AWS that Python code makes through boto3.

Paginators, waiters, resource objects and collections:
https://boto3.amazonaws.com/v1/documentation/api/latest/guide/index.html
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from auditor.embedded.facts import UNKNOWN_TEXT, Argument, SdkCall
from auditor.embedded.python.sdk.kinds import Chain, Collection, Method, Pager, Service
from auditor.embedded.python.sdk.objects import COLLECTING
from auditor.expression import expression
from auditor.model.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditor.embedded.facts import Step
    from auditor.embedded.python.parse import Source
    from auditor.embedded.python.places import Place
    from auditor.embedded.python.sdk.objects import Objects

_OPERATION = expression(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
# What clients do without a call to AWS.
# https://boto3.amazonaws.com/v1/documentation/api/latest/guide/clients.html
_LOCAL = frozenset(
    {
        "can_paginate",
        "close",
        "generate_presigned_post",
        "generate_presigned_url",
        "get_paginator",
        "get_waiter",
    }
)
_LOCAL_OF_RESOURCES = frozenset({"batch_writer", "get_available_subresources"})
_BATCHED = frozenset({"put_item", "delete_item"})
# Actions of collections that are made for many at once.
_ACTIONS = frozenset(
    {"delete", "create_tags", "monitor", "reboot", "start", "stop", "terminate", "unmonitor"}
)


def call_of(call: ast.Call, place: Place, source: Source, objects: Objects) -> SdkCall | None:
    """The call to AWS that a call in the code is, where it is one for certain."""
    method = objects.kind(call.func)
    if not isinstance(method, Method):
        return None
    named = _operation(method)
    if named is None:
        return None
    service, steps, operation, is_waiter = named
    batched = isinstance(method.owner, Chain) and method.owner.part == "batch"
    # What is put into a batch is no argument of the call that writes the batch.
    arguments = () if batched else tuple(_arguments(call, source, objects))
    return SdkCall(
        sdk="boto3",
        client=service.name,
        maker=service.maker,
        resources=steps,
        operation=operation,
        is_waiter=is_waiter,
        arguments=arguments,
        complete=not batched and not call.args and all(keyword.arg for keyword in call.keywords),
        at_load=place.at_load,
        always=place.always,
        span=source.span(call.func),
        function=place.function,
    )


def _operation(method: Method) -> tuple[Service, tuple[Step, ...], str, bool] | None:
    """The service, the chain and the operation that a method calls, and whether it waits."""
    owner, name = method.owner, method.name
    if isinstance(owner, Service):
        calls = _OPERATION.fullmatch(name) and name not in _LOCAL
        return (owner, (), name, False) if calls else None
    if isinstance(owner, Pager):
        calls = name == ("wait" if owner.is_waiter else "paginate")
        return (owner.service, (), owner.name, owner.is_waiter) if calls else None
    if isinstance(owner, Collection):
        calls = name in _ACTIONS or (name in COLLECTING and not owner.filtered)
        spelled = f"{owner.name}.{name}"
        return (owner.chain.service, owner.chain.steps, spelled, False) if calls else None
    if not isinstance(owner, Chain) or owner.part == "meta":
        return None
    if owner.part == "batch":
        batched = name in _BATCHED
        return (owner.service, owner.steps, "batch_write_item", False) if batched else None
    calls = _OPERATION.fullmatch(name) and name not in _LOCAL_OF_RESOURCES
    waits = name.startswith("wait_until_")
    return (owner.service, owner.steps, name, waits) if calls else None


def _arguments(call: ast.Call, source: Source, objects: Objects) -> Iterator[Argument]:
    for keyword in call.keywords:
        if keyword.arg is not None:
            whole = source.span(keyword)
            yield from _flat(keyword.arg, keyword.value, whole, source, objects)


def _flat(
    name: str, value: ast.expr, whole: Span, source: Source, objects: Objects
) -> Iterator[Argument]:
    """The leaves of a value, in the order of the text."""
    pending: list[tuple[tuple[str, ...], ast.expr]] = [((name,), value)]
    while pending:
        path, leaf = pending.pop()
        below = _entries(leaf)
        if below:
            pending.extend(((*path, step), entry) for step, entry in reversed(below))
            continue
        known = UNKNOWN_TEXT if isinstance(leaf, ast.Starred) else objects.text(leaf)
        yield Argument(path, known, source.span(leaf), whole)


def _entries(value: ast.expr) -> list[tuple[str, ast.expr]]:
    """The entries of a list, or of a map whose keys are all known; else none."""
    if isinstance(value, (ast.List, ast.Tuple)):
        return [("[]", entry) for entry in value.elts]
    if not isinstance(value, ast.Dict):
        return []
    entries: list[tuple[str, ast.expr]] = []
    for key, entry in zip(value.keys, value.values, strict=True):
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
            return []
        entries.append((key.value, entry))
    return entries
