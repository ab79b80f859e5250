"""What programs make is read as they are written, in both languages alike."""

from __future__ import annotations

from typing import Any

import pytest

from tests.programs.reading import read, resources

PYTHON = "import json\nimport pulumi\nimport pulumi_aws as aws\n"
SCRIPT = 'import * as pulumi from "@pulumi/pulumi";\nimport * as aws from "@pulumi/aws";\n'
QUEUE = "AWS::SQS::Queue"


def properties(runtime: str, text: str, name: str = "queue", **others: str) -> Any:
    head = PYTHON if runtime == "python" else SCRIPT
    return resources(runtime, head + text, **others)[name].get("Properties", {})


SAME = {
    "literal": (
        'queue = aws.sqs.Queue("a", delay_seconds=5)',
        'const queue = new aws.sqs.Queue("a", { delaySeconds: 5 });',
        {"DelaySeconds": 5},
    ),
    "constant of the module": (
        'WAIT = 5\nqueue = aws.sqs.Queue("a", delay_seconds=WAIT)',
        'const WAIT = 5;\nconst queue = new aws.sqs.Queue("a", { delaySeconds: WAIT });',
        {"DelaySeconds": 5},
    ),
    "configuration with a default": (
        "c = pulumi.Config()\nqueue = aws.sqs.Queue(\"a\", name=f\"q-{c.get('env') or 'dev'}\")",
        (
            "const c = new pulumi.Config();\n"
            'const queue = new aws.sqs.Queue("a", { name: `q-${c.get("env") || "dev"}` });'
        ),
        {"QueueName": {"Fn::Sub": "q-${Env}"}},
    ),
    "output in a text": (
        (
            'other = aws.sqs.Queue("b")\n'
            'queue = aws.sqs.Queue("a", redrive_policy=other.arn.apply('
            'lambda arn: json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 3})))'
        ),
        (
            'const other = new aws.sqs.Queue("b");\n'
            'const queue = new aws.sqs.Queue("a", { redrivePolicy: other.arn.apply((arn) =>\n'
            "  JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 3 })) });"
        ),
        {
            "RedrivePolicy": {
                "deadLetterTargetArn": {"Fn::GetAtt": ["other", "Arn"]},
                "maxReceiveCount": 3,
            }
        },
    ),
    "helper": (
        (
            "def make(name, wait=7):\n"
            "    made = aws.sqs.Queue(name, delay_seconds=wait)\n"
            "    return made\n"
            'queue = make("a")'
        ),
        (
            "function make(name: string, wait = 7) {\n"
            "  const queue = new aws.sqs.Queue(name, { delaySeconds: wait });\n"
            "  return queue;\n}\n"
            'const q = make("a");'
        ),
        {"DelaySeconds": 7},
    ),
    "choice by the configuration": (
        (
            'prod = pulumi.Config().get("env") == "prod"\n'
            'queue = aws.sqs.Queue("a", delay_seconds=1 if prod else 2)'
        ),
        (
            'const prod = new pulumi.Config().get("env") === "prod";\n'
            'const queue = new aws.sqs.Queue("a", { delaySeconds: prod ? 1 : 2 });'
        ),
        {"DelaySeconds": {"Fn::If": ["Case1", 1, 2]}},
    ),
    "spread": (
        'common = {"delay_seconds": 4}\nqueue = aws.sqs.Queue("a", **common, name="q")',
        (
            "const common = { delaySeconds: 4 };\n"
            'const queue = new aws.sqs.Queue("a", { ...common, name: "q" });'
        ),
        {"DelaySeconds": 4, "QueueName": "q"},
    ),
    "what only a run tells": (
        'import secrets\nqueue = aws.sqs.Queue("a", delay_seconds=secrets.randbelow(9))',
        'const queue = new aws.sqs.Queue("a", { delaySeconds: Math.random() * 9 });',
        {"DelaySeconds": {"Fn::Unknown": [1]}},
    ),
}


@pytest.mark.parametrize("case", SAME)
def test_both_languages_say_the_same(case: str) -> None:
    python, script, expected = SAME[case]
    name = "made" if case == "helper" else "queue"
    assert properties("python", python, name) == expected
    assert properties("nodejs", script) == expected


