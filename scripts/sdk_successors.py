"""Writes `auditor/data/sdk_successors.json`: what changes from aws-sdk to @aws-sdk/client-*.

`python scripts/sdk_successors.py FOLDER`. FOLDER is that of the npm package aws-sdk (Apache-2.0),
whose models say what version 2 hands out; `auditor/data/sdk_successors.py` says how the file is
read. The same package always gives the same bytes. Only services that functions often use.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "auditor" / "data"
CLIENTS = {
    # the class of version 2: the package and the class of version 3
    "APIGateway": ("client-api-gateway", "APIGateway"),
    "Athena": ("client-athena", "Athena"),
    "AutoScaling": ("client-auto-scaling", "AutoScaling"),
    "Batch": ("client-batch", "Batch"),
    "CloudFormation": ("client-cloudformation", "CloudFormation"),
    "CloudFront": ("client-cloudfront", "CloudFront"),
    "CloudWatch": ("client-cloudwatch", "CloudWatch"),
    "CloudWatchEvents": ("client-cloudwatch-events", "CloudWatchEvents"),
    "CloudWatchLogs": ("client-cloudwatch-logs", "CloudWatchLogs"),
    "CodeBuild": ("client-codebuild", "CodeBuild"),
    "CodeCommit": ("client-codecommit", "CodeCommit"),
    "CodeDeploy": ("client-codedeploy", "CodeDeploy"),
    "CodePipeline": ("client-codepipeline", "CodePipeline"),
    "CognitoIdentityServiceProvider": (
        "client-cognito-identity-provider",
        "CognitoIdentityProvider",
    ),
    "Comprehend": ("client-comprehend", "Comprehend"),
    "DynamoDB": ("client-dynamodb", "DynamoDB"),
    "EC2": ("client-ec2", "EC2"),
    "ECR": ("client-ecr", "ECR"),
    "ECS": ("client-ecs", "ECS"),
    "EventBridge": ("client-eventbridge", "EventBridge"),
    "Firehose": ("client-firehose", "Firehose"),
    "Glue": ("client-glue", "Glue"),
    "IAM": ("client-iam", "IAM"),
    "KMS": ("client-kms", "KMS"),
    "Kinesis": ("client-kinesis", "Kinesis"),
    "Lambda": ("client-lambda", "Lambda"),
    "Polly": ("client-polly", "Polly"),
    "RDS": ("client-rds", "RDS"),
    "Rekognition": ("client-rekognition", "Rekognition"),
    "Route53": ("client-route-53", "Route53"),
    "S3": ("client-s3", "S3"),
    "SES": ("client-ses", "SES"),
    "SESV2": ("client-sesv2", "SESv2"),
    "SNS": ("client-sns", "SNS"),
    "SQS": ("client-sqs", "SQS"),
    "SSM": ("client-ssm", "SSM"),
    "STS": ("client-sts", "STS"),
    "SecretsManager": ("client-secrets-manager", "SecretsManager"),
    "StepFunctions": ("client-sfn", "SFN"),
    "Textract": ("client-textract", "Textract"),
    "Translate": ("client-translate", "Translate"),
}
_GONE = {
    "getBucketLifecycle",
    "getBucketNotification",
    "putBucketLifecycle",
    "putBucketNotification",
}
"""Methods of S3 that version 3 does not have."""
_DEEPEST = 12


class Model:
    """One service of version 2."""

    def __init__(self, apis: Path, name: str) -> None:
        metadata = json.loads((apis / "metadata.json").read_bytes())
        prefix = next(
            entry.get("prefix", key) for key, entry in metadata.items() if entry["name"] == name
        )
        newest = sorted(
            path
            for path in apis.glob(f"{prefix}-*.min.json")
            if path.name[len(prefix) + 1 :][:4].isdigit()
        )[-1]
        self._model = json.loads(newest.read_bytes())
        self.is_xml = self._model["metadata"]["protocol"] in ("rest-xml", "query", "ec2")
        self.operations = sorted(self._model["operations"])

    def changes(self, operation: str) -> dict[str, list[str]]:
        """What version 3 hands out or takes in another way, by the kind of change."""
        entry = self._model["operations"][operation]
        found: dict[str, set[str]] = {}
        for name, kind, depth in self._members(entry.get("output")):
            where = "" if depth == 0 else "nested_"
            if kind == "blob":
                found.setdefault(f"{where}blobs", set()).add(name)
            elif kind == "list" and self.is_xml:
                found.setdefault(f"{where}lists", set()).add(name)
        for name, kind, _ in self._members(entry.get("input")):
            if kind == "timestamp":
                found.setdefault("times", set()).add(name)
        return {key: sorted(names) for key, names in sorted(found.items())}

    def _members(self, root: dict[str, Any] | None) -> list[tuple[str, str, int]]:
        """Each member below a shape: its name, its type, and how deep it is."""
        found: list[tuple[str, str, int]] = []
        pending: list[tuple[dict[str, Any], int, tuple[str, ...]]] = [(root or {}, 0, ())]
        while pending:
            shape, depth, above = pending.pop()
            name = shape.get("shape")
            if depth > _DEEPEST or (name is not None and name in above):
                continue
            if name is not None:
                above = (*above, name)
                shape = {**self._model["shapes"][name], **shape}
            for key, member in shape.get("members", {}).items():
                whole = member
                if "shape" in member:
                    whole = {**self._model["shapes"][member["shape"]], **member}
                found.append((key, whole.get("type", "string"), depth))
                pending.append((member, depth + 1, above))
            pending.extend(
                (shape[part], depth + 1, above)
                for part in ("member", "value")
                if isinstance(shape.get(part), dict)
            )
        return found


def main() -> None:
    """Reads the models, and writes the table."""
    folder = Path(sys.argv[1])
    version = json.loads((folder / "package.json").read_bytes())["version"]
    rows: dict[str, Any] = {}
    for name, (package, successor) in sorted(CLIENTS.items()):
        model = Model(folder / "apis", name)
        changed: dict[str, Any] = {}
        same: list[str] = []
        for operation in model.operations:
            changes = model.changes(operation)
            method = operation[0].lower() + operation[1:]
            if method in _GONE:
                continue
            if changes:
                changed[method] = changes
            else:
                same.append(method)
        rows[name] = {
            "package": f"@aws-sdk/{package}",
            "class": successor,
            "is_xml": model.is_xml,
            "changed": changed,
            "same": " ".join(same),
        }
    table = {
        "source": {"aws-sdk": {"licence": "Apache-2.0", "version": version}},
        "clients": rows,
    }
    text = json.dumps(table, separators=(",", ":"), sort_keys=True)
    (DATA / "sdk_successors.json").write_text(f"{text}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
