"""Errors of deployments that no fault of a template explains, or that more than one rule does.

The table is `known_errors.json`; `collected` is the month in which its sources were read.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import lru_cache
from typing import Any

from msgspec import Struct

from auditor.data.table import read_table


class Kind(Enum):
    """What kind of cause an error has."""

    TEMPLATE = "template"
    """Something in the template, or in code beside it."""
    ENVIRONMENT = "environment"
    """Something in the account or outside of AWS is not as the stack needs it."""
    LIMIT = "limit"
    """A quota of the account."""
    NAME_TAKEN = "name-taken"
    """Something of this name exists, and not in this stack."""
    IN_USE = "in-use"
    """Something depends on what was to be deleted or replaced, or is still in it."""
    DRIFT = "drift"
    """The stack has something that AWS does not have any more."""
    TIMEOUT = "timeout"
    """Something that was started did not get ready."""
    BUSY = "busy"
    """There were too many calls, or another change is not finished."""
    UNSUPPORTED = "unsupported"
    """The Region or the Availability Zone does not have it."""
    GUARD = "guard"
    """A Hook, a policy of the organization or a protection refused it."""
    REFUSED = "refused"
    """The service refused a value that no rule knows."""
    CODE = "code"
    """What ran failed: a function, a custom resource, a script of an instance."""
    INTERNAL = "internal"
    """AWS failed itself."""
    DEPLOYER = "deployer"
    """Whoever deploys lacks a permission, a credential or a flag of the command."""
    PACKAGING = "packaging"
    """What was uploaded is not what the template needs."""
    CONSEQUENCE = "consequence"
    """It follows from another failure, and says nothing by itself."""
    VAGUE = "vague"
    """AWS does not say why: another event may."""
    UNKNOWN = "unknown"


class KnownError(Struct, frozen=True):
    """A row: patterns (see `auditor.diagnose.signatures`), what they mean, and what to do.

    `means` and `do` are sentences without a final stop. `rules` are ids of rules that may find the
    fault. The sources are where the text was seen. A row that `is_symptom` says that something
    did not get ready, and whatever else a text has in it says why. One that `names_who` is refused
    says that this is not the role of what runs. `other` is the kind that it may be as well, where
    the words do not decide it.
    """

    kind: Kind
    texts: tuple[str, ...]
    means: str
    do: str
    rules: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    is_symptom: bool = False
    names_who: bool = False
    other: Kind | None = None


def other_kind(row: Mapping[str, Any]) -> Kind | None:
    """The second kind that a row of a table names."""
    return Kind(row["or"]) if "or" in row else None


@lru_cache(maxsize=1)
def known_errors() -> tuple[KnownError, ...]:
    """All rows of the table."""
    return tuple(
        KnownError(
            Kind(row["kind"]),
            tuple(row["texts"]),
            row["means"],
            row["do"],
            tuple(row.get("rules", ())),
            tuple(row["sources"]),
            row.get("is_symptom", False),
            row.get("names_who", False),
            other_kind(row),
        )
        for row in read_table("known_errors.json")["errors"]
    )
