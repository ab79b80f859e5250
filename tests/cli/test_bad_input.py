"""What cannot be read or written: one line, nothing written, exit code 2, never a traceback."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runner import BROKEN, RULE, Workspace, assert_one_line

DEEP = 10_000


def aliases() -> str:
    """Nine lists of nine aliases each: small to read, huge to write out."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for level in range(1, 13):
        inner = ", ".join([f"*a{level - 1}"] * 9)
        lines.append(f"a{level}: &a{level} [{inner}]")
    return "\n".join([*lines, "Resources: *a12", ""])


def indented(levels: int) -> str:
    return "Resources:\n" + "".join(f"{' ' * level}a:\n" for level in range(1, levels))


FAULTY = {
    "empty": ("a.yaml", "", "a.yaml:1:1:"),
    "blank": ("a.yaml", " \n\n", "a.yaml:"),
    "an alias bomb": ("a.yaml", aliases(), "aliases"),
    "deep JSON": ("a.json", '{"Resources": ' + "[" * DEEP + "]" * DEEP + "}", "nested deeper"),
    "deep open JSON": ("a.json", '{"Resources": ' + "[" * DEEP, "a.json:1:"),
    "deep flow lists": ("a.yaml", f"Resources: {'[' * DEEP}{']' * DEEP}\n", "nested deeper"),
    "deep flow mappings": ("a.yaml", f"Resources: {'{a: ' * DEEP}{'}' * DEEP}\n", "nested deeper"),
    "deep block lists": ("a.yaml", f"Resources:\n  {'- ' * DEEP}x\n", "nested deeper"),
    "deep block keys": ("a.yaml", f"Resources:\n  {'? ' * DEEP}x\n", "a.yaml:2:"),
    "deep block mappings": ("a.yaml", indented(2_000), "nested deeper"),
    "a control character": ("a.yaml", "Resources:\n  a: \x07\n", "a.yaml:2:6:"),
    "a list": ("a.json", "[]", "Template is not a mapping"),
    "two documents": ("a.yaml", f"{BROKEN}---\n{BROKEN}", "a.yaml:7:1:"),
}


@pytest.mark.parametrize(("name", "content", "says"), FAULTY.values(), ids=FAULTY.keys())
def test_what_is_no_template_is_a_finding(
    workspace: Workspace, name: str, content: str, says: str
) -> None:
    workspace.write(name, content)
    result = workspace.check("--fix", name)
    assert result.code == 1
    assert "error[template-syntax]" in result.out
    assert says in result.out
    assert result.err == ""
    assert workspace.read(name) == content.encode()


UNREADABLE = {
    "no such file": ("gone.yaml", ("gone.yaml", "does not exist")),
    "an empty path": ("", ("path is empty",)),
    "a folder without templates": ("empty", ("empty", "no templates in this folder")),
    "a binary file": ("binary.json", ("binary.json", "binary file")),
    "UTF-16": ("utf16.yaml", ("utf16.yaml", "UTF-16", "UTF-8")),
    "Latin-1": ("latin.yaml", ("latin.yaml:2:", "byte 6", "UTF-8")),
    "50 MB": ("large.yaml", ("large.yaml", "50.0 MB", "1 MB")),
    "a loop of links": ("loop.yaml", ("loop.yaml", "symbolic links")),
    "a pipe": ("pipe.yaml", ("pipe.yaml", "not a regular file", "standard input")),
    "an endless device": ("/dev/zero", ("/dev/zero", "not a regular file")),
    "a name too long": ("x" * 5000, ("File name too long",)),
}


