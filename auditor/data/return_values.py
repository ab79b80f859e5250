"""What `Ref` returns for a resource type, and which attribute is its ARN.

`return_values.json` is written by hand from the "Return values" of each type's page; the types of
which that matters in policies and in properties that take ARNs.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from msgspec import Struct

from auditor.data.table import read_table

_NO_ARNS = frozenset(
    {
        *("DomainName", "DualStackDomainName", "RegionalDomainName", "WebsiteURL"),
        *("QueueName", "QueueUrl", "RepositoryUri", "RoleId", "TopicName"),
    }
)
"""Attributes that are never an ARN, of any type of the table."""


class Returned(Struct, frozen=True):
    """What `Ref` returns (`arn`, `name`, `id`, `url`, `address`), and the attribute of the ARN.

    `before` is what stands before the name or ID in the ARN, as the text of a `Fn::Sub`; empty
    where that is not needed. `end` is how the ARN that the attribute returns ends. `domain` is the
    attribute that is a domain name.
    """

    ref: str
    arn: str = ""
    before: str = ""
    end: str = ""
    domain: str = ""
    id: str = ""
    named_without: str = ""

    def is_arn(self, attribute: str) -> bool | None:
        """Whether an attribute ("" for `Ref`) is the ARN; None where the table does not know."""
        if not attribute:
            return self.ref == "arn"
        if attribute == self.arn or attribute.lower().endswith("arn"):
            return True
        return False if attribute in _NO_ARNS else None


@cache
def _types() -> Mapping[str, Mapping[str, str]]:
    types: Mapping[str, Mapping[str, str]] = read_table("return_values.json")["types"]
    return types


def returned(resource_type: str) -> Returned | None:
    """What references to a resource of a type return; None for types out of the table."""
    entry = _types().get(resource_type)
    return None if entry is None else Returned(**entry)
