"""missing-sub"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Confidence, Finding, Fix, Safety, SetValue, Severity, Span, rule
from auditor.api.template import LooseVariable


@rule(id="missing-sub", severity=Severity.WARNING, on=LooseVariable, words=("${",))
def missing_sub(variable: LooseVariable) -> Iterator[Finding]:
    """A text with `${Name}` of the template that no `Fn::Sub` fills in.

    ## What it does
    Finds texts in the properties of resources, and in outputs, with `${Name}` or
    `${Name.Attribute}` where the template declares a parameter or a resource of that name, or with
    a pseudo parameter such as `${AWS::Region}`. It is silent inside `Fn::Sub`, about names that
    the template does not declare, and where the text is for another reader that has variables of
    its own: scripts, source code, request templates and policies (`${aws:username}`). In
    `DefinitionString` of a state machine it finds any name that `DefinitionSubstitutions` lacks.

    The confidence is high where the text is a whole value such as an id, an ARN or a name, and
    lower in longer texts, which may be meant as they are.

    ## Why it fails
    CloudFormation replaces variables in `Fn::Sub` alone. Everywhere else the service gets the text
    with the dollar sign and the braces, and refuses it, or keeps it as it is.

    ## Error
    ```
    The vpc ID '${<name>}' does not exist
    Invalid id: "${<name>}"
    Invalid principal in policy: <kind>:"<text>${<name>}
    Value '<text>${<name>}<text>' at '<member>' failed to satisfy constraint
    ```
    It is what a service says of any value that it does not know. No public page shows the text with
    a variable in it.

    cfn-lint says `Found an embedded parameter <name> outside of an "Fn::Sub"`.

    ## Fix safety
    Safe where the text is a whole value and all of its variables are declared: `Fn::Sub` is put
    around it. Unsafe in longer texts.

    In a deployed stack the property changes in place, from the text with the braces to the
    value; a create-only property replaces its resource, and then the fix is unsafe. An output
    changes nothing but itself.

    ## References
    - [Fn::Sub](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html)
    - [Rule E1029 of cfn-lint](https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md)
    """
    is_sure = variable.is_whole
    where = (
        f"Resource '{variable.logical_id}'"
        if variable.logical_id
        else f"Output '{variable.path[1]}'"
    )
    is_definition = variable.path[-1] == "DefinitionString"
    lack = "that DefinitionSubstitutions does not fill in" if is_definition else "without Fn::Sub"
    yield Finding(
        at=variable.path,
        message=f"{where} has '${{{variable.name}}}' in a string {lack}, so that it is never"
        " replaced",
        within=Span(variable.start, variable.end),
        confidence=Confidence.HIGH if is_sure else Confidence.MEDIUM,
        fix=_fix(variable),
    )


def _fix(variable: LooseVariable) -> Fix | None:
    if not variable.is_all_known:
        return None
    edit = SetValue(variable.path, {"Fn::Sub": variable.text})
    safety = Safety.SAFE if variable.is_whole else Safety.UNSAFE
    return Fix("Put Fn::Sub around the text", (edit,), safety)
