"""A suite of CDK passes before and after, where its line changes together with the code.

It runs where CDK_NODE_MODULES names a folder with aws-cdk-lib and jest.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.runner import Workspace

MODULES = os.environ.get("CDK_NODE_MODULES")
NODE = shutil.which("node")
OLD, NEW = "'matcher.handler'", "'index.handler'"
STACK = """
const cdk = require('aws-cdk-lib');
const lambda = require('aws-cdk-lib/aws-lambda');

class OrdersStack extends cdk.Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    const role = new cdk.CfnParameter(this, 'Role');
    const code = { zipFile: 'def handler(event, context):\\n    return {"ok": True}\\n' };
    new lambda.CfnFunction(this, 'Matcher', {
      handler: 'matcher.handler', runtime: 'python3.13', role: role.valueAsString, code,
    });
    new cdk.CfnOutput(this, 'Name', { value: 'matcher' });
  }
}
module.exports = { OrdersStack };
"""
APP = """
const cdk = require('aws-cdk-lib');
const { OrdersStack } = require('./stack');

const app = new cdk.App({ outdir: 'cdk.out' });
new OrdersStack(app, 'Orders');
app.synth();
"""
SUITE = """
const cdk = require('aws-cdk-lib');
const { Match, Template } = require('aws-cdk-lib/assertions');
const { OrdersStack } = require('../lib/stack');

describe('orders', () => {
  let template;

  beforeEach(() => {
    const app = new cdk.App();
    template = Template.fromStack(new OrdersStack(app, 'Orders'));
  });

  test('the function', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Handler: 'matcher.handler',
      Runtime: Match.anyValue(),
      Layers: Match.absent(),
    });
    template.resourceCountIs('AWS::Lambda::Function', 1);
    template.hasOutput('Name', { Value: 'matcher' });
  });

  test('its handler', () => {
    const functions = Object.values(template.findResources('AWS::Lambda::Function'));
    expect(functions[0].Properties.Handler).toBe('matcher.handler');
    expect(template.toJSON().Resources.Matcher.Properties.Handler).toEqual('matcher.handler');
  });
});
"""


def node(project: Path, *command: str) -> subprocess.CompletedProcess[str]:
    # the validation of CDK itself takes longer than all else, and is not looked at here
    environment = {**os.environ, "NODE_PATH": str(MODULES), "CI": "true", "CDK_VALIDATION": "false"}
    return subprocess.run(
        [str(NODE), *command],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )


def passes(project: Path) -> bool:
    return node(project, f"{MODULES}/jest/bin/jest.js", "--ci", "--rootDir", ".").returncode == 0


@pytest.mark.skipif(NODE is None or MODULES is None, reason="needs node and CDK_NODE_MODULES")
def test_a_suite_of_cdk_passes_once_its_lines_are_changed_with_the_code(
    workspace: Workspace,
) -> None:
    code = workspace.write("lib/stack.js", STACK)
    suite = workspace.write("test/orders.test.js", SUITE)
    workspace.write("lib/app.js", APP)
    workspace.write("package.json", '{"devDependencies": {"jest": "29"}}')
    done = node(workspace.folder, "lib/app.js")
    assert done.returncode == 0, done.stderr
    assert passes(workspace.folder)

    out = workspace.check("cdk.out", "--select", "inline-handler-module,stale-expectation").out
    lines = [int(line) for line in re.findall(r"^test/orders\.test\.js:(\d+):", out, re.M)]
    assert len(lines) == 3

    code.write_text(STACK.replace(OLD, NEW))
    assert not passes(workspace.folder)
    texts = SUITE.splitlines()
    for line in lines:
        # what is expected of a resource begins in the line that is named
        at = line - 1 if OLD in texts[line - 1] else line
        assert OLD in texts[at]
        texts[at] = texts[at].replace(OLD, NEW)
    suite.write_text("\n".join(texts))
    assert passes(workspace.folder)
