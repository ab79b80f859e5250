"""The resource classes of Pulumi's providers for AWS, with their arguments and outputs.

The tables in `pulumi/` are made by `scripts/pulumi_types.py`, whose docstring says how they read.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from msgspec import Struct

_FOLDER = Path(__file__).parent / "pulumi"
NEWEST = "7"
MAJORS = ("6", "7")
NATIVE = "native"


class ResourceClass(Struct, frozen=True):
    """A class by its name in Python, `lambda.Function`, and its token.

    `arguments` are the names in Python with those in JavaScript; `outputs` likewise, those of the
    arguments among them.
    """

    name: str
    token: str
    arguments: Mapping[str, str]
    required: frozenset[str]
    outputs: Mapping[str, str]


@lru_cache(maxsize=2048)
def class_of(version: str, name: str) -> ResourceClass | None:
    """A class of a major version of pulumi-aws, or of `native`; None where there is none."""
    table = table_of(f"aws-{version}")
    start = table.find(f"\n{name}|") + 1
    if not start or "|" in name:
        return None
    line = table[start : table.index("\n", start)]
    _, token, arguments, outputs = line.split("|")
    given = [one for one in arguments.split(",") if one]
    required = frozenset(one.rstrip("!").partition("=")[0] for one in given if one.endswith("!"))
    taken = dict(named(one.rstrip("!")) for one in given)
    more = dict(named(one) for one in outputs.split(",") if one)
    return ResourceClass(name, token, taken, required, {**taken, **more})


def classes_in(version: str, module: str) -> list[str]:
    """The names of the classes of a module."""
    table = table_of(f"aws-{version}")
    found: list[str] = []
    at = table.find(f"\n{module}.")
    while at >= 0:
        found.append(table[at + 1 : table.index("|", at)].rpartition(".")[2])
        at = table.find(f"\n{module}.", at + 1)
    return found


def camel(snake: str) -> str:
    """A name of Python as JavaScript has it, where that is mechanical."""
    head, *rest = snake.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


def named(written: str) -> tuple[str, str]:
    snake, has_own, other = written.partition("=")
    return snake, other if has_own else camel(snake)


@cache
def table_of(stem: str) -> str:
    path = _FOLDER / f"{stem}.txt"
    return "\n" + path.read_text(encoding="utf-8") if path.exists() else "\n"
