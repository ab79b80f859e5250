"""What the pages show of a test that is carried along is what happens."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.runner import COMMAND

ROOT = Path(__file__).parents[2]
PAGE, README = ROOT / "docs" / "tests.md", ROOT / "README.md"
CODE = "def handler(event, context):\n    return {'ok': True}\n"
FUNCTION = {
    "Runtime": "python3.13",
    "Handler": "conflict_detector.handler",
    "Role": {"Ref": "Role"},
    "Code": {"ZipFile": CODE},
}
TEMPLATE = {
    "Parameters": {"Role": {"Type": "String"}},
    "Resources": {"ConflictDetector": {"Type": "AWS::Lambda::Function", "Properties": FUNCTION}},
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the test of the page."""
    found = re.search(r"```js\n(// test/stack\.unit\.test\.js\n.*?)```", PAGE.read_text(), re.S)
    assert found is not None
    for folder in (".git", "lib", "test"):
        (tmp_path / folder).mkdir()
    (tmp_path / "test" / "stack.unit.test.js").write_text(found[1])
    (tmp_path / "lib" / "stack.json").write_text(json.dumps(TEMPLATE, indent=2))
    (tmp_path / "package.json").write_text('{"devDependencies": {"jest": "29"}}')
    return tmp_path


def said(project: Path, *options: str) -> list[str]:
    command = [COMMAND, "check", "--no-cache", *options, "."]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    return done.stdout.splitlines()


def test_the_finding_of_the_page(project: Path) -> None:
    shown = re.findall(r"^test/stack\.unit\.test\.js:.*$", PAGE.read_text(), re.M)
    assert len(shown) == 1
    assert shown[0] in said(project)


@pytest.mark.parametrize("page", [PAGE, README], ids=["page", "readme"])
def test_the_change_of_the_page(project: Path, page: Path) -> None:
    blocks = re.findall(r"```(?:diff|console)\n(.*?)```", page.read_text(), re.S)
    (block,) = [one for one in blocks if "stack.unit.test.js" in one]
    shown = [line for line in block.splitlines() if line.startswith(("-", "+"))]
    changed = [line.strip() for line in said(project, "--diff")]
    assert len(shown) >= 6
    assert [line for line in shown if _unindented(line) not in map(_unindented, changed)] == []


def _unindented(line: str) -> str:
    return line[:1] + line[1:].strip()


def test_the_program_of_the_page(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "programs.md").read_text()
    root = tmp_path / "project"
    shutil.copytree(ROOT / "fixtures" / "incidents" / "pulumi-suites" / "python", root)
    (root / ".git").mkdir()
    shown = re.findall(r"^test_infra\.py:.*$", page, re.M)
    assert len(shown) == 1
    assert shown[0] in said(root)
    (block,) = [
        one for one in re.findall(r"```diff\n(.*?)```", page, re.S) if "test_infra.py" in one
    ]
    changed = said(root, "--diff")
    assert block.splitlines()
    assert [line for line in block.splitlines() if line not in changed] == []
