"""Regions that are written out: where they stand, what they speak of, and where they are meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.aws.regions.patterns import says_own_region
from auditor.aws.regions.text import RegionText, RegionUse
from auditor.model.tree import Tree
from auditor.source.base import MAX_DEPTH
from tests.template.helpers import SAM, template

OWN, ACCOUNT, OTHER = RegionUse.OWN_RESOURCE, RegionUse.OWN_ACCOUNT, RegionUse.OTHER
RESOURCES: dict[str, Tree] = {
    "Api": {"Type": "AWS::ApiGateway::RestApi"},
    "Data": {"Type": "AWS::S3::Bucket"},
    "Domain": {"Type": "AWS::Cognito::UserPoolDomain"},
    "Fn": {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": "orders"}},
    "Group": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/app/orders"}},
    "Images": {"Type": "AWS::ECR::Repository"},
    "Global": {
        "Type": "AWS::DynamoDB::Table",
        "Properties": {"TableName": "global", "Replicas": []},
    },
    "Role": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "orders"}},
    "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Fn::Sub": "${Stage}-news"}}},
}
API: Tree = {"Ref": "Api"}
ID: Tree = {"Ref": "AWS::AccountId"}
ARN = "arn:aws:{}:us-east-1:${{AWS::AccountId}}:{}"


def found(value: Tree, **sections: Tree) -> list[RegionText]:
    """The Regions of an output with a value, beside some resources."""
    sections = {"Resources": RESOURCES, **sections}
    return list(RegionText.find(template(**sections, Outputs={"It": {"Value": value}})))


def sub(text: str) -> Tree:
    return {"Fn::Sub": text}


def join(delimiter: str, *pieces: Tree) -> Tree:
    return {"Fn::Join": [delimiter, list(pieces)]}


USES: list[tuple[str, Tree, RegionUse, str | None]] = [
    ("API", sub("https://${Api}.execute-api.us-east-1.amazonaws.com/x"), OWN, "Api"),
    ("API of no template", sub("https://${Old}.execute-api.us-east-1.amazonaws.com"), OTHER, None),
    ("bucket's host", sub("${Data}.s3.us-east-1.amazonaws.com"), OWN, "Data"),
    ("bucket in the path", sub("https://s3.us-east-1.amazonaws.com/${Data}/x"), OWN, "Data"),
    ("host of another service", sub("${Data}.execute-api.us-east-1.amazonaws.com"), ACCOUNT, None),
    ("part of a name", sub("${Data}-copy.s3.us-east-1.amazonaws.com"), ACCOUNT, None),
    ("domain", sub("https://${Domain}.auth.us-east-1.amazoncognito.com"), OWN, "Domain"),
    ("image", sub("1.dkr.ecr.us-east-1.amazonaws.com/${Images}:new"), OWN, "Images"),
    ("endpoint", "https://sqs.us-east-1.amazonaws.com/1/jobs", OTHER, None),
    ("endpoint of China", "https://sqs.cn-north-1.amazonaws.com.cn/1/jobs", OTHER, None),
    ("domain of a search", "search-x.us-east-1.es.amazonaws.com", OTHER, None),
    ("endpoint service", "com.amazonaws.us-east-1.s3", OTHER, None),
    ("ARN", "arn:aws:sns:us-east-1:1:news", OTHER, None),
    ("ARN of GovCloud", "arn:aws-us-gov:sns:us-gov-west-1:1:news", OTHER, None),
    ("ARN of the account", sub(ARN.format("sns", "news")), ACCOUNT, None),
    ("referred function", sub(ARN.format("lambda", "function:${Fn}")), OWN, "Fn"),
    ("its log group", sub(ARN.format("logs", "log-group:/aws/lambda/${Fn}:*")), OWN, "Fn"),
    ("role in another ARN", sub(ARN.format("lambda", "function:${Role}")), ACCOUNT, None),
    ("named function", sub(ARN.format("lambda", "function:orders:live")), OWN, "Fn"),
    ("named layer", sub(ARN.format("lambda", "layer:orders:1")), ACCOUNT, None),
    ("named log group", sub(ARN.format("logs", "log-group:/app/orders:*")), OWN, "Group"),
    ("name with a parameter", sub(ARN.format("sns", "${Stage}-news")), OWN, "Topic"),
    ("name of a parameter", sub(ARN.format("sns", "${Name}")), ACCOUNT, None),
    ("copied table", sub(ARN.format("dynamodb", "table/global")), ACCOUNT, None),
    ("name in an account", "arn:aws:lambda:us-east-1:1:function:orders", OTHER, None),
    (
        "integration",
        sub("arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations"),
        OWN,
        "Fn",
    ),
    ("integration of a service", "arn:aws:apigateway:us-east-1:sqs:path/1/jobs", ACCOUNT, None),
    (
        "joined with nothing",
        join("", "arn:aws:lambda:", "us-east-1", ":", ID, ":function:orders"),
        OWN,
        "Fn",
    ),
    (
        "joined with colons",
        join(":", "arn", "aws", "sns", "us-east-1", ID, "news"),
        ACCOUNT,
        None,
    ),
    (
        "joined inside another",
        join("/", join(".", API, "execute-api.us-east-1", "amazonaws.com"), "x"),
        OWN,
        "Api",
    ),
    (
        "variable of a list form",
        {"Fn::Sub": ["${It}.execute-api.${R}.amazonaws.com", {"It": API, "R": "us-east-1"}]},
        OWN,
        "Api",
    ),
    ("branch", {"Fn::If": ["Is", "arn:aws:sns:us-east-1:1:news", ""]}, OTHER, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "use", "owner"), [row[1:] for row in USES], ids=[row[0] for row in USES]
)
def test_says_what_the_region_is_about(value: Tree, use: RegionUse, owner: str | None) -> None:
    (place,) = found(value)
    assert (place.use, place.owner) == (use, owner)
    assert place.text[place.span.start : place.span.end] == place.region


SILENT: list[tuple[str, Tree]] = [
    ("Region of the stack", sub("https://${Api}.execute-api.${AWS::Region}.amazonaws.com")),
    ("alone", "us-east-1"),
    ("no Region", "arn:aws:iam::1:role/us-east-1-admin"),
    ("zone", "arn:aws:sns:us-east-1a:1:news"),
    ("certificate", sub(ARN.format("acm", "certificate/1"))),
    ("accelerator", "arn:aws:globalaccelerator:us-west-2:1:accelerator/1"),
    ("shared application", "arn:aws:serverlessrepo:us-east-1:1:applications/x"),
    ("old endpoint of a bucket", "https://s3-us-west-2.amazonaws.com/lists/x.json"),
    ("website of a bucket", "lists.s3-website-us-west-2.amazonaws.com"),
    ("bucket with a Region", "arn:aws:s3:::lists-us-east-1"),
    ("other domain", "https://sqs.us-east-1.example.com"),
    ("name of an import", {"Fn::ImportValue": "arn:aws:sns:us-east-1:1:news"}),
    ("key of a mapping", {"Fn::FindInMap": ["M", "arn:aws:sns:us-east-1:1:x", "y"]}),
    ("Region in pieces", join("-", "arn:aws:sns:us", "east", "1:1:news")),
    ("several", join(",", "arn:aws:sns:us-east-1:1:news", "arn:aws:sns:us-west-2:1:news")),
]


@pytest.mark.parametrize("value", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_is_silent(value: Tree) -> None:
    assert found(value) == []


@pytest.mark.parametrize("transforms", [SAM, "AWS::LanguageExtensions"])
def test_knows_the_apis_that_sam_makes(transforms: str) -> None:
    value = sub("https://${ServerlessRestApi}.execute-api.us-east-1.amazonaws.com/Prod")
    (place,) = found(value, Transform=transforms)
    assert (place.owner is not None) == (transforms == SAM)


def test_reads_globals_of_sam() -> None:
    shared: Tree = {"Function": {"Environment": {"Variables": {"REGION": "us-east-1"}}}}
    (place,) = found("", Transform=SAM, Globals=shared)
    assert place.use is RegionUse.SETTING
    assert found("", Globals=shared) == []


CONDITIONS: list[tuple[str, Tree, bool]] = [
    ("of a Region", {"Fn::Equals": [{"Ref": "AWS::Region"}, "x"]}, False),
    ("with a Region", {"Fn::Equals": [{"Ref": "Where"}, "us-east-1"]}, False),
    ("by way of another", {"Fn::Not": [{"Condition": "There"}]}, False),
    ("of something else", {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}, True),
]


@pytest.mark.parametrize(
    ("condition", "told"), [row[1:] for row in CONDITIONS], ids=[row[0] for row in CONDITIONS]
)
def test_conditions_of_regions_are_believed(condition: Tree, told: bool) -> None:
    there: Tree = {"Fn::Equals": [{"Fn::Sub": "${AWS::Region}"}, "us-east-1"]}
    value: Tree = {"Fn::If": ["Is", "arn:aws:sns:us-east-1:1:news", "x"]}
    places = found(value, Conditions={"There": there, "Is": condition})
    assert [place.when for place in places] == [frozenset({("Is", True)})] * told


KEYS: list[tuple[str, bool]] = [
    ("REGION", True),
    ("Region", True),
    ("AWS_REGION", True),
    ("DDB_REGION", True),
    ("DdbRegion", True),
    ("AWSRegion", True),
    ("pRegion", True),
    ("REGION_NAME", True),
    ("REGIONS", False),
    ("REGION_FILE", False),
    ("ReplicaRegion", False),
    ("DR_REGION", False),
    ("SES_REGION", False),
    ("CertificateRegion", False),
    ("REGIONAL", False),
    ("", False),
]


@pytest.mark.parametrize(("key", "says"), KEYS, ids=[row[0] or "empty" for row in KEYS])
def test_keys_that_say_the_region_of_the_stack(key: str, says: bool) -> None:
    assert says_own_region(key) == says


PIECES = st.sampled_from(
    [
        "arn:", "aws", ":", "sns:", "us-east-1", "eu-west-1", "-", "/", ".", "${", "}", "!", "Api",
        "execute-api", ".amazonaws.com", "AWS::AccountId", "\ue000", "\n", "com.amazonaws.",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=12).map("".join)
VALUES: st.SearchStrategy[Tree] = st.recursive(
    TEXTS | st.sampled_from([{"Ref": "Api"}, {"Ref": "AWS::Region"}, None, 5]),
    lambda inner: (
        st.builds(lambda text: {"Fn::Sub": text}, TEXTS)
        | st.builds(lambda text, value: {"Fn::Sub": [text, {"Api": value}]}, TEXTS, inner)
        | st.builds(
            lambda mark, pieces: {"Fn::Join": [mark, pieces]},
            st.sampled_from(["", ":", ".", "-"]),
            st.lists(inner, max_size=5) | inner,
        )
        | st.builds(lambda one, other: {"Fn::If": ["Is", one, other]}, inner, inner)
    ),
    max_leaves=8,
)


@given(VALUES)
def test_every_place_leads_to_its_region(value: Tree) -> None:
    for place in found(value):
        here: Tree = {"Outputs": {"It": {"Value": value}}}
        for step in place.path:
            here = here[step]
        assert here == place.text
        assert place.text[place.span.start : place.span.end] == place.region


def nested(depth: int) -> Tree:
    value: Tree = "arn:aws:sns:us-east-1:1:news"
    for _ in range(depth):
        value = {"Fn::Join": ["", [value]]}
    return value


HUGE: list[tuple[str, Tree]] = [
    ("many ARNs", sub("arn:aws:sns:us-east-1:${AWS::AccountId}:" * 1000)),
    ("many endpoints", sub("${Api}.execute-api.us-east-1.amazonaws.com" * 1000)),
    ("colons", sub("arn:aws:lambda:us-east-1:${AWS::AccountId}" + ":" * 100_000)),
    ("partitions", "arn:aws" + "-a" * 50_000),
    ("services", "a-" * 50_000 + ".amazonaws.com"),
    ("variables", {"Fn::Sub": ["${A}" * 30_000, {"A": "x" * 30_000 + ".amazonaws.com"}]}),
    ("nested", nested(MAX_DEPTH // 3)),
    ("braces", sub("${" * 50_000 + "arn:")),
]


@pytest.mark.parametrize("value", [row[1] for row in HUGE], ids=[row[0] for row in HUGE])
def test_long_and_deep_values_are_answered(value: Tree) -> None:
    assert len(found(value)) <= 1000
