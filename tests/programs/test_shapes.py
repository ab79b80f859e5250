"""Classes that CloudFormation has in another shape."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.engine import registry
from auditor.engine.check import check
from auditor.model.settings import Settings
from auditor.template.template import Template
from tests.programs.reading import HEADS, Files, read, resources
from tests.programs.test_fixes import fixed
from tests.programs.test_reading import PYTHON, SCRIPT

UNKNOWN = "Fn::Unknown"


def python(text: str) -> Any:
    return resources("python", PYTHON + text)


def script(text: str) -> Any:
    return resources("nodejs", SCRIPT + text)


def test_each_range_and_each_group_is_a_rule() -> None:
    found = python(
        'door = aws.ec2.SecurityGroup("door")\n'
        'group = aws.ec2.SecurityGroup("g", ingress=[{"protocol": "tcp", "from_port": 80,\n'
        '    "to_port": 80, "cidr_blocks": ["10.0.0.0/8", "10.1.0.0/16"],\n'
        '    "security_groups": [door.id], "self": True}])\n'
    )["group"]
    common = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80}
    assert found["Properties"] == {
        "SecurityGroupIngress": [
            {**common, "CidrIp": "10.0.0.0/8"},
            {**common, "CidrIp": "10.1.0.0/16"},
            {**common, "SourceSecurityGroupId": {"Ref": "door"}},
            {**common, "SourceSecurityGroupId": {"Fn::GetAtt": ["group", "GroupId"]}},
        ]
    }


def test_a_rule_with_something_unknown_leaves_the_list_unknown() -> None:
    found = script(
        'const group = new aws.ec2.SecurityGroup("g", { egress: [\n'
        '  { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ask() }] });'
    )
    assert UNKNOWN in found["group"]["Properties"]["SecurityGroupEgress"]


@pytest.mark.parametrize(
    ("side", "type", "source"),
    [
        ("ingress", "AWS::EC2::SecurityGroupIngress", "SourceSecurityGroupId"),
        ("egress", "AWS::EC2::SecurityGroupEgress", "DestinationSecurityGroupId"),
    ],
)
def test_a_rule_of_its_own_is_of_the_type_of_its_side(side: str, type: str, source: str) -> None:
    found = script(
        'const group = new aws.ec2.SecurityGroup("g", {});\n'
        'const one = new aws.ec2.SecurityGroupRule("one", { type: "' + side + '",\n'
        '  protocol: "tcp", fromPort: 1, toPort: 2, securityGroupId: group.id,\n'
        "  sourceSecurityGroupId: group.id });\n"
        'const two = new aws.ec2.SecurityGroupRule("two", { type: "' + side + '",\n'
        '  protocol: "tcp", fromPort: 1, toPort: 2, securityGroupId: group.id,\n'
        '  cidrBlocks: ["10.0.0.0/8"] });\n'
    )
    reference = {"Ref": "group"}
    common = {"IpProtocol": "tcp", "FromPort": 1, "ToPort": 2, "GroupId": reference}
    assert found["one"] == {"Type": type, "Properties": {**common, source: reference}}
    assert found["two"] == {"Type": type, "Properties": {**common, "CidrIp": "10.0.0.0/8"}}


def test_a_lifecycle_is_a_part_of_its_bucket() -> None:
    found = python(
        'bucket = aws.s3.Bucket("files")\n'
        'aws.s3.BucketLifecycleConfiguration("l", bucket=bucket.id, rules=[{\n'
        '    "id": "old", "status": "Enabled", "filter": {"prefix": "a/"},\n'
        '    "expiration": {"days": 90},\n'
        '    "transitions": [{"days": 10, "storage_class": "STANDARD_IA"}],\n'
        '    "noncurrent_version_expiration": {"noncurrent_days": 3}}])\n'
    )["bucket"]
    assert found["Properties"]["LifecycleConfiguration"]["Rules"] == [
        {
            "Id": "old",
            "Status": "Enabled",
            "Prefix": "a/",
            "ExpirationInDays": 90,
            "Transitions": [{"TransitionInDays": 10, "StorageClass": "STANDARD_IA"}],
            "NoncurrentVersionExpiration": {"NoncurrentDays": 3},
        }
    ]


CONTAINERS = '{ name: "web", image: "nginx", portMappings: [{ containerPort: 80 }] }'


@pytest.mark.parametrize(
    "written",
    [
        f"JSON.stringify([{CONTAINERS}])",
        f"pulumi.jsonStringify([{CONTAINERS}])",
        '`[{"name": "web", "image": "nginx", "portMappings": [{"containerPort": 80}]}]`',
    ],
)
def test_the_containers_of_a_task_are_json_in_the_words_of_ecs(written: str) -> None:
    task = script(
        f'const task = new aws.ecs.TaskDefinition("t", {{ family: "t",\n'
        f"  containerDefinitions: {written} }});"
    )["task"]
    assert task["Properties"] == {
        "Family": "t",
        "ContainerDefinitions": [
            {"Name": "web", "Image": "nginx", "PortMappings": [{"ContainerPort": 80}]}
        ],
    }


def test_settings_of_a_service_lie_one_level_deeper() -> None:
    service = script(
        'const service = new aws.ecs.Service("s", { deploymentMaximumPercent: 200,\n'
        "  deploymentMinimumHealthyPercent: 50, networkConfiguration: { subnets: ['a'] } });"
    )["service"]
    assert service["Properties"] == {
        "DeploymentConfiguration": {"MaximumPercent": 200, "MinimumHealthyPercent": 50},
        "NetworkConfiguration": {"AwsvpcConfiguration": {"Subnets": ["a"]}},
    }


def test_the_role_of_a_callback_is_the_resource_itself() -> None:
    made = script(
        'const role = new aws.iam.Role("r", { assumeRolePolicy: "{}" });\n'
        'const work = new aws.lambda.CallbackFunction("w", { role, runtime: "nodejs22.x",\n'
        "  callback: async () => ({}) });"
    )["work"]
    assert made["Type"] == "AWS::Lambda::Function"
    assert made["Properties"]["Role"] == {"Fn::GetAtt": ["role", "Arn"]}
    assert made["Properties"]["Runtime"] == "nodejs22.x"
    assert UNKNOWN in made["Properties"]["Code"]


def test_an_argument_of_no_property_leaves_the_properties_open() -> None:
    found = python(
        'db = aws.rds.Instance("d", engine="mysql", s3_import={"bucket_name": "b"})\n'
        'other = aws.rds.Instance("e", engine="mysql", skip_final_snapshot=True)\n'
    )
    assert UNKNOWN in found["db"]["Properties"]
    assert found["other"]["Properties"] == {"Engine": "mysql"}


def test_what_waits_for_unknown_things_may_wait_for_all_before_and_surely_for_none() -> None:
    lines = [f'q{i} = aws.sqs.Queue("q{i}", opts=ask())\n' for i in range(4)]
    document = read("python", {"__main__.py": PYTHON + "".join(lines)})
    found = Template(document.tree, Settings()).resources
    may = [name for name in found if found["q2"].waits_for(name)]
    assert may == ["q0", "q1"]
    assert not any(found["q2"].surely_waits_for(name) for name in found)


def test_what_a_part_was_given_is_what_another_part_belongs_to() -> None:
    found = script(
        'const api = new aws.apigateway.RestApi("api");\n'
        'const method = new aws.apigateway.Method("m", { restApi: api.id, resourceId: "r",\n'
        '  httpMethod: "GET", authorization: "NONE" });\n'
        'const answer = new aws.apigateway.MethodResponse("a", { restApi: api.id,\n'
        '  resourceId: "r", httpMethod: method.httpMethod, statusCode: "200" });\n'
        'new aws.apigateway.Integration("i", { restApi: api.id, resourceId: "r",\n'
        '  httpMethod: answer.httpMethod, type: "MOCK" });\n'
        'const bucket = new aws.s3.Bucket("b");\n'
        'const owned = new aws.s3.BucketOwnershipControls("o", { bucket: bucket.id,\n'
        '  rule: { objectOwnership: "ObjectWriter" } });\n'
        'new aws.s3.BucketPublicAccessBlock("p", { bucket: owned.bucket,\n'
        "  blockPublicPolicy: true });\n"
    )
    assert found["method"]["Properties"]["Integration"] == {"Type": "MOCK"}
    blocked = found["bucket"]["Properties"]["PublicAccessBlockConfiguration"]
    assert blocked == {"BlockPublicPolicy": True}


@pytest.mark.parametrize("major", ["6", "7"])
def test_an_argument_that_the_version_does_not_take_is_no_property(major: str) -> None:
    made = (
        'const api = new aws.apigateway.RestApi("api");\n'
        'const deployment = new aws.apigateway.Deployment("d", { restApi: api.id,\n'
        '  stageName: "v1" });\n'
    )
    package = f'{{"dependencies": {{"@pulumi/aws": "^{major}.0.0"}}}}'
    document = read("nodejs", {"index.ts": SCRIPT + made, "package.json": package})
    properties = document.tree["Resources"]["deployment"]["Properties"]
    assert properties.get("StageName") == ("v1" if major == "6" else None)


def test_the_second_of_what_the_service_puts_takes_the_place_of_the_first() -> None:
    rule = next(rule for rule in registry.listed() if rule.id == "duplicate-name")
    made = (
        'const b = new aws.s3.Bucket("b");\n'
        'new aws.s3.BucketPolicy("one", { bucket: b.id, policy: "{}" });\n'
        'new aws.s3.BucketPolicy("two", { bucket: b.id, policy: "{}" });\n'
        'new aws.iam.Role("three", { name: "same", assumeRolePolicy: "{}" });\n'
        'new aws.iam.Role("four", { name: "same", assumeRolePolicy: "{}" });\n'
    )
    project = Files({"Pulumi.yaml": HEADS["nodejs"], "index.ts": SCRIPT + made})
    found = check(HEADS["nodejs"], [rule], Settings(), project).findings
    assert [finding.at[1] for finding in found] == ["four"]


def test_dimensions_are_a_list_and_indexes_have_projections() -> None:
    found = script(
        'const queue = new aws.sqs.Queue("q");\n'
        'const alarm = new aws.cloudwatch.MetricAlarm("a", { evaluationPeriods: 1,\n'
        '  dimensions: { QueueName: queue.name }, comparisonOperator: "GreaterThanThreshold" });\n'
        'const table = new aws.dynamodb.Table("t", { name: "orders", hashKey: "id",\n'
        '  attributes: [{ name: "id", type: "S" }], globalSecondaryIndexes: [{ name: "by",\n'
        '  hashKey: "id", projectionType: "INCLUDE", nonKeyAttributes: ["a"] }] });\n'
    )
    dimension = {"Name": "QueueName", "Value": {"Fn::GetAtt": ["queue", "QueueName"]}}
    assert found["alarm"]["Properties"]["Dimensions"] == [dimension]
    assert found["table"]["Properties"]["TableName"] == "orders"
    (index,) = found["table"]["Properties"]["GlobalSecondaryIndexes"]
    assert index["Projection"] == {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["a"]}


IN_SCRIPTS = (
    'path.join(__dirname, "..", "app")',
    'path.resolve(path.dirname(__filename), "../app")',
    "`${__dirname}/../app`",
    '__dirname + "/../app"',
)
IN_PYTHON = (
    'os.path.join(os.path.dirname(__file__), "..", "app")',
    'str(Path(__file__).parent / ".." / "app")',
    'Path(__file__).resolve().parent.joinpath("..", "app")',
    'f"{os.path.dirname(os.path.abspath(__file__))}/../app"',
)


@pytest.mark.parametrize("written", [*IN_SCRIPTS, *IN_PYTHON])
def test_a_path_may_begin_where_the_module_lies(written: str) -> None:
    if written in IN_SCRIPTS:
        component = (
            'import * as path from "path";\nexport const fn = new aws.lambda.Function("f", {'
            f' role: "r", code: new pulumi.asset.FileArchive({written}) }});\n'
        )
        files = {"index.ts": 'import "./infra/fn";', "infra/fn.ts": SCRIPT + component}
        found = read("nodejs", files)
    else:
        component = (
            "import os\nfrom pathlib import Path\n"
            f'fn = aws.lambda_.Function("f", role="r", code=pulumi.FileArchive({written}))\n'
        )
        files = {"__main__.py": "import infra.fn", "infra/fn.py": PYTHON + component}
        found = read("python", {**files, "infra/__init__.py": ""})
    assert found.tree["Resources"]["fn"]["Properties"]["Code"] == "app"


def test_nobody_knows_where_compiled_modules_lie() -> None:
    made = (
        'const fn = new aws.lambda.Function("f", { role: "r",\n'
        "  code: new pulumi.asset.FileArchive(`${__dirname}/app`) });"
    )
    files = {"index.ts": SCRIPT + made, "package.json": '{"main": "bin/index.js"}'}
    code = read("nodejs", files).tree["Resources"]["fn"]["Properties"]["Code"]
    assert list(code) == [UNKNOWN]


def test_the_types_of_the_logs_of_a_cluster_are_mappings() -> None:
    text = (
        'const kind = new pulumi.Config().require("kind");\n'
        'const cluster = new aws.eks.Cluster("a", { roleArn: "arn:aws:iam::111122223333:role/a",\n'
        '  vpcConfig: { subnetIds: [] }, enabledClusterLogTypes: ["api", kind] });\n'
        'const open = new aws.eks.Cluster("b", { roleArn: "arn:aws:iam::111122223333:role/a",\n'
        "  vpcConfig: { subnetIds: [] }, enabledClusterLogTypes: kinds() });\n"
    )
    found = script(text)
    logging = found["cluster"]["Properties"]["Logging"]["ClusterLogging"]["EnabledTypes"]
    assert logging[0] == {"Type": "api"}
    assert len(logging) == 2
    assert "Fn::Unknown" in found["open"]["Properties"]["Logging"]


def test_a_type_of_logs_is_repaired_where_it_is_written() -> None:
    text = (
        "import pulumi_aws as aws\n"
        "aws.eks.Cluster('a', role_arn='arn:aws:iam::111122223333:role/a',\n"
        "    vpc_config={'subnet_ids': []}, enabled_cluster_log_types=['api', 'audits'])\n"
    )
    repaired = fixed("invalid-value", text)
    assert repaired.final.beside["__main__.py"] == text.replace("audits", "audit")
    ((finding, _),) = repaired.made
    assert "sets enabled_cluster_log_types[1] to 'audits', which is not" in finding.message
