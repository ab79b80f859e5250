"""output-value"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, SetValue, Severity, rule, where
from auditor.api.template import BadOutput


@rule(id="output-value", severity=Severity.ERROR, on=BadOutput)
def output_value(bad: BadOutput) -> Iterator[Finding]:
    """An output whose value is a list, a mapping, or an attribute other than a text.

    ## What it does
    Looks at the values of outputs: lists and mappings, references to
    parameters that are lists, `Fn::Split`, `Fn::GetAZs` and `Fn::Cidr`, and attributes of resources
    that are a list, a number or a truth value by the schema of the type. Numbers and truth values
    themselves are accepted.

    ## Why it fails
    CloudFormation returns texts only, and refuses the template or, where the value comes from a
    resource, rolls the stack back when all resources exist.

    ## Error
    ```
    Template format error: The Value field of every Outputs member must evaluate to a String
    Template format error: Every Value member must be a string.
    ```
    Both are reported, the first one as `... to a String and not a List.`, too.

    cfn-lint says `E6101 <value> is not of type 'string'`.

    ## Severity
    An error; a warning for attributes, since a few types return texts where their schema says
    otherwise.

    ## Fix safety
    Unsafe: the items of a list are joined with commas, which is what a template that imports the
    value can split again.

    No stack with such an output was deployed, so that nothing changes in one. Where an export had
    another value before, the update may fail, since an export that is imported cannot change.

    ## References
    - [Outputs](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html)
    - Reported: [a list](https://github.com/aws-cloudformation/cfn-lint/issues/485),
      [a list of addresses](https://github.com/boto/botocore/issues/1162),
      [a list of endpoints](https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1902),
      [a truth value](https://github.com/aws-cloudformation/cfn-lint/issues/3013),
      [a number](https://github.com/aws-cloudformation/cfn-lint/issues/3725)
    """
    of = f"{bad.attribute}, which is {bad.what}," if bad.attribute else bad.what
    is_sure = not (bad.when or bad.attribute)
    yield Finding(
        at=bad.at,
        message=f"Output '{bad.output}' has {of} as its value, and CloudFormation accepts only a"
        f" string{where(bad.when)}",
        severity=Severity.ERROR if is_sure else Severity.WARNING,
        fix=_fix(bad),
    )


def _fix(bad: BadOutput) -> Fix:
    if not bad.is_list:
        return Fix("Write a text, or leave the output out", safety=Safety.DISPLAY)
    if bad.call is None:
        return Fix("Join the items with Fn::Join", safety=Safety.DISPLAY)
    return Fix("Join the items with commas", (SetValue(bad.at, {"Fn::Join": [",", bad.call]}),))
