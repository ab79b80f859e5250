"""nested-parameter-type"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Case,
    Finding,
    Fix,
    Safety,
    SetValue,
    Severity,
    Template,
    function_of,
    graded,
    rule,
)
from auditor.api.cloudformation import NESTED_STACKS

_LISTS = ("Fn::Split", "Fn::GetAZs", "Fn::Cidr")


@rule(
    id="nested-parameter-type",
    severity=Severity.ERROR,
    on=Template,
    types=NESTED_STACKS,
)
def nested_parameter_type(template: Template) -> Iterator[Finding]:
    """A list that is handed to a nested stack as a parameter.

    ## What it does
    Looks at `Parameters` of nested stacks, and finds values that are lists: lists in the
    template, parameters of a list type, and functions that return a list.

    ## Why it fails
    Parameters of a nested stack are texts. One that is a list in the nested template expects a text
    with commas, which CloudFormation splits.

    ## Error
    ```
    Value of property Parameters must be an object with String (or simple type) properties
    ```

    The text is reported, not documented; in older accounts it ends with the word object.

    ## Fix safety
    Safe: the list is joined with commas, as a parameter of a list type expects it. No stack was
    deployed with the list; the nested stack is updated in place.

    ## References
    - [AWS::CloudFormation::Stack](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stack.html)
    - Reported: [Lists and nested stacks](http://blog.mikebabineau.com/2014/05/05/cloudformation-nested-stacks-gotcha/),
      [cfn-language-discussion issue 115](https://github.com/aws-cloudformation/cfn-language-discussion/issues/115)
    - [Parameter types](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html)
    """
    for stack in template.of_type(*NESTED_STACKS):
        for holder in stack.written("Parameters"):
            if not isinstance(holder.value, dict):
                continue
            for name, value in holder.value.items():
                for case in template.branches(value, (*holder.path, name), holder.when):
                    if _is_list(template, case):
                        yield Finding(
                            at=case.path,
                            message=f"{stack.label} passes a list to the parameter '{name}', and"
                            " CloudFormation accepts only a string there",
                            severity=graded(case),
                            fix=_fix(case),
                        )


def _is_list(template: Template, case: Case) -> bool:
    if isinstance(case.value, list):
        return True
    call = function_of(case.value) if isinstance(case.value, dict) else None
    if call is None:
        return False
    name, argument = call
    if name != "Ref":
        return name in _LISTS
    declared = template.parameters.get(argument) if isinstance(argument, str) else None
    kind = declared.get("Type") if declared is not None else None
    return isinstance(kind, str) and ("List<" in kind or "CommaDelimitedList" in kind)


def _fix(case: Case) -> Fix:
    joined = {"Fn::Join": [",", case.value]}
    if isinstance(case.value, list) and all(isinstance(item, str) for item in case.value):
        return Fix(
            "Join the list with commas", (SetValue(case.path, ",".join(case.value)),), Safety.SAFE
        )
    return Fix("Join the list with commas", (SetValue(case.path, joined),), Safety.SAFE)
