"""All actions of IAM, to tell what a policy names and no service has.

`iam_actions.json` is made by `scripts/sdk_operations.py` and says its sources and versions. It has
what any of them knows, actions of the past as well, and the names of operations that may be newer
than the reference: an action is missing only where all agree.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from auditor.data.table import read_table


def action_exists(action: str) -> bool | None:
    """Whether an `Action` of a policy, wildcards allowed, stands for any action of its service.

    None where the service is not known, and for what is no `service:name`. The case of letters is
    all the same, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
    """
    prefix, colon, name = action.lower().partition(":")
    known = _actions(prefix) if colon else None
    if known is None:
        return None
    if "*" not in name and "?" not in name:
        return name in known
    return any(fills(name, one) for one in known)


@lru_cache(maxsize=64)
def actions_of(service: str) -> tuple[str, ...]:
    """The names of a service's actions as AWS writes them, sorted; none where it is not known."""
    return tuple(sorted(set(_each(_table().get(service.lower(), "")))))


@lru_cache(maxsize=512)
def _actions(prefix: str) -> frozenset[str] | None:
    """The actions of a service in lower case, None where it is not known."""
    text = _table().get(prefix)
    return None if text is None else frozenset(_each(text.lower()))


@cache
def _table() -> Mapping[str, str]:
    table: Mapping[str, str] = read_table("iam_actions.json")["actions"]
    return table


def _each(text: str) -> Iterator[str]:
    """The names in `App Create Delete;Job Create`; a dash stands for nothing."""
    for group in text.split(";") if text else ():
        rest, _, starts = group.partition(" ")
        end = "" if rest == "-" else rest
        yield from (end if start == "-" else start + end for start in starts.split(" "))


def fills(pattern: Sequence[object], own: Sequence[object]) -> bool:
    """Whether `*` and `?` of a pattern can be filled so that it is the other one.

    What is no character is only filled into `*`, or stands for itself. Only the last `*` is ever
    tried anew.
    """
    here = there = 0
    star, resume = -1, 0
    while there < len(own):
        part = pattern[here] if here < len(pattern) else None
        if part == "*":
            star, resume = here, there
            here += 1
        elif part is not None and (
            part == own[there] or (part == "?" and isinstance(own[there], str))
        ):
            here += 1
            there += 1
        elif star >= 0:
            resume += 1
            here, there = star + 1, resume
        else:
            return False
    return all(part == "*" for part in pattern[here:])
