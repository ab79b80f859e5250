"""The names of all AWS managed policies, with their paths.

`managed_policy_names.json` is made by `scripts/managed_policy_names.py` and says its sources and
their date.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from auditor.data.table import read_table

_LINKED = "aws-service-role/"
"""The path of policies that only AWS attaches, to service-linked roles."""
_MEANT = {
    "configrole": "service-role/AWS_ConfigRole",
    "awsconfigservicerolepolicy": "service-role/AWS_ConfigRole",
    "amazonecrfullaccess": "AmazonEC2ContainerRegistryFullAccess",
    "amazonecrreadonly": "AmazonEC2ContainerRegistryReadOnly",
    "cloudwatchagentserver": "CloudWatchAgentServerPolicy",
    "awsbackupservicerolepolicy": "service-role/AWSBackupServiceRolePolicyForBackup",
    "awsbackupservicerolepolicyforrestore": "service-role/AWSBackupServiceRolePolicyForRestores",
}
"""What people mean by names that AWS does not have, by the name without path and separators. The
policy of AWS Config was renamed in 2022:
https://docs.aws.amazon.com/config/latest/developerguide/security-iam-awsmanpol.html"""


class ManagedName(Struct, frozen=True):
    """What is known of a name, without or with its path, as of a month (`YYYY-MM`).

    `exists` is None for a policy that AWS has taken away from new roles. `instead` is the name,
    with its path, that is meant beyond doubt.
    """

    exists: bool | None
    as_of: str
    instead: str | None = None
    is_linked: bool = False


def managed_name(name: str, *, any_path: bool = False) -> ManagedName:
    """Looks a name up; with `any_path` a bare name stands for the policy wherever its path is."""
    table, bare = _table(), _bare(name)
    found = tuple(one for one in _by_bare_name().get(bare, ()) if not one.startswith(_LINKED))
    is_linked = name.startswith(_LINKED)
    is_one = len(found) == 1
    if not is_linked and (name in found or (any_path and _tail(name) in map(_tail, found))):
        return ManagedName(exists=True, as_of=table["as_of"])
    meant = found[0] if is_one else _MEANT.get(bare)
    if meant == name:
        meant = None
    exists = None if name in table["former"] else False
    linked = is_linked or bare in _by_bare_name()
    return ManagedName(exists, table["as_of"], meant, linked and not found)


def _tail(name: str) -> str:
    return name.rpartition("/")[2]


def _bare(name: str) -> str:
    return _tail(name).lower().replace("_", "").replace("-", "")


@cache
def _table() -> Any:
    return read_table("managed_policy_names.json")


@cache
def _by_bare_name() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in _table()["names"]:
        found[_bare(name)] = (*found.get(_bare(name), ()), name)
    return found
