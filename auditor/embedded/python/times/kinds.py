"""What is known of a value that may be a datetime, or a text that one is read from.

Source: https://docs.python.org/3/library/datetime.html ("Aware and Naive Objects"); values without
a zone are naive, and Python refuses to order or subtract a naive and an aware one.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from msgspec import Struct

from auditor.expression import expression


class Kind(Enum):
    """What a value is, as far as time goes."""

    NOTHING = auto()
    """`None`, or no value yet: it takes part in no operation."""
    NAIVE = auto()
    AWARE = auto()
    LIKELY_AWARE = auto()
    """Read from a text that the code itself prepares to carry an offset."""
    EITHER = auto()
    """A datetime whose text decides whether it is aware."""
    DELTA = auto()
    ZONE = auto()
    NAIVE_TEXT = auto()
    AWARE_TEXT = auto()
    LIKELY_AWARE_TEXT = auto()
    DATA = auto()
    """What comes from outside, unchanged: the event, a part of it."""
    SDK = auto()
    """A boto3 client, or a part of what one answered."""
    LIST = auto()
    """A list or tuple that the code makes, with what is known of its items."""
    DICT = auto()
    UNKNOWN = auto()


class Value(Struct, frozen=True):
    """A kind, for `Kind.SDK` the service, and for lists and dicts the values of their keys."""

    kind: Kind
    service: str = ""
    parts: tuple[tuple[object, Value], ...] = ()


NOTHING = Value(Kind.NOTHING)
NAIVE = Value(Kind.NAIVE)
AWARE = Value(Kind.AWARE)
LIKELY_AWARE = Value(Kind.LIKELY_AWARE)
EITHER = Value(Kind.EITHER)
DELTA = Value(Kind.DELTA)
ZONE = Value(Kind.ZONE)
NAIVE_TEXT = Value(Kind.NAIVE_TEXT)
AWARE_TEXT = Value(Kind.AWARE_TEXT)
LIKELY_AWARE_TEXT = Value(Kind.LIKELY_AWARE_TEXT)
DATA = Value(Kind.DATA)
UNKNOWN = Value(Kind.UNKNOWN)

MAYBE_AWARE = frozenset({AWARE, LIKELY_AWARE, EITHER})
DATETIMES = MAYBE_AWARE | {NAIVE}
HOLDERS = frozenset({Kind.LIST, Kind.DICT})
_MOST_PARTS = 64
_DEEPEST = 4
_TEXTS = {
    AWARE_TEXT: AWARE,
    NAIVE_TEXT: NAIVE,
    LIKELY_AWARE_TEXT: LIKELY_AWARE,
    DATA: EITHER,
    NOTHING: NOTHING,
}
_OFFSET = expression(r"(?:Z|[+-]\d\d:?\d\d)$")
_TIME = expression(r"[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$")
_DATE = expression(r"\d{4}-?\d\d-?\d\d$")

# Timestamps of the services' answers, which boto3 makes aware. A name that the same service also
# uses for a text or a number is left out (Lambda's `LastModified`, the `CreationDate` of images).
# Source: https://boto3.amazonaws.com/v1/documentation/api/latest/reference/services/
_TIMESTAMPS = {
    "acm": "CreatedAt IssuedAt NotAfter NotBefore",
    "autoscaling": "CreatedTime StartTime EndTime",
    "backup": "CompletionDate CreationDate",
    "cloudformation": "CreationTime LastUpdatedTime DeletionTime Timestamp",
    "cloudwatch": "StateUpdatedTimestamp Timestamp",
    "codepipeline": "created updated",
    "ec2": "AttachTime CreateTime LaunchTime",
    "ec2 snapshots": "StartTime",
    "ecr": "imagePushedAt",
    "ecs": "createdAt startedAt stoppedAt",
    "iam": "CreateDate LastUsedDate PasswordLastUsed",
    "kms": "CreationDate DeletionDate",
    "rds": "ClusterCreateTime InstanceCreateTime SnapshotCreateTime",
    "s3": "CreationDate Initiated LastModified",
    "secretsmanager": "CreatedDate LastChangedDate LastRotatedDate DeletedDate",
    "ssm": "LastModifiedDate",
    "stepfunctions": "creationDate startDate stopDate",
}
TIMESTAMPS = frozenset(
    (service, name) for service, names in _TIMESTAMPS.items() for name in names.split()
)


def join(first: Value, second: Value) -> Value:
    """What is known of a value that is one or the other.

    Code that itself makes one naive and the other aware knows of the difference: of its value
    nothing is known, and not that it may be either.
    """
    if second in (first, NOTHING):
        return first
    if first == NOTHING:
        return second
    if first.kind is second.kind and first.kind in HOLDERS:
        return _joined(first, second)
    both = {DATA if one.kind is Kind.DICT else one for one in (first, second)}
    if both <= DATETIMES:
        if both == {AWARE, LIKELY_AWARE}:
            return LIKELY_AWARE
        return UNKNOWN if both == {NAIVE, AWARE} else EITHER
    if DATA in both and both <= _TEXTS.keys():
        return DATA
    return UNKNOWN


def _joined(first: Value, second: Value) -> Value:
    parts = dict(first.parts)
    for key, value in second.parts:
        parts[key] = join(parts.get(key, NOTHING), value)
    return holder(first.kind, parts)


def holder(kind: Kind, parts: Mapping[object, Value]) -> Value:
    """A list or dict with its parts; nothing is known of what is in one that is large."""
    found = Value(kind, parts=tuple(sorted(parts.items(), key=lambda part: repr(part[0]))))
    if _size(found, _DEEPEST) > _MOST_PARTS:
        return DATA if kind is Kind.DICT else UNKNOWN
    return found


def _size(value: Value, depth: int) -> int:
    """The number of values in a value; one that is nested too deeply is too large."""
    if not depth:
        return _MOST_PARTS + 1
    return 1 + sum(_size(part, depth - 1) for _, part in value.parts)


def read_from(text: Value) -> Value:
    """The datetime that a parser reads from a text."""
    return _TEXTS.get(text, UNKNOWN)


def text_ending(end: str) -> Value:
    """What a text is that ends so: an offset behind a time, a time, a date, or anything."""
    offset = _OFFSET.search(end)
    if offset is not None:
        before = end[: offset.start()]
        return AWARE_TEXT if not before or _TIME.search(before) else UNKNOWN
    return NAIVE_TEXT if _TIME.search(end) or _DATE.fullmatch(end) else UNKNOWN


def timestamp(service: str, name: str) -> bool:
    """Whether a member of a service's answer is a timestamp; resources spell it in snake case."""
    camel = "".join(part[:1].upper() + part[1:] for part in name.split("_"))
    return (service, name) in TIMESTAMPS or ("_" in name and (service, camel) in TIMESTAMPS)
