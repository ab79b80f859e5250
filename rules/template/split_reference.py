"""split-reference"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, rule
from auditor.api.template import SplitReference

_LIST = "AWS::SSM::Parameter::Value<List<String>>"


@rule(id="split-reference", severity=Severity.WARNING, on=SplitReference)
def split_reference(split: SplitReference) -> Iterator[Finding]:
    """A dynamic reference as the source of `Fn::Split`, which does not see its value.

    ## What it does
    Finds `Fn::Split` with a dynamic reference such as `{{resolve:ssm:/network/subnets}}` as its
    source, also in an `Fn::Sub`. It is silent where there is more in the source than the reference.

    ## Why it fails
    CloudFormation resolves the reference after `Fn::Split`, which splits the text of the reference
    itself. A list of one item comes of it, and that item is resolved to all that the parameter
    holds. Where the delimiter is in the text of the reference, as `:` is, only pieces of it are
    left, which are never resolved.

    ## Error
    None: `Fn::Select` says that it cannot select a nonexistent value, as for any list
    that is too short, and a service that an ID with commas in it does not exist.

    ## Severity
    An error where `Fn::Select` looks for an item after the first one, since there is none. A
    warning elsewhere: a parameter that holds one value is that value.

    ## Fix safety
    Advice: a parameter of the template whose type is `AWS::SSM::Parameter::Value<List<String>>` is
    a list, and what it is called is for the author to say.

    ## References
    - [Dynamic references](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm.html)
    - [The order, as cfn-lint knows it](https://github.com/aws-cloudformation/cfn-lint/issues/2181)
    - Error, reported: [a list that stays a text](https://github.com/aws/aws-cdk/issues/19349)
    """
    is_missed = not split.is_cut and bool(split.selected)
    yield Finding(
        at=split.path,
        message=f"{split.label} splits a dynamic reference before it is resolved, {_so(split)}",
        severity=Severity.ERROR if is_missed else Severity.WARNING,
        fix=Fix(f"Use a parameter of type {_LIST}", safety=Safety.DISPLAY),
    )


def _so(split: SplitReference) -> str:
    if split.is_cut:
        return f"so that it is cut at '{split.delimiter}' and never resolved"
    if split.selected:
        return f"so that the list has one item and Fn::Select fails at index {split.selected}"
    return "so that the list has one item, whatever the value is"
