"""Writes `auditor/data/managed_policies.json`: `python scripts/managed_policies.py REPOSITORY`.

REPOSITORY is a copy of https://github.com/iann0036/iam-dataset (MIT), with work tree or without,
in which a job of its author records every AWS managed policy. The policies that functions, APIs
and other roles of serverless stacks are given are taken over, whole but for `Sid`. Deprecated
policies are left out, since they cannot be attached any more, and so are those of service-linked
roles.

https://docs.aws.amazon.com/aws-managed-policy/latest/reference/about-managed-policy-reference.html
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parents[1] / "auditor" / "data" / "managed_policies.json"
_FOLDER = "aws/managedpolicies"
_PAGE = "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/{}.html"
_ARN = "arn:aws:iam::aws:policy/"
_WANTED = re.compile(
    r"AWSLambda.*|AWSXr?[Rr]ay.*|AWSStepFunctions.*|AWSAppSync.*|AWSKeyManagementServicePowerUser"
    r"|Amazon(?:DynamoDB|S3|SNS|SQS|SES|Kinesis|EventBridge|APIGateway|SSM|Cognito|Athena"
    r"|EC2ContainerRegistry)[A-Za-z_]*"
    r"|AmazonRDSData.*|AmazonVPC(?:FullAccess|ReadOnlyAccess)|AmazonEC2ReadOnlyAccess"
    r"|AmazonECSTaskExecutionRolePolicy|AmazonBedrock(?:FullAccess|ReadOnly)"
    r"|CloudWatch.*|SecretsManagerReadWrite|AWSSecretsManagerClientReadOnlyAccess"
    r"|AWSCloudFormation(?:FullAccess|ReadOnlyAccess)|IAM(?:FullAccess|ReadOnlyAccess)"
)
_TOO_LARGE: dict[str, Any] = {
    "AdministratorAccess": {
        "source": _PAGE.format("AdministratorAccess"),
        "edited": "2015-02-06",
        "statements": [{"Action": "*", "Effect": "Allow", "Resource": "*"}],
    },
    "PowerUserAccess": {
        "source": _PAGE.format("PowerUserAccess"),
        "edited": "2026-02-12",
        "statements": [
            {
                "Effect": "Allow",
                "NotAction": ["iam:*", "organizations:*", "account:*"],
                "Resource": "*",
            },
            {
                "Action": [
                    "account:GetAccountInformation",
                    "account:GetGovCloudAccountInformation",
                    "account:GetPrimaryEmail",
                    "account:ListRegions",
                    "iam:CreateServiceLinkedRole",
                    "iam:DeleteServiceLinkedRole",
                    "iam:ListRoles",
                    "organizations:DescribeEffectivePolicy",
                    "organizations:DescribeOrganization",
                ],
                "Effect": "Allow",
                "Resource": "*",
            },
        ],
    },
}
"""Policies whose records list every action of AWS one by one, and are left out of copies that keep
large files away. These are written down from their pages."""


def _git(repository: str, *arguments: str) -> str:
    command = ["git", "-C", repository, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


def _records(repository: str) -> list[dict[str, Any]]:
    names = _git(repository, "ls-tree", "--name-only", f"HEAD:{_FOLDER}").splitlines()
    wanted = [
        name
        for name in names
        if _WANTED.fullmatch(name.removesuffix(".json")) and name.count(".") == 1
    ]
    return [json.loads(_git(repository, "show", f"HEAD:{_FOLDER}/{name}")) for name in wanted]


def _is_attachable(record: dict[str, Any]) -> bool:
    arn = record["arn"] or ""
    return not record["deprecated"] and "/aws-service-role/" not in arn and arn.startswith(_ARN)


def _entry(record: dict[str, Any]) -> dict[str, Any]:
    listed = record["document"]["Statement"]
    statements = listed if isinstance(listed, list) else [listed]
    return {
        "source": _PAGE.format(record["name"]),
        "edited": record["updatedate"][:10],
        "statements": [
            {key: value for key, value in sorted(one.items()) if key != "Sid"} for one in statements
        ],
    }


def text(repository: str) -> str:
    """The text of the table, a policy on a line."""
    policies = {
        record["arn"].removeprefix(_ARN): _entry(record)
        for record in _records(repository)
        if _is_attachable(record)
    }
    lines = [
        f"    {json.dumps(name)}: {json.dumps(entry)}"
        for name, entry in sorted({**policies, **_TOO_LARGE}.items())
    ]
    head = {
        "source": "https://github.com/iann0036/iam-dataset",
        "commit": _git(repository, "rev-parse", "HEAD").strip(),
        "licence": "MIT",
    }
    told = "".join(f"  {json.dumps(key)}: {json.dumps(value)},\n" for key, value in head.items())
    return "{\n" + told + '  "policies": {\n' + ",\n".join(lines) + "\n  }\n}\n"


def main() -> int:
    """Writes the table anew."""
    (repository,) = sys.argv[1:]
    TABLE.write_text(text(repository), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
