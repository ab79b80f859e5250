"""Which properties take the ARN of a resource, which its name, URL or domain name.

`reference_kinds.json` is written by hand from the pages of the types, for properties whose names
do not tell; one whose name ends in `Arn` takes an ARN. `SecurityGroupIds` of an instance is not
among them: it takes names of groups in a default VPC as well.

https://github.com/aws-cloudformation/cfn-lint/pull/4324
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from auditor.data.table import read_table

_ENDS = ("Arn", "ARN", "Arns", "ARNs")


@cache
def _types() -> Mapping[str, Mapping[str, str]]:
    types: Mapping[str, Mapping[str, str]] = read_table("reference_kinds.json")["types"]
    return types


def wanted_kind(resource_type: str, key: str) -> str | None:
    """What a property takes: `arn`, `id`, `name`, `url` or `domain`; None where nobody knows."""
    kind = _types().get(resource_type, {}).get(key)
    if kind is None and key.endswith(_ENDS):
        kind = "arn"
    return None if kind == "any" else kind
