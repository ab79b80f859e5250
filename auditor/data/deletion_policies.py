"""What may be written for `DeletionPolicy` and `UpdateReplacePolicy`.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html
"""

from __future__ import annotations

_WITH_SNAPSHOTS = frozenset(
    {
        "AWS::DocDB::DBCluster",
        "AWS::EC2::Volume",
        "AWS::ElastiCache::CacheCluster",
        "AWS::ElastiCache::ReplicationGroup",
        "AWS::Neptune::DBCluster",
        "AWS::RDS::DBCluster",
        "AWS::RDS::DBInstance",
        "AWS::Redshift::Cluster",
    }
)
"""Types of which CloudFormation can keep a snapshot."""
ATTRIBUTES = ("DeletionPolicy", "UpdateReplacePolicy")


def allowed_policies(type_name: str, attribute: str) -> list[str]:
    """The values of one of the attributes for a type."""
    allowed = ["Delete", "Retain"]
    if attribute == "DeletionPolicy":
        allowed.append("RetainExceptOnCreate")
    return [*allowed, "Snapshot"] if type_name in _WITH_SNAPSHOTS else allowed
