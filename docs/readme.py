"""The table of rules in the README."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from auditor.model.rule import AnyRule

README = Path(__file__).parents[1] / "README.md"
_TITLES = {
    "template": "any template",
    "apigateway": "API Gateway",
    "appsync": "AppSync",
    "backup": "AWS Backup",
    "cloudformation": "nested stacks",
    "cloudfront": "CloudFront",
    "cloudwatch": "CloudWatch",
    "cloudtrail": "CloudTrail",
    "code": "code of Lambda functions",
    "codepipeline": "CodePipeline",
    "config": "AWS Config",
    "dynamodb": "DynamoDB",
    "ec2": "EC2",
    "ecr": "ECR",
    "ecs": "ECS",
    "eks": "EKS",
    "elasticloadbalancing": "Elastic Load Balancing",
    "events": "EventBridge",
    "iam": "IAM",
    "kms": "KMS",
    "lambda": "Lambda",
    "logs": "CloudWatch Logs",
    "pulumi": "Pulumi programs",
    "rds": "RDS and Aurora",
    "route53": "Route 53",
    "s3": "S3",
    "sam": "SAM",
    "sns": "SNS",
    "states": "Step Functions",
    "tests": "tests beside the code",
    "waf": "AWS WAF",
}
"""What the README calls the services; others are called by the names of their folders."""
_ROWS = re.compile(r"(?<=\| about \| rules \|\n\|---\|---\|\n)(?:\|.*\n)+")


def readme(rules: Iterable[AnyRule]) -> str:
    """The README with all rules in its table, by service."""
    by_title: dict[str, list[str]] = {}
    for rule in rules:
        title = _TITLES.get(rule.service, rule.service)
        by_title.setdefault(title, []).append(f"[{rule.id}](docs/rules/{rule.id}.md)")
    first = _TITLES["template"]
    titles = sorted(by_title, key=lambda title: (title != first, title.lower()))
    rows = "".join(f"| {title} | {', '.join(by_title[title])} |\n" for title in titles)
    return _ROWS.sub(lambda _: rows, README.read_text(encoding="utf-8"))
