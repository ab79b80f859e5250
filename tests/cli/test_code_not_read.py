"""Code of functions that is not read is told once for each function, with the reason."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest

from auditor.disk.looks import MAX_BESIDE
from auditor.embedded.python.parse import MOST_BRACES
from tests.runner import Workspace

HEAD = """\
Transform: AWS::Serverless-2016-10-31
Resources:
"""
FUNCTION = """\
  {name}:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: {code}
      Handler: {handler}
      Runtime: {runtime}
"""
SOURCE = "def handler(event, context):\n    return 'caf\u00e9'\n"
COOKIE = "# -*- coding: latin-1 -*-\n"


def function(
    name: str, code: str = "src/", handler: str = "app.handler", runtime: str = "python3.12"
) -> str:
    return FUNCTION.format(name=name, code=code, handler=handler, runtime=runtime)


def not_read(workspace: Workspace, *arguments: str) -> list[dict[str, Any]]:
    report = workspace.check("--output-format", "json", *arguments, "t.yaml").report
    found: list[dict[str, Any]] = report["code_not_read"]
    assert report["summary"]["functions_not_read"] == len({one["resource"] for one in found})
    return found


def only(workspace: Workspace, written: str) -> tuple[str | None, str]:
    """The code of the one function that is not read, and why; the same out of the cache."""
    workspace.write("t.yaml", HEAD + written)
    (one,) = not_read(workspace)
    assert [one] == not_read(workspace)
    assert (one["file"], one["resource"]) == ("t.yaml", "Fn")
    return one["code"], one["reason"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"#" * (MAX_BESIDE + 1), "is larger than 2 MB"),
        ((COOKIE + SOURCE).encode("latin-1"), "is not UTF-8"),
        (b"x = '" + b"{" * (MOST_BRACES + 1) + b"'\n", "has more than 20,000 opening braces"),
    ],
    ids=["large", "latin-1", "braces"],
)
def test_a_file_that_is_not_read(workspace: Workspace, content: bytes, reason: str) -> None:
    workspace.write("src/app.py", content)
    assert only(workspace, function("Fn")) == ("src/app.py", reason)


def test_a_file_that_is_imported(workspace: Workspace) -> None:
    workspace.write("src/app.py", "import data\n" + SOURCE)
    workspace.write("src/data.py", b"#" * (MAX_BESIDE + 1))
    assert only(workspace, function("Fn")) == ("src/data.py", "is larger than 2 MB")


def test_a_folder_that_leads_out(workspace: Workspace) -> None:
    reason = "lies outside of the template's folder"
    assert only(workspace, function("Fn", "../src/")) == ("../src", reason)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_that_leads_out(workspace: Workspace) -> None:
    inner = Workspace(workspace.folder / "inner")
    workspace.write("app.py", SOURCE)
    inner.write("src/requirements.txt", "")
    (inner.folder / "src/app.py").symlink_to("../../app.py")
    reason = "lies outside of the template's folder"
    assert only(inner, function("Fn")) == ("src/app.py", reason)


def test_a_folder_that_is_not_there(workspace: Workspace) -> None:
    assert only(workspace, function("Fn", "dist/")) == ("dist", "does not exist")


def test_a_folder_without_the_handler(workspace: Workspace) -> None:
    workspace.write("src/README.md", "Built by make.\n")
    assert only(workspace, function("Fn")) == ("src", "shows no file for Handler 'app.handler'")


def test_another_language(workspace: Workspace) -> None:
    reason = "is for java21, which is not analyzed"
    assert only(workspace, function("Fn", runtime="java21")) == ("src", reason)


def test_a_build_of_its_own(workspace: Workspace) -> None:
    workspace.write("src/app.ts", "export const handler = async () => 1;\n")
    written = function("Fn", runtime="nodejs22.x") + "    Metadata: {BuildMethod: esbuild}\n"
    assert only(workspace, written) == ("src", "is built as 'Metadata' of the function says")


def test_inline_code(workspace: Workspace) -> None:
    code = json.dumps("x = '" + "{" * (MOST_BRACES + 1) + "'\ndef handler(event, context): pass\n")
    written = function("Fn").replace("CodeUri: src/", f"InlineCode: {code}")
    assert only(workspace, written) == (None, "has more than 20,000 opening braces")


@pytest.mark.parametrize(
    "written",
    [
        function("Fn", "s3://bucket/key.zip"),
        function("Fn", "!Ref Code") + "Parameters: {Code: {Type: String}}\n",
        function("Fn", runtime="!Ref Kind") + "Parameters: {Kind: {Type: String}}\n",
        function("Fn", "seen/"),
    ],
    ids=["bucket", "parameter", "runtime", "read"],
)
def test_what_lies_elsewhere_is_no_code_that_is_left_out(
    workspace: Workspace, written: str
) -> None:
    workspace.write("seen/app.py", SOURCE)
    workspace.write("t.yaml", HEAD + written)
    assert not_read(workspace) == []
    assert "not read" not in workspace.check("t.yaml").out


def test_nothing_is_said_where_no_rule_asks_for_code(workspace: Workspace) -> None:
    workspace.write("t.yaml", HEAD + function("Fn", "dist/"))
    assert not_read(workspace, "--select", "iam") == []


def test_the_text_names_the_first_and_counts_all(workspace: Workspace) -> None:
    names = [f"Fn{number}" for number in range(5)]
    workspace.write("t.yaml", HEAD + "".join(function(name, "dist/") for name in names))
    out = workspace.check("t.yaml").out
    for name in names[:3]:
        line = f"note: t.yaml: Code of function '{name}' is not read: 'dist' does not exist\n"
        assert out.count(line) == 1
    assert out.count("note: ") == 4
    assert "note: 2 more like this (--output-format json lists all)\n" in out
    assert out.rstrip().endswith(", code of 5 functions not read")


def test_programs_get_the_reason_in_sarif(workspace: Workspace) -> None:
    workspace.write("t.yaml", HEAD + function("Fn", "dist/"))
    (run,) = workspace.check("--output-format", "sarif", "t.yaml").report["runs"]
    (invocation,) = run["invocations"]
    (told,) = invocation["toolExecutionNotifications"]
    assert told["level"] == "note"
    assert told["message"]["text"] == "Code of function 'Fn' was not read: dist does not exist"
    assert invocation["executionSuccessful"]


@pytest.mark.parametrize(
    ("content", "byte", "line"),
    [
        (SOURCE.encode("latin-1"), "0xe9", 2),
        (SOURCE.encode("utf-16"), "0xff", 1),
        (f"'a'\n'b'\n{COOKIE}{SOURCE}".encode("latin-1"), "0xe9", 5),
    ],
    ids=["latin-1", "utf-16", "declared too late"],
)
@pytest.mark.parametrize("format", ["text", "json", "sarif", "html", "markdown", "gitlab"])
def test_a_byte_that_python_refuses_is_a_finding(
    workspace: Workspace, content: bytes, byte: str, line: int, format: str
) -> None:
    workspace.write("src/app.py", content)
    workspace.write("t.yaml", HEAD + function("Fn"))
    message = f"byte {byte} is not UTF-8, and the file declares no other encoding"
    rule = "source-syntax-error"
    result = workspace.check("--select", rule, "--output-format", format, "--fix", "t.yaml")
    assert (result.code, result.err) == (1, "")
    assert message in result.out
    assert workspace.folder.joinpath("src/app.py").read_bytes() == content
    if format == "json":
        (found,) = result.report["findings"]
        assert (found["file"], found["location"]["line"]) == ("src/app.py", line)
        assert found["severity"] == "error"
        assert result.report["code_not_read"] == []
