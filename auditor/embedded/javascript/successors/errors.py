"""What code reads of the errors of version 2, and what it is called in version 3.

https://github.com/aws/aws-sdk-js-v3/blob/main/UPGRADING.md#error-handling
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from auditor.embedded.javascript import syntax
from auditor.embedded.javascript.items import FUNCTIONS, Item
from auditor.embedded.javascript.meanings import Meanings, arguments_of
from auditor.embedded.javascript.patterns import member_name
from auditor.embedded.javascript.scopes import Binding
from auditor.embedded.javascript.successors.flow import parameters_of
from auditor.embedded.javascript.successors.nouns import Edit, NotPlain, Successor

_NAMES = {"code": "name", "statusCode": "$metadata?.httpStatusCode"}
_OTHERS = frozenset(
    {"retryable", "requestId", "extendedRequestId", "cfId", "originalError", "retryDelay"}
)
_OF_CLIENT = ("CredentialsError", "NetworkingError", "TimeoutError", "UriParameterError")
"""Codes that version 2 itself invents, besides those of services."""
_S3 = frozenset({"AccessDenied", "NoSuchBucket", "NoSuchKey", "NotFound"})
"""Codes of S3 that are names of errors in version 3 as well."""
_WITH_CODES = frozenset({"fs", "http", "https", "net", "tls", "dns", "child_process"})
_EQUALS = frozenset({"===", "!==", "==", "!="})


def error_edits(
    items: Sequence[Item],
    meanings: Meanings,
    clients: Collection[Successor],
    callbacks: Collection[Binding],
) -> Iterator[Edit]:
    """The edits for the fields of errors; `callbacks` are the errors that callbacks receive."""
    errors = {id(one) for one in callbacks} | {id(one) for one in _caught(items, meanings)}
    for item in items:
        if item.kind not in syntax.MEMBERS:
            continue
        name, base = member_name(item), item.child("object")
        if name not in _NAMES and name not in _OTHERS:
            continue
        binding = meanings.scopes.binding(base)
        if binding is None:
            continue
        if id(binding) not in errors:
            # the error may have been handed over
            is_parameter = any(word == "parameter" for word, _ in binding.kinds)
            if is_parameter and name in _NAMES:
                raise NotPlain
            continue
        field = item.child("property")
        if name not in _NAMES or field is None:
            raise NotPlain
        if name == "code":
            _check_code(item, items, clients)
        yield field.span, _NAMES[name]


def _caught(items: Sequence[Item], meanings: Meanings) -> Iterator[Binding]:
    """What `catch (x)`, `.catch(x => ...)` and `.then(..., x => ...)` receive."""
    for item in items:
        target: Item | None = None
        if item.kind == "catch_clause":
            target = item.child("parameter")
        elif item.kind == "call_expression":
            callee = item.child("function")
            name = None if callee is None else member_name(callee)
            place = {"catch": 0, "then": 1}.get(name or "")
            given = arguments_of(item)
            if place is None or len(given) <= place or given[place].kind not in FUNCTIONS:
                continue
            target = next(iter(parameters_of(given[place])), None)
        if target is None:
            continue
        if target.kind != "identifier":
            raise NotPlain
        binding = meanings.scopes.binding(target)
        if binding is not None:
            yield binding


def _check_code(member: Item, items: Sequence[Item], clients: Collection[Successor]) -> None:
    """Whether the name of an error says in version 3 what its code says in version 2."""
    is_of_node = any(
        item.kind == "string" and item.text[1:-1].removeprefix("node:") in _WITH_CODES
        for item in items
    )
    others = [client for client in clients if client.is_xml and client.client != "S3"]
    if is_of_node or others:
        raise NotPlain
    above = member.parent
    told = above.text if above is not None else ""
    if any(code in told for code in _OF_CLIENT):
        raise NotPlain
    if not any(client.client == "S3" for client in clients):
        return
    is_compared = above is not None and not _EQUALS.isdisjoint(above.words)
    sides = [child.text[1:-1] for child in above.children if child is not member] if above else []
    if not is_compared or not _S3.issuperset(sides):
        raise NotPlain
