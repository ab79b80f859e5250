"""Which files are checked."""

from __future__ import annotations

import pytest

from tests.runner import BROKEN, CLEAN, Workspace

NO_TEMPLATE = "services:\n  web:\n    image: nginx\n"


def checked(workspace: Workspace, *paths: str) -> list[str]:
    """The files that a run finds the fault in."""
    report = workspace.check(*paths, "--output-format", "json").report
    return [finding["file"] for finding in report["findings"]]


def test_templates_in_folders_are_told_by_content(workspace: Workspace) -> None:
    workspace.write("one.yaml")
    workspace.write("sub/two.template")
    workspace.write("sub/deep/three.YML")
    workspace.write("docker-compose.yml", NO_TEMPLATE)
    workspace.write("package.json", '{"name": "x"}')
    workspace.write("notes.txt")
    workspace.write("node_modules/x/template.yaml")
    assert checked(workspace, ".") == ["one.yaml", "sub/two.template", "sub/deep/three.YML"]


def test_named_files_are_checked_whatever_they_are(workspace: Workspace) -> None:
    workspace.write("compose.yml", NO_TEMPLATE)
    result = workspace.check("compose.yml")
    assert result.code == 1
    assert "template-syntax" in result.out


def test_named_files_that_are_no_templates_are_passed_over_where_asked(
    workspace: Workspace,
) -> None:
    workspace.write("compose.yml", NO_TEMPLATE)
    workspace.write("picture.json", b"\x89PNG\0")
    workspace.write("template.yaml")
    result = workspace.check("--templates-only", "compose.yml", "picture.json", "template.yaml")
    assert result.code == 1
    assert "in 1 file" in result.out
    assert result.err == ""
    assert workspace.check("--templates-only", "compose.yml").code == 0


@pytest.mark.parametrize(
    "paths",
    [
        pytest.param(("a.yaml", "a.yaml"), id="the same name"),
        pytest.param(("a.yaml", "./a.yaml"), id="another way to write it"),
        pytest.param((".", "a.yaml"), id="its folder and itself"),
        pytest.param(("a.yaml", "link.yaml"), id="a link to it"),
        pytest.param((".", "sub/.."), id="its folder twice"),
    ],
)
def test_a_file_is_checked_once(workspace: Workspace, paths: tuple[str, ...]) -> None:
    (workspace.folder / "link.yaml").symlink_to(workspace.write("a.yaml"))
    (workspace.folder / "sub").mkdir()
    assert checked(workspace, *paths) == ["a.yaml"]


def test_a_file_passed_over_in_its_folder_is_checked_where_named(workspace: Workspace) -> None:
    workspace.write("a.yaml", CLEAN)
    workspace.write("compose.yml", NO_TEMPLATE)
    assert checked(workspace, ".", "compose.yml") == ["compose.yml"]


def test_a_folder_within_a_searched_folder_is_not_called_empty(workspace: Workspace) -> None:
    workspace.write("sub/a.yaml", CLEAN)
    result = workspace.check(".", "sub")
    assert result.code == 0
    assert "in 1 file" in result.out


def test_what_is_no_file_is_passed_over_in_folders(workspace: Workspace) -> None:
    workspace.write("a.yaml", CLEAN)
    (workspace.folder / "gone.yaml").symlink_to("nowhere")
    (workspace.folder / "loop.yaml").symlink_to("loop.yaml")
    (workspace.folder / "up").symlink_to(".")
    assert workspace.shell("mkfifo pipe.yaml && cfnaudit check .").code == 0


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        pytest.param("a.yaml", BROKEN.encode("utf-16"), "UTF-16", id="UTF-16"),
        pytest.param(
            "a.yaml", f"Description: café\n{BROKEN}".encode("latin-1"), "UTF-8", id="Latin-1"
        ),
        pytest.param("a.yaml", BROKEN.encode() + b"# x\n" * 1_500_000, "6.0 MB", id="too large"),
    ],
)
def test_a_template_that_cannot_be_read_is_never_passed_over(
    workspace: Workspace, name: str, content: bytes, says: str
) -> None:
    workspace.write(name, content)
    for args in ((".",), ("--templates-only", name)):
        result = workspace.check(*args)
        assert result.code == 2
        assert f"cfnaudit: {name}" in result.err
        assert says in result.err


def test_names_that_are_no_text(workspace: Workspace) -> None:
    (workspace.folder / b"caf\xe9.yaml".decode(errors="surrogateescape")).write_text(BROKEN)
    workspace.write("new\nline.yaml")
    result = workspace.check(".")
    assert "caf\\udce9.yaml:6:" in result.out
    assert "new\\nline.yaml:6:" in result.out
    assert "caf\udce9.yaml" in checked(workspace, ".")
