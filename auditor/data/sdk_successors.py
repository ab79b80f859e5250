"""What moves from aws-sdk, version 2 of the AWS SDK for JavaScript, to @aws-sdk/client-*.

`sdk_successors.json` is made by `scripts/sdk_successors.py` from the models of version 2. For each
client of version 2 it has the `package` and the `class` of version 3, whether its answers come as
XML, what is `changed` in which operation, and the operations that stay the `same`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from auditor.data.table import read_table


@cache
def sdk_successors() -> Mapping[str, Mapping[str, Any]]:
    """The rows of the table, by the client's name in version 2."""
    rows: Mapping[str, Mapping[str, Any]] = read_table("sdk_successors.json")["clients"]
    return rows
