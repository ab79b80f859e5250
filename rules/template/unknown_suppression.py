"""unknown-suppression"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Fails, Finding, Severity, near, rule
from auditor.api.template import SuppressionReview

_MOST_NEAR = 100
"""Unknown ids for which near ones are looked for, which takes long."""


@rule(
    id="unknown-suppression",
    severity=Severity.WARNING,
    on=SuppressionReview,
    fails=Fails.LATER,
)
def unknown_suppression(review: SuppressionReview) -> Iterator[Finding]:
    """A suppression that names no rule, or that is not written as one.

    ## What it does
    Finds comments that begin with `cfnaudit:` and entries of `Metadata` with the name `cfnaudit`
    that suppress nothing: with an id that no rule has, without any id, or in other words than
    those of suppressions.

    ## Why it fails
    Nothing fails. But what was meant to be hidden is still reported, or will be.

    ## Error
    None: AWS does not read suppressions.

    ## Fix safety
    There is no fix: only the author knows which rule was meant. The nearest ids are named.

    ## References
    - [The Metadata attribute](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-metadata.html)
    """
    for index, one in enumerate(review.unknown):
        nearest = near(one.rule, review.ids) if index < _MOST_NEAR else []
        hint = f"; did you mean '{nearest[0]}'?" if nearest else "; see 'cfnaudit rules'"
        yield one.spot.finding(f"Suppression names '{one.rule}', which is not a rule{hint}")
    for fault in review.misspelled:
        yield fault.spot.finding(fault.message)
