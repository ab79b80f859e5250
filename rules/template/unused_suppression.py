"""unused-suppression"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Fails, Finding, Fix, Safety, Severity, rule
from auditor.api.template import SuppressionReview


@rule(
    id="unused-suppression",
    severity=Severity.WARNING,
    on=SuppressionReview,
    fails=Fails.LATER,
)
def unused_suppression(review: SuppressionReview) -> Iterator[Finding]:
    """A suppression where there is nothing to suppress.

    ## What it does
    Compares the rules that comments and `Metadata` ask to ignore with what was found there. It is
    silent about rules that were not run, about suppressions in code files beside the template,
    which another template may need, and about templates from standard input with code that lies
    in files.

    ## Why it fails
    Nothing fails. The fault is gone, or the comment has moved to another place: there it
    would hide the next fault of that kind, and the reason that it gives is no longer true.

    ## Error
    None: AWS does not read suppressions.

    ## Fix safety
    Safe: the id is removed, and with the last one its comment, or the entry of `Metadata` with the
    containers that would be left empty. What else the comment says stays.

    In a deployed stack nothing changes; a comment in the code of a function counts as new code,
    which updates the function in place.

    ## References
    - [The Metadata attribute](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-metadata.html)
    """
    for one in review.unused:
        title = f"Remove '{one.rule}' from the suppression"
        yield one.spot.finding(
            f"Suppression of '{one.rule}' suppresses nothing, since the rule finds nothing here",
            Fix(title, one.removal, Safety.SAFE),
        )
