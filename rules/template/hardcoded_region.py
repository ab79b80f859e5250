"""hardcoded-region"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Fails, Finding, Fix, ReplaceText, Safety, SetValue, Severity, rule
from auditor.api.regions import RegionText, RegionUse

_REGION = "${AWS::Region}"
_OUTSIDE = {
    RegionUse.OWN_RESOURCE: Severity.ERROR,
    RegionUse.OWN_ACCOUNT: Severity.WARNING,
    RegionUse.OTHER: Severity.WARNING,
    RegionUse.SETTING: Severity.WARNING,
    RegionUse.LIMIT: Severity.INFO,
    RegionUse.NAME: Severity.INFO,
}
"""How grave it is where a Region is none of the configured ones."""
_RESERVED = ("AWS_REGION", "AWS_DEFAULT_REGION")


@rule(
    id="hardcoded-region",
    severity=Severity.WARNING,
    on=RegionText,
    fails=Fails.INVOCATION,
)
def hardcoded_region(place: RegionText) -> Iterator[Finding]:
    """A Region that is hard-coded in an ARN or an endpoint.

    ## What it does
    Finds Regions in the ARNs and endpoints of resource properties and outputs, also where
    `Fn::Join` puts them together. Where the Regions of the deployment are configured (`regions`),
    one that is none of them is a warning, and an error in the ARN or endpoint of a resource that
    the stack itself creates, unless a condition decides about it. An environment variable such as
    `DDB_REGION`, the `awslogs-region` of a container, or the default of a parameter such as
    `Region` is a warning too; in the name of a resource or an export, and in the condition of a
    policy, a Region is a hint.

    Without configured Regions, it gives a hint where the string speaks of the stack itself: an
    ARN with `${AWS::AccountId}`, the endpoint of a resource of the template, the `apigateway` ARN
    of an integration.

    It is silent about services that are global by way of one Region, such as certificates of
    CloudFront, about replicas and principals, about what a condition chooses by the Region, and
    about code, descriptions and mappings. Several Regions for the same service are there on
    purpose: they are reported only where they are none of the configured ones.

    ## Why it fails
    In any other Region the string names something that is not there.

    ## Error
    Of the service that is called in the other Region: `Could not connect to the endpoint URL`, or
    that something is not found.

    ## Severity
    A hint where the template may be deployed to that Region alone. With configured Regions it
    is a warning, and an error where the text is about a resource that the stack itself creates.

    ## Fix safety
    Unsafe: the fix writes `${AWS::Region}` instead, which is wrong where another Region is meant on
    purpose; the partition of an ARN stays as it is. In a Pulumi program it writes
    `aws.config.region` into an f-string or a template literal where each stack sets `aws:region`,
    and `aws.get_region()` in Python otherwise. Where the template names the same service in
    several Regions, the fix is only shown. In the Region that was hard-coded, the value stays the
    same and nothing changes in a deployed stack; in any other one the property changes in place, a
    create-only property replaces its resource, and a change of an exported output may fail. Names
    are left as they are, because a new name creates a new resource.

    ## References
    - [Pseudo parameters](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html)
    - [Regions and endpoints](https://docs.aws.amazon.com/general/latest/gr/rande.html)
    - [Lambda environment variables](https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html)
    - Error, reported: [boto3 issue 1151](https://github.com/boto/boto3/issues/1151)
    """
    program = place.template.program
    is_of_program = program is not None and place.path[0] == "Resources"
    if program is not None and is_of_program and program.may_be_elsewhere(place.path):
        return
    regions = place.template.settings.regions
    is_outside = bool(regions) and place.region not in regions
    severity = _outside(place) if is_outside else _pinned(place)
    if place.is_one_of_several and not is_outside:
        return
    if severity is None:
        return
    label = place.template.label_at(place.path)
    message = f"{label} has the hard-coded Region {place.region}, and fails in any other"
    if is_outside:
        message = f"{label} has the hard-coded Region {place.region}, and is deployed to"
        message += f" {' and '.join(regions)}"
        if place.owner is not None:
            message += f", where '{place.owner}' is created"
    yield Finding(
        at=place.path, within=place.span, message=message, severity=severity, fix=_fix(place)
    )


def _outside(place: RegionText) -> Severity:
    severity = _OUTSIDE[place.use]
    return Severity.WARNING if place.when and severity is Severity.ERROR else severity


def _pinned(place: RegionText) -> Severity | None:
    is_own = place.use in (RegionUse.OWN_RESOURCE, RegionUse.OWN_ACCOUNT)
    is_only = tuple(place.template.settings.regions) == (place.region,)
    return Severity.INFO if is_own and not is_only else None


def _fix(place: RegionText) -> Fix | None:
    title = f"Replace {place.region} with {_REGION}"
    if place.use is RegionUse.NAME or not _takes_function(place):
        return None
    if place.is_one_of_several:
        return Fix(f"{title}, if no other Region is meant", safety=Safety.DISPLAY)
    if _is_sub(place):
        edit = ReplaceText(place.path, place.span.start, place.span.end, _REGION)
        return Fix(title, (edit,))
    if "${" in place.text:
        return None
    if place.text == place.region:
        return Fix(title, (SetValue(place.path, {"Ref": "AWS::Region"}),))
    text = place.text[: place.span.start] + _REGION + place.text[place.span.end :]
    return Fix(title, (SetValue(place.path, {"Fn::Sub": text}),))


def _is_sub(place: RegionText) -> bool:
    return place.path[-1] == "Fn::Sub" or place.path[-2:] == ("Fn::Sub", 0)


def _takes_function(place: RegionText) -> bool:
    """Whether the Region can be that of a function where it stands.

    Only the endpoints of old Regions have a dash before the Region, Lambda does not let anyone
    set its own variables, and a parameter's default is a plain text.
    """
    if place.path[0] == "Parameters" or place.path[-1] in _RESERVED:
        return False
    return not place.text[: place.span.start].endswith("-")