def test_a_component_is_followed_through_modules_and_methods() -> None:
    component = PYTHON + (
        "class Store(pulumi.ComponentResource):\n"
        "    def __init__(self, name, suffix, opts=None):\n"
        '        super().__init__("a:b:C", name, None, opts)\n'
        "        self.suffix = suffix\n"
        "        self._make()\n"
        "    def _make(self):\n"
        '        self.bucket = aws.s3.Bucket("files", bucket=f"files-{self.suffix}")\n'
    )
    main = 'from store import Store\nstore = Store("a", suffix="dev")\n'
    found = resources("python", main, store=component)
    assert found["bucket"]["Properties"]["BucketName"] == "files-dev"


def test_a_loop_over_literals_makes_each_resource() -> None:
    text = PYTHON + 'for n in ["a", "b"]:\n    aws.sqs.Queue(n, delay_seconds=len(n))\n'
    assert list(resources("python", text)) == ["a", "b"]
    script = SCRIPT + '["a", "b"].forEach((n) => { new aws.sqs.Queue(n, {}); });'
    assert list(resources("nodejs", script)) == ["a", "b"]


def test_a_resource_in_a_branch_has_its_condition() -> None:
    text = PYTHON + (
        'if pulumi.Config().require("env") == "prod":\n    queue = aws.sqs.Queue("a")\n'
    )
    document = read("python", {"__main__.py": text})
    assert document.tree["Resources"]["queue"]["Condition"] == "Case1"
    assert document.tree["Conditions"]["Case1"] == {"Fn::Equals": [{"Ref": "Env"}, "prod"]}


def test_parts_of_a_bucket_are_joined_to_it() -> None:
    text = PYTHON + (
        'bucket = aws.s3.Bucket("files")\n'
        'aws.s3.BucketOwnershipControls("c", bucket=bucket.id,\n'
        '    rule={"object_ownership": "ObjectWriter"})\n'
        'aws.s3.BucketPublicAccessBlock("p", bucket=bucket.id, block_public_acls=True)\n'
    )
    assert resources("python", text)["bucket"]["Properties"] == {
        "OwnershipControls": {"Rules": [{"ObjectOwnership": "ObjectWriter"}]},
        "PublicAccessBlockConfiguration": {"BlockPublicAcls": True},
    }


def test_a_policy_written_as_json_has_its_parts() -> None:
    script = SCRIPT + (
        'const bucket = new aws.s3.Bucket("files");\n'
        'const policy = new aws.s3.BucketPolicy("p", { bucket: bucket.id,\n'
        '  policy: pulumi.interpolate`{"Statement": [{"Resource": "${bucket.arn}/*"}]}` });'
    )
    statement = resources("nodejs", script)["policy"]["Properties"]["PolicyDocument"]
    assert statement == {"Statement": [{"Resource": {"Fn::Sub": "${bucket.Arn}/*"}}]}


def test_an_output_outside_of_apply_is_no_text() -> None:
    text = PYTHON + 'b = aws.s3.Bucket("f")\nqueue = aws.sqs.Queue("a", name=f"q-{b.id}")'
    assert resources("python", text)["queue"]["Properties"] == {"QueueName": {"Fn::Unknown": [1]}}


