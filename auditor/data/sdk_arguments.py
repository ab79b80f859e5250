"""What the operations of AWS's APIs take, as boto3 spells them.

The tables in `sdk_arguments/` are made by `scripts/sdk_arguments.py` from botocore, one for each
service that functions often call; `source.json` says of which version.
"""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from auditor.data.table import read_table
from auditor.expression import expression

_SERVICE = expression(r"[a-z0-9-]{1,40}")
_FURTHER = frozenset({"PaginationConfig", "WaiterConfig", "SourceRegion"})
"""What botocore itself takes besides: https://docs.aws.amazon.com/boto3/latest/guide/paginators.html"""


class Taken(Struct, frozen=True):
    """The parameters of an operation, and those that it cannot do without."""

    all: frozenset[str]
    required: frozenset[str]

    def accepts(self, name: str) -> bool:
        """Whether boto3 lets a parameter through."""
        return name in self.all or name in _FURTHER


def operation_arguments(service: str, operation: str) -> Taken | None:
    """What `client(service).operation(...)` takes; None where that is not known."""
    listed = _service(service).get(operation)
    if listed is None:
        return None
    names = listed.split()
    required = frozenset(name[:-1] for name in names if name.endswith("!"))
    return Taken(frozenset(name.rstrip("!") for name in names), required)


@cache
def _service(name: str) -> dict[str, str]:
    if name == "source" or not _SERVICE.fullmatch(name):
        return {}
    table: dict[str, str] = read_table("sdk_arguments", f"{name}.json") or {}
    return table
