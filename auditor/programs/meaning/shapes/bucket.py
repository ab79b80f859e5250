"""Buckets: `acl`, and what has resources of its own today."""

from __future__ import annotations

from auditor.programs.meaning.out import Out
from auditor.programs.meaning.shapes.given import argument
from auditor.programs.meaning.shapes.shaper import Parts, Shaper
from auditor.programs.values import Known, Made

_ACLS = {
    "private": "Private", "public-read": "PublicRead", "public-read-write": "PublicReadWrite",
    "aws-exec-read": "AwsExecRead", "authenticated-read": "AuthenticatedRead",
    "bucket-owner-read": "BucketOwnerRead", "bucket-owner-full-control": "BucketOwnerFullControl",
    "log-delivery-write": "LogDeliveryWrite",
}  # fmt: skip


def bucket(shaper: Shaper, made: Made, _name: str) -> Parts:
    """What a bucket has beside what the table says."""
    found: Parts = []
    acl = argument(made, "acl")
    if acl is not None:
        text = acl.value.value if isinstance(acl.value, Known) else None
        if text in _ACLS:
            found.append(("AccessControl", Out(_ACLS[str(text)], acl.value, acl.value.node, acl)))
        elif text is not None or not isinstance(acl.value, Known):
            found.append(("AccessControl", shaper.unknown(acl)))
    for name in ("versioning", "lifecycleRules"):
        item = argument(made, name)
        if item is not None:
            key = "VersioningConfiguration" if name == "versioning" else "LifecycleConfiguration"
            found.append((key, shaper.unknown(item)))
    return found