BAD = {
    "python of version 2": ("python", 'print "made"\n'),
    "no text at all": ("python", ""),
    "a null byte": ("python", "x = '\0'\n"),
    "nested deeply": ("python", "x = " + "(" * 3000 + ")" * 3000),
    "an endless loop": ("python", PYTHON + "while True:\n    aws.sqs.Queue('a')\n"),
    "recursion": ("python", "def f(n):\n    return f(n + 1)\nf(0)\n"),
    "recursion of a class": ("python", "class A:\n    def __init__(self):\n        A()\nA()\n"),
    "itself as its base": ("python", "class A:\n    pass\nclass A(A):\n    pass\nA().x\n"),
    "code that makes code": ("python", PYTHON + "exec('aws.sqs.Queue(1)')\neval('2')\n"),
    "attributes by name": ("python", PYTHON + "getattr(aws, 's' + 'qs').Queue('a')\n"),
    "another cloud": ("python", "import pulumi_gcp as gcp\ngcp.storage.Bucket('a')\n"),
    "many resources": ("python", PYTHON + "for i in range(150):\n    aws.sqs.Queue(f'q{i}')\n"),
    "growing lists": ("python", "x = [1]\nfor i in range(100):\n    x = x + x\n"),
    "lists that extend themselves": (
        "python",
        "x = [1]\nfor i in range(100):\n    x.extend(x)\n    x = [*x, *x]\n",
    ),
    "texts that grow by outputs": (
        "python",
        PYTHON + "x = 'a'\nfor i in range(100):\n    x = pulumi.Output.concat(x, 'b', x)\n",
    ),
    "growing texts": ("python", "x = 'a'\nfor i in range(100):\n    x = f'{x}{x}'\n"),
    "lists of the same lists": (
        "python",
        PYTHON + "x = ['a']\nfor i in range(30):\n    x = [x, x, x]\n"
        "aws.iam.RolePolicy('p', policy={'Statement': x})\n",
    ),
    "cases of cases": (
        "python",
        PYTHON + "c = pulumi.Config()\nx = 'a'\nfor i in range(60):\n"
        "    x = [x, x] if c.get(f'k{i}') else x\naws.sqs.Queue('a', name=x)\n",
    ),
    "a list that contains itself": (
        "python",
        PYTHON + "x = []\nx.append(x)\naws.sqs.Queue('a', name=x)\n",
    ),
    "no script": ("nodejs", "const = {{{ ;;; \x00 `"),
    "a script of brackets": ("nodejs", "[" * 3000),
    "classes in a circle": ("nodejs", "class A extends A { constructor() { super(); } }\nnew A();"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_programs_are_read_without_a_crash(case: str) -> None:
    runtime, text = BAD[case]
    document = read(runtime, {"__main__.py" if runtime == "python" else "index.ts": text})
    assert isinstance(document.tree["Resources"], dict)
    assert document.notes


def test_modules_that_import_each_other_are_read_once() -> None:
    one = "from other import b\nimport pulumi_aws as aws\na = aws.sqs.Queue('a')\n"
    other = "from __main__ import a\nimport pulumi_aws as aws\nb = aws.sqs.Queue('b')\n"
    assert set(resources("python", one, other=other)) == {"a", "b"}


def test_nothing_of_a_program_is_run(tmp_path: Any) -> None:
    witness = tmp_path / "witness"
    text = f"import pathlib\npathlib.Path({str(witness)!r}).write_text('ran')\n"
    read("python", {"__main__.py": text})
    assert not witness.exists()


def parts(tree: Any) -> int:
    """The values of a tree, each as often as it stands there."""
    inner = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    return 1 + sum(map(parts, inner))


BOUND = 200_000
HUGE = {
    "resources": "for a in range(200):\n    for b in range(20):\n        aws.sqs.Queue('q')\n",
    "values": "x = ['a']\nfor i in range(30):\n    x = [x, x]\naws.iam.RolePolicy('p', policy=x)\n",
    "rules of groups": (
        "one = {'protocol': 'tcp', 'cidr_blocks': ['10.0.0.0/8']}\n"
        "rules = [" + "one, " * 300 + "]\n"
        "for a in range(190):\n    for b in range(5):\n"
        "        aws.ec2.SecurityGroup('g', ingress=rules)\n"
    ),
}


def test_a_value_of_very_many_cases_is_cut_short() -> None:
    cases = "".join(f"if ask({number}):\n    wait = {number}\n" for number in range(60))
    made = f'wait = 0\n{cases}queue = aws.sqs.Queue("a", delay_seconds=wait)\n'
    assert 10 < str(properties("python", made)["DelaySeconds"]).count("Fn::If") < 50


@pytest.mark.parametrize("case", HUGE)
def test_a_huge_program_is_read_in_part_and_says_so(case: str) -> None:
    document = read("python", {"__main__.py": PYTHON + HUGE[case]})
    assert parts(document.tree) < BOUND
    assert "the program is so large that it was read in part" in document.notes


def test_whoever_waits_for_unknown_things_takes_no_more_room_than_the_others() -> None:
    made = "for a in range(50):\n    for b in range(20):\n        aws.sqs.Queue('q', opts=ask())\n"
    document = read("python", {"__main__.py": PYTHON + made})
    last = list(document.building.root.below["Resources"].below.values())[-1]
    assert [list(one) for one in last.tree["DependsOn"]] == [["Fn::Unknown"]]
    assert not last.below["DependsOn"].below
