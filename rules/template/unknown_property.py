"""unknown-property"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Confidence, Finding, Fix, Rename, Safety, Severity, rule
from auditor.api.template import StrayProperty


@rule(id="unknown-property", severity=Severity.ERROR, on=StrayProperty)
def unknown_property(stray: StrayProperty) -> Iterator[Finding]:
    """A property that the resource type does not have.

    ## What it does
    Compares the properties of resources, nested ones too, with the resource schemas, those of SAM
    types, their events and `Globals` with what SAM takes. It is silent about custom resources,
    modules, types that it does not know, maps with keys of the author's choice, and about what a
    macro or `Fn::Transform` may rewrite. The schemas are of the date that the table names; a
    property that AWS has added since is reported, with medium confidence where no other name is
    like it.

    An error where another name is meant beyond doubt, or where the property belongs elsewhere. A
    warning otherwise, as AWS may have added the property after the table was made, and where a
    condition may leave the property out.

    ## Why it fails
    CloudFormation and SAM refuse properties that they do not know.

    ## Error
    ```
    Encountered unsupported property ReservedConcurrencyLimit
    Properties validation failed for resource Fn: #: extraneous key [X] is not permitted
    property ReservedConcurrencyLimit not defined for resource of type AWS::Serverless::Function
    ```

    ## Fix safety
    Safe: the property is renamed where one name is meant beyond doubt and not set yet: the same
    letters in another case, a slip of a character (two in long names) with no other name as near,
    or a name that the property has in other tools. The value must be of the kind that the
    property takes. Otherwise there is no fix.

    ## References
    - [Resource types](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html)
    - [Resource schemas](https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html)
    - [SAM resource types](https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-resources-and-properties.html)
    - [The error for properties](https://github.com/iann0036/former2/pull/299), and
      [for nested ones](https://github.com/cloudtools/troposphere/issues/701)
    - [The error of SAM](https://github.com/aws/serverless-application-model/issues/265)
    """
    near = stray.near
    is_plain = stray.meant is not None or stray.home is not None
    yield Finding(
        at=stray.path,
        on_key=True,
        message=f"{stray.holder} has no property {stray.key}{_hint(stray, near)}",
        severity=Severity.ERROR if is_plain and not stray.is_conditional else Severity.WARNING,
        confidence=Confidence.HIGH if is_plain else Confidence.MEDIUM,
        fix=_fix(stray),
    )


def _hint(stray: StrayProperty, near: list[str]) -> str:
    if stray.home is not None:
        return f": it belongs in {stray.home}"
    if near:
        return f": the nearest is {near[0]}" if len(near) == 1 else f": near are {_listed(near)}"
    if stray.holder != stray.type.name and stray.key in stray.type.properties:
        return f": {stray.type.name} has it among its own properties"
    return ""


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _fix(stray: StrayProperty) -> Fix | None:
    wanted = None if stray.home else stray.meant
    if wanted is None or not stray.takes(wanted):
        return None
    return Fix(f"Rename to {wanted}", (Rename(stray.path, wanted),), Safety.SAFE)
