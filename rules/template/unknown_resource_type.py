"""unknown-resource-type"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, listed, rule
from auditor.api.template import SAM_TRANSFORM, TypeUse, retyping


@rule(id="unknown-resource-type", severity=Severity.ERROR, on=TypeUse)
def unknown_resource_type(use: TypeUse) -> Iterator[Finding]:
    """A resource type that CloudFormation does not have, or not in the configured Regions.

    ## What it does
    Looks up the types of all resources in the list of AWS's resource types. It is silent about
    custom resources, modules, types of third parties and of private registries, and where a macro
    may rewrite the template. SAM types are errors where there is no `Transform` at all. An error is
    a type that is known never to have existed, one that is a misspelling beyond doubt, and one that
    does not have the form of a type. The same goes for a service that is not in the list, where
    three telling properties or more are set (not `Name` or `Tags`), and a single type of that name,
    in another service, has all that are set and needs no others (`AWS::LC::Function`): the prefix
    `AWS::` is AWS's own, and nobody can register such a type. Any other type may be newer than the
    list, and is a hint with the date of the list. Where Regions are configured, a type that is not
    available in one of them is an error. A resource with a condition is a warning: it is not looked
    at where the condition does not hold.

    ## Why it fails
    CloudFormation refuses the template before it creates anything.

    ## Error
    ```
    Template format error: Unrecognized resource types: [<types>]
    1 validation error detected: Value '[<types>]' at 'typeNameList' failed to satisfy constraint
    ```
    or only `Unrecognized resource types: [<types>]`. CloudFormation says it in the other words
    where a name has not the form of one. The lint of SAM and cfn-lint say `E3006 Resource
    type '<type>' does not exist in '<Region>'` or `E3001 Invalid or unsupported Type <type>`.

    cfn-lint says `E3006 <title> Resource type '<type>' does not exist in`.

    ## Fix safety
    Safe where nothing is lost, since no stack with such a type can be deployed:

    - the type is replaced by the one that is known to be meant, which has all properties that are
      set and needs no others, be it one of another service;
    - a type of parameters becomes a parameter;
    - what attaches a policy goes into the list of the group, role or user;
    - what another resource of the template does on its own is removed (a recorder's status beside
      a delivery channel), and what depends on it then depends on what it depends on.

    Unsafe otherwise: the type is replaced by one whose properties differ, or that is known by its
    near name alone, and a resource that can only be configured elsewhere is removed, where nothing
    refers to it. That a template lacks the transform of SAM is only said: with it the whole stack
    is created in another way, which is the decision of its author.

    An earlier template may have another type under the same name: then the update replaces the
    resource, or deletes it, as the author's own edit does.

    ## References
    - [Resource types](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html)
    - [The error](https://github.com/aws/aws-cli/issues/8032)
    - Reported: [with a condition that does not hold](https://github.com/aws-cloudformation/cfn-lint/issues/3495)
    """
    missing = use.regions_without if use.exists else []
    if use.exists and not missing:
        return
    resource = use.resource
    at = (*resource.path, "Type")
    certain = Severity.WARNING if resource.when else Severity.ERROR
    if missing:
        yield Finding(
            at=at,
            message=f"Resource type {use.name} is not available in {listed(missing)}",
            severity=certain,
        )
        return
    if use.lacks_transform:
        yield Finding(
            at=at,
            message=f"Resource type {use.name} exists only with Transform: {SAM_TRANSFORM}",
            severity=certain,
            fix=_transform(use),
        )
        return
    row = use.row
    hint = f": {row.instead}" if row and row.instead else ""
    if use.meant:
        hint = f": {use.meant} is meant"
    elif not hint and use.near:
        hint = (
            f": near are {listed(use.near)}" if use.near[1:] else f": the nearest is {use.near[0]}"
        )
    told = "does not exist" if row else f"does not exist (as of {use.date})"
    if "<" in use.name:
        told = "is one of parameters and not of resources"
    elif not use.is_certain:
        told = f"is not among the resource types of {use.date}"
    yield Finding(
        at=at,
        message=f"Resource type {use.name} {told}{hint}",
        severity=certain if use.is_certain else Severity.INFO,
        fix=retyping(use),
    )


def _transform(use: TypeUse) -> Fix | None:
    """The transform, told once: it is that of the whole template."""
    if not use.is_first_of_sam:
        return None
    return Fix(f"Add Transform: {SAM_TRANSFORM}", safety=Safety.DISPLAY)
