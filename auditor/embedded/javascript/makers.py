"""How the AWS SDKs for JavaScript name their clients and commands, and where they pin a Region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.embedded.facts import UNKNOWN_TEXT, Client, Sdk

if TYPE_CHECKING:
    from auditor.embedded.javascript.items import Item
    from auditor.embedded.javascript.texts import Texts

V2 = "aws-sdk"
SDK_V2: Sdk = "aws-sdk-js-2"
DOCUMENTS = "@aws-sdk/lib-dynamodb"
_SCOPE = "@aws-sdk/"
_CLIENTS_OF_V2 = "aws-sdk/clients/"
_WHOLE_V2 = frozenset(
    {"aws-sdk/clients/all", "aws-sdk/global", "aws-sdk/index", "aws-sdk/lib/core"}
)
_DOCUMENT_CLIENT = "DocumentClient"
# Classes beside the services in https://docs.aws.amazon.com/AWSJavaScriptSDK/latest/AWS.html
_NO_SERVICES = frozenset(
    {
        "Config",
        "CredentialProviderChain",
        "Endpoint",
        "EventListeners",
        "HttpClient",
        "HttpRequest",
        "HttpResponse",
        "MetadataService",
        "NodeHttpClient",
        "ParamValidator",
        "Request",
        "Response",
        "SSOTokenProvider",
        "SequentialExecutor",
        "Service",
        "Signers",
        "Token",
        "TokenProviderChain",
        "XHRClient",
        "XML",
    }
)


def whole(module: str) -> str:
    """The module that another spelling of it loads."""
    return V2 if module in _WHOLE_V2 else module


def package(module: str) -> str:
    """The package of SDK v3 without its scope."""
    return module.removeprefix(_SCOPE)


def command(module: str, path: tuple[str, ...]) -> str | None:
    """The operation of a command class of SDK v3; None where it is no command."""
    if len(path) != 1 or not _is_package(module):
        return None
    name = path[0].removesuffix("Command")
    return name if name and name != path[0] else None


def function(module: str, path: tuple[str, ...]) -> tuple[str, bool] | None:
    """What a paginator or waiter of SDK v3 is for, and whether it is a waiter."""
    if len(path) != 1 or not _is_package(module):
        return None
    for prefix, is_waiter in (("paginate", False), ("waitUntil", True)):
        name = path[0].removeprefix(prefix)
        if name and name != path[0]:
            return name, is_waiter
    return None


def service(module: str, path: tuple[str, ...]) -> tuple[Sdk, str, bool] | None:
    """The SDK and the name of the client that a class is, and whether operations are methods."""
    if module == V2 or module.startswith(_CLIENTS_OF_V2):
        name = _service_of_v2(module, path)
        return None if name is None else ("aws-sdk-js-2", name, True)
    if len(path) != 1 or not module.startswith(f"{_SCOPE}client-"):
        return None
    plain = package(module).removeprefix("client-").replace("-", "")
    spelled = path[0].lower()
    if spelled not in (plain, f"{plain}client"):
        return None
    return "aws-sdk-js-3", package(module), spelled == plain


def client(made: Item, sdk: Sdk, name: str, options: Item | None, texts: Texts) -> Client:
    """The client that `new` makes with its options."""
    if options is None:
        return Client(sdk, name, None, None, None, made.span)
    known = texts.objects.of(options)
    region = known.of.get("region")
    if region is not None:
        text, argument, value = texts.of(region.value), region.whole.span, region.value.span
        return Client(sdk, name, text, argument, value, made.span)
    if not known.complete:
        return Client(sdk, name, UNKNOWN_TEXT, options.span, options.span, made.span)
    return Client(sdk, name, None, None, None, made.span)


def document_client(call: Item, inner: Client | None) -> Client:
    """The client that `DynamoDBDocumentClient.from` makes around another one."""
    name = package(DOCUMENTS)
    if inner is None:
        return Client("aws-sdk-js-3", name, None, None, None, call.span)
    places = inner.region_argument, inner.region_value
    return Client("aws-sdk-js-3", name, inner.region, *places, call.span)


def has_preset(options: Item, texts: Texts) -> bool:
    """Whether a client of SDK v2 may bring arguments for its calls: `params`.

    https://docs.aws.amazon.com/AWSJavaScriptSDK/latest/AWS/S3.html#constructor-property
    """
    known = texts.objects.of(options)
    return "params" in known.of or not known.complete


def _is_package(module: str) -> bool:
    return module == DOCUMENTS or module.startswith(f"{_SCOPE}client-")


def _service_of_v2(module: str, path: tuple[str, ...]) -> str | None:
    if module != V2:
        name, rest = module.removeprefix(_CLIENTS_OF_V2).removesuffix(".js"), path
    elif path and path[0][:1].isupper() and path[0] not in _NO_SERVICES:
        name, rest = path[0], path[1:]
    else:
        return None
    if "/" in name or name.endswith("Credentials"):
        return None
    if not rest:
        return name
    return f"{name}.{_DOCUMENT_CLIENT}" if rest == (_DOCUMENT_CLIENT,) else None
