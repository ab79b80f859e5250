"""duplicate-name"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Remove, Safety, Severity, rule, where
from auditor.api.template import NameClash


@rule(id="duplicate-name", severity=Severity.ERROR, on=NameClash)
def duplicate_name(clash: NameClash) -> Iterator[Finding]:
    """Two resources of one type with one name, or two tags with one key.

    ## What it does
    Compares the names that resources of one type are given, as far as they are known for certain,
    and the keys of the tags of each resource. Resources whose conditions exclude each other may
    have one name. Texts of `Fn::Sub` that are the same give the same name, and so do references to
    one parameter; a reference to another resource of the type gives the name of that one. It is
    silent about other names that only the deployment knows. It also finds what is as unique as a
    name: the priority of a rule on its listener, the destination of a route in its table, the
    number of an entry of a network ACL, a method of a resource of an API, an alias of a function,
    the policy of a bucket, the internet gateway of a VPC, the add-ons and access entries of a
    cluster of EKS, and the name of a schedule in its group.

    ## Why it fails
    The service refuses the second resource of the name. Tags with one key are refused by most
    services, and CloudFormation refuses them for resources whose schema asks for unique keys.

    ## Error
    ```
    Duplicate tag keys found. Please note that Tag keys are case insensitive.
    ```
    or `<name> already exists in stack arn:aws:cloudformation:<stack>`, where the stack is the one
    that is deployed. Of rows of the table below, for instance, `Priority '<number>' is currently in
    use`, `The network acl entry identified by <number> already exists`, `The route identified by
    <destination> already exists`, `Method already exists for this resource`. cfn-lint says of tags
    `E3024 array items are not unique`.

    ## Fix safety
    Safe where two tags have the same value, too: the second one is removed. Otherwise there is no
    fix: only the author knows which name, or value, is meant.

    In a deployed stack the resource changes in place, if at all: the tags stay the same.

    ## References
    - [Names of resources](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html)
    - [Tags](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-resource-tags.html)
    - [Error, reported of names](https://github.com/aws-cloudformation/iac-model-evaluation/issues/28)
    """
    fix = None
    if clash.is_repeated:
        fix = Fix(f"Remove the second tag {clash.name}", (Remove(clash.at),), Safety.SAFE)
    if clash.keys:
        told = f"{', '.join(clash.keys[:-1])} and {clash.keys[-1]}".removeprefix(" and ")
        message = (
            f"Resource '{clash.logical_id}' has the {told} of '{clash.first_id}', so that only one"
            " of them can be created"
        )
    elif clash.first_id == clash.logical_id:
        message = (
            f"Resource '{clash.logical_id}' has two tags with the key {clash.name}, and a key is"
            " allowed once"
        )
    else:
        message = (
            f"Resource '{clash.logical_id}' has the name '{clash.name}' of '{clash.first_id}',"
            " so that only one of them can be created"
        )
    yield Finding(
        at=clash.at,
        message=message + where(clash.when),
        severity=Severity.WARNING if clash.when else Severity.ERROR,
        fix=fix,
    )
