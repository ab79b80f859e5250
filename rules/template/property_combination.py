"""property-combination"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Case,
    Finding,
    Fix,
    InsertKey,
    Remove,
    Rename,
    Resource,
    Safety,
    SetValue,
    Severity,
    Template,
    graded,
    leading,
    rule,
)
from auditor.api.template import (
    Combination,
    Combined,
    Part,
    Said,
    above,
    all_given,
    asking_cases,
    combinations,
    compared,
    excluded,
    excused,
    lacking,
    lacking_all,
    linked,
    parts,
    property_names,
    surely_says_nothing,
)


@rule(
    id="property-combination",
    severity=Severity.ERROR,
    on=Template,
    types=lambda: tuple(combinations()),
)
def property_combination(template: Template) -> Iterator[Finding]:
    """A property without another one that the service wants with it, or beside one that excludes it.

    ## What it does
    Compares resources with a table of what services want together: the certificate of a regional
    domain name, failover and encryption of ElastiCache, the role of RDS's enhanced monitoring,
    throughput of storage and file systems, versioning for replication, what Fargate needs of a
    task, a certificate for the aliases of a distribution, deduplication of FIFO queues and topics,
    shards of streams on demand, what OpenSearch needs for fine-grained access control, what a
    database is created with, how a secret gets its value, and the types of queues and topics that
    go together. Numbers
    are compared, too: the sizes of an Auto Scaling group, the timeout and the interval of a health
    check, the number of subnets, the days of a lifecycle, and the smallest and largest numbers
    that a service accepts. So is what a resource needs of
    another one of the template that it refers to: an instance of its cluster, a node group or an
    Auto Scaling group of its launch template, an endpoint of its VPC, an origin of its origin
    access control. The table has rows for smaller services as well: file systems of FSx, brokers of
    Amazon MQ, compute environments and jobs of Batch, data sources of AppSync, groups of CodeDeploy,
    projects of CodeBuild, documents and tasks of Systems Manager, recorders and rules of AWS
    Config, policies of Network Firewall, budgets, and how long tokens of Cognito are valid. The
    table is of 2026-11.

    In Pulumi programs it does not report what the AWS provider fills in, such as the protocol of a
    listener, or what it does not send. `Iops: 0` of a domain counts as missing.

    A fault is reported once: where the schema refuses a value itself, or another property is meant
    for the missing one, invalid-value and unknown-property report it.

    ## Why it fails
    The service checks the combination when the resource is created, and refuses it.

    ## Error
    ```
    A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.
    Versioning must be 'Enabled' on the bucket to apply a replication configuration
    Fargate only supports network mode 'awsvpc'.
    you must attach a trusted certificate
    Provisioned throughput must be set for file systems that use provisioned throughput mode.
    Unknown Attribute ContentBasedDeduplication.
    ShardCount is not expected when StreamMode=ON_DEMAND
    Cannot import certificates for EDGE while REGIONAL is active.
    A certificate must be specified for <protocol> listeners
    The daemon scheduling strategy does not support a desired count for services.
    specifying both a launch type and capacity provider strategy is not supported.
    you must also specify a value for 'executionRoleArn'
    HealthCheck timeout must be less than interval.
    does not support encryption at rest
    AllocatedStorage isn't supported for DB engine <engine>
    The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement
    client_credentials flow can not be selected
    The parameter ForwardedValues cannot be used when a cache policy is associated
    Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords]
    is invalid for policy with caching disabled
    When a network interface is provided, the security groups must be a part of it.
    DBClusterParameterGroup not found: <group>
    needs to be specified
    in the NoncurrentVersionExpiration action must be greater than 'NoncurrentDays' in the NoncurrentVersionTransition action
    must be greater than 'Days' in the Transition action
    Must specify both from and to ports with TCP/UDP.
    The request must contain exactly one of gatewayId, natGatewayId
    requires the parameter Encrypted to be set.
    Listener protocol '<protocol>' must be one of
    For conditions of type '<field>', you must specify the following fields
    A rule can only have '5' condition values
    At least one Availability Zone or VPC Subnet is required.
    You must specify an AdjustmentType for policy type
    are not supported for a TargetTracking policy
    Resource label should be specified for predefined metric type
    to support ECR images
    Fargate compatible task definitions do not support <property>
    to include awslogs-stream-prefix
    is greater than for the task
    Provisioned throughput can't be set for file systems that use <mode> throughput mode.
    can't be greater than desiredSize
    Redrive policy does not contain mandatory attribute: <attribute>.
    the DeduplicationScope must be messageGroup
    Only one of Input, InputPath, or InputTransformer must be provided for target <target>
    a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms
    A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty
    must be specified for this version of Cross Region Replication configuration schema.
    ProjectionType is <type>, but NonKeyAttributes is <what>
    MasterUserPassword and ManageMasterUserPassword are mutually exclusive.
    doesn't match the engine name of your DB cluster
    you must provide a master user ARN
    Usage Plan quota offset must be between 0 and <number> inclusive in the <period> period
    may only be associated with proxy integrations
    EnableSimpleResponses can only be set for AuthorizerPayloadFormatVersion
    Authorizer result TTL outside allowable range.
    are all required idp details.
    Cutoff was <cutoff> but must be smaller than <number>
    is not compatible with KeySpec <spec>
    ```
    Those of the table below, which says of each where it is public, are known as well.

    ## Fix safety
    Unsafe: the property is set, renamed or removed where one value can be meant, such as the
    network mode of Fargate. Where it needs a decision, such as a role or a certificate, the fix is
    shown as advice.

    In a deployed stack the resource changes in place, or is replaced where the property can only be
    set on creation.

    ## References
    - [CreateDBInstance](https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html)
    - [Tasks of Fargate](https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html)
    - Reported: [sst issue 4131](https://github.com/anomalyco/sst/issues/4131),
      [aws-cdk issue 18247](https://github.com/aws/aws-cdk/issues/18247),
      [terraform issue 25077](https://github.com/hashicorp/terraform/issues/25077),
      [io1 of RDS](https://github.com/terraform-community-modules/tf_aws_rds/issues/22),
      [inline code without a runtime](https://github.com/aws-cloudformation/cfn-lint/issues/2683),
      [EnforceHTTPS of OpenSearch](https://github.com/lgallard/terraform-aws-elasticsearch/issues/13)
    - The table below has the source of each row
    """  # noqa: E501 (the summary is one line)
    rows = combinations()
    said = Said(template)
    for resource in template.resources.values():
        if resource.type not in rows:
            continue
        found: dict[str, list[Part]] = {}
        for row in rows.about(resource.type, property_names(resource)):
            if row.each not in found:  # many rows are about the same items
                found[row.each] = [*parts(resource, row.each)]
            for part in found[row.each]:
                if not surely_says_nothing(row, part):
                    yield from _faults(part, row, said)


def _faults(part: Part, row: Combination, said: Said) -> Iterator[Finding]:
    if row.only_compares and not any(compared(row, part, ())):
        return  # that costs less than to see what asks for it
    if excused(row, part):
        return
    for cases in asking_cases(row, part):
        if row.through:
            yield from _elsewhere(part, row, cases, said)
            continue
        yield from _here(part, row, cases, said)


def _here(part: Part, row: Combination, cases: tuple[Case, ...], said: Said) -> Iterator[Finding]:
    """What the resource itself lacks, or has too much."""
    for combined in lacking(part, cases, row.needs) if row.needs else ():
        if not said.of(combined):
            yield _finding(part.resource, row, combined, _with(part, row, combined))
    for combined in excluded(part, cases, row.excludes) if row.excludes else ():
        yield _finding(part.resource, row, combined, _without(row, combined))
    for combined in lacking_all(part, cases, row.needs_any) if row.needs_any else ():
        if not said.of_names(part, row.needs_any):
            names = " or ".join((row.needs_any[0], row.needs_any[-1]))
            fix = Fix(f"Set {names}", safety=Safety.DISPLAY)
            yield _finding(part.resource, row, combined, fix)
    for combined in compared(row, part, cases):
        if not said.of(combined):
            yield _finding(part.resource, row, combined, _change(combined))


def _elsewhere(
    part: Part, row: Combination, asking: tuple[Case, ...], said: Said
) -> Iterator[Finding]:
    """What a resource that another one refers to lacks, or has too much, told at the reference."""
    for link, other in linked(part, row.through):
        if row.instead:
            yield Finding(
                at=link.path,
                message=f"{part.resource.label} is rejected, since {row.why}",
                severity=graded(*asking, link),
                fix=_moved(part, link, row.instead),
            )
            continue
        if row.meant:
            yield from _of_another_kind(part, row, asking, link)
            continue
        if row.attribute or row.prefix:
            yield from _written_otherwise(part, row, asking, link)
            continue
        for there in all_given(other, row.if_there):
            cases = (*asking, link, *there)
            if not part.template.can_meet(*cases):
                continue
            for combined in above(row, part, other, cases) if row.most_there else ():
                yield _finding(part.resource, row, combined, _change(combined))
            if row.is_own:
                yield from _here(part, row, cases, said)
                continue
            for combined in (
                *lacking(other, cases, row.needs),
                *excluded(other, cases, row.excludes),
            ):
                yield Finding(
                    at=cases[0].path,
                    message=f"{part.resource.label} is rejected, since {row.why}",
                    severity=graded(*cases, combined.asked),
                    fix=_change(combined, other.resource),
                )


def _written_otherwise(
    part: Part, row: Combination, asking: tuple[Case, ...], link: Case
) -> Iterator[Finding]:
    """A reference to the right resource that is not what the property takes of it."""
    first = leading(link.value, link.path) if isinstance(link.value, dict) else None
    if first is None or (row.attribute and first.attribute):
        return
    if row.attribute:
        edit, title = first.with_attribute(row.attribute), f"Refer to its {row.attribute}"
    else:
        edit, title = first.with_prefix(row.prefix), f"Put {row.prefix} before it"
    yield Finding(
        at=link.path,
        message=f"{part.resource.label} is rejected, since {row.why}",
        severity=graded(*asking, link),
        fix=Fix(title, (edit,)),
    )


def _of_another_kind(
    part: Part, row: Combination, asking: tuple[Case, ...], link: Case
) -> Iterator[Finding]:
    """A reference to a resource that is not of the kind which the property wants."""
    first = leading(link.value, link.path) if isinstance(link.value, dict) else None
    if row.attribute and (first is None or first.attribute != row.attribute):
        return
    yield Finding(
        at=link.path,
        message=f"{part.resource.label} is rejected, since {row.why}",
        severity=graded(*asking, link),
        fix=Fix(f"Refer to {row.meant}", safety=Safety.DISPLAY),
    )


def _moved(part: Part, link: Case, name: str) -> Fix:
    """Gives a reference to the property that is meant for it, where that is free."""
    is_free = all(case.absent for case in part.cases(name))
    if is_free and link.path[:-1] == part.path:
        return Fix(f"Rename it to {name}", (Rename(link.path, name),))
    return Fix(f"Use {name}", safety=Safety.DISPLAY)


def _change(combined: Combined, other: Resource | None = None) -> Fix:
    where = "" if other is None else f" of {other.label}"
    return Fix(f"Change {combined.name}{where}", safety=Safety.DISPLAY)


def _finding(resource: Resource, row: Combination, combined: Combined, fix: Fix) -> Finding:
    is_asking = combined.asked.absent and combined.asking
    place = combined.asking[0] if is_asking else combined.asked
    is_warning = row.severity == "warning"
    return Finding(
        at=place.path,
        message=f"{resource.label} {'may be' if is_warning else 'is'} rejected, since {row.why}",
        severity=Severity.WARNING if is_warning else graded(*combined.asking, combined.asked),
        fix=fix,
    )


def _with(part: Part, row: Combination, combined: Combined) -> Fix:
    first = combined.asking[0] if combined.asking else combined.asked
    if row.rename is not None and first.direct and first.path[-1] == row.rename:
        return Fix(f"Rename it to {combined.name}", (Rename(first.path, combined.name),))
    if row.set is None:
        return Fix(f"Set {combined.name}", safety=Safety.DISPLAY)
    value: bool | str = {"true": True, "false": False}.get(row.set, row.set)
    title = f"Set {combined.name} to {row.set}"
    asked = combined.asked
    if asked.absent and asked.path[:-1] == part.path and not first.when - part.when:
        return Fix(title, (InsertKey(part.path, str(asked.path[-1]), value),))
    if asked.direct and not asked.absent:
        return Fix(title, (SetValue(asked.path, value),))
    return Fix(title, safety=Safety.DISPLAY)


def _without(row: Combination, combined: Combined) -> Fix:
    asked = combined.asked
    title = f"Remove {combined.name}" if row.remove else f"Change {combined.name}"
    if row.remove and asked.direct and asked.path[-1] == combined.name:
        return Fix(title, (Remove(asked.path),))
    return Fix(title, safety=Safety.DISPLAY)
