"""unknown-property"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Severity, listed, rule
from auditor.api.template import StrayProperty, relocation


@rule(id="unknown-property", severity=Severity.ERROR, on=StrayProperty)
def unknown_property(stray: StrayProperty) -> Iterator[Finding]:
    """A property that the resource type does not have.

    ## What it does
    Compares the properties of resources, nested ones too, with the resource schemas, those of SAM
    types, their events and `Globals` with what SAM accepts, and what is written beside `Properties`
    with the attributes that resources have. It is silent about custom resources, modules, types
    that it does not know, maps with keys of the author's choice, and about what a macro or
    `Fn::Transform` may rewrite. `cfnaudit --version --verbose` says of which date the schemas are.

    An error, or a warning where a condition may leave the property out. SAM ignores what is
    written beside the `Properties` of its types, which is a warning, too. A `Description` there
    does nothing and harms nothing, whatever the type, and `Controls` of a rule of AWS Config
    belongs in a conformance pack.

    ## Why it fails
    CloudFormation and SAM refuse properties that they do not know.

    ## Error
    ```
    Encountered unsupported property <name>
    Properties validation failed for resource <logical ID> with message: #: extraneous key
      [<key>] is not permitted
    property <name> not defined for resource of type <type>
    Invalid template resource property '<name>'
    Property validation failure: [Encountered unsupported properties in {<path>}: [<names>]]
    ```
    or `extraneous key [<key>] is not permitted` below a property. The lint of SAM and
    cfn-lint say `E3002 Additional properties are not allowed ('<name>' was unexpected`, `E3002:
    Resource properties are invalid`, `E3002 Invalid Property <path>`, and people that a
    `property not recognized on <type>`. SAM says of Globals and of parts of properties `is not a
    supported property of '<section>'. Must be one of the following values`, `is not supported. Must
    be one of the following values`, `is not a valid property for configuring Cors`, `Invalid
    property '<name>' in 'GatewayResponses'` or `Invalid gateway response parameter '<name>'`.

    cfn-lint says `E3002:Additional properties are not allowed ('<name>' was unexpected`.

    ## Severity
    An error, since the schema of the type is closed: there is no account and no Region in which
    the property is accepted. A warning where a condition may leave it out, or SAM ignores it.

    ## Fix safety
    Safe where the meaning is beyond doubt, since no stack can be deployed with such a property. The
    property is

    - renamed where one name is meant and not set yet: the same letters in another case, a slip of a
      character (two in long names) with no other name as near, or a name that other tools or the
      service itself use; the value must be of the kind that the property expects;
    - moved where it belongs: beside `Properties`, up, or into the one property that may have it,
      if that is there already, is required, or several properties belong in it;
    - removed where nothing like it exists, or where the right property says it already, and
      unwrapped or turned into an item where that expects one value or a list of keys and values.

    The type is changed where all properties are those of the SAM type of the same kind. Unsafe
    where a value is lost that the author may have wanted, where one property alone would be
    moved into another, or where what SAM has ignored would begin to apply.

    A deployed resource comes from an earlier template without the property: the update changes
    it in place, to what the author wrote. Where the right property is create-only, it replaces
    the resource, and the fix is unsafe.

    ## References
    - [Resource types](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html)
    - [Resource schemas](https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html)
    - [SAM resource types](https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-resources-and-properties.html)
    - [The error for properties](https://github.com/iann0036/former2/pull/299), and
      [for nested ones](https://github.com/cloudtools/troposphere/issues/701)
    - [The error of SAM](https://github.com/aws/serverless-application-model/issues/265)
    """
    outcome = "SAM ignores it" if stray.is_ignored else "the deployment fails"
    is_open = stray.is_conditional or stray.is_ignored
    yield Finding(
        at=stray.path,
        on_key=True,
        message=f"{stray.label} sets {stray.key}, which {_holder(stray)} does not have, so"
        f" {outcome}{_hint(stray)}",
        severity=Severity.WARNING if is_open else Severity.ERROR,
        fix=relocation(stray),
    )


def _holder(stray: StrayProperty) -> str:
    if stray.holder.startswith("Resource '"):
        return "a resource"
    return (
        stray.holder[:1].lower() + stray.holder[1:] if stray.holder[:4] == "The " else stray.holder
    )


def _hint(stray: StrayProperty) -> str:
    if stray.row is not None:
        row = stray.row
        hints = {
            "attribute": f": it is {row.name} in {row.to}",
            "map": f": {row.to} accepts it as a mapping",
            "move-in": f": it belongs in {row.to}",
            "move-to": f": it is a property of {row.to}",
            "move-up": f": {row.to} is a property of the resource itself",
            "own": f": it is a resource of its own, {row.to}",
            "rename": f": it is called {row.to}",
            "unwrap": f": {row.to} accepts one value",
        }
        return hints.get(row.do, "")
    if stray.attribute is not None:
        is_property = len(stray.path) == 3
        return f": it belongs {'in' if is_property else 'beside'} Properties"
    if stray.twin is not None:
        return f": {stray.twin} has it"
    if stray.meant is None and stray.home is not None:
        return f": it belongs in {stray.home}"
    near = stray.near
    if near:
        return (
            f": the nearest is {near[0]}" if len(near) == 1 else f": the nearest are {listed(near)}"
        )
    if stray.holder != stray.type.name and stray.key in stray.type.properties:
        return f": {stray.type.name} has it among its own properties"
    return ""
