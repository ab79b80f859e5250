"""Code folders beside a template: what is looked at, and what never is."""

from __future__ import annotations

import os

import pytest

from auditor.disk.looks import MAX_BESIDE, MAX_NAMES
from auditor.project import ProjectFolder
from tests.runner import Workspace

ID = "handler-not-found"
TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: app.lambda_handler   # the entry
      Runtime: python3.12
"""
MENDED = TEMPLATE.replace("app.lambda_handler", "app.handler")
SOURCE = "def handler(event, context):\n    return event\n"


def found(workspace: Workspace, name: str = "shop/template.yaml") -> list[str]:
    result = workspace.check("--select", ID, "--output-format", "json", name)
    assert result.err == ""
    return [finding["message"] for finding in result.report["findings"]]


def test_fixes_the_template_and_leaves_the_code(workspace: Workspace) -> None:
    workspace.write("shop/template.yaml", TEMPLATE)
    workspace.write("shop/src/app.py", SOURCE)
    result = workspace.check("--select", ID, "--fix", "shop")
    assert result.code == 0, result
    assert workspace.read("shop/template.yaml").decode() == MENDED
    assert workspace.read("shop/src/app.py").decode() == SOURCE


def test_tells_the_file_that_is_missing(workspace: Workspace) -> None:
    workspace.write("shop/template.yaml", TEMPLATE)
    workspace.write("shop/src/main.py", SOURCE)
    (message,) = found(workspace)
    assert (
        "'src/app.py', which Handler 'app.lambda_handler' names and which does not exist" in message
    )


def test_standard_input_has_no_folder(workspace: Workspace) -> None:
    workspace.write("src/app.py", SOURCE)
    result = workspace.check("--select", ID, "-", stdin=TEMPLATE.encode())
    assert (result.code, result.err) == (0, "")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("def handler(:\n", id="no Python"),
        pytest.param(b"# \xff\xfe\n", id="no UTF-8"),
        pytest.param("#" * (MAX_BESIDE + 1), id="too large"),
        pytest.param("from shop import *\n", id="star import"),
    ],
)
def test_silent_about_files_that_cannot_be_read(workspace: Workspace, content: str | bytes) -> None:
    workspace.write("shop/template.yaml", TEMPLATE)
    workspace.write("shop/src/app.py", content)
    assert found(workspace) == []


@pytest.mark.parametrize("linked", ["src", "src/app.py"])
def test_never_looks_outside_of_the_folder(workspace: Workspace, linked: str) -> None:
    workspace.write("shop/template.yaml", TEMPLATE)
    workspace.write("elsewhere/src/app.py", SOURCE)
    link = workspace.folder / "shop" / linked
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(workspace.folder / "elsewhere" / linked)
    assert found(workspace) == []


def test_a_link_inside_the_folder_is_followed(workspace: Workspace) -> None:
    workspace.write("shop/template.yaml", TEMPLATE)
    workspace.write("shop/common/app.py", SOURCE)
    (workspace.folder / "shop" / "src").symlink_to("common")
    assert len(found(workspace)) == 1


@pytest.mark.parametrize(
    "path", ["", ".", "..", "../x", "/etc", "a\0b", "\ud800", "x" * 5000, "a/" * 3000, "pipe", "me"]
)
def test_no_path_raises_or_leaves(workspace: Workspace, path: str) -> None:
    os.mkfifo(workspace.folder / "pipe")
    (workspace.folder / "me").symlink_to("me")
    project = ProjectFolder(workspace.folder)
    assert project.read(path) is None
    assert project.names(path) in (None, frozenset({"pipe", "me"}))


def test_reads_files_and_lists_folders(workspace: Workspace) -> None:
    workspace.write("src/app.py", SOURCE)
    project = ProjectFolder(workspace.folder)
    assert project.names("src") == frozenset({"app.py"})
    assert project.names("src/app.py") is None
    assert project.read("src/app.py") == SOURCE
    assert project.read("src") is None


def test_huge_folders_are_not_known(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.disk.looks.MAX_NAMES", 1)
    assert MAX_NAMES > 1
    workspace.write("a", "")
    assert ProjectFolder(workspace.folder).names(".") == frozenset({"a"})
    workspace.write("b", "")
    assert ProjectFolder(workspace.folder).names(".") is None
