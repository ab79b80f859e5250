"""exclusive-properties"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Confidence, Fails, Finding, Severity, listed, rule, where
from auditor.api.template import SchemaFault, demand

_GROUP = "AWS::EC2::SecurityGroup"
"""A rule in it without a source, or with two, is left out while the stack is created:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-securitygroup-ingress.html"""

_JUDGED_ELSEWHERE = {("AWS::Route53::RecordSet", "TTL")}
"""Properties of which a table of combinations says more, and what to do."""


@rule(id="exclusive-properties", severity=Severity.ERROR, on=SchemaFault)
def exclusive_properties(fault: SchemaFault) -> Iterator[Finding]:
    """Properties that exclude each other, or of which one is needed.

    ## What it does
    Finds resources, and mappings in them, that set several of some properties of which one alone
    is allowed, or none of those of which one is needed, as AWS's own resource schemas say. It is
    silent where a function or a condition may decide otherwise.

    ## Why it fails
    CloudFormation or the service refuses the resource. A rule in a security group without a source,
    or with two, is left out, which is a warning.

    ## Error
    ```
    Properties validation failed for resource <logical ID> with message: #: <count> subschemas
      matched instead of one
    ```
    or `subschemas matched instead of one` below a property. Where one of two is needed, EventBridge
    says `Parameter(s) <property> or <other> must be specified.` SAM says of a dead-letter queue
    `You can either define 'Arn' or 'Type' property of DeadLetterConfig` or `No 'Arn' or 'Type'
    property provided for DeadLetterConfig`, and `HostedZoneId or HostedZoneName is required to
    enable Route53 support`. cfn-lint says `E3014 Only one of [<properties>] is a required
    property`, `E3058 One of [<properties>] is a required property` or `E3020 <property> should not
    be included with <property>`.

    ## Fix safety
    There is no fix: which of the properties is meant, only the author knows.

    ## References
    - Reported: [cloudformation-resource-schema issue 129](https://github.com/aws-cloudformation/cloudformation-resource-schema/issues/129),
      [a rule without both](https://github.com/awsdocs/aws-cloudformation-user-guide/pull/456)
    - [Resource schemas](https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html)
    - [Resource types](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html)
    """
    if fault.keyword == "false" and fault.home in _JUDGED_ELSEWHERE:
        return
    told = _told(fault)
    is_left_out = fault.resource.type == _GROUP and fault.keyword == "requiredXor"
    outcome = "the rule is not added" if is_left_out else "the deployment fails"
    if told is not None:
        yield Finding(
            at=fault.at,
            on_key=fault.on_key,
            message=f"{fault.label} {told}, so {outcome}{where(fault.when)}",
            severity=Severity.ERROR if fault.is_certain and not is_left_out else Severity.WARNING,
            fails=Fails.LATER if is_left_out else Fails.DEPLOYMENT,
            confidence=Confidence.MEDIUM if fault.by_default else Confidence.HIGH,
        )


def _told(fault: SchemaFault) -> str | None:
    wanted, held = demand(fault), fault.value.mapping or {}
    if fault.keyword in ("requiredXor", "requiredOr"):
        names = wanted[fault.keyword]
        there = [name for name in names if name in held]
        if there:
            shown = listed([fault.called(name) for name in there])
            return f"sets {shown}{fault.inside}, of which only one is allowed"
        if any(fault.is_meant_by_another(name) for name in names):
            return None
        shown = listed([fault.called(name) for name in names])
        return f"has none of {shown}{fault.inside}, of which one is required"
    if fault.keyword == "dependentExcluded":
        pairs = wanted["dependentExcluded"].items()
        both = [
            (one, other) for one, others in pairs for other in others if {one, other} <= held.keys()
        ]
        if not both:
            return None
        one, other = map(fault.called, both[0])
        return f"sets {one} and {other}, which cannot be used together"
    if fault.keyword == "false":
        return f"sets {fault.name}, which is not allowed beside its other properties"
    groups = fault.alternatives
    names = [name for group in groups or () for name in group]
    if not names or names in (wanted.get("requiredXor"), wanted.get("requiredOr")):
        return None
    shown = listed([listed(list(map(fault.called, group))) for group in groups or ()], "nor")
    return f"has neither {shown}{fault.inside}, of which one is required"
