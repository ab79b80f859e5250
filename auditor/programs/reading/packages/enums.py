"""Enumerations of the provider: what their members are, by the names of both languages.

The names of members are those of their values, written as each language writes names. See
https://github.com/pulumi/pulumi-aws/blob/master/sdk/nodejs/types/enums/ and
https://github.com/pulumi/pulumi-aws/blob/master/sdk/nodejs/iam/principals.ts
"""

from __future__ import annotations

from functools import cache

from auditor.expression import expression

_BALANCERS = ("alb", "applicationloadbalancing")
_VALUES: dict[str, tuple[str, ...]] = {
    "s3.CannedAcl": (
        "private", "public-read", "public-read-write", "aws-exec-read", "authenticated-read",
        "bucket-owner-read", "bucket-owner-full-control", "log-delivery-write",
    ),
    "ssm.ParameterType": ("String", "StringList", "SecureString"),
    "route53.RecordType": (
        "A", "AAAA", "CNAME", "CAA", "MX", "NAPTR", "NS", "PTR", "SOA", "SPF", "SRV", "TXT",
    ),
    "ec2.Tenancy": ("default", "dedicated"),
    "ec2.ProtocolType": ("all", "tcp", "udp", "icmp"),
    "rds.StorageType": ("standard", "gp2", "gp3", "io1"),
    "rds.EngineType": ("aurora", "aurora-mysql", "aurora-postgresql", "mysql", "postgres"),
    "iam.PolicyStatementEffect": ("Allow", "Deny"),
    **dict.fromkeys((f"{one}.IpAddressType" for one in _BALANCERS), ("ipv4", "dualstack")),
    **dict.fromkeys((f"{one}.LoadBalancerType" for one in _BALANCERS), ("application", "network")),
}  # fmt: skip
_POLICIES = frozenset({"iam.ManagedPolicy", "iam.ManagedPolicies"})
_INSTANCES = {
    "ec2.InstanceType": "", "ec2.InstanceTypes": "",
    "rds.InstanceType": "db.", "rds.InstanceTypes": "db.",
}  # fmt: skip
_INSTANCE = expression(
    r"([A-Z][A-Z0-9]*(?:_(?:[A-WYZ]|AD|DN|EN|GD|GN))?)"
    r"_([0-9]*_?X_?LARGE|NANO|MICRO|SMALL|MEDIUM|LARGE|METAL)"
)
_PRINCIPAL = expression(r"([A-Z]\w*?)(?:Service)?Principal")
_SERVICES = {
    "ecstasks": "ecs-tasks",
    "vpcflowlogs": "vpc-flow-logs",
    "statemachine": "states",
    "directoryservices": "ds",
}


def member(path: str) -> str | None:
    """The value of a member by its path: `s3.CannedAcl.PublicRead`; None where it is not known."""
    holder, _, name = path.rpartition(".")
    if holder in _POLICIES:
        policy = _policies().get(_plain(name))
        return None if policy is None else f"arn:aws:iam::aws:policy/{policy}"
    if holder in _INSTANCES:
        found = _INSTANCE.fullmatch(name.upper())
        if found is None:
            return None
        family, size = (part.replace("_", "").lower() for part in found.groups())
        return f"{_INSTANCES[holder]}{family}.{size}"
    return next((one for one in _VALUES.get(holder, ()) if _plain(one) == _plain(name)), None)


def principal(path: str) -> str | None:
    """The service of a principal: `iam.Principals.LambdaPrincipal`; None for anything else."""
    holder, _, name = path.rpartition(".")
    found = _PRINCIPAL.fullmatch(name) if holder == "iam.Principals" else None
    if found is None:
        return None
    service = found.group(1).lower()
    return f"{_SERVICES.get(service, service)}.amazonaws.com"


@cache
def _policies() -> dict[str, str]:
    """The managed policies by their names without separators, where one alone is called so."""
    from auditor.data.table import read_table

    table = read_table("managed_policy_names.json")
    found: dict[str, list[str]] = {}
    for name in (*table["names"], *table["former"]):
        found.setdefault(_plain(name.rpartition("/")[2]), []).append(name)
    return {plain: names[0] for plain, names in found.items() if len(names) == 1}


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())
