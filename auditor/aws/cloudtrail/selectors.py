"""What the basic event selectors of a trail record, and values that CloudTrail refuses.

https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DataResource.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.data.return_values import returned
from auditor.expression import expression
from auditor.model.edit import Edit, SetValue
from auditor.model.tree import Tree
from auditor.template.below import field, items
from auditor.template.leading import leading
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_TRAIL = "AWS::CloudTrail::Trail"
_ALL_BUCKETS = expression(r"arn:(\$\{AWS::Partition\}|[^:]+):s3:::(\*|\*/|\*/\*)")
_OBJECTS = "AWS::S3::Object"
_BUCKET = "AWS::S3::Bucket"


class BadValue(Struct, frozen=True):
    """A value that CloudTrail refuses: what it is, and what belongs there, if that is known."""

    case: Case
    what: str
    instead: Tree = None

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edit that puts it there."""
        return () if self.instead is None else (SetValue(self.case.path, self.instead),)


class DataResource(Struct, frozen=True):
    """An entry of `DataResources`; `others` are those of its list, itself among them."""

    trail: Resource
    entry: Case
    others: tuple[Case, ...]

    types: ClassVar[tuple[str, ...]] = (_TRAIL,)

    @classmethod
    def find(cls, template: Template) -> Iterator[DataResource]:
        """All of a template."""
        for trail in template.of_type(_TRAIL):
            for selectors in trail.cases("EventSelectors"):
                for selector in items(template, selectors):
                    for listed in field(template, selector, "DataResources"):
                        found = tuple(items(template, listed))
                        for entry in found:
                            if isinstance(entry.value, dict):
                                yield cls(trail, entry, found)

    @property
    def kinds(self) -> list[Case]:
        """The cases of the type of what is recorded."""
        return field(self.trail.template, self.entry, "Type")

    @property
    def is_of_s3(self) -> bool:
        """Whether objects of buckets are meant."""
        return all(kind.text in (_OBJECTS, _BUCKET) for kind in self.kinds)

    @property
    def is_said_again(self) -> bool:
        """Whether the entry is for a bucket, and another one records the same as objects."""
        body: Tree = self.entry.value
        return body.get("Type") == _BUCKET and any(
            isinstance(other.value, dict)
            and other.value.get("Type") == _OBJECTS
            and DataResource(self.trail, other, ()).meant_values == self.meant_values
            for other in self.others
        )

    @property
    def meant_values(self) -> list[Tree]:
        """The values, with what is meant in the place of those that are refused."""
        body: Tree = self.entry.value
        listed: Tree = body.get("Values")
        instead = {bad.case.path[-1]: bad.instead for bad in self.bad_values()}
        values = listed if isinstance(listed, list) else [listed]
        return [instead.get(index) or value for index, value in enumerate(values)]

    def bad_values(self) -> Iterator[BadValue]:
        """The values that are refused where they should be ARNs of objects."""
        template = self.trail.template
        body: Tree = self.entry.value
        listed: Tree = body.get("Values")
        if not self.is_of_s3 or not isinstance(listed, list):
            return
        for index, value in enumerate(listed):
            for case in template.branches(value, (*self.entry.path, "Values", index)):
                found = self._judged(case) if case.known else None
                if found is not None:
                    yield found

    def _judged(self, case: Case) -> BadValue | None:
        first = leading(case.value, case.path)
        if first is None:
            return _text(case)
        template = self.trail.template
        bucket = template.resources.get(first.logical_id)
        values = None if bucket is None else returned(bucket.type)
        if bucket is None or values is None or bucket.type != _BUCKET:
            return None
        is_arn = values.is_arn(first.attribute)
        if is_arn is None or first.rest is None or (is_arn and first.rest):
            return None
        rest = first.rest.rstrip("*") if first.rest else "/"
        rest = rest if rest.startswith("/") else f"/{rest}"
        what = f"the ARN of bucket '{bucket.logical_id}' without a slash at the end"
        if not is_arn:
            what = f"the name of bucket '{bucket.logical_id}' and not an ARN"
        return BadValue(case, what, {"Fn::Sub": f"${{{bucket.logical_id}.Arn}}{rest}"})


def _text(case: Case) -> BadValue | None:
    value: Tree = case.value
    in_sub = isinstance(value, dict) and isinstance(value.get("Fn::Sub"), str)
    text = value["Fn::Sub"] if in_sub else value
    found = _ALL_BUCKETS.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return None
    arn = f"arn:{found[1]}:s3"
    return BadValue(case, "a wildcard", {"Fn::Sub": arn} if in_sub else arn)
