"""Writes `auditor/data/managed_policy_names.json`: `python managed_policy_names.py REPOSITORY`.

The names of all AWS managed policies come from moto (Apache-2.0), which must be installed and
takes them from AWS. REPOSITORY is a copy of https://github.com/iann0036/iam-dataset (MIT), with
work tree or without: names that it has and moto has not are told as `former`, since AWS takes
policies away from new roles and leaves them to those that have them.

https://docs.aws.amazon.com/aws-managed-policy/latest/reference/about-managed-policy-reference.html
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from moto.iam.aws_managed_policies import aws_managed_policies_data

TABLE = Path(__file__).parents[1] / "auditor" / "data" / "managed_policy_names.json"
_REPLACED = {"AWSLambdaFullAccess", "AWSLambdaReadOnlyAccess"}
"""Taken away before either collection began:
https://docs.aws.amazon.com/lambda/latest/dg/security-iam-awsmanpol.html"""
_ARN = re.compile(r'"arn:aws:iam::aws:policy/([^"]+)"')


def _git(repository: str, *arguments: str) -> str:
    command = ["git", "-C", repository, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


def _recorded(repository: str) -> set[str]:
    command = (
        "grep",
        "-h",
        '"arn": "arn:aws:iam::aws:policy/',
        "HEAD",
        "--",
        "aws/managedpolicies",
    )
    return set(_ARN.findall(_git(repository, *command)))


def text(repository: str) -> str:
    """The text of the table."""
    policies = json.loads(aws_managed_policies_data)
    names = {(entry["Path"] + name).lstrip("/") for name, entry in policies.items()}
    made = {
        "as_of": max(entry["UpdateDate"] for entry in policies.values())[:7],
        "moto": {
            "source": "https://github.com/getmoto/moto",
            "version": version("moto"),
            "licence": "Apache-2.0",
        },
        "iam-dataset": {
            "source": "https://github.com/iann0036/iam-dataset",
            "commit": _git(repository, "rev-parse", "HEAD").strip(),
            "licence": "MIT",
        },
        "former": sorted((_recorded(repository) | _REPLACED) - names),
        "names": sorted(names),
    }
    return json.dumps(made, indent=1) + "\n"


def main() -> int:
    """Writes the table anew."""
    (repository,) = sys.argv[1:]
    TABLE.write_text(text(repository), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
