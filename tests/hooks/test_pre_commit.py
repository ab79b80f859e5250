"""The hooks of `.pre-commit-hooks.yaml`, installed and run by pre-commit itself."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.runner import BROKEN, CLEAN, MENDED, RULE, Result, Workspace

ROOT = Path(__file__).parents[2]
NO_TEMPLATES = {
    "docker-compose.yml": "services:\n  web:\n    image: nginx\n",
    "package.json": '{"name": "x", "version": "1.0.0"}\n',
    "broken.json": '{"name": \n',
    "values.yaml": "{{ .Values.x }}: [\n",
    "notes.txt": BROKEN,
}
INSTALL_SECONDS = 300
NEEDED = ("auditor", "rules", "LICENSE", "README.md", "pyproject.toml", ".pre-commit-hooks.yaml")
"""What pre-commit builds a hook from: fixtures and tests would be copied for nothing."""
HOOKS = ("cfnaudit", "cfnaudit-fix", "cfnaudit-programs", "cfnaudit-programs-fix")


def environment(home: Path) -> dict[str, str]:
    """The machine's own, by which pip finds packages, without what steers git or pre-commit."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GIT_", "PRE_COMMIT", "PYTEST", "VIRTUAL_ENV"))
    }
    kept["PIP_NO_COMPILE"] = "1"  # a dozen modules are imported, and a thousand installed
    author = {"NAME": "Test", "EMAIL": "test@example.com"}
    names = {f"GIT_{role}_{key}": author[key] for role in ("AUTHOR", "COMMITTER") for key in author}
    return kept | names | {"PRE_COMMIT_HOME": str(home), "PRE_COMMIT_COLOR": "never"}


