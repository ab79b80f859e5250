"""handler-not-found beside code folders as people lay them out.

The rule is silent about each project, and finds the same project with a misspelled Handler where
the code shows all of its names.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import pytest

from auditor.engine.check import check
from auditor.model.project import Unread
from auditor.model.settings import Settings
from tests.rules.cases import rules

ID = "handler-not-found"
PLAIN = "def lambda_handler(event, context):\n    return {'statusCode': 200}\n"
EXPORTED = "exports.handler = async (event) => ({ statusCode: 200 });\n"
TYPED = "export const handler: Handler = async (event: Order): Promise<Reply> => reply(event);\n"
ESBUILD = {"BuildMethod": "esbuild", "BuildProperties": {"EntryPoints": ["app.ts"]}}


@dataclass(frozen=True)
class Beside:
    """Files beside a template."""

    texts: dict[str, str]

    def names(self, folder: str) -> frozenset[str] | None:
        start = () if folder == "." else PurePosixPath(folder).parts
        files = [PurePosixPath(file).parts for file in self.texts]
        found = {parts[len(start)] for parts in files if parts[: len(start)] == start != parts}
        return frozenset(found) or None

    def read(self, file: str) -> str | None:
        return self.texts.get(file)

    def template(self, file: str) -> str | None:
        return self.read(file)

    def unread(self, path: str) -> Unread | None:
        return None if path in self.texts else Unread("does not exist")


@dataclass(frozen=True)
class Layout:
    """A function and its files. `twin` is how a misspelled Handler is told: not at all for ''."""

    handler: str
    files: dict[str, str]
    code: str | None = "src/"
    twin: str = "error"
    runtime: str = "python3.13"
    more: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    globals_: dict[str, Any] = field(default_factory=dict)
    type: str = "AWS::Serverless::Function"

    def told(self, handler: str) -> list[str]:
        """The severities of what is found with a Handler."""
        key = "CodeUri" if "Serverless" in self.type else "Code"
        code = {} if self.code is None else {key: self.code}
        properties = {**code, "Handler": handler, "Runtime": self.runtime, **self.more}
        function = {"Type": self.type, "Metadata": self.metadata, "Properties": properties}
        template = {
            "Transform": "AWS::Serverless-2016-10-31",
            "Globals": {"Function": self.globals_},
            "Resources": {"Orders": function},
        }
        found = check(json.dumps(template), (rules()[ID],), Settings(), Beside(self.files))
        return [str(finding.severity) for finding in found.findings]


def node(handler: str, files: dict[str, str], **more: Any) -> Layout:
    """A function of Node.js."""
    return Layout(handler, files, runtime="nodejs22.x", **more)


LAYOUTS = {
    "python, as sam init makes it": Layout(
        "app.lambda_handler",
        {
            "hello_world/__init__.py": "",
            "hello_world/app.py": f"import json\n\n# import requests\n\n\n{PLAIN}",
            "hello_world/requirements.txt": "requests\n",
            "tests/unit/test_handler.py": "from hello_world import app\n",
        },
        code="hello_world/",
    ),
    "python with Powertools": Layout(
        "app.lambda_handler",
        {
            "src/app.py": "from aws_lambda_powertools import Logger, Metrics, Tracer\n"
            "from aws_lambda_powertools.event_handler import APIGatewayRestResolver\n"
            "app = APIGatewayRestResolver()\nlogger = Logger()\ntracer = Tracer()\n"
            "@app.get('/hello')\n@tracer.capture_method\ndef hello() -> dict:\n    return {}\n"
            "@logger.inject_lambda_context(log_event=True)\n@tracer.capture_lambda_handler\n"
            "def lambda_handler(event: dict, context) -> dict:\n"
            "    return app.resolve(event, context)\n"
        },
    ),
    "python of the template's own folder": Layout(
        "main.lambda_handler", {"main.py": PLAIN, "template.yaml": ""}, code="."
    ),
    "python in packages": Layout(
        "orders.api.get.lambda_handler",
        {
            "src/orders/__init__.py": "",
            "src/orders/api/__init__.py": "",
            "src/orders/api/get.py": PLAIN,
        },
    ),
    "python in folders without __init__": Layout(
        "handlers/get.lambda_handler", {"src/handlers/get.py": PLAIN}
    ),
    "python from the root of a monorepo": Layout(
        "services.orders.app.lambda_handler",
        {"services/orders/app.py": PLAIN, "services/users/app.py": "def other(e, c): ...\n"},
        code="./",
    ),
    "python service of a monorepo": Layout(
        "app.lambda_handler",
        {"services/orders/src/app.py": PLAIN, "services/orders/src/lib/db.py": ""},
        code="./services/orders/src",
    ),
    "python by Mangum": Layout(
        "main.lambda_handler",
        {
            "src/main.py": "from fastapi import FastAPI\nfrom mangum import Mangum\n"
            "app = FastAPI()\nlambda_handler = Mangum(app, lifespan='off')\n",
            "src/requirements.txt": "fastapi\nmangum\n",
        },
    ),
    "python object with __call__": Layout(
        "app.handle",
        {
            "src/app.py": "class Orders:\n    def __call__(self, event, context):\n"
            "        return event\n\n\nhandle = Orders()\n"
        },
    ),
    "python re-export of a package": Layout(
        "orders.handler",
        {
            "src/orders/__init__.py": "from .main import handler\n\n__all__ = ['handler']\n",
            "src/orders/main.py": "def handler(event, context):\n    return event\n",
        },
    ),
    "python re-export by another name": Layout(
        "app.run", {"src/app.py": "from core.entry import main as run\n", "src/core/entry.py": ""}
    ),
    "python star import": Layout(
        "app.handler", {"src/app.py": "from orders import *\n", "src/orders.py": ""}, twin=""
    ),
    "python lambda expression": Layout(
        "app.handler", {"src/app.py": "handler = lambda event, context: event\n"}
    ),
    "python partial": Layout(
        "app.handler",
        {"src/app.py": "from functools import partial\nhandler = partial(print, 'orders')\n"},
    ),
    "python try and except": Layout(
        "app.handler",
        {
            "src/app.py": "try:\n    from fast import handler\n"
            "except ImportError:\n    def handler(event, context):\n        return event\n"
        },
    ),
    "python under a condition": Layout(
        "app.handler",
        {"src/app.py": "import os\nif os.environ.get('A'):\n    def handler(e, c): ...\n"},
    ),
    "python async": Layout("app.handler", {"src/app.py": "async def handler(e, c): ...\n"}),
    "python annotated and unpacked": Layout(
        "app.handler", {"src/app.py": "first, handler = make()\nother: int = 1\n"}
    ),
    "python made at run time": Layout(
        "app.handler",
        {"src/app.py": "for name in ('handler',):\n    globals()[name] = print\n"},
        twin="",
    ),
    "python module with __getattr__": Layout(
        "app.handler", {"src/app.py": "def __getattr__(name):\n    return print\n"}, twin=""
    ),
    "python with Globals": Layout(
        "app.lambda_handler",
        {"functions/app.py": PLAIN},
        code=None,
        globals_={"CodeUri": "functions/", "Timeout": 3},
    ),
    "python with a layer": Layout(
        "app.lambda_handler",
        {"src/app.py": PLAIN, "layers/common/python/common.py": ""},
        more={"Layers": [{"Ref": "Common"}]},
    ),
    "python handler that a layer brings": Layout(
        "datadog_lambda.handler.handler",
        {"src/app.py": PLAIN},
        twin="",
        more={"Layers": ["arn:aws:lambda:us-east-1:464622532012:layer:Datadog-Python313:99"]},
    ),
    "python handler that a dependency brings": Layout(
        "serverless_wsgi.handler",
        {"src/app.py": PLAIN, "src/requirements.txt": "flask\nserverless-wsgi==3.0.3\n"},
        twin="",
    ),
    "python built by SAM": Layout(
        "anything.handler",
        {"src/app.py": PLAIN},
        twin="",
        metadata={"BuildMethod": "makefile"},
    ),
    "python with a Makefile": Layout(
        "anything.handler", {"src/app.py": PLAIN, "src/Makefile": "build:\n"}, twin=""
    ),
    "python of an archive": Layout(
        "anything.handler", {"dist/app.zip": "", "app.py": PLAIN}, code="dist/app.zip", twin=""
    ),
    "python of CloudFormation, packaged": Layout(
        "app.lambda_handler", {"src/app.py": PLAIN}, type="AWS::Lambda::Function"
    ),
    "python image": Layout(
        "anything.handler", {"src/app.py": PLAIN}, twin="", more={"PackageType": "Image"}
    ),
    "node, as sam init makes it": node(
        "app.lambdaHandler",
        {
            "hello-world/app.mjs": "export const lambdaHandler = async (event, context) => {\n"
            "    return { statusCode: 200, body: JSON.stringify({ message: 'hi' }) };\n};\n",
            "hello-world/package.json": '{"name": "hello_world", "scripts": {"test": "mocha"}}',
            "hello-world/tests/unit/test-handler.mjs": "import { lambdaHandler } from '../../app';",
        },
        code="hello-world/",
    ),
    "node in nested folders": node(
        "src/handlers/get-all-items.getHandler",
        {
            "src/handlers/get-all-items.mjs": "import { DynamoDBClient } from"
            " '@aws-sdk/client-dynamodb';\nconst client = new DynamoDBClient({});\n"
            "export const getHandler = async (event) => client.send(event);\n",
            "package.json": '{"dependencies": {"@aws-sdk/client-dynamodb": "^3"}}',
        },
        code="./",
    ),
    "node with esbuild": node(
        "app.lambdaHandler", {"src/app.ts": TYPED}, twin="", metadata=ESBUILD
    ),
    "node with esbuild of a script": node(
        "app.handler",
        {
            "src/app.js": EXPORTED,
            "src/package.json": '{"scripts": {"build": "esbuild app.js --bundle"}}',
        },
        twin="warning",
    ),
    "node by exports": node("index.handler", {"src/index.js": EXPORTED}),
    "node by a function of CommonJS": node(
        "index.handler",
        {"src/index.cjs": "async function handler(e) { return e; }\nmodule.exports = { handler };"},
    ),
    "node by both exports": node(
        "index.handler",
        {"src/index.js": "exports = module.exports = { handler: async () => 1 };\n"},
    ),
    "node with modules spread into the exports": node(
        "index.get",
        {
            "src/index.js": 'module.exports = { ...require("./get"), ...require("./put") };\n',
            "src/get.js": EXPORTED,
        },
        twin="",
    ),
    "node that hands another module on": node(
        "index.handler", {"src/index.js": 'module.exports = require("./lib");\n'}, twin=""
    ),
    "node re-export of all": node(
        "index.handler", {"src/index.mjs": "export * from './lib.mjs';\n"}, twin=""
    ),
    "node re-export by name": node(
        "index.handler", {"src/index.mjs": "export { main as handler } from './lib.mjs';\n"}
    ),
    "node with middy": node(
        "index.handler",
        {
            "src/index.mjs": "import middy from '@middy/core';\nconst base = async () => {};\n"
            "export const handler = middy(base).use(jsonBodyParser());\n"
        },
    ),
    "node with response streaming": node(
        "index.handler",
        {
            "src/index.mjs": "export const handler = awslambda.streamifyResponse("
            "async (event, stream) => { stream.end(); });\n"
        },
    ),
    "node with express": node(
        "lambda.handler",
        {
            "src/lambda.js": "const serverlessExpress = require('@codegenie/serverless-express');\n"
            "const app = require('./app');\nexports.handler = serverlessExpress({ app });\n"
        },
    ),
    "node class with a bound method": node(
        "index.lambdaHandler",
        {
            "src/index.mjs": "class Orders {\n  async handler(event) { return event; }\n}\n"
            "const orders = new Orders();\n"
            "export const lambdaHandler = orders.handler.bind(orders);\n"
        },
    ),
    "node handlers by name of a mapping": node(
        "index.handler", {"src/index.js": "module.exports[process.env.NAME] = run;\n"}, twin=""
    ),
    "node defined by a property": node(
        "index.handler",
        {
            "src/index.js": '"use strict";\nObject.defineProperty(exports, "__esModule",'
            " { value: true });\nexports.handler = void 0;\nconst handler = async () => {};\n"
            "exports.handler = handler;\n"
        },
    ),
    "node folder with an index": node("orders.handler", {"src/orders/index.js": EXPORTED}),
    "node of CloudFormation, packaged": node(
        "index.handler", {"src/index.js": EXPORTED}, type="AWS::Lambda::Function"
    ),
    "node bundle that is not there": node(
        "dist/index.handler",
        {"src/index.ts": TYPED, "package.json": '{"scripts": {"build": "tsc"}}'},
        code=".",
        twin="",
    ),
    "typescript const": node("app.handler", {"src/app.ts": TYPED}, twin="warning"),
    "typescript function": node(
        "app.handler",
        {
            "src/app.ts": "import type { SQSEvent } from 'aws-lambda';\n"
            "interface Order { id: string; }\n"
            "export async function handler<T extends Order>(event: SQSEvent): Promise<void> {}\n"
        },
        twin="warning",
    ),
    "typescript export list": node(
        "app.handler",
        {
            "src/app.ts": "const main = async (event: unknown): Promise<void> => {};\n"
            "export { main as handler, type Order };\n"
        },
        twin="warning",
    ),
    "typescript with decorators": node(
        "app.handler",
        {
            "src/app.ts": "class Lambda implements LambdaInterface {\n"
            "  @tracer.captureLambdaHandler()\n"
            "  public async handler(_event: unknown, _context: Context): Promise<void> {}\n}\n"
            "const orders = new Lambda();\nexport const handler = orders.handler.bind(orders);\n"
        },
        twin="warning",
    ),
    "typescript compiled to another folder": node(
        "dist/app.handler",
        {"src/app.ts": TYPED, "tsconfig.json": "{}", "package.json": "{}"},
        code=".",
        twin="",
    ),
    "typescript re-export of all": node(
        "app.handler", {"src/app.ts": "export * from './orders';\n"}, twin=""
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_silent_beside_the_right_handler(layout: Layout) -> None:
    assert layout.told(layout.handler) == []


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_finds_a_misspelled_handler(layout: Layout) -> None:
    assert layout.told(f"{layout.handler}Wrong") == ([layout.twin] if layout.twin else [])
