"""trail-event-selector"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Remove, Safety, SetValue, Severity, graded, rule
from auditor.api.cloudtrail import DataResource

_KINDS = ("AWS::DynamoDB::Table", "AWS::Lambda::Function", "AWS::S3::Object")
_MEANT = {"AWS::S3::Bucket": "AWS::S3::Object", "AWS::Serverless::Function": _KINDS[1]}


@rule(id="trail-event-selector", severity=Severity.ERROR, on=DataResource)
def trail_event_selector(data: DataResource) -> Iterator[Finding]:
    """An event selector of a trail with a type or a value that CloudTrail refuses.

    ## What it does
    Reads `DataResources` of event selectors. It finds types that basic event selectors do not have
    (`AWS::S3::Bucket`, where objects are recorded), and values for objects of buckets that are a
    bucket's name, the ARN of a bucket without a slash at the end, or a wildcard for all buckets
    (`arn:aws:s3:::*/*`).

    ## Why it fails
    CloudTrail compares the values as the beginnings of ARNs: `arn:aws:s3:::files/` means all
    objects of a bucket, `arn:aws:s3` for those of all buckets. It refuses the trail otherwise.

    ## Error
    ```
    Value <value> for DataResources.Values is invalid.
    ```

    ## Fix safety
    Safe: no trail can have been created, and what is meant is plain: the objects of the bucket
    that is named, or of all buckets. A type that basic selectors do not have, and that no other
    name is meant by, needs `AdvancedEventSelectors` and has no fix.

    A deployed trail has other selectors: the update changes it in place.

    ## References
    - [DataResource](https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DataResource.html)
    - [Logging data events](https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html)
    - [Error, reported](https://github.com/aws/aws-cdk/issues/3450)
    """
    for kind in data.kinds:
        if kind.text is None or kind.text in _KINDS:
            continue
        fix = Fix("Use AdvancedEventSelectors for other types", safety=Safety.DISPLAY)
        if kind.text in _MEANT and kind.direct:
            meant = _MEANT[kind.text]
            fix = Fix(f"Use {meant}", (SetValue(kind.path, meant),), Safety.SAFE)
        if data.is_said_again:
            title = "Remove what another entry says already"
            fix = Fix(title, (Remove(data.entry.path),), Safety.SAFE)
        yield Finding(
            at=kind.path,
            message=f"{data.trail.label} has the type '{kind.text}' in an event selector, which"
            " basic event selectors do not record, so CloudTrail rejects it",
            severity=graded(kind),
            fix=fix,
        )
    for bad in () if data.is_said_again else data.bad_values():
        title = "Use the beginning of the ARNs of the objects"
        yield Finding(
            at=bad.case.path,
            message=f"{data.trail.label} has {bad.what} as a value of an event selector, so"
            " CloudTrail rejects it",
            severity=graded(bad.case),
            fix=Fix(title, bad.edits, Safety.SAFE),
        )
