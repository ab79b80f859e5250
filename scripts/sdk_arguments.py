"""Writes `auditor/data/sdk_arguments/`: what the operations of AWS's APIs take.

`python scripts/sdk_arguments.py`. The package botocore (Apache-2.0) must be installed;
`auditor/data/sdk_arguments.py` says how the files are read. The same version always gives the same
bytes. Only services that functions often call.
"""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path
from typing import Any

import botocore
from botocore import xform_name

DATA = Path(__file__).parents[1] / "auditor" / "data" / "sdk_arguments"
_SERVICES = Path(botocore.__file__).parent / "data"
CHOSEN = (
    *("apigateway", "apigatewaymanagementapi", "athena", "autoscaling", "backup", "batch"),
    *("bedrock-runtime", "cloudformation", "cloudfront", "cloudwatch", "codebuild", "codepipeline"),
    *("cognito-idp", "comprehend", "config", "dynamodb", "ec2", "ecr", "ecs", "elbv2", "events"),
    *("firehose", "glue", "guardduty", "iam", "kinesis", "kms", "lambda", "logs", "polly", "rds"),
    *("rekognition", "route53", "s3", "scheduler", "secretsmanager", "securityhub", "ses", "sesv2"),
    *("sns", "sqs", "ssm", "stepfunctions", "sts", "textract", "transcribe", "translate"),
)


def main() -> None:
    """Reads the models, and writes a file for each service."""
    shutil.rmtree(DATA, ignore_errors=True)
    DATA.mkdir()
    source = {"botocore": {"licence": "Apache-2.0", "version": botocore.__version__}}
    _write("source", source)
    for service in CHOSEN:
        newest = sorted((_SERVICES / service).iterdir())[-1]
        model = json.loads(gzip.decompress((newest / "service-2.json.gz").read_bytes()))
        _write(service, {name: _told(model, entry) for name, entry in _operations(model)})


def _operations(model: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return sorted((xform_name(name), entry) for name, entry in model["operations"].items())


def _told(model: dict[str, Any], operation: dict[str, Any]) -> str:
    """The parameters, the required ones with an exclamation mark."""
    shape = model["shapes"].get(operation.get("input", {}).get("shape"), {})
    required = set(shape.get("required", ()))
    found = []
    for name, member in shape.get("members", {}).items():
        # botocore makes up a token that is not given
        is_required = name in required and not member.get("idempotencyToken")
        found.append(f"{name}!" if is_required else name)
    return " ".join(sorted(found))


def _write(name: str, table: dict[str, Any]) -> None:
    text = json.dumps(table, separators=(",", ":"), sort_keys=True)
    (DATA / f"{name}.json").write_text(f"{text}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
