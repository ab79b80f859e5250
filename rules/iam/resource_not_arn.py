"""resource-not-arn"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, graded, rule
from auditor.api.iam import NotArn, PolicyStatement, Use, not_arn

_REJECTED_BY = {"": "IAM", "s3": "S3", "kms": "KMS"}
"""Who reads the policy when it is created and refuses it, by the service that has it."""
_NOT_READ = frozenset({"ec2", "execute-api"})
"""Endpoints of a VPC, and APIs, whose policies have a short form of their own, `execute-api:/*`:
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html"""


@rule(id="resource-not-arn", severity=Severity.ERROR, on=PolicyStatement)
def resource_not_arn(statement: PolicyStatement) -> Iterator[Finding]:
    """A policy whose `Resource` is a name, an ID or a URL and not an ARN.

    ## What it does
    Reads `Resource` and `NotResource` of identity policies, bucket policies, key policies and
    other resource policies. It finds references that return something else than an ARN, such as
    `!Ref Bucket` and `!Sub '${Bucket}/*'` (the bucket's name) or `!Ref Queue` (its URL), parameters
    that the template itself uses as a name, and texts that do not begin with `arn:`.

    It is silent about types whose references it does not know, about parameters that may hold an
    ARN, imports and other values that only the deployment knows.

    ## Why it fails
    IAM, S3 and KMS read a policy when it is created. Everything but an ARN and `*` is refused, and
    the stack rolls back. A policy of a queue, topic or another resource is refused too, or matches
    nothing: there it is a warning.

    ## Error
    ```
    Resource <resource> must be in ARN format or "*".
    ```
    or `Resource must be in ARN format`, and of a text with colons `Partition "" is not valid for
    resource`. In a bucket policy: `Policy has invalid resource`.

    cfn-lint says `E3514 <resource> does not match`.

    ## Severity
    An error where IAM, S3 or KMS reads the policy, since they refuse it when it is created. A
    warning for the policies of queues and topics, which may be accepted and then match nothing.

    ## Fix safety
    Safe: no stack can exist with such a policy, and the ARN is that of the resource whose name the
    policy has. The reference keeps its place, `${Bucket}/*` becomes `${Bucket.Arn}/*`, so that
    nothing is created in another order. A bucket that only a parameter names gets the text
    `arn:${AWS::Partition}:s3:::` before the name. There is no fix where it is not known what kind
    of thing is named.

    IAM refuses the policy, so that a deployed one is as an earlier template said; the update
    changes it in place.

    ## References
    - [Resource](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html)
    - [Return values of a bucket](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html#aws-resource-s3-bucket-return-values)
    - [The error, explained](https://repost.aws/knowledge-center/iam-principal-policy)
    """
    service = statement.document.place.service
    if statement.use is Use.TRUST or service in _NOT_READ:
        return
    for key in ("Resource", "NotResource"):
        for entry in statement.elements(key):
            found = not_arn(statement, entry)
            if found is not None:
                yield _finding(
                    statement.document.template.label_at(found.case.path), found, key, service
                )


def _finding(label: str, found: NotArn, key: str, service: str) -> Finding:
    rejected_by = _REJECTED_BY.get(service)
    outcome = f"{rejected_by} rejects" if rejected_by else "the service rejects or never applies"
    fix = Fix("Use the ARN", safety=Safety.DISPLAY)
    if found.edit is not None:
        title = f"Use the ARN, {found.arn}" if found.arn else "Complete the name to its ARN"
        fix = Fix(title, (found.edit,), Safety.SAFE)
    return Finding(
        at=found.case.path,
        message=f"{label} has {found.what} as {key} and not an ARN, so {outcome} the policy",
        severity=graded(found.case) if rejected_by else Severity.WARNING,
        fix=fix,
    )
