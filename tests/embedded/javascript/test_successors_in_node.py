"""Moved code answers as the code before did, with the real SDKs and a stubbed endpoint.

`AWS_SDK_NODE_MODULES` names a `node_modules` with `aws-sdk`, and of version 3 the packages
`client-s3`, `client-dynamodb`, `client-lambda`, `client-sns` and `lib-dynamodb`:
`npm install aws-sdk@2 @aws-sdk/client-s3 ...`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.embedded.javascript.moving import moved

_MODULES = os.environ.get("AWS_SDK_NODE_MODULES", "")
pytestmark = [
    pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed"),
    pytest.mark.skipif(
        not Path(_MODULES or "/nowhere", "aws-sdk").is_dir(),
        reason="AWS_SDK_NODE_MODULES names no node_modules with aws-sdk",
    ),
]
_XML = '<?xml version="1.0" encoding="UTF-8"?>'
_RUN = """
const { handler } = require('./index.js');
const answer = (error, value) => {
  console.log(JSON.stringify(error ? { failed: error.message } : { value }));
};
const event = { key: 'found.json', missing: 'missing.json', id: 7 };
const running = handler(event, {}, answer);
if (running) running.then((value) => answer(null, value), answer);
"""
_STUBBED = "require('aws-sdk').config.update({ endpoint: process.env.AWS_ENDPOINT_URL });\n"


class _Aws(BaseHTTPRequestHandler):
    """The few answers of AWS that the functions below need."""

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""

    def do_GET(self) -> None:
        if "missing.json" in self.path:
            self._send(404, f"{_XML}<Error><Code>NoSuchKey</Code><Message>No</Message></Error>")
        elif "found.json" in self.path:
            self._send(200, '{"name": "späte Grüße"}', "application/json")
        else:
            self._send(200, f"{_XML}<ListBucketResult><Name>b</Name></ListBucketResult>")

    def do_HEAD(self) -> None:
        self._send(404, "")

    def do_PUT(self) -> None:
        self._body()
        self._send(200, "")

    def do_POST(self) -> None:
        body = self._body()
        operation = self.headers.get("x-amz-target", "").partition(".")[2]
        if operation == "GetItem":
            item = {"id": {"N": "7"}, "tags": {"L": [{"S": "a"}]}, "on": {"BOOL": True}}
            self._json({"Item": item})
        elif operation == "PutItem" and "undefined" not in body and "gone" not in body:
            fault = {"__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"}
            self._json({**fault, "message": "The conditional request failed"}, 400)
        elif operation:
            self._json({})
        elif "/invocations" in self.path:
            self._json({"echo": json.loads(body or "null")})
        else:
            told = "<PublishResult><MessageId>m-1</MessageId></PublishResult>"
            self._send(200, f"<PublishResponse>{told}</PublishResponse>", "text/xml")

    def _body(self) -> str:
        return self.rfile.read(int(self.headers.get("content-length", 0))).decode()

    def _json(self, value: object, status: int = 200) -> None:
        self._send(status, json.dumps(value), "application/x-amz-json-1.0")

    def _send(self, status: int, body: str, kind: str = "application/xml") -> None:
        content = body.encode()
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Aws)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """A folder in which version 2 is there."""
    return _folder(tmp_path / "before", "aws-sdk")


@pytest.fixture
def after(tmp_path: Path) -> Path:
    """A folder with version 3 alone, as the runtimes since Node.js 18 have it."""
    return _folder(tmp_path / "after", "@aws-sdk")


FUNCTIONS = {
    "items": """\
const AWS = require('aws-sdk');
const table = new AWS.DynamoDB.DocumentClient();

exports.handler = async (event) => {
  const found = await table.get({ TableName: 't', Key: { id: event.id } }).promise();
  await table.update({ TableName: 't', Key: { id: 1 }, Note: undefined }).promise();
  return { statusCode: 200, body: JSON.stringify(found.Item) };
};
""",
    "body": """\
const AWS = require('aws-sdk');
const s3 = new AWS.S3({ apiVersion: '2006-03-01' });

exports.handler = async (event) => {
  const data = await s3.getObject({ Bucket: 'b', Key: event.key }).promise();
  const text = data.Body.toString('utf-8');
  const other = await s3.getObject({ Bucket: 'b', Key: event.key }).promise();
  const bytes = await s3.getObject({ Bucket: 'b', Key: event.key }).promise();
  return [text, JSON.parse(other.Body), bytes.Body.length, bytes.ContentType];
};
""",
    "lists": """\