def git(folder: Path, *args: str) -> str:
    done = subprocess.run(
        ["git", "-c", "init.defaultBranch=main", *args],
        cwd=folder,
        env=environment(folder),
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with what this project is installed from, as it is now."""
    copy = tmp_path_factory.mktemp("project")
    listed = git(ROOT, "ls-files", "-z", "-co", "--exclude-standard", "--", *NEEDED)
    for name in listed.split("\0"):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
    git(copy, "init", "--quiet")
    git(copy, "add", "--all")
    git(copy, "commit", "--quiet", "--message", "All of it")
    return copy


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit installs hooks, once for all tests."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def repository(project: Path, tmp_path: Path) -> Workspace:
    """A repository of a user with the hooks, and much that is no template."""
    workspace = Workspace(tmp_path)
    hooks = [{"id": name} for name in HOOKS]
    source = {"repo": project.as_uri(), "rev": git(project, "rev-parse", "HEAD"), "hooks": hooks}
    workspace.write(".pre-commit-config.yaml", json.dumps({"repos": [source]}))
    for name, content in NO_TEMPLATES.items():
        workspace.write(name, content)
    git(tmp_path, "init", "--quiet")
    return workspace


def run(workspace: Workspace, home: Path, hook: str) -> Result:
    git(workspace.folder, "add", "--all")
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--verbose", hook],
        cwd=workspace.folder,
        env=environment(home),
        capture_output=True,
        timeout=INSTALL_SECONDS,
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("hook", ["cfnaudit", "cfnaudit-fix"])
def test_what_is_no_template_is_passed_over(repository: Workspace, home: Path, hook: str) -> None:
    repository.write("template.yaml", CLEAN)
    result = run(repository, home, hook)
    assert result.code == 0, result.out
    assert "No findings in 1 file" in result.out
    assert {name: repository.read(name).decode() for name in NO_TEMPLATES} == NO_TEMPLATES


@pytest.mark.parametrize("name", ["a.yaml", "sub/b.yml", "c.template", "d.json"])
def test_the_checking_hook_fails_on_a_broken_template(
    repository: Workspace, home: Path, name: str
) -> None:
    repository.write(name)
    result = run(repository, home, "cfnaudit")
    assert result.code == 1
    assert "Failed" in result.out
    assert f"{name}:6:34: error[{RULE}]" in result.out
    assert repository.read(name).decode() == BROKEN


def test_the_fixing_hook_rewrites_only_what_is_broken(repository: Workspace, home: Path) -> None:
    repository.write("a.yaml")
    repository.write("b.template")
    repository.write("clean.yaml", CLEAN)
    result = run(repository, home, "cfnaudit-fix")
    assert result.code == 1
    assert "files were modified by this hook" in result.out
    assert repository.read("a.yaml") == repository.read("b.template") == MENDED.encode()
    changed = git(repository.folder, "diff", "--name-only").split()
    assert changed == ["a.yaml", "b.template"]
    assert run(repository, home, "cfnaudit-fix").code == 0


MODULE = '''"""A queue."""

import pulumi_aws as aws

aws.sqs.Queue("jobs", delay=5)
'''


@pytest.mark.parametrize("changed", ["infra/store.py", "infra/Pulumi.dev.yaml"])
def test_the_hook_for_programs_reads_the_project_of_what_changed(
    repository: Workspace, home: Path, changed: str
) -> None:
    repository.write("infra/Pulumi.yaml", "name: shop\nruntime: python\n")
    repository.write("infra/Pulumi.dev.yaml", "config:\n  aws:region: eu-west-1\n")
    repository.write("infra/__main__.py", "import store\n")
    repository.write("infra/store.py", MODULE)
    repository.write("tool.py", "print 'no program'\n")
    git(repository.folder, "add", "--all")
    git(repository.folder, "commit", "--quiet", "--message", "All of it")
    assert "no files to check" in run(repository, home, "cfnaudit-programs").out
    repository.write(changed, repository.read(changed).decode() + "\n")
    result = run(repository, home, "cfnaudit-programs")
    assert result.code == 1
    assert "infra/store.py:5:23: error[program-argument]" in result.out
    repository.write("infra/store.py", MODULE.replace("delay", "delay_seconds"))
    assert run(repository, home, "cfnaudit-programs").code == 0


SCRIPT = """import * as aws from "@pulumi/aws";

// paid by the request
new aws.dynamodb.Table("orders", {
  billingMode: "PAYPERREQUEST",
  hashKey: "id",
  attributes: [{ name: "id", type: "S" }],
});
"""


@pytest.mark.parametrize(
    ("runtime", "name", "broken", "mended"),
    [
        ("python", "__main__.py", MODULE.replace("delay", "delay_second"), "delay_seconds=5"),
        ("nodejs", "index.ts", SCRIPT, 'billingMode: "PAY_PER_REQUEST"'),
        ("nodejs", "index.js", SCRIPT, 'billingMode: "PAY_PER_REQUEST"'),
    ],
)
def test_the_fixing_hook_for_programs_rewrites_the_module_that_was_changed(
    repository: Workspace, home: Path, runtime: str, name: str, broken: str, mended: str
) -> None:
    repository.write("infra/Pulumi.yaml", f"name: shop\nruntime: {runtime}\n")
    repository.write("tool.py", "print 'no program'\n")
    git(repository.folder, "add", "--all")
    git(repository.folder, "commit", "--quiet", "--message", "All of it")
    repository.write(f"infra/{name}", broken)
    result = run(repository, home, "cfnaudit-programs-fix")
    assert result.code == 1, result.out
    assert "files were modified by this hook" in result.out
    assert git(repository.folder, "diff", "--name-only").split() == [f"infra/{name}"]
    after = repository.read(f"infra/{name}").decode()
    assert mended in after
    changed = [(a, b) for a, b in zip(broken.split("\n"), after.split("\n"), strict=True) if a != b]
    assert len(changed) == 1
    again = run(repository, home, "cfnaudit-programs-fix")
    assert again.code == 0, again.out


def test_the_hook_for_programs_passes_over_what_belongs_to_none(
    repository: Workspace, home: Path
) -> None:
    repository.write("tool.py", "print 'no program'\n")
    repository.write("app/index.ts", "export const a = 1;\n")
    result = run(repository, home, "cfnaudit-programs")
    assert result.code == 0, result.out
    assert "No templates were checked" in result.out
