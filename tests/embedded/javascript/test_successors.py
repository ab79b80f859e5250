"""What moves from version 2 of the AWS SDK for JavaScript to version 3, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.embedded.javascript.moving import moved

S3 = "const AWS = require('aws-sdk');\nconst s3 = new AWS.S3();\n"
MOVED_S3 = "const { S3 } = require('@aws-sdk/client-s3');\nconst s3 = new S3();\n"
TABLE = "const AWS = require('aws-sdk');\nconst table = new AWS.DynamoDB.DocumentClient();\n"
LAMBDA = "const AWS = require('aws-sdk');\nconst lambda = new AWS.Lambda();\n"

MOVES = {
    "answers that nobody reads": (
        S3 + "exports.f = async () => { await s3.putObject({}).promise(); };",
        MOVED_S3 + "exports.f = async () => { await s3.putObject({}); };",
    ),
    "calls without arguments": (
        S3 + "s3.listBuckets().promise().then(({ Owner }) => Owner);",
        MOVED_S3 + "s3.listBuckets({}).then(({ Owner }) => Owner);",
    ),
    "imports of modules": (
        'import AWS from "aws-sdk";\nconst s3 = new AWS.S3();\ns3.putObject({}).promise();',
        'import { S3 } from "@aws-sdk/client-s3";\nconst s3 = new S3();\ns3.putObject({});',
    ),
    "imports of names": (
        "import { SNS } from 'aws-sdk'\nconst a = new SNS({ region: 'eu-west-1' })\n",
        "import { SNS } from '@aws-sdk/client-sns'\nconst a = new SNS({ region: 'eu-west-1' })\n",
    ),
    "classes with other names": (
        "const sdk = require('aws-sdk'); const steps = new sdk.StepFunctions();",
        "const { SFN } = require('@aws-sdk/client-sfn'); const steps = new SFN();",
    ),
    "a Region that is set anyway": (
        (
            "const AWS = require('aws-sdk');\n"
            "AWS.config.update({ region: process.env.AWS_REGION });\n"
            "const s3 = new AWS.S3();\n"
        ),
        MOVED_S3,
    ),
    "lists that may be missing": (
        S3 + "async function f() {\n"
        "  const page = await s3.listObjectsV2({}).promise();\n"
        "  return page.Contents.length + (page.CommonPrefixes || []).length;\n}",
        MOVED_S3 + "async function f() {\n"
        "  const page = await s3.listObjectsV2({});\n"
        "  return (page.Contents ?? []).length + (page.CommonPrefixes || []).length;\n}",
    ),
    "lists after a declaration": (
        S3 + "let page;\nasync function f() {\n"
        "  page = await s3.listObjectsV2({}).promise();\n  return page.Contents;\n}",
        MOVED_S3 + "let page;\nasync function f() {\n"
        "  page = await s3.listObjectsV2({});\n  return (page.Contents ?? []);\n}",
    ),
    "bodies that are parsed": (
        S3 + "f = async () => JSON.parse((await s3.getObject({}).promise()).Body);",
        MOVED_S3
        + "f = async () => JSON.parse(await (await s3.getObject({})).Body.transformToString());",
    ),
    "bodies by their name": (
        S3 + "const f = async () => {\n  const { Body } = await s3.getObject({}).promise();\n"
        "  return Body.toString('base64');\n};",
        MOVED_S3 + "const f = async () => {\n  const { Body } = await s3.getObject({});\n"
        "  return await Body.transformToString('base64');\n};",
    ),
    "times that are dates": (
        (
            "const AWS = require('aws-sdk'); const c = new AWS.CloudWatch();\n"
            "c.putMetricData({ MetricData: [{ Timestamp: new Date() }] }).promise();"
        ),
        (
            "const { CloudWatch } = require('@aws-sdk/client-cloudwatch');"
            " const c = new CloudWatch();\n"
            "c.putMetricData({ MetricData: [{ Timestamp: new Date() }] });"
        ),
    ),
    "codes of tables": (
        TABLE + "table.put({}).promise().catch(e => { if (e.code !== 'X') throw e; });",
        (
            "const { DynamoDB } = require('@aws-sdk/client-dynamodb');\n"
            "const { DynamoDBDocument } = require('@aws-sdk/lib-dynamodb');\n"
            "const table = DynamoDBDocument.from(new DynamoDB(),"
            " { marshallOptions: { removeUndefinedValues: true } });\n"
            "table.put({}).catch(e => { if (e.name !== 'X') throw e; });"
        ),
    ),
}
STAYS = {
    "signed links": S3 + "s3.getSignedUrl('getObject', {});",
    "uploads": S3 + "s3.upload({}).promise();",
    "waiters": S3 + "s3.waitFor('bucketExists', {}).promise();",
    "streams": S3 + "s3.getObject({}).createReadStream();",
    "requests that are not sent": S3 + "const request = s3.putObject({});",
    "clients that are handed on": S3 + "module.exports = { s3 };",
    "clients in fields": "const AWS = require('aws-sdk'); const a = { s3: new AWS.S3() };",
    "the whole SDK": "const AWS = require('aws-sdk'); const s3 = new AWS.S3(); wrap(AWS);",
    "an SDK in another call": "const AWS = wrap(require('aws-sdk')); const s3 = new AWS.S3();",
    "other options": "const AWS = require('aws-sdk'); const s3 = new AWS.S3({ maxRetries: 1 });",
    "unknown options": "const AWS = require('aws-sdk'); const s3 = new AWS.S3(options);",
    "global options": S3 + "AWS.config.update({ maxRetries: 1 });",
    "a fixed Region for all": S3 + "AWS.config.update({ region: 'eu-west-1' });",
    "a Region that is read": S3 + "console.log(AWS.config.region);",
    "sets": TABLE + "table.put({ Item: { a: table.createSet([1]) } }).promise();",
    "converters": TABLE + "AWS.DynamoDB.Converter.unmarshall({});",
    "whole answers of handlers": TABLE + "exports.f = async () => table.get({}).promise();",
    "whole answers as text": TABLE
    + "exports.f = async () => JSON.stringify(await table.get({}).promise());",
    "whole answers to callers": TABLE + "const f = () => table.get({}).promise();\nexports.f = f;",
    "answers with their response": TABLE + "table.get({}).promise().then(d => d.$response);",
    "bodies that are read twice": S3
    + "const f = async () => { const d = await s3.getObject({}).promise();"
    " return [d.Body.toString(), d.Body.length]; };",
    "bodies that are read in loops": S3
    + "const f = async () => { const d = await s3.getObject({}).promise();"
    " for (const x of y) z(d.Body.toString(), x); };",
    "bodies where nothing can wait": S3
    + "s3.getObject({}).promise().then(d => d.Body.toString());",
    "bytes deep in answers": "const AWS = require('aws-sdk'); const k = new AWS.Kinesis();\n"
    "k.getRecords({}).promise().then(a => a.Records.map(r => r.Data.toString()));",
    "lists deep in answers": "const AWS = require('aws-sdk'); const e = new AWS.EC2();\n"
    "e.describeInstances({}).promise().then(a => a.Reservations.map(r => r.Instances.length));",
    "times that are texts": "const AWS = require('aws-sdk'); const c = new AWS.CloudWatch();\n"
    "c.putMetricData({ MetricData: [{ Timestamp: new Date().toISOString() }] }).promise();",
    "callbacks that throw": S3 + "s3.putObject({}, (err) => { if (err) throw err; });",
    "callbacks elsewhere": S3 + "s3.putObject({}, done);",
    "codes of other services": "const AWS = require('aws-sdk'); const i = new AWS.IAM();\n"
    "i.getUser({}).promise().catch(e => e.code === 'NoSuchEntity');",
    "codes of Node.js": TABLE + "const fs = require('fs');\n"
    "table.put({}).promise().catch(e => e.code === 'ENOENT');",
    "codes that the SDK invents": TABLE
    + "table.put({}).promise().catch(e => e.code === 'NetworkingError');",
    "errors that are handed on": TABLE + "const f = (e) => e.code;\n"
    "table.put({}).promise().catch(e => f(e));",
    "what can be retried": TABLE + "table.put({}).promise().catch(e => e.retryable);",
    "names that are there": S3 + "class S3 {}",
    "two SDKs in one statement": "const AWS = require('aws-sdk'), s3 = new AWS.S3();",
    "a client that is not known": "const AWS = require('aws-sdk'); const a = new AWS.Braket();",
    "nothing of the SDK": "exports.f = async () => 1;",
    "no JavaScript": "const AWS = require('aws-sdk'",
}


@pytest.mark.parametrize("name", MOVES)
def test_what_keeps_its_meaning_moves(name: str) -> None:
    before, after = MOVES[name]
    assert moved(before) == after
    assert moved(after) is None


@pytest.mark.parametrize("name", STAYS)
def test_what_would_change_its_meaning_stays(name: str) -> None:
    assert moved(STAYS[name]) is None


@given(
    st.lists(st.sampled_from(["(", ")", "s3", ".", "Body", "{", "}", "=>", "await", "=", "x", ";"]))
)
def test_no_text_is_too_odd(words: list[str]) -> None:
    moved(S3 + " ".join(words))
