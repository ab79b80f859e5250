"""Which IAM actions a call of an AWS SDK needs, and on what.

The tables in `sdk/` are made by `scripts/sdk_operations.py` from botocore and boto3, AWS's Service
Authorization Reference and the mapping of https://github.com/iann0036/iam-dataset (MIT);
`sdk/clients.json` says of which versions. There is a file for each service of botocore, so that a
run reads no more than the code uses. An operation that is in none of them is not known: either it
does not exist, or the sources leave in doubt what it needs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from auditor.data.sdk_classes import Call, class_call
from auditor.data.table import read_table
from auditor.expression import expression

Action = str
"""As policies spell it: `events:PutRule`."""

Path = tuple[str, ...]
"""The way to a parameter: names, `[]` for each item of a list, `{}` for each key of a mapping."""


class Below(Struct, frozen=True):
    """A parameter whose value follows the ARN of a resource, after a separator, if it is given."""

    path: Path
    separator: str


class ResourceParameter(Struct, frozen=True):
    """A parameter that names a resource which actions are checked on.

    `form` is `name`, `arn`, `name-or-arn` or `url`; `type` the CloudFormation type, or a bare word
    (`topic`, `foundation-model`) for what is no resource of CloudFormation. Of several parameters
    with one type a call gives one; parameters of different types name different resources. A call
    that gives none of them is on a resource which is not known. `below` makes the ARN longer:
    objects of S3 are checked on the bucket's ARN, `/` and the `Key`.
    """

    path: Path
    type: str
    form: str
    actions: tuple[Action, ...]
    below: Below | None = None

    @property
    def parameter(self) -> str:
        """The top-level parameter."""
        return self.path[0]


class Operation(Struct, frozen=True):
    """What a call does, and what it is refused without.

    `service` is IAM's prefix and `name` the operation of the API. A call is refused unless all of
    `actions` are allowed, but for a call that gives a parameter of `unless`, which changes what is
    checked. `conditional` are actions that some calls need. With neither, no permission is needed.
    `passes_role` are the parameters that hand a role (or an instance profile) to a service, which
    takes `iam:PassRole`. `resource_level` is False where AWS's reference gives all actions no
    resource but `*`: an ARN of one resource never allows them, though a pattern for all of them
    may, as some are checked on `table/*` or `log-group::log-stream:`,
    https://github.com/AntonShuvaev/intellij-dynamodb/issues/20
    https://github.com/hashicorp/terraform-provider-aws/issues/8804
    `identifiers` are, for a boto3 resource class, the parameters that the identifiers of the
    chain stand for, one for each and empty where there is none (a path where it is none of the top
    level: `RequestItems.{}`, `InstanceIds[0]`); `positional` those of the
    arguments that may come without a name.
    """

    service: str
    name: str
    actions: tuple[Action, ...]
    conditional: tuple[Action, ...] = ()
    unless: tuple[Path, ...] = ()
    passes_role: tuple[Path, ...] = ()
    resource: tuple[ResourceParameter, ...] = ()
    resource_level: bool = True
    identifiers: tuple[str, ...] = ()
    positional: tuple[str, ...] = ()


_CLIENT = expression(r"[a-z0-9-]{1,60}", re.ASCII)

_DOCUMENT = {
    "get": "getitem",
    "put": "putitem",
    "update": "updateitem",
    "delete": "deleteitem",
    "query": "query",
    "scan": "scan",
    "batchget": "batchgetitem",
    "batchwrite": "batchwriteitem",
    "transactget": "transactgetitems",
    "transactwrite": "transactwriteitems",
}
"""The methods of DynamoDB's document clients.

https://docs.aws.amazon.com/AWSJavaScriptSDK/latest/AWS/DynamoDB/DocumentClient.html
"""

_STATEMENTS = {
    name: name for name in ("executestatement", "batchexecutestatement", "executetransaction")
}
"""What the document client of version 3 has besides.

https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-aws-sdk-lib-dynamodb/
"""

_NARROW: Mapping[tuple[str, str], tuple[str, Mapping[str, str]]] = {
    ("aws-sdk-js-2", "dynamodb.documentclient"): ("dynamodb", _DOCUMENT),
    ("aws-sdk-js-3", "lib-dynamodb"): ("dynamodb", {**_DOCUMENT, **_STATEMENTS}),
    # https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-aws-sdk-lib-storage/
    ("aws-sdk-js-3", "lib-storage"): ("s3", {"upload": "putobject"}),
}
"""Clients with methods of their own: the service, and the operation of each method."""

_TRANSFERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "uploadfile": ("PutObject", ("Filename", "Bucket", "Key")),
    "uploadfileobj": ("PutObject", ("Fileobj", "Bucket", "Key")),
    "downloadfile": ("GetObject", ("Bucket", "Key", "Filename")),
    "downloadfileobj": ("GetObject", ("Bucket", "Key", "Fileobj")),
    "copy": ("CopyObject", ("CopySource", "Bucket", "Key")),
}
"""boto3's transfers: what they call, and the order of their arguments.

