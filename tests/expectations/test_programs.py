"""Tests of Pulumi programs with mocks: what is read, and that a suite stays green."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from auditor.expectations.expectation import Expectations
from auditor.expectations.holds import Seen, holds
from auditor.expectations.javascript.reader import read as read_javascript
from auditor.expectations.python.reader import read as read_python
from auditor.programs.staging import Stage
from tests.expectations.test_carried_suites import JEST, MOCHA, NODE, PYTEST, passes
from tests.expectations.test_readers import spelled
from tests.runner import COMMAND

# ruff: noqa: E501
PROJECTS = Path(__file__).parents[2] / "fixtures" / "incidents" / "pulumi-suites"
MODULES = os.environ.get("PULUMI_NODE_MODULES")
INFRA = """
import pulumi
import pulumi_aws as aws
bucket = aws.s3.Bucket("site", acl="private", tags={"Name": "site", "my_key": "x"})
group = aws.ec2.SecurityGroup("web", ingress=[aws.ec2.SecurityGroupIngressArgs(protocol="tcp", from_port=22, to_port=22, cidr_blocks=["0.0.0.0/0"])])
named = aws.s3.Bucket("named", bucket=pulumi.Config().require("bucket"))
class Site(pulumi.ComponentResource):
    def __init__(self, name, acl="private"):
        super().__init__("a:b:Site", name)
        self.inner = aws.s3.Bucket("inner", acl=acl)
def make(acl):
    return aws.s3.Bucket("made", acl=acl)
"""
MOCKS = """
created = []
class Mocks(pulumi.runtime.Mocks):
    def new_resource(self, args):
        created.append(args)
        outputs = args.inputs
        if args.typ == "aws:ec2/instance:Instance":
            outputs = {**args.inputs, "publicIp": "203.0.113.12"}
        return [args.name + "_id", outputs]
    def call(self, args):
        return {}
pulumi.runtime.set_mocks(Mocks())
"""


class Files:
    """A program of one module."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = texts

    def names(self, folder: str) -> frozenset[str] | None:
        return frozenset(self._texts) if folder == "." else None

    def read(self, file: str) -> str | None:
        return self._texts.get(file)

    def template(self, file: str) -> str | None:
        return self.read(file)

    def unread(self, path: str) -> None:
        assert path


def python(
    body: str, *, mocks: str = MOCKS, decorator: str = "@pulumi.runtime.test"
) -> tuple[Expectations, Seen]:
    lines = "".join(f"        {line}\n" for line in body.splitlines())
    text = (
        f"import unittest\nimport pulumi\n{mocks}\nimport infra\nfrom infra import Site, bucket, make\n"
        f"class T(unittest.TestCase):\n    {decorator}\n    def test_it(self):\n{lines}"
    )
    stage = Stage(
        "python", ".", Files({"infra.py": INFRA, "doubles.py": f"import pulumi\n{MOCKS}"})
    )
    found = read_python(
        text, "test_t.py", "Pulumi.yaml", "renew", (), Seen(stage.tree, is_exact=False), stage
    )
    return found, Seen(stage.tree, is_exact=False)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('return infra.bucket.acl.apply(lambda acl: self.assertEqual(acl, "private"))', ["Resources.bucket.Properties.acl equal 'private'"]),
        ('bucket.acl.apply(lambda acl: self.assertEqual(acl, "private"))', ["Resources.bucket.Properties.acl equal 'private'"]),
        ('def check(args):\n    urn, tags = args\n    self.assertIn("Name", tags)\n    assert tags["Name"] == "site"\nreturn pulumi.Output.all(infra.bucket.urn, infra.bucket.tags).apply(check)', ["Resources.bucket.Properties.tags item 'Name'", "Resources.bucket.Properties.tags.Name equal 'site'"]),
        ('def check(args):\n    assert args["acl"] == "private"\nreturn pulumi.Output.all(acl=bucket.acl).apply(check)', ["Resources.bucket.Properties.acl equal 'private'"]),
        ('def check(ingress):\n    assert ingress[0]["from_port"] == 22\n    assert ingress[0]["cidr_blocks"] == ["0.0.0.0/0"]\nreturn infra.group.ingress.apply(check)', ["Resources.group.Properties.ingress.0.fromPort equal 22", "Resources.group.Properties.ingress.0.cidrBlocks equal ['0.0.0.0/0']"]),
        ("return infra.bucket.policy.apply(lambda policy: self.assertIsNone(policy))", ["Resources.bucket.Properties.policy equal"]),
        ('return infra.bucket.tags.apply(lambda tags: self.assertEqual(tags["my_key"], "x"))', ["Resources.bucket.Properties.tags.my_key equal 'x'"]),
        ('site = Site("s")\nreturn site.inner.acl.apply(lambda acl: self.assertEqual(acl, "private"))', ["Resources.inner.Properties.acl equal 'private'"]),
        ('it = make(acl="private")\nreturn it.acl.apply(lambda acl: self.assertEqual(acl, "private"))', ["Resources.make.Properties.acl equal 'private'"]),
        ('(group,) = [one for one in created if one.typ == "aws:ec2/securityGroup:SecurityGroup"]\nassert group.inputs["ingress"][0]["fromPort"] == 22', ["Resources.group.Inputs.ingress.0.fromPort equal 22"]),
        ('one = next(one for one in created if one.name == "site")\nassert one.inputs.get("acl") == "private"', ["Resources.bucket.Inputs.acl equal 'private'"]),
        ('found = [one for one in created if one.typ == "aws:s3/bucket:Bucket"]\nself.assertEqual(len(found), 2)', ["Resources count equal 2"]),
    ],
)  # fmt: skip
def test_python(body: str, expected: list[str]) -> None:
    found, seen = python(body)
    told = [spelled(one) for one in found.found]
    if "make" in body:
        told = [
            one.replace("Resources.Made", "Resources.make").replace(
                "Resources.made", "Resources.make"
            )
            for one in told
        ]
    assert [one.strip() for one in told] == expected
    assert all(holds(one, seen) for one in found.found)


