"""nested-stack-output"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Edit,
    Finding,
    Fix,
    MapLookup,
    Mention,
    ReplaceText,
    SetValue,
    Severity,
    Span,
    meant,
    near,
    rule,
)
from auditor.api.cloudformation import NESTED_STACKS, Child, children
from auditor.api.template import Usage

_OUTPUTS = "Outputs."


@rule(
    id="nested-stack-output",
    severity=Severity.ERROR,
    on=Usage,
    types=NESTED_STACKS,
)
def nested_stack_output(usage: Usage) -> Iterator[Finding]:
    """An output that the nested stack does not have.

    ## What it does
    Reads the template of each nested stack that is named by a path: `TemplateURL`, `Location` of
    SAM, and the assets of CDK. Looks up the outputs that `Fn::GetAtt` and `Fn::Sub` of the parent
    read. It is silent where that template lies outside of the parent's repository and of the
    folder that is checked, and where a macro, a loop or another tool may add outputs. Where a
    condition may leave the output unread, it is a warning.

    ## Why it fails
    CloudFormation creates the nested stack, does not find the output, and rolls everything back.

    ## Error
    ```
    Output '<name>' not found in stack '<ARN>'
    ```
    The text is reported, not documented.

    ## Fix safety
    Unsafe: the output with the nearest name is read, where one is meant beyond doubt. Perhaps an
    output is to be added to the nested template instead. The stack cannot be deployed as it is;
    one that is deployed has an older value: an update changes the property in place, replaces the
    resource where the property is create-only, and changes nothing but itself where an output of
    the parent reads it.

    ## References
    - [Outputs of nested stacks](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-nested-stacks.html)
    - [Fn::GetAtt](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getatt.html)
    - [cfn-lint issue 3995](https://github.com/aws-cloudformation/cfn-lint/issues/3995)
    """
    found = children(usage.template)
    for mention in usage.all if found else ():
        if isinstance(mention, MapLookup) or not (mention.attribute or "").startswith(_OUTPUTS):
            continue
        child = found.get(mention.name)
        outputs = None if child is None else child.interface.outputs
        name = (mention.attribute or "").removeprefix(_OUTPUTS)
        if child is None or child.stack.type not in NESTED_STACKS:
            continue
        if outputs is not None and name not in outputs and "{" not in name:
            yield _finding(usage, mention, child, name)


def _finding(usage: Usage, mention: Mention, child: Child, name: str) -> Finding:
    outputs = child.interface.outputs or {}
    close, wanted = near(name, outputs), meant(name, outputs)
    start = mention.attribute_start + len(_OUTPUTS)
    return Finding(
        at=mention.attribute_path or mention.path,
        message=f"{usage.template.label_at(mention.path)} reads the output '{name}' of nested stack"
        f" '{mention.name}', which {child.file} does not have, and the deployment fails once that"
        " stack is created" + (f": the nearest is {close[0]}" if close else ""),
        within=Span(start, start + len(name)) if mention.attribute_path else None,
        severity=Severity.WARNING if usage.may_stay_unread(mention.path) else Severity.ERROR,
        fix=None
        if wanted is None
        else Fix(f"Read the output {wanted}", (_renamed(mention, start, name, wanted),)),
    )


def _renamed(mention: Mention, start: int, name: str, wanted: str) -> Edit:
    place = mention.attribute_path
    if mention.function == "Fn::GetAtt" and place[-1] == 1:
        # Not each part of a short form can be changed on its own.
        return SetValue(place[:-2], {"Fn::GetAtt": [mention.name, f"{_OUTPUTS}{wanted}"]})
    return ReplaceText(place, start, start + len(name), wanted)
