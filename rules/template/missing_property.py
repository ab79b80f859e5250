"""missing-property"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.api import Confidence, Finding, Fix, InsertKey, Safety, Severity, rule, where
from auditor.api.template import SchemaFault


@rule(id="missing-property", severity=Severity.ERROR, on=SchemaFault)
def missing_property(fault: SchemaFault) -> Iterator[Finding]:
    """A property that the resource type requires and that is not there.

    ## What it does
    Compares the properties of resources, nested ones too, with the lists of required properties
    in AWS's own resource schemas, and with what a property requires that is there. A property that
    only some conditions set is a warning. It is silent where a function may set the property, and
    where another property is meant for it, which `unknown-property` renames or moves.

    ## Why it fails
    CloudFormation refuses the resource, most often before it creates anything.

    ## Error
    ```
    Properties validation failed for resource <logical ID> with message: #: required key [<key>]
      not found
    Required property [<property>] not found
    Property validation failure: [The property {/<path>} is required]
    ```
    or `required key [<key>] not found` below a property, `Property <name> cannot be empty`,
    `Resource with id [<logical ID>] is invalid. <place> '<property>' property is required`,
    `Resource with id [<logical ID>] is invalid. Missing required property '<property>'`. Of other
    properties SAM says `Resource is missing the required [<property>] property`, `is invalid.
    Property '<property>' is required`, `is invalid. Missing required field <property> in`, `is
    invalid. No <property> provided for self managed kafka`, `is invalid. AuthType is required to
    configure`, `Lambda Authorizer must define '<property>'` or `Resource dict has missing or
    invalid value for key Type. Event Type is: None`. The lint of
    SAM and cfn-lint say `E3003 '<property>' is a required property`, `E3003: Required
    Resource properties are missing` or `E3003 Property <property> missing at`.

    The CDK says `Supplied properties not correct for "Cfn<type>Props" <property>: required but
    missing`, cfn-lint `E3003:'<property>' is a required property`.

    ## Fix safety
    Safe where one value alone is allowed, or alone makes sense (`IsLogging: true`): no stack can
    be deployed without the property, so no deployed one changes. Where one condition demands it, it
    is set under this condition alone; what was deployed without the condition, and is updated with
    it, changes in place. Otherwise there is no fix.

    What is deployed comes from an earlier template, and changes by nothing but the author's own
    edit.

    ## References
    - [Resource schemas](https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html)
    - [Resource types](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html)
    - [The error](https://github.com/aws-cloudformation/iac-model-evaluation/issues/29)
    """
    if fault.is_left_out:
        return
    for name in fault.missing:
        if fault.is_meant_by_another(name):
            continue
        yield Finding(
            at=fault.at,
            on_key=fault.on_key,
            message=f"{fault.label} has no {fault.called(name)}{fault.inside}, which"
            f" {_because(fault, name)} requires, so the deployment"
            f" fails{where(fault.when)}",
            severity=Severity.ERROR if fault.is_certain else Severity.WARNING,
            confidence=Confidence.MEDIUM if fault.by_default else Confidence.HIGH,
            fix=fault.undeployed(_fix(fault, name)),
        )


def _because(fault: SchemaFault, name: str) -> str:
    other = fault.because(name)
    return fault.home[0] if other is None else fault.called(other)


def _fix(fault: SchemaFault, name: str) -> Fix | None:
    found = fault.value_for(name)
    if found is None or not fault.is_written:
        return None
    value, safety = found
    demanded = _demanded(fault, value)
    if demanded is None:
        return None
    edits: Any = (InsertKey(fault.value.path, name, demanded),)
    shown = str(value).lower() if isinstance(value, bool) else value
    title = f"Set {fault.called(name)} to {shown}{where(fault.when_beside)}"
    return Fix(title, edits, Safety[safety.upper()])


def _demanded(fault: SchemaFault, value: Any) -> Any:
    """The value where the fault's condition holds, and none elsewhere; None with several."""
    if not fault.when_beside:
        return value
    if len(fault.when_beside) > 1:
        return None
    ((condition, holds),) = fault.when_beside
    nothing = {"Ref": "AWS::NoValue"}
    return {"Fn::If": [condition, *((value, nothing) if holds else (nothing, value))]}
