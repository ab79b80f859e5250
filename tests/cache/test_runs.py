"""A run that is known is answered by what was printed before, while it would print that."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.cache.runs import VARIABLES
from tests.house.own import HOUSE_RULES, PLUGIN, installed
from tests.runner import BROKEN, CLEAN, MENDED, RULE, Result, Workspace

HERE = {"CFNAUDIT_CACHE_DIR": ".cfnaudit_cache"}
CODE = "import os\n\n\ndef handler(event, context):\n    return os.environ['TABLE']\n"
FUNCTION = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties: {Runtime: python3.12, Handler: app.handler, CodeUri: src/}
"""
NOT_RUN = """
import sys
class Refused:
    def find_spec(self, name, *_):
        if name.startswith(("auditor.cli.program", "msgspec", "auditor.run")):
            raise ImportError(f"asked for {name}")
sys.meta_path.insert(0, Refused())
"""


def run(workspace: Workspace, *args: str) -> Result:
    return workspace.run("check", *args, env=HERE)


def known(workspace: Workspace, *args: str) -> Result:
    """The run where nothing can be imported that a check needs."""
    return workspace.python(NOT_RUN, "check", *args, env=HERE)


def is_known(workspace: Workspace, *args: str) -> bool:
    return "asked for auditor.cli.program" not in known(workspace, *args).err


@pytest.fixture
def project(workspace: Workspace) -> Workspace:
    workspace.write("a.yaml")
    workspace.write("sub/b.yaml", CLEAN)
    workspace.write("sub/fn/c.yaml", FUNCTION)
    workspace.write("sub/fn/src/app.py", CODE)
    workspace.write(".gitignore", "left/\n")
    workspace.write("left/d.yaml")
    return workspace


@pytest.mark.parametrize(
    "options",
    [
        ("a.yaml",),
        (".",),
        ("sub", "a.yaml"),
        (".", "--output-format", "json"),
        (".", "--fix", "--select", "s3"),
        (".", "--statistics", "--quiet"),
        (".", "--jobs", "2"),
        ("a.yaml", "--color", "always"),
    ],
    ids=" ".join,
)
def test_the_same_is_printed_again(project: Workspace, options: tuple[str, ...]) -> None:
    first = run(project, *options)
    assert known(project, *options) == first
    assert run(project, *options, "--no-cache") == first


def edit(folder: Path) -> None:
    (folder / "a.yaml").write_text(CLEAN)


def edit_beside(folder: Path) -> None:
    (folder / "sub/fn/src/app.py").write_text(CODE.replace("'TABLE'", "'AWS_REGION'"))


def remove_beside(folder: Path) -> None:
    (folder / "sub/fn/src/app.py").unlink()


def add_beside(folder: Path) -> None:
    (folder / "sub/fn/src/other.py").write_text("")


def add_a_file(folder: Path) -> None:
    (folder / "sub/new.yaml").write_text(BROKEN)


def add_a_folder(folder: Path) -> None:
    (folder / "more").mkdir()


def remove_a_file(folder: Path) -> None:
    (folder / "a.yaml").unlink()


def configure(folder: Path) -> None:
    (folder / "cfnaudit.toml").write_text(f'ignore = ["{RULE}"]\n')


def configure_below(folder: Path) -> None:
    (folder / "sub" / ".cfnaudit.toml").write_text(f'ignore = ["{RULE}"]\n')


def name_in_pyproject(folder: Path) -> None:
    (folder / "pyproject.toml").write_text(f'[tool.cfnaudit]\nignore = ["{RULE}"]\n')


def ignore_less(folder: Path) -> None:
    (folder / ".gitignore").write_text("")


def ignore_below(folder: Path) -> None:
    (folder / "sub" / ".gitignore").write_text("*.yaml\n")


def begin_a_repository(folder: Path) -> None:
    (folder / ".git").mkdir()


def deploy(folder: Path) -> None:
    (folder / "samconfig.toml").write_text('[a.deploy.parameters]\nregion = "eu-west-1"\n')


def synthesize(folder: Path) -> None:
    (folder / "manifest.json").write_text("{}")


def lead_elsewhere(folder: Path) -> None:
    (folder / "a.yaml").rename(folder / "left" / "a.yaml")
    (folder / "a.yaml").symlink_to("left/a.yaml")


def put_a_folder_there(folder: Path) -> None:
    (folder / "a.yaml").unlink()
    (folder / "a.yaml").mkdir()


