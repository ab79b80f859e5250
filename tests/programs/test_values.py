"""Values that services refuse are found in programs, in the words of their arguments."""

from __future__ import annotations

import pytest

from auditor.engine import registry
from auditor.engine.check import check
from auditor.engine.outcome import entries
from auditor.model.settings import Settings
from tests.programs.reading import HEADS, Files
from tests.programs.test_reading import SCRIPT

NAMES = ("dashboard-body", "invalid-value", "lifecycle-policy", "property-combination",
         "refused-value", "user-data-encoding")  # fmt: skip
RULES = {rule.id: rule for rule in registry.listed() if rule.id in NAMES}
SHARED = """
const bucket = new aws.s3.Bucket("files");
const role = new aws.iam.Role("role", { assumeRolePolicy: "{}" });
const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
const repository = new aws.ecr.Repository("app", { name: "app" });
const code = {
  role: role.arn, runtime: "python3.13", handler: "a.b",
  code: new pulumi.asset.FileArchive("./code"),
};
const sink = { roleArn: role.arn, bucketArn: bucket.arn };
const listenerArn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/a/b/c";
const rule = (unit: any) => JSON.stringify({
  rules: [{ rulePriority: 1, action: { type: "expire" }, selection: { ...unit,
    tagStatus: "untagged", countType: "sinceImagePushed", countNumber: 9 } }],
});
const board = (width: number) => JSON.stringify({
  widgets: [{ type: "text", x: 0, y: 0, width, height: 6,
    properties: { markdown: pulumi.interpolate`# ${bucket.id}` } }],
});
const answer = (statusCode: string) => [
  { type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode } },
];
"""


def said(kind: str, arguments: str) -> list[str]:
    text = f'{SCRIPT}{SHARED}new aws.{kind}("made", {{ {arguments} }});\n'
    project = Files({"Pulumi.yaml": HEADS["nodejs"], "index.ts": text})
    checked = check(HEADS["nodejs"], list(RULES.values()), Settings(), project)
    assert not checked.crashes
    return [told.message for told in entries(checked, "Pulumi.yaml", RULES)]


@pytest.mark.parametrize(
    ("kind", "arguments", "part"),
    [
        (
            "s3.BucketVersioning",
            'bucket: bucket.id, versioningConfiguration: { status: "enabled" }',
            "versioningConfiguration.status to 'enabled'",
        ),
        (
            "lb.ListenerRule",
            'listenerArn, priority: 60000, conditions: [], actions: answer("200")',
            "priority to '60000'",
        ),
        (
            "alb.ListenerRule",
            'listenerArn, priority: 5, conditions: [], actions: answer("700")',
            "actions[0].fixedResponse.statusCode to '700'",
        ),
        (
            "lambda.Function",
            "...code, timeout: 1200",
            "at most 900 seconds",
        ),
        (
            "ec2.LaunchTemplate",
            'metadataOptions: { httpTokens: "always" }',
            "sets metadataOptions.httpTokens to 'always'",
        ),
        ("ec2.LaunchTemplate", 'userData: "#!/bin/sh\\necho"', "not encoded in Base64"),
        (
            "ec2.Route",
            'routeTableId: "t", gatewayId: "g", destinationCidrBlock: "10.0.0.0/33"',
            "destinationCidrBlock to '10.0.0.0/33'",
        ),
        (
            "autoscaling.Group",
            'launchTemplate: { id: "lt-0a1b2c3d" }, minSize: 3, maxSize: 1',
            "MinSize is greater",
        ),
        (
            "kinesis.FirehoseDeliveryStream",
            'destination: "s3", extendedS3Configuration: { ...sink, bufferingInterval: 1000 }',
            "extendedS3Configuration.bufferingInterval to '1000'",
        ),
        ("kinesis.Stream", "shardCount: 1, retentionPeriod: 10", "24 hours"),
        ("ssm.Parameter", 'type: "text", value: "x"', "type to 'text'"),
        (
            "rds.Instance",
            'instanceClass: "db.t3.micro", backupRetentionPeriod: 40',
            "backups can be kept for at most 35 days",
        ),
        (
            "ecr.LifecyclePolicy",
            "repository: repository.name, policy: rule({})",
            "no countUnit beside sinceImagePushed",
        ),
        (
            "cloudwatch.Dashboard",
            'dashboardName: "d", dashboardBody: board(30)',
            "widget 0 has width 30",
        ),
    ],
)
def test_a_value_that_is_refused_is_found(kind: str, arguments: str, part: str) -> None:
    assert [part in message for message in said(kind, arguments)].count(True) == 1


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        # what the provider of pulumi-aws makes something else of
        (
            "s3.BucketVersioning",
            'bucket: bucket.id, versioningConfiguration: { status: "Disabled" }',
        ),
        ("ssm.Parameter", 'type: "SecureString", value: "x"'),
        (
            "autoscaling.Schedule",
            'autoscalingGroupName: "g", minSize: -1, maxSize: -1, desiredCapacity: 2',
        ),
        (
            "route53.Record",
            'zoneId: "Z1", name: "w", type: "TXT", ttl: 9, records: ["v=spf1 -all"]',
        ),
        ("apigateway.RestApi", 'endpointConfiguration: { types: "REGIONAL" }'),
        ("cloudwatch.LogGroup", 'retentionInDays: 0, kmsKeyId: ""'),
        (
            "lambda.Function",
            '...code, timeout: 0, reservedConcurrentExecutions: -1, kmsKeyArn: ""',
        ),
        ("apigateway.RestApi", 'minimumCompressionSize: "-1", description: ""'),
        ("iam.Role", 'assumeRolePolicy: "{}", maxSessionDuration: 0, path: "", name: ""'),
        (
            "lb.TargetGroup",
            'port: 80, protocol: "HTTP", vpcId: vpc.id, healthCheck: { path: "", interval: 0 }',
        ),
        # what is right
        ("ecr.LifecyclePolicy", 'repository: repository.name, policy: rule({ countUnit: "days" })'),
        ("cloudwatch.Dashboard", 'dashboardName: "d", dashboardBody: board(12)'),
        ("rds.Instance", 'instanceClass: "db.t3.micro", backupRetentionPeriod: 35'),
        ("ec2.LaunchTemplate", 'userData: Buffer.from("#!/bin/sh").toString("base64")'),
        ("ec2.LaunchTemplate", 'userData: "IyEvYmluL3NoCg=="'),
    ],
)
def test_what_the_provider_adapts_is_none(kind: str, arguments: str) -> None:
    assert said(kind, arguments) == []
