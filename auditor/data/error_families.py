"""Families of errors: what the codes and the usual words of AWS say of a cause, for any service.

The table is `error_families.json`. It is asked in the order of its rows, and only where neither a
rule nor a row of `known_errors.json` knows a text.
"""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from auditor.data.known_errors import Kind, other_kind
from auditor.data.table import read_table


class Family(Struct, frozen=True):
    """A row: any of its signs makes an error one of the family.

    `texts` are words of messages, with holes as in `auditor.diagnose.signatures`, `loose_texts`
    words that mean it where neither a code nor other words say more, and `topics` single words
    that mean it in a text that people have shortened to hardly more. `codes` are error
    codes of services and `*` in them any letters, `handler_codes` those of CloudFormation's
    handlers, and `statuses` those of HTTP. `when` is empty, "delete" for a deletion, "change" for
    a deletion or an update, or "run" for a failure of code that no sign explains. Where
    `needs_code`, words are a sign only beside a code. `is_weak` rows are asked last, and say no
    more than that something was refused. `other` is the kind that it may be as well, where the
    words do not decide it.
    """

    kind: Kind
    means: str
    do: str
    texts: tuple[str, ...] = ()
    loose_texts: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    handler_codes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    when: str = ""
    needs_code: bool = False
    is_weak: bool = False
    sources: tuple[str, ...] = ()
    other: Kind | None = None


_LISTS = ("texts", "loose_texts", "topics", "codes", "handler_codes", "statuses", "sources")


@lru_cache(maxsize=1)
def error_families() -> tuple[Family, ...]:
    """All rows of the table, in the order in which they are asked."""
    return tuple(
        Family(
            Kind(row["kind"]),
            row["means"],
            row["do"],
            when=row.get("when", ""),
            needs_code=row.get("needs_code", False),
            is_weak=row.get("is_weak", False),
            other=other_kind(row),
            **{name: tuple(row.get(name, ())) for name in _LISTS},
        )
        for row in read_table("error_families.json")["errors"]
    )
