"""The calls to AWS that a JavaScript file makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from auditor.embedded.facts import UNKNOWN_TEXT, Client, Sdk, SdkCall
from auditor.embedded.javascript import makers, syntax
from auditor.embedded.javascript.arguments import UNKNOWN, Arguments, Flattener
from auditor.embedded.javascript.meanings import Command, Meanings, Part, Service, arguments_of
from auditor.embedded.javascript.patterns import member_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from auditor.embedded.javascript.items import Item

# Methods of every client that are no operations.
# https://docs.aws.amazon.com/AWSJavaScriptSDK/latest/AWS/Service.html
_NO_OPERATIONS = frozenset(
    {
        "addListener",
        "addListeners",
        "addNamedListener",
        "bind",
        "createSet",
        "config",
        "customizeRequests",
        "defineService",
        "destroy",
        "makeRequest",
        "makeUnauthenticatedRequest",
        "middlewareStack",
        "off",
        "on",
        "removeListener",
        "send",
        "setupRequestListeners",
        "waitFor",
    }
)
_BY_NAME = frozenset({"makeRequest", "makeUnauthenticatedRequest", "waitFor"})
_SIGNED = frozenset({"getSignedUrl", "getSignedUrlPromise"})


class _Called(NamedTuple):
    """What a call asks for."""

    client: str
    sdk: Sdk
    maker: Client | None
    operation: str
    is_waiter: bool
    arguments: Arguments


class Calls:
    """The calls of one file; `values` are the items of their arguments, by index."""

    def __init__(self, items: Sequence[Item], meanings: Meanings) -> None:
        self.values: set[int] = set()
        self._items = items
        self._meanings = meanings
        self._flattener = Flattener(meanings.texts)

    def clients(self) -> tuple[Client, ...]:
        """Every client that is made, and every Region that is set for all of them."""
        found: list[tuple[int, Client]] = []
        for item in self._items:
            if item.kind in ("new_expression", "call_expression"):
                self._meanings.of(item)
            if item.kind in ("assignment_expression", "call_expression"):
                pin = self._pin(item)
                if pin is not None:
                    found.append((item.index, pin))
        found.extend(self._meanings.clients.items())
        return tuple(client for _, client in sorted(found, key=lambda place: place[0]))

    def calls(self) -> Iterator[SdkCall]:
        """Every call to AWS, in source order."""
        for item in self._items:
            called = item.child("function") if item.kind == "call_expression" else None
            if called is None:
                continue
            call = self._method(item, called) or self._function(item, called)
            if call is not None:
                yield self._told(item, called, call)

    def _told(self, item: Item, callee: Item, call: _Called) -> SdkCall:
        self.values.update(value.index for value in call.arguments.leaves)
        return SdkCall(
            sdk=call.sdk,
            client=call.client,
            maker=call.maker,
            resources=(),
            operation=call.operation,
            is_waiter=call.is_waiter,
            arguments=call.arguments.found,
            complete=call.arguments.complete,
            at_load=item.position.at_load,
            always=item.position.always and not _is_optional(item),
            span=callee.span,
            function=item.position.function.name,
        )

    def _method(self, item: Item, callee: Item) -> _Called | None:
        """`client.operation(...)` or `client.send(new Command(...))`."""
        if callee.kind not in syntax.MEMBERS:
            return None
        name = member_name(callee)
        given = arguments_of(item)
        on = self._meanings.of(callee.child("object"))
        service = on if isinstance(on, Service) else None
        if name == "send" and given:
            return self._sent(given[0], service)
        if name is None or service is None or not service.aggregated:
            return None
        if name in _BY_NAME:
            return self._named(name, given, service)
        if name in _NO_OPERATIONS:
            return None
        place = 1 if name in _SIGNED else 0
        return self._made(service, name, self._arguments(given, place))

    def _named(self, method: str, given: list[Item], service: Service) -> _Called | None:
        """`s3.waitFor("bucketExists", {...})`, and requests made by the name of the operation."""
        if service.sdk != "aws-sdk-js-2" or not given:
            return None
        name = self._meanings.texts.of(given[0]).literal
        if name is None:
            return None
        found = self._made(service, name, self._arguments(given, 1))
        return found._replace(is_waiter=method == "waitFor")

    def _made(self, service: Service, operation: str, arguments: Arguments) -> _Called:
        if service.preset:
            arguments = arguments._replace(complete=False)
        return _Called(service.client, service.sdk, service.maker, operation, False, arguments)

    def _sent(self, given: Item, service: Service | None) -> _Called | None:
        command = self._meanings.of(given)
        if not isinstance(command, Command):
            return None
        made = self._items[command.made]
        maker = service.maker if service is not None else None
        arguments = self._arguments(arguments_of(made), 0)
        return _Called(command.package, "aws-sdk-js-3", maker, command.operation, False, arguments)

    def _function(self, item: Item, callee: Item) -> _Called | None:
        """A paginator or a waiter of SDK v3."""
        part = self._meanings.of(callee)
        known = makers.function(part.module, part.path) if isinstance(part, Part) else None
        if known is None or not isinstance(part, Part):
            return None
        name, is_waiter = known
        given = arguments_of(item)
        maker: Client | None = None
        if given:
            client = self._meanings.objects.of(given[0]).of.get("client")
            service = self._meanings.of(client.value) if client is not None else None
            maker = service.maker if isinstance(service, Service) else None
        package = makers.package(part.module)
        arguments = self._arguments(given, 1)
        return _Called(package, "aws-sdk-js-3", maker, name, is_waiter, arguments)

    def _arguments(self, given: list[Item], place: int) -> Arguments:
        if any(item.kind == "spread_element" for item in given[: place + 1]):
            return UNKNOWN
        return self._flattener.of(given[place] if len(given) > place else None)

    def _pin(self, item: Item) -> Client | None:
        """`AWS.config.update({ region: ... })` and `AWS.config.region = ...`.

        https://docs.aws.amazon.com/sdk-for-javascript/v2/developer-guide/setting-region.html
        """
        target = item.child("left", "function")
        part = self._meanings.of(target) if target is not None else None
        if not isinstance(part, Part) or part.module != makers.V2 or part.path[:1] != ("config",):
            return None
        value = item.child("right")
        if item.kind == "assignment_expression" and value is not None:
            if part.path == ("config",):
                return Client(makers.SDK_V2, "", UNKNOWN_TEXT, item.span, value.span, item.span)
            text = self._meanings.texts.of(value)
            found = Client(makers.SDK_V2, "", text, item.span, value.span, item.span)
            return found if part.path == ("config", "region") else None
        given = arguments_of(item)
        if part.path not in _SETTERS or not given:
            return None
        pin = makers.client(item, makers.SDK_V2, "", given[0], self._meanings.texts)
        return pin if pin.region is not None else None


_SETTERS = (("config", "update"), ("config", "loadFromPath"))


def _is_optional(call: Item) -> bool:
    """Whether a call is skipped where something before it is missing: `client?.send(x)`."""
    callee = call.child("function")
    return "?." in call.words or (callee is not None and "?." in callee.words)
