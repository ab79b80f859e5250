"""What Pulumi itself does with outputs in texts, and with what the fixes write."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.programs.mocked import RUN
from tests.programs.test_fixes import HEAD, fixed

# in one piece, since resources are made in several threads
SHOWING = RUN.replace(
    "        return [args.name",
    "        sys.stdout.write(f'{args.name} {args.inputs}\\n')\n        return [args.name",
) + (
    "import asyncio\n"
    "from pulumi.runtime.stack import wait_for_rpcs\n"
    "asyncio.get_event_loop().run_until_complete(wait_for_rpcs())\n"
)
NO_VALUE = "Calling __str__ on an Output[T] is not supported."
BUCKET = "bucket = aws.s3.Bucket('files', bucket='orders')\n"
TEXTS = {
    "an f-string": "f'{{a}} {bucket.bucket}/x'",
    "format": "'s3://{}/x'.format(bucket.bucket)",
    "str": "str(bucket.bucket)",
}
RIGHT = {
    "an f-string": "{a} orders/x",
    "format": "s3://orders/x",
    "str": "orders",
    "+": "s3://orders/x",
    "json.dumps": '{\\"name\\": \\"orders\\"}',
}
STOPS = {
    "+": ("'s3://' + bucket.bucket + '/x'", 'can only concatenate str (not "Output") to str'),
    "json.dumps": (
        "json.dumps({'name': bucket.bucket})",
        "Object of type Output is not JSON serializable",
    ),
    "join": (
        "'/'.join([bucket.bucket, 'x'])",
        "sequence item 0: expected str instance, Output found",
    ),
}


def program(value: str) -> str:
    return f"import json\n{HEAD}{BUCKET}aws.ssm.Parameter('place', type='String', value={value})\n"


def run(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    (folder / "__main__.py").write_text(text)
    command = [sys.executable, "-W", "ignore", "-c", SHOWING, str(folder), "__main__.py"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def value_of(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stderr
    [line] = [one for one in done.stdout.splitlines() if one.startswith("place ")]
    return line.replace("\\\\", "\\")


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_says_that_there_is_no_value_and_the_fix_has_it(name: str, tmp_path: Path) -> None:
    text = program(TEXTS[name])
    assert NO_VALUE in value_of(run(tmp_path, text))
    after = fixed("output-in-text", text).final.beside["__main__.py"]
    assert f"'{RIGHT[name]}'" in value_of(run(tmp_path, after))


@pytest.mark.parametrize("name", STOPS)
def test_python_stops_and_the_fix_goes_on(name: str, tmp_path: Path) -> None:
    value, error = STOPS[name]
    text = program(value)
    done = run(tmp_path, text)
    assert done.returncode == 1
    assert f"TypeError: {error}" in done.stderr
    beside = fixed("output-in-text", text).final.beside
    if name == "join":
        assert beside == {}
        return
    shown = value_of(run(tmp_path, beside["__main__.py"]))
    assert RIGHT[name].replace("\\", "") in shown


def test_a_name_and_a_text_of_the_configuration_are_no_outputs() -> None:
    for value in ("f'{bucket.pulumi_resource_name}'", "f'{pulumi.get_stack()}'"):
        assert fixed("output-in-text", program(value)).final.beside == {}


def test_a_text_that_becomes_a_name_has_no_fix() -> None:
    text = f"{HEAD}{BUCKET}aws.sns.Topic(f'{{bucket.id}}-topic')\n"
    assert fixed("output-in-text", text).final.beside == {}


def test_a_text_without_the_package_at_hand_has_no_fix() -> None:
    text = (
        f"import pulumi_aws as aws\n{BUCKET}aws.sns.Topic('t', display_name=f'{{bucket.id}}-t')\n"
    )
    assert fixed("output-in-text", text).final.beside == {}


def test_lists_of_the_same_lists_end() -> None:
    text = (
        HEAD
        + BUCKET
        + (
            "x = [f'{bucket.id}']\n"
            "for i in range(30):\n    x = [x, x, x]\n"
            "aws.iam.RolePolicy('p', role='r', policy={'Statement': x})\n"
        )
    )
    assert fixed("output-in-text", text).final.beside == {}