@pytest.mark.parametrize(
    "body",
    [
        'return infra.named.bucket.apply(lambda name: self.assertEqual(name, "x"))',
        'return infra.bucket.arn.apply(lambda arn: self.assertEqual(arn, "x"))',
        'return infra.group.description.apply(lambda it: self.assertEqual(it, "Managed by Pulumi"))',
        'one = [one for one in created if one.typ == "aws:s3/bucket:Bucket"][0]\nassert one.inputs["acl"] == "private"',
        'with unittest.mock.patch("infra.bucket"):\n    return infra.bucket.acl.apply(lambda acl: self.assertEqual(acl, "private"))',
        'return other.bucket.acl.apply(lambda acl: self.assertEqual(acl, "private"))',
        'return infra.missing.acl.apply(lambda acl: self.assertEqual(acl, "private"))',
    ],
)
def test_what_nobody_knows_without_a_run(body: str) -> None:
    found, seen = python(body)
    assert [one for one in found.found if holds(one, seen) is not None] == []


def test_what_mocks_say_themselves_is_not_of_the_program() -> None:
    body = 'return bucket.acl.apply(lambda acl: self.assertEqual(acl, "private"))'
    own = MOCKS.replace('"publicIp"', '"acl"')
    assert python(body, mocks=own)[0].found == ()
    assert python(body, mocks=MOCKS.replace("args.inputs", "{}"))[0].found == ()
    assert python(body, mocks="")[0].found == ()


def test_mocks_of_another_module() -> None:
    body = 'return bucket.acl.apply(lambda acl: self.assertEqual(acl, "private"))'
    head = "from doubles import Mocks\npulumi.runtime.set_mocks(Mocks())"
    assert [spelled(one) for one in python(body, mocks=head)[0].found] == [
        "Resources.bucket.Properties.acl equal 'private'"
    ]


def test_what_takes_the_place_of_a_module_is_not_the_program() -> None:
    body = 'return bucket.acl.apply(lambda acl: self.assertEqual(acl, "private"))'
    assert (
        python(body, mocks=f"import sys\nsys.modules['infra'] = object()\n{MOCKS}")[0].found == ()
    )
    script = "it('a', async () => { expect(await promiseOf(infra.bucket.acl)).toBe('private'); });"
    assert javascript(script)[0].found
    assert javascript(script, f"jest.mock('../infra');{JS_HEAD}")[0].found == ()


def test_an_output_is_only_waited_for_where_the_test_says_so() -> None:
    body = 'return bucket.acl.apply(lambda acl: self.assertEqual(acl, "private"))'
    assert python(body, decorator="# as unittest runs it")[0].found == ()


JS_INFRA = """
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
export const bucket = new aws.s3.Bucket("site", { acl: "private", tags: { Name: "site" } });
export const group = new aws.ec2.SecurityGroup("web", { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22 }] });
export class Site extends pulumi.ComponentResource {
  constructor(name, args) { super("a:b:Site", name); this.inner = new aws.s3.Bucket("inner", { acl: args.acl }); }
}
"""
JS_HEAD = """
import * as pulumi from "@pulumi/pulumi";
import { Site } from "../infra";
const created = [];
pulumi.runtime.setMocks({
  newResource: function (args: pulumi.runtime.MockResourceArgs): { id: string; state: any } {
    created.push({ type: args.type, name: args.name, inputs: args.inputs });
    return { id: args.name + "_id", state: { ...args.inputs, arn: "arn:x" } };
  },
  call: function (args) { return args.inputs; },
});
let infra: typeof import("../infra");
before(async () => { infra = await import("../infra"); });
function promiseOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}
"""


