"""The kinds of objects that Python code works with, as far as they are followed."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Literal, TypeAlias

from auditor.embedded.facts import Client, Step, Text
from auditor.embedded.python.scopes import Function
from auditor.model.text import Span


@dataclass(frozen=True, slots=True)
class Unknown:
    """Anything."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """`None`, on which no call can be made."""


@dataclass(frozen=True, slots=True)
class Dotted:
    """What stands at a path below a module: `os.environ`, `boto3.client`, `builtins.print`."""

    path: str


@dataclass(frozen=True, slots=True)
class Region:
    """What pins a Region: its value, and where the argument and its value stand."""

    value: Text
    argument: Span
    expression: Span


@dataclass(frozen=True, slots=True)
class Session:
    """A session of boto3; `own` is False where it may carry other credentials."""

    region: Region | None
    own: bool


@dataclass(frozen=True, slots=True)
class Service:
    """A client of boto3; `maker` None where several calls may have made it."""

    name: str
    maker: Client | None


@dataclass(frozen=True, slots=True)
class Pager:
    """A paginator or waiter of a client; `name` is that of the operation, or of the waiter."""

    service: Service
    name: str
    is_waiter: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """A resource object of boto3: that of the service, or one below it.

    `part` is the object itself, the batch writer of a table, or its `meta`.
    """

    service: Service
    steps: tuple[Step, ...]
    part: Literal["self", "batch", "meta"] = "self"


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection of a resource object: `bucket.objects`, or what a filter left of it."""

    chain: Chain
    name: str
    filtered: bool


Owner: TypeAlias = Session | Service | Pager | Chain | Collection


@dataclass(frozen=True, slots=True)
class Method:
    """An attribute of one of the objects of boto3, most often about to be called."""

    owner: Owner
    name: str


@dataclass(frozen=True, slots=True)
class OwnFunction:
    """A function of the module; `bound` where its first parameter is already given."""

    node: Function
    bound: bool


@dataclass(frozen=True, slots=True)
class OwnClass:
    """A class of the module."""

    node: ast.ClassDef


@dataclass(frozen=True, slots=True)
class Instance:
    """An object of a class of the module."""

    node: ast.ClassDef


Kind: TypeAlias = Unknown | Nothing | Dotted | Owner | Method | OwnFunction | OwnClass | Instance
UNKNOWN = Unknown()
NOTHING = Nothing()