@pytest.mark.parametrize(("path", "says"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_read(workspace: Workspace, path: str, says: tuple[str, ...]) -> None:
    workspace.write("empty/notes.txt")
    workspace.write("binary.json", b"{\x00\x01\x02}")
    workspace.write("utf16.yaml", BROKEN.encode("utf-16"))
    workspace.write("latin.yaml", b"# one\n# caf\xe9\n" + BROKEN.encode())
    with workspace.write("large.yaml", b"").open("wb") as large:
        large.truncate(50_000_000)
    (workspace.folder / "loop.yaml").symlink_to("loop.yaml")
    workspace.shell("mkfifo pipe.yaml")
    assert_one_line(workspace.check("--fix", path), *says)


def test_other_files_are_checked_all_the_same(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    result = workspace.check("gone.yaml", "a.yaml", "--exit-zero")
    assert_one_line(result, "gone.yaml")
    assert f"a.yaml:6:34: error[{RULE}]" in result.out


def test_endless_standard_input_ends(workspace: Workspace) -> None:
    line = "ulimit -v 2000000; cfnaudit check - < /dev/zero"
    assert_one_line(workspace.shell(line), "<stdin>", "more than 5 MB")


def test_closed_standard_input(workspace: Workspace) -> None:
    assert_one_line(workspace.shell("cfnaudit check - <&-"), "<stdin>: standard input is closed")


def test_empty_standard_input_is_no_template(workspace: Workspace) -> None:
    result = workspace.check("-")
    assert result.code == 1
    assert "<stdin>:1:1: error[template-syntax]" in result.out


AS_NOBODY = """
import importlib, os, pkgutil
import auditor
from auditor.engine import registry

# all that may be needed, for the interpreter may lie where only root reads
for module in pkgutil.walk_packages(auditor.__path__, "auditor."):
    importlib.import_module(module.name)
registry.load()
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
"""


@pytest.fixture
def shared() -> Iterator[Workspace]:
    """A workspace that everybody may look into."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield Workspace(folder)


def test_a_file_without_read_permission(shared: Workspace) -> None:
    shared.write("a.yaml").chmod(0)
    for path in ("a.yaml", "."):
        result = shared.python(AS_NOBODY, "check", path)
        assert_one_line(result, "a.yaml: cannot be read (Permission denied)")


def test_a_folder_without_read_permission(shared: Workspace) -> None:
    shared.write("closed/a.yaml").parent.chmod(0)
    shared.write("open/a.yaml")
    result = shared.python(AS_NOBODY, "check", ".")
    assert_one_line(result, "closed: cannot be listed (Permission denied)")
    assert "open/a.yaml:6:34:" in result.out
    assert_one_line(shared.python(AS_NOBODY, "check", "closed"), "closed: cannot be listed")
    assert_one_line(shared.python(AS_NOBODY, "check", "closed/a.yaml"), "closed/a.yaml", "denied")


def test_an_ignore_file_without_read_permission_ignores_nothing(shared: Workspace) -> None:
    shared.write("a.yaml")
    shared.write(".gitignore", "*").chmod(0)
    result = shared.python(AS_NOBODY, "check", ".")
    assert result.code == 1
    assert "a.yaml:6:34:" in result.out


def test_a_file_of_somebody_else_is_not_written(shared: Workspace) -> None:
    shared.write("a.yaml").chmod(0o644)
    result = shared.python(AS_NOBODY, "check", "--fix", "a.yaml")
    if os.getuid() == 0:
        assert_one_line(result, "a.yaml", "read-only")
        assert shared.read("a.yaml") == BROKEN.encode()
    else:
        assert result.code == 0


def test_a_value_without_end_makes_no_message_without_end(workspace: Workspace) -> None:
    name = "s3:" + "Get" * 50_000
    statement = {"Effect": "Allow", "Action": name, "Resource": "*"}
    policy = {"PolicyName": "p", "PolicyDocument": {"Statement": [statement]}}
    resource = {"Type": "AWS::IAM::Policy", "Properties": policy}
    workspace.write("t.json", json.dumps({"Resources": {"Policy": resource}}))
    found = workspace.check("--output-format", "json", "t.json").report["findings"]
    assert found
    assert all(len(one["message"]) < 1_100 for one in found)
