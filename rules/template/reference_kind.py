"""reference-kind"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Fails, Finding, Fix, Safety, Severity, rule
from auditor.api.template import Misreference, Usage, misreferences

_WORDS = {
    "address": "address",
    "arn": "ARN",
    "name": "name",
    "id": "ID",
    "url": "URL",
    "domain": "domain name",
}


@rule(id="reference-kind", severity=Severity.ERROR, on=Usage)
def reference_kind(usage: Usage) -> Iterator[Finding]:
    """A reference that returns a name where the property expects an ARN, or the other way round.

    ## What it does
    Knows for some sixty resource types what `Ref` returns, and which attribute is the ARN, and
    compares that with what the property expects: an ARN where its name ends in `Arn`, and what its
    page says for others, such as `Role`, `AlarmActions`, `LogDestination` of a flow log, `Queues`
    (URLs), `Roles` (names) and the bucket of a distribution's logs (a domain name). Of a security
    group without `VpcId` `Ref` returns the name, where load balancers, databases and other groups
    need its ID; of an Elastic IP address it returns the address, where NAT gateways need its
    allocation ID. It reads the reference that a value begins with, so that `${Api}/*/*` as a
    `SourceArn` is found as well.

    It is silent about properties whose names the author chooses (tags, environment variables,
    parameters of nested stacks), about custom resources but for `ServiceToken`, and about types and
    attributes that it does not know. A condition of a policy, such as `aws:SourceArn`, is a
    warning: the policy is accepted, and the condition is never met.

    ## Why it fails
    The service looks for something by the wrong kind of text, and refuses it or finds nothing.

    ## Error
    ```
    SourceArn: failed validation constraint for keyword [pattern]
    ```
    or, for instance, `Value '<value>' at 'role' failed to satisfy constraint: Member must satisfy
    regular expression pattern: arn`, `Invalid parameter: TopicArn`, `Invalid id: "<value>"
    (expecting "sg-...")`, `com.amazonaws.services.sqs.model.QueueDoesNotExistException: The
    specified queue does not exist`.

    ## Fix safety
    Safe: the same resource is referred to, so that the order of creation stays what it is, and the
    stack could not be created before. An ARN that has no attribute, as that of an API, is put
    together around the reference.

    The deployment fails with the reference as it is, so that a deployed stack has an older
    value: the update changes the property in place. Unsafe where it is create-only, since the
    update then replaces the resource, or may fail where that has a name of its own or is a
    custom resource.

    ## References
    - [Return values of each type](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html)
    - [Fn::GetAtt](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getatt.html)
    - [Flow logs](https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html)
    - [NAT gateways](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-natgateway.html)
    - [Invalid source ARN](https://github.com/aws/aws-cdk/issues/4620)
    - Security groups by name, reported:
      [aws-cloudformation-templates pull request 450](https://github.com/aws-cloudformation/aws-cloudformation-templates/pull/450)
    """
    for found in misreferences(usage):
        is_certain = not found.when and not found.is_condition
        yield Finding(
            at=found.path,
            message=_message(found),
            severity=Severity.ERROR if is_certain else Severity.WARNING,
            fails=Fails.LATER if found.is_condition else Fails.DEPLOYMENT,
            fix=_fix(found),
        )


def _message(found: Misreference) -> str:
    given, wanted = _WORDS[found.given], _WORDS[found.wanted]
    outcome = "the condition is never met" if found.is_condition else "the deployment fails"
    kind = "condition key " if found.is_condition else ""
    return (
        f"{found.resource.label} has the {given} of {found.target.label} in {kind}{found.key},"
        f" which needs its {wanted}, so {outcome}"
    )


def _fix(found: Misreference) -> Fix:
    title = f"Refer to the {_WORDS[found.wanted]}"
    if found.edit is None:
        return Fix(title, safety=Safety.DISPLAY)
    return Fix(title, (found.edit,), Safety.SAFE)