const { S3 } = require('aws-sdk');
const s3 = new S3();

exports.handler = async () => {
  const { Contents: files } = await s3.listObjectsV2({ Bucket: 'b' }).promise();
  const page = await s3.listObjectsV2({ Bucket: 'b' }).promise();
  return files.length + page.CommonPrefixes.length;
};
""",
    "errors": """\
const AWS = require('aws-sdk');
const s3 = new AWS.S3();

exports.handler = async (event) => {
  const told = [];
  for (const Key of [event.missing, event.key]) {
    try {
      const data = await s3.getObject({ Bucket: 'b', Key }).promise();
      told.push(data.ContentLength);
    } catch (err) {
      told.push(err.code === 'NoSuchKey', err.statusCode);
    }
  }
  try {
    await s3.headObject({ Bucket: 'b', Key: event.missing }).promise();
  } catch (err) {
    told.push(err.code === 'NotFound');
  }
  return told;
};
""",
    "codes": """\
const DynamoDB = require('aws-sdk/clients/dynamodb');
const table = new DynamoDB.DocumentClient();

exports.handler = async (event) => {
  try {
    await table.put({ TableName: 't', Item: { id: event.id } }).promise();
  } catch (error) {
    return error.code;
  }
};
""",
    "undefined": """\
const AWS = require('aws-sdk');

exports.handler = async () => {
  const table = new AWS.DynamoDB.DocumentClient();
  await table.put({ TableName: 't', Item: { id: 'gone', none: undefined } }).promise();
  return 'kept';
};
""",
    "payload": """\
const AWS = require('aws-sdk');
const lambda = new AWS.Lambda();

exports.handler = async (event) => {
  const answer = await lambda.invoke({
    FunctionName: 'other',
    Payload: JSON.stringify(event)
  }).promise();
  return JSON.parse(answer.Payload);
};
""",
    "promises": """\
const AWS = require('aws-sdk');
const sns = new AWS.SNS();
const table = new AWS.DynamoDB.DocumentClient();
const tell = (Message) =>
  sns.publish({ TopicArn: 'arn:aws:sns:eu-west-1:1:t', Message }).promise();

exports.handler = async (event) => {
  await Promise.all([1, 2].map((id) => table.delete({ TableName: 't', Key: { id } }).promise()));
  const [found, told] = await Promise.all([
    table.get({ TableName: 't', Key: { id: event.id } }).promise(),
    tell('hello'),
  ]);
  return tell('again').then((data) => [data.MessageId, found.Item.id, told.MessageId]);
};
""",
    "callback": """\
var AWS = require('aws-sdk');
var sns = new AWS.SNS();

exports.handler = function (event, context, callback) {
  sns.publish({ TopicArn: 'arn:aws:sns:eu-west-1:1:t', Message: 'hello' }, function (err, data) {
    if (err) {
      callback(err);
    } else {
      callback(null, data.MessageId);
    }
  });
};
""",
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_fails_before_and_answers_the_same_afterwards(
    name: str, before: Path, after: Path, endpoint: str
) -> None:
    source = FUNCTIONS[name]
    written = moved(source)
    assert written is not None
    assert _run(before, _STUBBED + source, endpoint)[0].startswith('{"value":')
    assert "Cannot find module 'aws-sdk" in _run(after, source, endpoint)[1]
    assert _run(after, written, endpoint)[0] == _run(before, _STUBBED + source, endpoint)[0]


def _folder(path: Path, package: str) -> Path:
    path.joinpath("node_modules").mkdir(parents=True)
    path.joinpath("node_modules", package).symlink_to(Path(_MODULES, package).resolve())
    path.joinpath("run.js").write_text(_RUN)
    return path


def _run(folder: Path, source: str, endpoint: str) -> tuple[str, str]:
    """What a function prints, and what it complains of."""
    folder.joinpath("index.js").write_text(source)
    environment = {
        "PATH": os.environ["PATH"],
        "AWS_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "b",
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_MAX_ATTEMPTS": "1",
        "AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE": "1",
    }
    done = subprocess.run(
        ["node", "run.js"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout.strip(), done.stderr