CHANGES = [
    *(edit, edit_beside, remove_beside, add_beside, add_a_file, add_a_folder, remove_a_file),
    *(configure, configure_below, name_in_pyproject, ignore_less, ignore_below),
    *(begin_a_repository, deploy, synthesize, lead_elsewhere, put_a_folder_there),
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_counts(project: Workspace, change: Callable[[Path], None]) -> None:
    run(project, ".")
    assert is_known(project, ".")
    change(project.folder)
    assert not is_known(project, ".")
    assert run(project, ".") == run(project, ".", "--no-cache")


def test_what_is_only_touched_is_the_same(project: Workspace) -> None:
    first = run(project, ".")
    for path in project.folder.rglob("*.*"):
        os.utime(path, (1, 1))
    assert known(project, ".") == first


def test_a_configuration_that_extends_another(project: Workspace) -> None:
    project.write("cfnaudit.toml", 'extend = "conf/base.toml"\n')
    project.write("conf/base.toml", "")
    run(project, "a.yaml")
    assert is_known(project, "a.yaml")
    project.write("conf/base.toml", f'ignore = ["{RULE}"]\n')
    assert not is_known(project, "a.yaml")
    assert run(project, "a.yaml").code == 0


def test_house_rules(project: Workspace) -> None:
    project.write("cfnaudit.toml", 'house-rules = ["house.yaml"]\n')
    project.write("house.yaml", HOUSE_RULES)
    run(project, "a.yaml")
    assert is_known(project, "a.yaml")
    project.write("house.yaml", HOUSE_RULES.replace("Topics", "All topics"))
    assert not is_known(project, "a.yaml")


def test_the_code_of_a_plugin(project: Workspace) -> None:
    env = HERE | installed(project, "ours")
    project.write("cfnaudit.toml", 'plugins = ["ours"]\n')
    first = project.run("check", "sub/b.yaml", env=env)
    assert "no topics" in first.out
    assert project.python(NOT_RUN, "check", "sub/b.yaml", env=env) == first
    installed(project, "ours", PLUGIN.replace("no topics", "none at all"))
    assert "none at all" in project.run("check", "sub/b.yaml", env=env).out


def test_values_of_parameters(project: Workspace) -> None:
    options = ("given.yaml", "--parameters", "file://values.json")
    project.write("given.yaml", "Parameters: {A: {Type: String}}\n" + CLEAN)
    project.write("values.json", '{"Parameters": {"A": "1"}}')
    run(project, *options)
    assert is_known(project, *options)
    project.write("values.json", '{"Parameters": {"A": "2"}}')
    assert not is_known(project, *options)


def test_a_baseline(project: Workspace) -> None:
    options = ("a.yaml", "--baseline", "known.json")
    run(project, *options, "--update-baseline")
    assert not is_known(project, *options, "--update-baseline")
    assert run(project, *options).code == 0
    assert is_known(project, *options)
    project.write("known.json", (project.folder / "known.json").read_text().replace(RULE, "no"))
    assert not is_known(project, *options)


@pytest.mark.parametrize(
    "options",
    [
        ("a.yaml", "--fix"),
        ("a.yaml", "--diff"),
        ("a.yaml", "--no-cache"),
        ("a.yaml", "--output-file", "report.json"),
        ("a.yaml", "--add-ignores"),
        ("missing.yaml",),
        ("-",),
    ],
    ids=" ".join,
)
def test_what_does_more_than_print_is_done_again(
    project: Workspace, options: tuple[str, ...]
) -> None:
    run(project, *options)
    assert not is_known(project, *options)


def test_a_fix_that_was_made(project: Workspace) -> None:
    assert run(project, "--fix", "a.yaml").code == 0
    assert project.read("a.yaml") == MENDED.encode()
    project.write("a.yaml", BROKEN)
    assert run(project, "--fix", "a.yaml").code == 0
    assert project.read("a.yaml") == MENDED.encode()
    run(project, "--fix", "a.yaml")
    assert is_known(project, "--fix", "a.yaml")


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda content: content[:-1],
        lambda content: content + b"\0",
        lambda content: content[:60] + bytes([content[60] ^ 1]) + content[61:],
        lambda content: content[content.index(b"\n") :],
        lambda content: b"\0" * len(content),
    ],
)
def test_a_damaged_run_is_none(project: Workspace, damage: Callable[[bytes], bytes]) -> None:
    first = run(project, ".")
    [path] = (project.folder / ".cfnaudit_cache").glob("*.run")
    path.write_bytes(damage(path.read_bytes()))
    assert not is_known(project, ".")
    assert run(project, ".") == first
    assert known(project, ".") == first


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"0\na\0b", b"x y\n", b"0\n", b"0 out:9\n", b"\xff\n"]
)
def test_what_is_signed_and_wrong_is_none(project: Workspace, content: bytes) -> None:
    from auditor.disk.looks import digest

    first = run(project, ".")
    [path] = (project.folder / ".cfnaudit_cache").glob("*.run")
    path.write_bytes(digest(content).encode() + b"\n" + content)
    assert run(project, ".") == first


def test_another_place_another_terminal_another_environment(project: Workspace) -> None:
    run(project, "a.yaml")
    moved = project.folder.parent / f"{project.folder.name}-moved"
    shutil.copytree(project.folder, moved)
    assert not is_known(Workspace(moved), "a.yaml")
    plain = project.run("check", "a.yaml", env=HERE)
    for env in ({"FORCE_COLOR": "1"}, {"PYTHONIOENCODING": "ascii"}):
        coloured = project.run("check", "a.yaml", env=HERE | env)
        assert coloured == project.run("check", "a.yaml", "--no-cache", env=HERE | env)
    assert project.run("check", "a.yaml", env=HERE) == plain
    narrow, wide = (
        project.on_terminal("check", "a.yaml", columns=columns, env=HERE) for columns in (50, 150)
    )
    assert narrow.out != wide.out
    assert project.on_terminal("check", "a.yaml", columns=50, env=HERE) == narrow


def test_every_variable_that_is_read_is_part_of_the_run() -> None:
    """But those that say where the cache is, and what a shell asks of typer."""
    root = Path(__file__).parents[2] / "auditor"
    read = re.compile(r"environ(?:\.get\(|\.pop\(|\[)\"(\w+)")
    rooms = [root / room for room in ("cli", "report", "run", "config")]
    paths = (path for room in rooms for path in room.rglob("*.py"))
    names = {name for path in paths for name in read.findall(path.read_text())}
    assert names <= {*VARIABLES, "XDG_CACHE_HOME"}
    assert names


def test_many_at_once(project: Workspace) -> None:
    """Several processes write the same runs: each reads a whole one or none."""
    import subprocess

    from tests.runner import COMMAND

    first = project.check(".")
    started = [
        subprocess.Popen(
            [COMMAND, "check", "."],
            cwd=project.folder,
            env=project.environment(HERE),
            stdout=subprocess.PIPE,
        )
        for _ in range(6)
    ]
    assert [process.communicate()[0] for process in started] == [first.stdout] * 6
    assert known(project, ".") == first
