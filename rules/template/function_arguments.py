"""function-arguments"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from auditor.api import (
    Edit,
    Finding,
    Fix,
    InsertKey,
    OnUpdate,
    Safety,
    SetValue,
    Severity,
    Template,
    Tree,
    rule,
)
from auditor.api.template import bad_calls


@rule(id="function-arguments", severity=Severity.ERROR, on=Template)
def function_arguments(template: Template) -> Iterator[Finding]:
    """An intrinsic function with arguments that it does not accept, or where none is allowed.

    ## What it does
    Looks at the number and the kind of the arguments of `Ref`, `Fn::GetAtt`, `Fn::Sub`,
    `Fn::Join`, `Fn::Select`, `Fn::Split`, `Fn::FindInMap` and `Fn::If`, and at conditions: at
    their functions, at how many conditions each has, at conditions that depend on themselves, and
    at functions of conditions elsewhere. Functions in mappings are found, too. With the transform
    AWS::LanguageExtensions more is allowed, and it is silent about most of this.

    ## Why it fails
    CloudFormation refuses the template.

    ## Error
    ```
    Template error: every <function> object requires <count> parameters
    ```
    or, for instance, `Template error: every Fn::GetAtt object requires two non-empty parameters`,
    `Template error: <function> requires a list argument with <count> elements`, `Template error:
    every Ref object must have a single String value`, `Template error: One or more Fn::Sub
    intrinsic functions don't specify expected arguments`, `Template error: if specifying one
    argument to Fn::GetAtt, that argument must be a non-empty string in format`, `Template error:
    every value of the context object of every Fn::Sub object must be a string or a function that
    returns a string`, `Template error: every <function> object must have a String-typed value`,
    `Template error: every <function> object requires a list of`, `Template error: Fn::Select cannot
    select nonexistent value at index <index>`. SAM says `Value of Fn::If must be a list`, `Every
    Condition member must be a string`, `Invalid FindInMap value <value>` or `Invalid Fn::Sub
    variable value <value>`. cfn-lint says `E1010 <value> is not a valid GetAtt`, and of the others
    how many arguments it expected: `E1011 expected <count>`, `E1017 expected <count>`, `E1018
    expected <count>`, `E1019 expected <count>`, `E1022 expected <count>`, `E1028 expected <count>`,
    `E8003 expected <count>`, `E8004 expected <count>`, `E8005 expected <count>`, `E8006 expected
    <count>`.

    ## Fix safety
    Safe where one reading exists, since no stack can be deployed with the function as it is: a
    condition with the same expression is named, or declared with a name that says what it compares
    or joins; values of `Fn::Join` are put into a list, and one
    name in a list is written by itself. Otherwise there is no fix.

    What is deployed comes from an earlier template, and changes by nothing but the author's own
    edit.

    ## References
    - [Intrinsic functions](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html)
    - [The error](https://github.com/cloudtools/troposphere/issues/1469)
    - [Condition functions](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html)
    """
    for call in bad_calls(template):
        label = template.label_at(call.path)
        fix = None
        if call.meant is not None:
            edits = (
                *_declared(template, call.declares),
                SetValue((*call.path, *call.below), call.meant),
            )
            title = f"Correct the arguments of {call.function}"
            fix = Fix(title, edits, Safety.SAFE, OnUpdate.NOTHING)
        message = f"{label} uses {call.function}, which {call.fault}, so the deployment fails"
        yield Finding(at=call.path, message=message, fix=fix)


def _declared(template: Template, conditions: Mapping[str, Tree]) -> Iterator[Edit]:
    if "Conditions" in template.tree:
        yield from (InsertKey(("Conditions",), *one) for one in conditions.items())
    elif conditions:
        yield InsertKey((), "Conditions", dict(conditions), before="Resources")
