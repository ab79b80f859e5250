"""property-combination"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
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
    rule,
)
from auditor.api.template import (
    Combination,
    Combined,
    all_given,
    combinations,
    exceeding,
    excluded,
    lacking,
    may_have,
    short,
)


@rule(
    id="property-combination",
    severity=Severity.ERROR,
    on=Template,
    types=tuple(combinations()),
)
def property_combination(template: Template) -> Iterator[Finding]:
    """A property without another one that the service wants with it, or beside one that excludes it.

    ## What it does
    Compares resources with a table of what services want together: the certificate of a regional
    domain name, failover and encryption of ElastiCache, the role of RDS's enhanced monitoring,
    throughput of storage and file systems, versioning for replication, what Fargate needs of a
    task, a certificate for the aliases of a distribution, deduplication of FIFO queues and topics,
    shards of streams on demand, and what OpenSearch needs for fine-grained access control. Numbers
    are compared, too: the sizes of an Auto Scaling group, the timeout and the interval of a health
    check, and the number of subnets. The table is of 2026-11.

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
    When using automatic failover, there must be at least 2 cache clusters in the replication group.
    The AUTH token is only supported when encryption-in-transit is enabled
    You must enable EnforceHTTPS in the domain endpoint options to use advanced security.
    The storage type io1 requires iops to be specified.
    You must enable node-to-node encryption to use advanced security options.
    The recording group provided is not valid
    Exactly one of IPAddress or FullyQualifiedDomainName must be specified
    A certificate must be specified for <protocol> listeners
    Network Configuration must be provided when networkMode 'awsvpc' is specified.
    The daemon scheduling strategy does not support a desired count for services.
    specifying both a launch type and capacity provider strategy is not supported.
    Runtime and Handler are mandatory parameters for functions created with deployment packages.
    Using the ZipFile attribute requires a runtime to be specified
    Private REST API doesn't have a resource policy attached to it
    Route table IDs are only supported for Gateway type VPC Endpoint
    NumCacheNodes should be 1 if engine is redis
    Fargate requires task definition to have execution role ARN to support log driver awslogs.
    you must also specify a value for 'executionRoleArn'
    Desired capacity:<number> must be between the specified min size:<number> and max size:<number>
    Min size must be less than or equal to max size
    Maximum capacity cannot be less than minimum capacity
    Health check timeout '<seconds>' must be smaller than the interval '<seconds>'
    HealthCheck timeout must be less than interval.
    Max storage size must be greater than storage size
    Requesting a specific availability zone is not valid for Multi-AZ instances.
    does not support encryption at rest
    AllocatedStorage isn't supported for DB engine <engine>
    You can't use the <type> storage type.
    The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement
    Subnets specified must be in at least two different AZs
    client_credentials flow can not be selected
    allow-credentials is not supported if 'allow-origin' is *
    The parameter groupName cannot be used with the parameter subnet
    The parameter ForwardedValues cannot be used when a cache policy is associated
    The parameter ForwardedValues is required.
    Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords]
    ProviderARNs cannot be empty
    IdentitySource cannot be empty
    ConnectionId should be set to the vpcLinkId or stage variable on connection type VPC_LINK
    Health check grace period is only valid for services configured to use load balancers
    ```
    The table below says of each text where it is public. Of `MultiAZEnabled` only the code of the
    error is known, `InvalidParameterCombination`.

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
    for resource in template.resources.values():
        for row in rows.get(resource.type, ()):
            yield from _faults(resource, row)


def _faults(resource: Resource, row: Combination) -> Iterator[Finding]:
    if may_have(resource, row.unless):
        return
    for asking in all_given(resource, row.when):
        for combined in lacking(resource, asking, row.needs):
            yield _finding(resource, row, combined, _with(resource, row, combined))
        for combined in excluded(resource, asking, row.excludes):
            yield _finding(resource, row, combined, _without(row, combined))
        for combined in (
            *exceeding(resource, asking, row.most, even=False),
            *exceeding(resource, asking, row.less, even=True),
            *short(resource, asking, row.fewest),
        ):
            fix = Fix(f"Change {combined.name}", safety=Safety.DISPLAY)
            yield _finding(resource, row, combined, fix)


def _finding(resource: Resource, row: Combination, combined: Combined, fix: Fix) -> Finding:
    place = combined.asking[0] if combined.asked.absent else combined.asked
    is_warning = row.severity == "warning"
    return Finding(
        at=place.path,
        message=f"{resource.label} is rejected, since {row.why}",
        severity=Severity.WARNING if is_warning else graded(*combined.asking, combined.asked),
        fix=fix,
    )


def _with(resource: Resource, row: Combination, combined: Combined) -> Fix:
    first = combined.asking[0]
    if row.rename is not None and first.direct and first.path[-1] == row.rename:
        return Fix(f"Rename it to {combined.name}", (Rename(first.path, combined.name),))
    if row.set is None:
        return Fix(f"Set {combined.name}", safety=Safety.DISPLAY)
    value: bool | str = {"true": True, "false": False}.get(row.set, row.set)
    title = f"Set {combined.name} to {row.set}"
    asked, properties = combined.asked, (*resource.path, "Properties")
    if asked.absent and asked.path[:-1] == properties and not first.when - resource.when:
        return Fix(title, (InsertKey(properties, str(asked.path[-1]), value),))
    if asked.direct and not asked.absent:
        return Fix(title, (SetValue(asked.path, value),))
    return Fix(title, safety=Safety.DISPLAY)


def _without(row: Combination, combined: Combined) -> Fix:
    asked = combined.asked
    title = f"Remove {combined.name}" if row.remove else f"Change {combined.name}"
    if row.remove and asked.direct and asked.path[-1] == combined.name:
        return Fix(title, (Remove(asked.path),))
    return Fix(title, safety=Safety.DISPLAY)
