"""lifecycle-days"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Case, Finding, Fix, Safety, SetValue, Severity, Template, graded, rule
from auditor.api.backup import DAYS_IN_COLD_STORAGE, ShortStay, short_stays
from auditor.api.s3 import LEAST_DAYS, EarlyTransition, early_transitions


@rule(
    id="lifecycle-days",
    severity=Severity.ERROR,
    on=Template,
    types=("AWS::S3::Bucket", "AWS::Backup::BackupPlan"),
)
def lifecycle_days(template: Template) -> Iterator[Finding]:
    """A lifecycle whose days are fewer than the storage class requires.

    ## What it does
    Looks at the lifecycle rules of buckets, and finds transitions to `STANDARD_IA` and
    `ONEZONE_IA` before 30 days, of current and of noncurrent versions. In backup plans it finds
    lifecycles that delete less than 90 days after they move to cold storage.

    ## Why it fails
    S3 and AWS Backup refuse the configuration: both classes have a minimum time that is billed.

    ## Error
    ```
    'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'
    ```
    ```
    Invalid lifecycle. DeleteAfterDays cannot be less than 90 days apart from MoveToColdStorageAfterDays
    ```
    In general: `'Days' in Transition action must be greater than or equal to <days> for
    storageClass '<class>'` and `DeleteAfterDays cannot be less than <days> days apart from
    MoveToColdStorageAfterDays`.

    The first text is reported, not documented; what AWS documents of the 30 days is on the page of
    transitions.

    ## Fix safety
    Unsafe: the smallest number of days that is accepted is set, which keeps objects longer, or in
    the dearer class for longer, than the author wrote.

    In a deployed stack the lifecycle changes in place.

    ## References
    - [Transitions of S3](https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html)
    - [Lifecycle of AWS Backup](https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html)
    - [Transition, with the smallest number of days](https://docs.aws.amazon.com/AmazonS3/latest/API/API_Transition.html)
    - Reported: [terraform-provider-aws 6201](https://github.com/hashicorp/terraform-provider-aws/pull/6201)
    """  # noqa: E501 (the error as AWS writes it)
    for early in early_transitions(template):
        yield _of_bucket(early)
    for stay in short_stays(template):
        yield _of_plan(stay)


def _of_bucket(early: EarlyTransition) -> Finding:
    return Finding(
        at=early.days.path,
        message=f"{early.resource.label} moves objects to {early.storage.text} after"
        f" {early.days.value} days, which S3 rejects before {LEAST_DAYS} days",
        severity=graded(early.days, early.storage),
        fix=_fix(early.days, LEAST_DAYS),
    )


def _of_plan(stay: ShortStay) -> Finding:
    return Finding(
        at=stay.deleted.path,
        message=f"{stay.resource.label} deletes {stay.deleted.value} days after the backup and"
        f" moves to cold storage after {stay.moved.value}, which AWS Backup rejects, since"
        f" {DAYS_IN_COLD_STORAGE} days must lie between",
        severity=graded(stay.deleted, stay.moved),
        fix=_fix(stay.deleted, stay.least),
    )


def _fix(days: Case, least: int) -> Fix:
    if not days.direct:
        return Fix(f"Use {least} days or more", safety=Safety.DISPLAY)
    value = str(least) if days.text is not None else least
    return Fix(f"Use {least} days", (SetValue(days.path, value),))
