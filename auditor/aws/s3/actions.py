"""Actions of S3 on buckets and on objects, and statements whose ARNs are of the other kind.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.aws.iam.written import PolicyStatement
from auditor.model.edit import Edit, InsertItem, SetValue
from auditor.model.tree import Tree
from auditor.template.leading import leading
from auditor.template.names import Hole, Name
from auditor.template.values import Case

_BUCKET, _OBJECT = "bucket", "object"
_ON_OBJECTS = frozenset(
    {
        *("AbortMultipartUpload", "BypassGovernanceRetention", "DeleteObject"),
        *("DeleteObjectTagging", "DeleteObjectVersion", "DeleteObjectVersionTagging"),
        *("GetObject", "GetObjectAcl", "GetObjectAttributes", "GetObjectLegalHold"),
        *("GetObjectRetention", "GetObjectTagging", "GetObjectVersion", "GetObjectVersionAcl"),
        *("GetObjectVersionForReplication", "GetObjectVersionTagging"),
        *("ListMultipartUploadParts", "PutObject", "PutObjectAcl", "PutObjectLegalHold"),
        *("PutObjectRetention", "PutObjectTagging", "PutObjectVersionAcl"),
        *("PutObjectVersionTagging", "ReplicateDelete", "ReplicateObject", "ReplicateTags"),
        "RestoreObject",
    }
)
_ON_BUCKETS = frozenset(
    {
        *("DeleteBucket", "DeleteBucketPolicy", "DeleteBucketWebsite", "GetBucketAcl"),
        *("GetBucketCORS", "GetBucketLocation", "GetBucketLogging", "GetBucketNotification"),
        *("GetBucketPolicy", "GetBucketPolicyStatus", "GetBucketTagging", "GetBucketVersioning"),
        *("GetBucketWebsite", "GetEncryptionConfiguration", "GetLifecycleConfiguration"),
        *("GetReplicationConfiguration", "ListBucket", "ListBucketMultipartUploads"),
        *("ListBucketVersions", "PutBucketAcl", "PutBucketCORS", "PutBucketLogging"),
        *("PutBucketNotification", "PutBucketPolicy", "PutBucketTagging", "PutBucketVersioning"),
        *("PutEncryptionConfiguration", "PutLifecycleConfiguration"),
        "PutReplicationConfiguration",
    }
)
_KINDS = {
    **{f"s3:{name}".lower(): _OBJECT for name in _ON_OBJECTS},
    **{f"s3:{name}".lower(): _BUCKET for name in _ON_BUCKETS},
}


class UnmatchedAction(Struct, frozen=True):
    """An action that none of its statement's ARNs is for.

    `wanted` is what it is for, `bucket` or `object`; `edit` adds an ARN of that kind.
    """

    case: Case
    wanted: str
    edit: Edit | None


def unmatched_actions(statement: PolicyStatement) -> Iterator[UnmatchedAction]:
    """The actions of a statement that never apply, the first of each kind."""
    actions = [case for case in statement.actions if (case.text or "").lower() in _KINDS]
    entries = statement.elements("Resource") if actions else []
    kinds = {_kind(statement, entry) for entry in entries}
    if len(kinds) != 1 or None in kinds or not entries:
        return
    told: set[str] = set()
    for case in actions:
        wanted = _KINDS[(case.text or "").lower()]
        if case.certain and wanted not in kinds and wanted not in told:
            told.add(wanted)
            yield UnmatchedAction(case, wanted, _edit(statement, entries, wanted))


def _kind(statement: PolicyStatement, entry: Case) -> str | None:
    """Whether an ARN is of a bucket or of objects; None where it may be either."""
    template = statement.template
    first = leading(entry.value, entry.path) if entry.known else None
    resource = template.resources.get(first.logical_id) if first is not None else None
    if first is not None and resource is not None:
        is_bucket = resource.type == "AWS::S3::Bucket" and first.attribute == "Arn"
        if not is_bucket or first.rest is None:
            return None
        return _BUCKET if first.rest == "" else _OBJECT if first.rest[:1] == "/" else None
    name = template.name(entry.value) if entry.known else None
    return None if name is None else _kind_of_text(name)


def _kind_of_text(name: Name) -> str | None:
    text = "".join(part if isinstance(part, str) else "\0" for part in name)
    start, found, last = text.partition(":s3:::")
    if not found or not start.startswith("arn:"):
        return None
    if "/" in last:
        return _OBJECT
    holes = [part for part in name if isinstance(part, Hole) and part.expression[:5] != "AWS::"]
    return None if holes or "*" in last or "?" in last or not last else _BUCKET


def _edit(statement: PolicyStatement, entries: list[Case], wanted: str) -> Edit | None:
    """Adds the ARN of the same bucket in the other kind, where there is one entry."""
    first = leading(entries[0].value, entries[0].path) if len(entries) == 1 else None
    if first is None or first.attribute != "Arn" or entries[0].when != statement.case.when:
        return None
    added: Tree = {"Fn::GetAtt": [first.logical_id, "Arn"]}
    if wanted == _OBJECT:
        added = {"Fn::Sub": f"${{{first.logical_id}.Arn}}/*"}
    listed: Tree = statement.body["Resource"]
    place = (*statement.case.path, "Resource")
    if isinstance(listed, list):
        return InsertItem(place, len(listed), added)
    return SetValue(place, [listed, added])
