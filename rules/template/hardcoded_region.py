"""hardcoded-region"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Edit,
    Finding,
    Fix,
    RegionText,
    ReplaceText,
    SetValue,
    Severity,
    rule,
)

_REGION = "${AWS::Region}"
_PARTITION = "${AWS::Partition}"


@rule(id="hardcoded-region", severity=Severity.WARNING, on=RegionText)
def hardcoded_region(place: RegionText) -> Iterator[Finding]:
    """A Region that is written out in an ARN or an endpoint.

    ## What it does
    Finds Regions in the ARNs and endpoints of resource properties. Where the Regions of the
    deployment are configured (`regions`), one that is none of them is a warning. Else it gives a
    hint where the string speaks of the stack itself: an ARN with `${AWS::AccountId}`, the
    endpoint of a resource of the template, the `apigateway` ARN of an integration. It is silent
    about services that are global by way of us-east-1, such as certificates of CloudFront, and
    about code, descriptions, mappings and parameters.

    ## Why it fails
    In any other Region the string names something that is not there.

    ## Error
    ```
    Could not connect to the endpoint URL
    ResourceNotFoundException
    ```

    ## Fix safety
    Unsafe: the fix puts `${AWS::Region}` (and `${AWS::Partition}` into the same ARN) in its place,
    which is wrong where another Region is meant on purpose.

    ## References
    - [Pseudo parameters](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html)
    - [Regions and endpoints](https://docs.aws.amazon.com/general/latest/gr/rande.html)
    """
    regions = place.template.settings.regions
    is_outside = bool(regions) and place.region not in regions
    is_pinned = place.is_own and tuple(regions) != (place.region,)
    if not is_outside and not is_pinned:
        return
    message = f"the Region {place.region} is written out, and the stack may be in another one"
    if is_outside:
        message = f"the Region {place.region} is none of those deployed to: {', '.join(regions)}"
    yield Finding(
        at=place.path,
        within=place.span,
        message=message,
        severity=Severity.WARNING if is_outside else Severity.INFO,
        fix=_fix(place),
    )


def _fix(place: RegionText) -> Fix | None:
    spans = [(place.span, _REGION)]
    if place.partition is not None:
        spans.insert(0, (place.partition, _PARTITION))
    title = f"Write {_REGION} instead of {place.region}"
    if "Fn::Sub" in place.path[-2:]:
        if place.path[-1] not in ("Fn::Sub", 0):
            return None
        edits: list[Edit] = [ReplaceText(place.path, s.start, s.end, new) for s, new in spans]
        return Fix(title, tuple(edits))
    is_argument = isinstance(place.path[-1], str) and place.path[-1].startswith("Fn::")
    if "${" in place.text or is_argument or place.path[-1] == "Ref":
        return None
    if any(str(step).startswith("Fn::") and step != "Fn::Join" for step in place.path[-3:]):
        return None
    text = place.text
    for span, new in reversed(spans):
        text = text[: span.start] + new + text[span.end :]
    return Fix(title, (SetValue(place.path, {"Fn::Sub": text}),))
