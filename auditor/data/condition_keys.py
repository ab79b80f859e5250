"""The condition keys of each service, from AWS's Service Authorization Reference.

`condition_keys.json` is made by `scripts/condition_keys.py` and says its source. A key that ends
with a star stands for all that begin so. Keys of `aws:` are not listed, and of some services none
are known.
"""

from __future__ import annotations

from functools import cache

from auditor.data.table import read_table

_GLOBAL = (
    *("CurrentTime", "EpochTime", "MultiFactorAuthAge", "MultiFactorAuthPresent", "PrincipalArn"),
    *("PrincipalAccount", "PrincipalOrgID", "PrincipalType", "RequestedRegion", "SecureTransport"),
    *("SourceAccount", "SourceArn", "SourceIp", "SourceOrgID", "SourceVpc", "SourceVpce"),
    *("TagKeys", "UserAgent", "ViaAWSService", "VpcSourceIp", "userid", "username"),
)
"""https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"""


def keys_of(service: str) -> tuple[str, ...]:
    """The keys of a service without its prefix, as AWS writes them; none where not known."""
    return tuple(_table().get(service.lower(), "").split())


def key_exists(key: str) -> bool | None:
    """Whether a service has a condition key, in any case; None where its keys are not known."""
    service, colon, name = key.partition(":")
    known = keys_of(service) if colon else ()
    if not known:
        return None
    wanted = name.lower()
    return any(
        wanted.startswith(one[:-1].lower()) if one.endswith("*") else wanted == one.lower()
        for one in known
    )


def global_key(name: str) -> str | None:
    """The key of `aws:` that has a name, if there is one."""
    found = {one.lower(): one for one in _GLOBAL}.get(name.lower())
    return None if found is None else f"aws:{found}"


def joined_key(key: str) -> str | None:
    """The key that is meant where the colon after its service is missing, if there is one."""
    for end in range(2, len(key)):
        name = next((one for one in keys_of(key[:end]) if one.lower() == key[end:].lower()), None)
        if name is not None:
            return f"{key[:end].lower()}:{name}"
    return None


@cache
def _table() -> dict[str, str]:
    services: dict[str, str] = read_table("condition_keys.json")["services"]
    return services
