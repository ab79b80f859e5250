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
    In backup plans it finds lifecycles that delete less than 90 days after they move to cold
    storage. In the lifecycle rules of buckets it warns of transitions to `STANDARD_IA` and
    `ONEZONE_IA` before 30 days, of current and of noncurrent versions.

    ## Why it fails
    AWS Backup refuses the plan: cold storage has a minimum time that is billed. S3 used to refuse
    such transitions, but its documentation now allows any number of days, and in 2026-09 it accepted
    one after 5 days. Whether it does so in every partition is not known, so this is a warning.

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

    The first text is reported, not documented.

    ## Fix safety
    Unsafe: the smallest number of days that is accepted is set, which keeps objects longer, or in
    the dearer class for longer, than the author wrote.

    In a deployed stack the lifecycle changes in place.

    ## References
    - [Transitions of S3](https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html)
    - [Lifecycle of AWS Backup](https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html)
    - [Days of a transition](https://docs.aws.amazon.com/AmazonS3/latest/API/API_Transition.html)
    - Reported: [terraform-provider-aws 6201](https://github.com/hashicorp/terraform-provider-aws/pull/6201),
      [a transition after 5 days](https://github.com/badmintoncryer/cdk-preflight/blob/main/rules/s3/pf-s3-lifecycle-days-order/meta.yaml)
    """  # noqa: E501 (the error as AWS writes it)
    for early in early_transitions(template):
        yield _of_bucket(early)
    for stay in short_stays(template):
        yield _of_plan(stay)


def _of_bucket(early: EarlyTransition) -> Finding:
    return Finding(
        at=early.days.path,
        message=f"{early.resource.label} moves objects to {early.storage.text} after"
        f" {early.days.value} days, which S3 used to reject before {LEAST_DAYS} days",
        severity=Severity.WARNING,
        fix=_fix(early.days, LEAST_DAYS),
    )


def _of_plan(stay: ShortStay) -> Finding:
    return Finding(
        at=stay.deleted.path,
        message=f"{stay.resource.label} deletes backups after {stay.deleted.value} days and moves"
        f" them to cold storage after {stay.moved.value}, which AWS Backup rejects, since at least"
        f" {DAYS_IN_COLD_STORAGE} days must lie between",
        severity=graded(stay.deleted, stay.moved),
        fix=_fix(stay.deleted, stay.least),
    )


def _fix(days: Case, least: int) -> Fix:
    if not days.direct:
        return Fix(f"Use {least} days or more", safety=Safety.DISPLAY)
    value = str(least) if days.text is not None else least
    return Fix(f"Use {least} days", (SetValue(days.path, value),))
