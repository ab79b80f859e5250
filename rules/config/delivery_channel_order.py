"""delivery-channel-order"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Path, Remove, Resource, Safety, Severity, Template, rule

_CHANNEL, _RECORDER = "AWS::Config::DeliveryChannel", "AWS::Config::ConfigurationRecorder"
_KEY = "DependsOn"


@rule(id="delivery-channel-order", severity=Severity.ERROR, on=Template, types=(_CHANNEL,))
def delivery_channel_order(template: Template) -> Iterator[Finding]:
    """A delivery channel of AWS Config that waits for its recorder.

    ## What it does
    Finds delivery channels that wait for a recorder of the template, by `DependsOn` or because they
    refer to it or to something that waits for it.

    ## Why it fails
    CloudFormation starts a recorder when it creates it, and a recorder starts only where there is a
    delivery channel. The channel comes after it, so that neither is ever created. Without
    `DependsOn` CloudFormation creates both at once, and each of them waits for the other one.

    ## Error
    ```
    Delivery channel is not available to start configuration recorder.
    ```
    The code is `NoAvailableDeliveryChannelException`.

    ## Severity
    An error; a warning where a condition decides whether both resources are there.

    ## Fix safety
    Safe: the channel no longer waits by its own `DependsOn`. Where it waits in another way the fix
    is advice.

    In a deployed stack nothing is changed by it.

    ## References
    - [AWS::Config::DeliveryChannel](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-config-deliverychannel.html)
    - Reported: [aws-cdk issue 9001](https://github.com/aws/aws-cdk/issues/9001),
      [both at once](https://github.com/awsdocs/aws-cloudformation-user-guide/pull/1282)
    """
    recorders = [*template.of_type(_RECORDER)]
    for channel in template.of_type(_CHANNEL) if recorders else ():
        for recorder in recorders:
            is_met = template.can_hold(channel.when | recorder.when)
            if not (is_met and channel.surely_waits_for(recorder.logical_id)):
                continue
            place = _place(channel, recorder)
            is_sure = not (channel.when or recorder.when)
            yield Finding(
                at=place or channel.path,
                on_key=place is None,
                message=f"{channel.label} waits for {recorder.label}, which cannot start without"
                " it, so the deployment fails",
                severity=Severity.ERROR if is_sure else Severity.WARNING,
                fix=_fix(channel, recorder, place),
            )


def _place(channel: Resource, recorder: Resource) -> Path | None:
    """Where the channel itself says that it waits."""
    written = channel.body.get(_KEY)
    if written == recorder.logical_id:
        return (*channel.path, _KEY)
    if isinstance(written, list) and recorder.logical_id in written:
        return (*channel.path, _KEY, written.index(recorder.logical_id))
    return None


def _fix(channel: Resource, recorder: Resource, place: Path | None) -> Fix:
    title = f"Do not wait for {recorder.logical_id}"
    others = {one.target for one in channel.references if one.function != _KEY}
    if place is None or recorder.logical_id in others:
        return Fix(title, safety=Safety.DISPLAY)
    written = channel.body.get(_KEY)
    is_only = isinstance(written, list) and len(written) == 1
    return Fix(title, (Remove(place[:-1] if is_only else place),), Safety.SAFE)
