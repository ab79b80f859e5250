"""What SECURITY.md says that cfnaudit never does, as the interpreter itself sees it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.runner import BROKEN, MENDED, Workspace

_HOOK = """
import atexit, json, os, sys
seen, busy = [], []
def code_of(code):
    parts = [code.co_filename, *code.co_names]
    for inner in code.co_consts:
        parts += code_of(inner) if hasattr(inner, "co_code") else [str(inner)]
    return parts
def hook(event, arguments):
    if busy:
        return
    busy.append(event)
    try:
        if event == "open":
            path, mode, flags = arguments
            if isinstance(path, (str, bytes)):
                writes = bool((flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC))
                seen.append([event, os.path.realpath(os.fsdecode(path)), writes])
        elif event in ("os.listdir", "os.scandir"):
            place = arguments[0]
            seen.append([event, os.path.realpath(place or "."), False])
        elif event == "exec":
            seen.append([event, *code_of(arguments[0])])
        elif event == "import":
            seen.append([event, str(arguments[1])])
        elif event.startswith(("socket.", "subprocess.", "pty.", "urllib.", "http.", "ftplib.",
                               "smtplib.", "webbrowser.", "os.exec", "os.spawn",
                               "os.posix_spawn", "os.fork", "os.system", "os.startfile")):
            seen.append([event, repr(arguments)])
    finally:
        busy.clear()
def end():
    busy.append("end")
    with open(os.environ["SEEN"], "w") as stream:
        json.dump(seen, stream)
atexit.register(end)
sys.addaudithook(hook)
"""
_MARK = "never_to_be_run"
_CODE = f"""
import os
open({_MARK!r}, "w").close()
os.system("touch {_MARK}")
def handler(event, context):
    return {_MARK}(event)
"""
_INLINE = (
    """
  Inline:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.12
      Handler: index.handler
      Role: arn:aws:iam::123456789012:role/one
      Code:
        ZipFile: |
{}
  Beside:
    Type: AWS::Serverless::Function
    Properties: {{Runtime: python3.12, Handler: app.handler, CodeUri: src}}
  Node:
    Type: AWS::Serverless::Function
    Properties: {{Runtime: nodejs20.x, Handler: app.handler, CodeUri: src}}
  Above:
    Type: AWS::Serverless::Function
    Properties: {{Runtime: python3.12, Handler: app.handler, CodeUri: ../outside}}
  Linked:
    Type: AWS::Serverless::Function
    Properties: {{Runtime: python3.12, Handler: app.handler, CodeUri: linked}}
  NestedAbove:
    Type: AWS::CloudFormation::Stack
    Properties: {{TemplateURL: ../outside/child.yaml, Parameters: {{A: b}}}}
  NestedLinked:
    Type: AWS::CloudFormation::Stack
    Properties: {{TemplateURL: x/../linked/child.yaml, Parameters: {{A: b}}}}
"""
).format("\n".join(f"          {line}" for line in _CODE.splitlines()))


@pytest.mark.parametrize("options", [(), ("--fix",), ("--fix", "--unsafe-fixes"), ("--diff",)])
def test_nothing_but_reading_and_writing_where_it_was_told_to(
    workspace: Workspace, options: tuple[str, ...]
) -> None:
    found, inner = _run(workspace, *options)
    outside = os.path.realpath(workspace.folder / "outside")
    reached = [event for event in found if str(event[1]).startswith(outside)]
    assert reached == []
    harmless = ("open", "exec", "import", "os.listdir", "os.scandir")
    assert [event for event in found if event[0] not in harmless] == []
    assert [event for event in found if event[0] == "exec" and _MARK in event] == []
    own = os.path.realpath(inner.folder)
    modules = [event for event in found if event[0] in ("exec", "import")]
    assert [event for event in modules if str(event[1]).startswith(own)] == []
    assert not list(workspace.folder.rglob(_MARK))
    written = [event[1] for event in found if event[0] == "open" and event[2]]
    allowed = (own, os.path.realpath(workspace.folder / "cache"))
    assert [path for path in written if not path.startswith(allowed) and path != os.devnull] == []
    assert inner.read("a.yaml").startswith((MENDED if "--fix" in options else BROKEN).encode())


@pytest.mark.parametrize("options", [(), ("--fix",)])
def test_nothing_is_read_but_what_was_named(workspace: Workspace, options: tuple[str, ...]) -> None:
    found, inner = _run(workspace, *options)
    program = Path(__file__).parents[2]
    places = [sys.prefix, sys.base_prefix, *sys.path[1:], str(program), "/usr", "/proc", "/sys"]
    allowed = tuple(os.path.realpath(place) for place in places if place)
    own = (os.path.realpath(inner.folder), os.path.realpath(workspace.folder / "cache"))
    names = {".cfnaudit.toml", "cfnaudit.toml", "pyproject.toml"}
    strange = [
        path
        for event, path, *_ in found
        if event in ("open", "os.listdir", "os.scandir")
        and not path.startswith((*allowed, *own, "/dev/null"))
        and Path(path).name not in names
    ]
    assert strange == []


def _run(workspace: Workspace, *options: str) -> tuple[list[list[Any]], Workspace]:
    """What the interpreter saw of a run in a repository, and the repository."""
    inner = Workspace(workspace.folder / "repository")
    workspace.write("outside/app.py", "def handler(event, context): pass\n")
    workspace.write("outside/child.yaml", BROKEN)
    inner.write(".git/HEAD", "ref: refs/heads/main\n")
    inner.write("a.yaml", BROKEN + _INLINE + "Transform: AWS::Serverless-2016-10-31\n")
    inner.write("src/app.py", _CODE)
    inner.write("src/app.js", f"require('child_process').execSync('touch {_MARK}')\n")
    (inner.folder / "linked").symlink_to(workspace.folder / "outside")
    seen = workspace.folder / "seen.json"
    env = {"SEEN": str(seen), "CFNAUDIT_CACHE_DIR": str(workspace.folder / "cache")}
    env["PYTHONDONTWRITEBYTECODE"] = "1"
    result = inner.python(_HOOK, "check", *options, ".", env=env)
    assert result.code in (0, 1), result
    assert result.out
    found: list[list[Any]] = json.loads(seen.read_text())
    assert any(str(path).endswith("src/app.py") for _, path, *_ in found)
    return found, inner