https://docs.aws.amazon.com/boto3/latest/reference/customizations/s3.html
"""


def operation(
    sdk: str, client: str, name: str, resources: tuple[str, ...] = (), *, is_waiter: bool = False
) -> Operation | None:
    """What a method of a client does and needs, None where it is not known.

    `sdk` is `boto3`, `aws-sdk-js-2` or `aws-sdk-js-3`; `client` boto3's service name, the class of
    version 2 (or the file in `aws-sdk/clients`), or the package of version 3 without its scope.
    `name` may be spelled as in any SDK; commands, paginators and waiters of version 3 as they are
    imported. With `resources`, the classes of a boto3 resource from the service down, it is a
    method of the last of them (`put_item`) or of its collections (`objects.delete`).
    """
    narrow = _NARROW.get((sdk, client.lower()))
    service_name = narrow[0] if narrow else _service_name(sdk, client)
    service = None if service_name is None else _service(service_name)
    if service is None:
        return None
    key = name.replace("_", "").lower()
    if sdk == "aws-sdk-js-3" and key not in service.names:
        key, is_waiter = _bare(key, is_waiter)
    if narrow:
        key = narrow[1].get(key, "")
    if is_waiter:
        key = service.waiters.get(key, "")
    elif sdk == "boto3" and (resources or key not in service.names):
        return _of_class(service, resources, key)
    elif sdk == "aws-sdk-js-2" and service_name == "s3" and key == "upload":
        key = "putobject"
    return service.operation(key)


def _bare(key: str, is_waiter: bool) -> tuple[str, bool]:
    """The name inside those that the packages of version 3 export."""
    if key.startswith("waituntil"):
        return key.removeprefix("waituntil"), True
    return key.removesuffix("command").removeprefix("paginate"), is_waiter


def _service_name(sdk: str, client: str) -> str | None:
    """The name of botocore for a client."""
    if sdk == "boto3":
        return client
    key = client.lower() if sdk == "aws-sdk-js-2" else client
    return _clients().get(sdk, {}).get(key)


@cache
def _clients() -> Mapping[str, Mapping[str, str]]:
    table: Mapping[str, Mapping[str, str]] = read_table("sdk", "clients.json")
    return table


class _Service:
    """The table of one service."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.table = table
        self.classes: Mapping[str, Any] = table.get("classes", {})
        self._kinds = {
            name: kind for kind in ("scoped", "unscoped", "free") for name in _words(table, kind)
        }
        self.names = {name.lower(): name for name in (*self._kinds, *table.get("actions", ()))}
        self.waiters = {
            name.lower(): called.lower() for name, called in table.get("waiters", {}).items()
        }

    def operation(self, key: str) -> Operation | None:
        """The operation of a name in lower case."""
        name = self.names.get(key)
        if name is None:
            return None
        prefix: str = self.table["prefix"]
        kind = self._kinds.get(name, "")
        plain = () if kind == "free" else (f"{prefix}:{name}",)
        actions = plain if kind else tuple(self.table["actions"][name])
        is_scoped = not kind and name not in self.table.get("unscoped_others", {})
        return Operation(
            service=prefix,
            name=name,
            actions=actions,
            conditional=tuple(self._entry("conditional", name)),
            unless=tuple(_path(text) for text in self._entry("unless", name)),
            passes_role=tuple(_path(text) for text in self._entry("passes", name)),
            resource=tuple(_parameter(one, actions) for one in self._entry("resource", name)),
            resource_level=kind == "scoped" or is_scoped,
        )

    def _entry(self, key: str, name: str) -> list[Any]:
        found: list[Any] = self.table.get(key, {}).get(name, [])
        return found


@lru_cache(maxsize=512)
def _service(name: str) -> _Service | None:
    """The service of a name, which comes from code and may be anything."""
    table = read_table("sdk", f"{name}.json") if _CLIENT.fullmatch(name) else None
    return _Service(table) if table is not None and "prefix" in table else None


def _words(table: Mapping[str, Any], key: str) -> list[str]:
    text: str = table.get(key, "")
    return text.split()


def _path(text: str) -> Path:
    return tuple(text.split("."))


def _parameter(entry: list[Any], actions: tuple[Action, ...]) -> ResourceParameter:
    path, type_, form, below, separator, own = entry
    return ResourceParameter(
        path=_path(path),
        type=type_,
        form=form,
        actions=tuple(own) or actions,
        below=Below(_path(below), separator) if below else None,
    )


def _of_class(service: _Service, resources: tuple[str, ...], key: str) -> Operation | None:
    """What a method of a boto3 resource class does, or a transfer that boto3 adds to S3."""
    is_s3 = service.classes.get("Bucket") is not None
    if is_s3 and key in _TRANSFERS and not resources:
        return _transfer(service, key, ())
    call = class_call(service.classes, resources, key)
    if call is None:
        return None
    if is_s3 and key in _TRANSFERS and call.owner in ("Bucket", "Object") and not call.called:
        return _transfer(service, key, call.identifiers)
    return _united(service, call)


def _transfer(service: _Service, key: str, identifiers: tuple[str, ...]) -> Operation | None:
    called, order = _TRANSFERS[key]
    found = service.operation(called.lower())
    if found is None:
        return None
    unless = (*found.unless, *(("ExtraArgs", *path) for path in found.unless))
    positional = tuple(name for name in order if name not in identifiers)
    return replace(found, unless=unless, identifiers=identifiers, positional=positional)


def _united(service: _Service, call: Call) -> Operation | None:
    """One operation for all that a method calls: a collection is listed, then acted on."""
    waited = service.waiters.get(call.waiter.lower(), "") if call.waiter else ""
    keys = [waited] if waited else [name.lower() for name in call.called]
    found = [one for one in map(service.operation, keys) if one is not None]
    if not found or len(found) != len(keys):
        return None
    last = replace(found[-1], identifiers=call.identifiers)
    if len(found) == 1:
        return last
    first = found[0]
    if first.name == "ListObjectVersions":
        # Each is deleted by its version, which S3 checks as an action of its own.
        last = replace(last, actions=(), conditional=("s3:DeleteObjectVersion",), resource=())
    return replace(
        last,
        actions=(*first.actions, *last.actions),
        unless=(),
        resource=(*first.resource, *last.resource),
        resource_level=first.resource_level or last.resource_level,
    )
