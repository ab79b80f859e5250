"""conditional-reference"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from auditor.api import (
    Confidence,
    Finding,
    Fix,
    InsertKey,
    OnUpdate,
    Safety,
    SetValue,
    Severity,
    Template,
    rule,
    where,
)
from auditor.api.template import ConditionalReference


@rule(
    id="conditional-reference",
    severity=Severity.WARNING,
    on=Template,
    words=("Conditions",),
)
def conditional_reference(template: Template) -> Iterator[Finding]:
    """A reference to a resource that a condition leaves out.

    ## What it does
    Looks at each `Ref`, `Fn::GetAtt` and variable of `Fn::Sub` in the properties of resources and
    in outputs that names a resource with a `Condition`. It reports those that count although the
    condition is false, with some parameters that the template allows: the condition of the
    resource or output that refers to it and the branches of `Fn::If` around the reference are
    judged together with that condition.

    ## Why it fails
    CloudFormation refuses the template as soon as the condition is false. With the values that
    everybody deploys with it works, and the first deployment with others fails.

    ## Error
    ```
    Unresolved resource dependencies [<names>] in the <section> block of the template
    ```

    ## Severity
    A warning; an error where the condition is false whatever the parameters are, or with those that
    a configuration or a stack's file of parameters says.

    ## Fix safety
    Safe for an output that has no condition yet: it gets that of the resource. Where the stack is
    deployed the condition is true, and nothing changes. Unsafe for an item of a list, which
    becomes `Fn::If` with `AWS::NoValue`: whether the list may do without the item, only the author
    knows; nothing changes in a deployed stack either. All else is left to the author.

    ## References
    - [Conditions](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html)
    - [AWS::NoValue](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html)
    - Reported: [an output](https://github.com/awslabs/aws-api-gateway-developer-portal/issues/216),
      [a resource](https://github.com/aws-solutions/media-insights-on-aws/issues/145)
    """
    found = list(ConditionalReference.find(template))
    wanted: dict[str, set[str]] = defaultdict(set)
    for one in found:
        if one.output is not None:
            wanted[one.output].add(one.condition)
    for one in found:
        mention = one.mention
        label = template.label_at(mention.path)
        missing = f"where '{one.condition}' is false"
        if one.is_never_there and one.when:
            missing = f"{where(one.when).removeprefix(', ')}: its condition is '{one.condition}'"
        yield Finding(
            at=mention.path,
            message=f"{label} refers to {one.target.label}, which does not exist {missing}, so"
            " CloudFormation refuses the template",
            severity=Severity.ERROR if one.is_certain else Severity.WARNING,
            confidence=Confidence.HIGH,
            fix=None if one.is_never_there else _fix(one, wanted),
        )


def _fix(one: ConditionalReference, wanted: dict[str, set[str]]) -> Fix | None:
    if one.output is not None and len(wanted[one.output]) == 1:
        path = ("Outputs", one.output)
        edit = InsertKey(path, "Condition", one.condition, before=one.first_key)
        return Fix(
            f"Give the output the condition {one.condition}",
            (edit,),
            Safety.SAFE,
            OnUpdate.NOTHING,
        )
    if one.item is None:
        return None
    value = {"Fn::If": [one.condition, one.written, {"Ref": "AWS::NoValue"}]}
    title = f"Leave the item out without {one.condition}"
    return Fix(title, (SetValue(one.item, value),), Safety.UNSAFE, OnUpdate.NOTHING)
