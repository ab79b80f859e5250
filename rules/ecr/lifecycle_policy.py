"""lifecycle-policy"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, Template, graded, rule
from auditor.api.ecr import REPOSITORY_TYPES, policy_faults


@rule(id="lifecycle-policy", severity=Severity.ERROR, on=Template, types=tuple(REPOSITORY_TYPES))
def lifecycle_policy(template: Template) -> Iterator[Finding]:
    """A lifecycle policy of a repository that Amazon ECR does not accept.

    ## What it does
    Reads the JSON of lifecycle policies. It finds priorities that two rules have, a rule for any
    image that is not the last one, tagged images without a list of prefixes or patterns and other
    images with one, counts below 1, and ages without their unit.

    ## Why it fails
    Amazon ECR checks the policy when the repository is created, and refuses it.

    ## Error
    ```
    Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure
    Duplicate priority in multiple rules
    must have the highest rulePriority
    Only one rule can specify tagStatus=ANY
    Must specify tagPrefixList or tagPatternList
    Could not map policyString into LifecyclePolicy
    ```

    ## Fix safety
    Advice: which images are to be kept is for the author to say.

    ## References
    - [Properties of lifecycle policies](https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html)
    - Errors, reported: [cdk-preflight](https://github.com/badmintoncryer/cdk-preflight/blob/main/rules/ecr/pf-ecr-lifecycle-rule-priority/meta.yaml)
    """  # noqa: E501 (an error is one line)
    for fault in policy_faults(template):
        yield Finding(
            at=fault.case.path,
            message=f"The lifecycle policy of {fault.resource.label} {fault.told}, so the"
            " deployment fails",
            severity=graded(fault.case),
            fix=Fix("Correct the policy", safety=Safety.DISPLAY),
        )