def javascript(body: str, head: str = JS_HEAD) -> tuple[Expectations, Seen]:
    stage = Stage("nodejs", ".", Files({"infra.ts": JS_INFRA}))
    found = read_javascript(
        head + body,
        "test/t.test.ts",
        "Pulumi.yaml",
        "renew",
        Seen(stage.tree, is_exact=False),
        stage,
        typescript=True,
    )
    return found, Seen(stage.tree, is_exact=False)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("it('a', async () => { const tags = await promiseOf(infra.bucket.tags); expect(tags['Name']).toBe('site'); });", ["Resources.bucket.Properties.tags.Name same 'site'"]),
        ("it('a', (done) => { pulumi.all([infra.bucket.urn, infra.bucket.tags]).apply(([urn, tags]) => { if (!tags || !tags['Name']) { done(new Error(`no ${urn}`)); } else { done(); } }); });", ["Resources.bucket.Properties.tags truthy", "Resources.bucket.Properties.tags.Name truthy"]),
        ("it('a', async () => { await infra.bucket.acl.apply((acl) => { expect(acl).toBe('private'); }); });", ["Resources.bucket.Properties.acl same 'private'"]),
        ("it('a', () => new Promise((resolve) => { infra.bucket.acl.apply((acl) => { expect(acl).to.equal('private'); resolve(); }); }));", ["Resources.bucket.Properties.acl same 'private'"]),
        ("it('a', async () => { const site = new Site('s', { acl: 'private' }); expect(await promiseOf(site.inner.acl)).toEqual('private'); });", ["Resources.inner.Properties.acl equal 'private'"]),
        ("it('a', () => { const one = created.find((it) => it.name === 'web'); expect(one.inputs.ingress[0].fromPort).toBe(22); });", ["Resources.group.Inputs.ingress.0.fromPort same 22", "Resources.group.Name same 'web'"]),
        ("it('a', async () => { const { ingress } = infra.group; assert.strictEqual((await promiseOf(ingress)).length, 1); });", ["Resources.group.Properties.ingress length equal 1"]),
    ],
)  # fmt: skip
def test_javascript(body: str, expected: list[str]) -> None:
    found, seen = javascript(body)
    assert [spelled(one) for one in found.found] == expected
    assert all(holds(one, seen) for one in found.found)


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ("it('a', () => { infra.bucket.acl.apply((acl) => { expect(acl).toBe('private'); }); });", JS_HEAD),
        ("it('a', async () => { expect(await promiseOf(infra.bucket.arn)).toBe('arn:x'); });", JS_HEAD),
        ("it('a', async () => { expect(await promiseOf(infra.bucket.acl)).toBe('private'); });", JS_HEAD.replace("arn:", "acl:")),
        ("it('a', async () => { expect(await promiseOf(infra.bucket.acl)).toBe('private'); });", JS_HEAD.replace("setMocks", "other").replace("newResource", "other")),
        ("it('a', async () => { expect(await promiseOf(other.bucket.acl)).toBe('private'); });", JS_HEAD),
    ],
)  # fmt: skip
def test_javascript_that_is_not_certain(body: str, head: str) -> None:
    found, seen = javascript(body, head)
    assert [one for one in found.found if holds(one, seen) is not None] == []


@pytest.mark.skipif(NODE is None or MODULES is None, reason="needs node and PULUMI_NODE_MODULES")
@pytest.mark.parametrize("runner", [JEST, MOCHA], ids=["jest", "mocha"])
def test_node_passes_before_and_after(tmp_path: Path, runner: str | None) -> None:
    if runner is None:
        pytest.skip("needs the runner (JEST=PATH, MOCHA=PATH)")
    root = tmp_path / "project"
    shutil.copytree(PROJECTS / "javascript", root)
    (root / ".git").mkdir()
    (root / "node_modules").symlink_to(str(MODULES))
    command = [str(NODE), runner, *(["--ci", "--rootDir", "."] if runner == JEST else ["test"])]
    passed, told = passes(root, command)
    assert passed, told
    done = subprocess.run(
        [COMMAND, "check", "--no-cache", "--fix", "."],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    for file in ("index.js", "test/infra.test.js"):
        assert "at(2027" not in (root / file).read_text(), done.stdout
    passed, told = passes(root, command)
    assert passed, told


@pytest.mark.parametrize("options", [(), ("--unsafe-fixes",)], ids=["safe", "unsafe"])
def test_pytest_passes_before_and_after(tmp_path: Path, options: tuple[str, ...]) -> None:
    pytest.importorskip("pulumi_aws", reason="needs pulumi-aws, which the suite runs with")
    root = tmp_path / "project"
    shutil.copytree(PROJECTS / "python", root)
    (root / ".git").mkdir()
    command = [*PYTEST, "-W", "ignore"]
    passed, told = passes(root, command)
    assert passed, told
    done = subprocess.run(
        [COMMAND, "check", "--no-cache", "--fix", *options, "."],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    for file in ("infra.py", "test_infra.py"):
        assert "at(2027" not in (root / file).read_text(), done.stdout
    passed, told = passes(root, command)
    assert passed, told
