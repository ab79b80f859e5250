"""The kinds of objects that Python code works with, as far as they are followed."""

from __future__ import annotations

import ast
from typing import Literal, TypeAlias

from msgspec import Struct

from auditor.embedded.facts import Client, Step, Text
from auditor.embedded.python.scopes import Function
from auditor.model.text import Span


class Unknown(Struct, frozen=True):
    """Anything."""


class Nothing(Struct, frozen=True):
    """`None`, on which no call can be made."""


class Dotted(Struct, frozen=True):
    """What stands at a path below a module: `os.environ`, `boto3.client`, `builtins.print`."""

    path: str


class Region(Struct, frozen=True):
    """What pins a Region: its value, and where the argument and its value stand."""

    value: Text
    argument: Span
    expression: Span


class Session(Struct, frozen=True):
    """A session of boto3; `own` is False where it may carry other credentials."""

    region: Region | None
    own: bool


class Service(Struct, frozen=True):
    """A client of boto3; `maker` None where several calls may have made it."""

    name: str
    maker: Client | None


class Pager(Struct, frozen=True):
    """A paginator or waiter of a client; `name` is that of the operation, or of the waiter."""

    service: Service
    name: str
    is_waiter: bool


class Chain(Struct, frozen=True):
    """A resource object of boto3: that of the service, or one below it.

    `part` is the object itself, the batch writer of a table, or its `meta`.
    """

    service: Service
    steps: tuple[Step, ...]
    part: Literal["self", "batch", "meta"] = "self"


class Collection(Struct, frozen=True):
    """A collection of a resource object: `bucket.objects`, or what a filter left of it."""

    chain: Chain
    name: str
    filtered: bool


Owner: TypeAlias = Session | Service | Pager | Chain | Collection


class Method(Struct, frozen=True):
    """An attribute of one of the objects of boto3, most often about to be called."""

    owner: Owner
    name: str


class OwnFunction(Struct, frozen=True):
    """A function of the module; `bound` where its first parameter is already given."""

    node: Function
    bound: bool


class OwnClass(Struct, frozen=True):
    """A class of the module."""

    node: ast.ClassDef


class Instance(Struct, frozen=True):
    """An object of a class of the module."""

    node: ast.ClassDef


Kind: TypeAlias = Unknown | Nothing | Dotted | Owner | Method | OwnFunction | OwnClass | Instance
UNKNOWN = Unknown()
NOTHING = Nothing()
