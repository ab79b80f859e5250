"""boto3's resource classes: which operations their methods call, and with which parameters.

https://docs.aws.amazon.com/boto3/latest/guide/resources.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

Classes = Mapping[str, Mapping[str, Any]]
"""The classes of a service by name, the service's own under the empty one; see
`scripts/sdk_operations.py`."""

_ITERATED = ("all", "filter", "limit", "pages", "pagesize")
_ADDED = {("Table", "batchwriter"): ("BatchWriteItem", ("RequestItems.{}",))}
"""Methods that boto3 adds in code: what they call, and what the identifiers stand for.

https://docs.aws.amazon.com/boto3/latest/reference/services/dynamodb/table/batch_writer.html
"""
_PARAMETERS = {"Bucket": {"Bucket": "Name"}, "Object": {"Bucket": "BucketName", "Key": "Key"}}
"""What the classes of S3 give to the transfers that boto3 adds to them."""


class Call(Struct, frozen=True):
    """What a method of a class calls: operations in order, or a waiter.

    `identifiers` has the parameter that each identifier of the chain stands for, or an empty text.
    Without operations and waiter it is none of the class's own methods.
    """

    owner: str
    called: tuple[str, ...]
    identifiers: tuple[str, ...]
    waiter: str = ""


def class_call(classes: Classes, chain: tuple[str, ...], key: str) -> Call | None:
    """What a method, in lower case without underscores, of the last class of a chain calls.

    None where there is no such chain. The chain begins below the service: `("Bucket", "Object")`.
    """
    found = _walked(classes, chain)
    if found is None:
        return None
    owner, places, count = found
    entry = classes[owner]
    collection, dot, method = key.partition(".")
    if dot:
        return _collection_call(classes, entry, owner, collection, method, places, count)
    for name, (called, given) in entry.get("calls", {}).items():
        if name.lower() == key and name not in entry.get("many", {}):
            return Call(owner, (called,), _aligned(given, places, count))
    for name, (waiter, given) in entry.get("waiters", {}).items():
        if name.lower() == key:
            return Call(owner, (), _aligned(given, places, count), waiter)
    if (owner, key) in _ADDED:
        added, identifiers = _ADDED[owner, key]
        return Call(owner, (added,), identifiers[:count])
    return Call(owner, (), _aligned(_PARAMETERS.get(owner, {}), places, count))


def _collection_call(
    classes: Classes,
    entry: Mapping[str, Any],
    owner: str,
    collection: str,
    method: str,
    places: Mapping[str, int],
    count: int,
) -> Call | None:
    for name, item in entry.get("many", {}).items():
        if name.lower() != collection:
            continue
        called, given = entry["calls"][name]
        identifiers = _aligned(given, places, count)
        if method in _ITERATED:
            return Call(owner, (called,), identifiers)
        for action, operation in classes.get(item, {}).get("batch", {}).items():
            if action.lower() == method:
                return Call(owner, (called, operation), identifiers)
    return None


def _walked(classes: Classes, chain: tuple[str, ...]) -> tuple[str, dict[str, int], int] | None:
    """The last class of a chain, the place of its identifiers among all, and how many there are."""
    owner, places, count = "", dict[str, int](), 0
    for step in chain:
        if owner not in classes:
            return None
        child = classes[owner].get("has", {}).get(step)
        if child is None:
            # The service makes every class; below it, this is an item of a collection.
            names = classes.get(step, {}).get("names", ()) if owner == "" else ()
            owner, places, count = step, {name: at for at, name in enumerate(names)}, len(names)
            continue
        owner, sources = child
        inner: dict[str, int] = {}
        for name in classes.get(owner, {}).get("names", ()):
            source = sources.get(name, "?")
            if source.startswith("^") and source[1:] in places:
                inner[name] = places[source[1:]]
            elif source == "":
                inner[name] = count
                count += 1
        places = inner
    return (owner, places, count) if owner in classes else None


def _aligned(given: Mapping[str, str], places: Mapping[str, int], count: int) -> tuple[str, ...]:
    found = [""] * count
    for parameter, name in given.items():
        if name in places:
            found[places[name]] = parameter
    return tuple(found)
