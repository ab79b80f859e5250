"""layer-region"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Edit, Finding, Fix, Safety, SetValue, Severity, rule
from auditor.api.lambda_ import Layer, LayeredFunction


@rule(id="layer-region", severity=Severity.WARNING, on=LayeredFunction)
def layer_region(layered: LayeredFunction) -> Iterator[Finding]:
    """A layer in another Region than that of the function.

    ## What it does
    Reads the Region in the ARN of a layer. With configured Regions (`regions`) it finds layers in
    any other: an error where the stack is deployed to one Region alone. Without, it finds a
    function whose layers are in different Regions, since it can be in one of them only, and any
    other hard-coded Region is a hint: the template works there alone. It is silent about the layers
    of a mapping that has one for each Region.

    ## Why it fails
    Layers have to be in the Region of the function.

    ## Error
    ```
    Layers are not in the same region as the function. Layers are expected to be in region
      <Region>
    ```

    ## Fix safety
    Unsafe: the Region of the stack replaces the one in the ARN, and the layer might be missing
    there. In a deployed stack the function changes in place.

    ## References
    - [Layers](https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html)
    - [Error, recorded](https://github.com/localstack/localstack/blob/main/tests/aws/services/lambda_/test_lambda_api.snapshot.json)
    """
    if layered.fn.resource.may_be_elsewhere:
        return
    regions = layered.fn.template.settings.regions
    layers = [layer for layer in layered.layers if not layer.is_picked_by_region]
    found = {layer.region for layer in layers}
    for layer in layers:
        is_elsewhere = bool(regions) and layer.region not in regions
        if is_elsewhere or not regions:
            is_error = is_elsewhere and len(regions) == 1 and not layer.case.when
            is_hint = not regions and len(found) == 1
            yield Finding(
                at=layer.case.path,
                message=f"{layered.fn.resource.label} uses a layer in {layer.region}, which Lambda"
                " rejects in any other Region",
                severity=_severity(is_error=is_error, is_hint=is_hint),
                fix=_fix(layer),
            )


def _severity(*, is_error: bool, is_hint: bool) -> Severity:
    if is_hint:
        return Severity.INFO
    return Severity.ERROR if is_error else Severity.WARNING


def _fix(layer: Layer) -> Fix:
    title = "Use the layer in the Region of the stack"
    if not layer.case.direct:
        return Fix(title, safety=Safety.DISPLAY)
    here = f"{layer.arn}:{layer.version}".replace(f":{layer.region}:", ":${AWS::Region}:", 1)
    edit: Edit = SetValue(layer.case.path, {"Fn::Sub": here})
    return Fix(title, (edit,))
