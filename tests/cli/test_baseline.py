"""`--baseline` hides what was there; `--update-baseline` lists what is there."""

from __future__ import annotations

import json

import pytest

from tests.runner import BROKEN, CLEAN, RULE, Workspace, assert_one_line

BASELINE = "baseline.json"
USE = ("--baseline", BASELINE)
UPDATE = (*USE, "--update-baseline")
HIDDEN = "No findings in 1 file, 1 suppressed\n"


def test_what_was_there_is_hidden_and_what_is_new_is_told(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    result = workspace.check("a.yaml", *UPDATE)
    assert (result.code, result.out) == (0, HIDDEN)
    assert result.err == f"cfnaudit: {BASELINE}: lists 1 finding now\n"
    assert workspace.check("a.yaml").code == 1

    moved = f"# moved\n\n{BROKEN}"
    workspace.write("a.yaml", moved)
    result = workspace.check("a.yaml", *USE)
    assert (result.code, result.out, result.err) == (0, HIDDEN, "")

    workspace.write("a.yaml", moved + BROKEN.partition("Resources:\n")[2].replace("Night", "Dai"))
    result = workspace.check("a.yaml", *USE, "--output-format", "concise")
    assert result.code == 1
    assert [line.split()[1] for line in result.out.splitlines()[:-1]] == [f"error[{RULE}]"]
    assert result.out.startswith("a.yaml:12:34")


def test_an_update_is_stable(workspace: Workspace) -> None:
    for name in ("b.yaml", "sub/a.yaml"):
        workspace.write(name)
    workspace.check(".", *UPDATE)
    before = (workspace.folder / BASELINE).stat()
    written = workspace.read(BASELINE)
    assert workspace.check("sub/a.yaml", "b.yaml", *UPDATE).code == 0
    after = (workspace.folder / BASELINE).stat()
    assert workspace.read(BASELINE) == written
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    files = [finding["file"] for finding in json.loads(written)["findings"]]
    assert files == ["b.yaml", "sub/a.yaml"]


def test_templates_are_named_from_the_folder_of_the_baseline(workspace: Workspace) -> None:
    path = workspace.write("stacks/a.yaml")
    workspace.check("stacks/a.yaml", "--baseline", "stacks/b.json", "--update-baseline")
    assert json.loads(workspace.read("stacks/b.json"))["findings"][0]["file"] == "a.yaml"
    assert workspace.check(str(path), "--baseline", "stacks/b.json").code == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(
            CLEAN,
            "1 entry of baseline.json is no longer found; --update-baseline removes it",
            id="fixed",
        ),
        pytest.param(None, "1 entry of baseline.json is no longer found", id="deleted"),
        pytest.param(f"# moved\n{BROKEN}", "", id="moved"),
        pytest.param("Resources: [", "", id="unreadable"),
    ],
)
def test_what_is_no_longer_found_is_told(workspace: Workspace, text: str | None, says: str) -> None:
    path = workspace.write("a.yaml")
    workspace.write("b.yaml", CLEAN)
    workspace.check(".", *UPDATE)
    if text is None:
        path.unlink()
    else:
        workspace.write("a.yaml", text)
    result = workspace.check(".", *USE)
    assert says in result.err
    assert bool(result.err) == bool(says)


@pytest.mark.parametrize(
    "options",
    [("b.yaml",), ("a.yaml", "b.yaml", "--ignore", RULE), ("b.yaml", "--select", "acl-disabled")],
    ids=["another template", "rule not run", "neither"],
)
def test_what_was_not_looked_for_stays_listed(
    workspace: Workspace, options: tuple[str, ...]
) -> None:
    workspace.write("a.yaml")
    workspace.write("b.yaml", CLEAN)
    workspace.check("a.yaml", *UPDATE)
    assert workspace.check(*options, *USE).err == ""
    result = workspace.check(*options, *UPDATE)
    assert (result.code, result.err) == (0, f"cfnaudit: {BASELINE}: lists 1 finding now\n")


def test_an_update_removes_what_is_gone(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    workspace.check("a.yaml", *UPDATE)
    workspace.write("a.yaml", CLEAN)
    workspace.check("a.yaml", *UPDATE)
    assert json.loads(workspace.read(BASELINE))["findings"] == []
    assert workspace.check("a.yaml", *USE).err == ""


def test_fixes_leave_what_is_listed_alone(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    workspace.check("a.yaml", *UPDATE)
    result = workspace.check("a.yaml", *USE, "--fix")
    assert (result.code, result.out) == (0, HIDDEN)
    assert workspace.read("a.yaml").decode() == BROKEN


def test_a_text_that_cannot_be_read_is_never_known(workspace: Workspace) -> None:
    workspace.write("a.yaml", "Resources: [")
    result = workspace.check("a.yaml", *UPDATE)
    assert result.code == 1
    assert "template-syntax" in result.out


def test_formats_for_programs(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    workspace.check("a.yaml", *UPDATE)
    report = workspace.check("a.yaml", *USE, "--output-format", "json").report
    assert [finding["status"] for finding in report["findings"]] == ["suppressed"]
    assert (report["summary"]["open"], report["summary"]["suppressed"]) == (0, 1)
    (run,) = workspace.check("a.yaml", *USE, "--output-format", "sarif").report["runs"]
    assert [result["suppressions"] for result in run["results"]] == [[{"kind": "external"}]]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(None, "does not exist; --update-baseline writes it", id="missing"),
        pytest.param("{", "line 1 is not JSON", id="broken"),
        pytest.param('{"version": 9}', "it has version 9", id="version"),
        pytest.param('{"version": 1, "findings": [{}]}', "findings[0] has no 'file'", id="row"),
        pytest.param(b"\xff\xfe{", "UTF-16", id="UTF-16"),
    ],
)
def test_a_baseline_that_cannot_be_used(
    workspace: Workspace, content: str | bytes | None, says: str
) -> None:
    workspace.write("a.yaml")
    if content is not None:
        workspace.write(BASELINE, content)
        assert_one_line(workspace.check("a.yaml", *UPDATE), BASELINE, says)
    assert_one_line(workspace.check("a.yaml", *USE), BASELINE, says)
    assert workspace.read("a.yaml").decode() == BROKEN


def test_a_baseline_that_cannot_be_written(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    result = workspace.check("a.yaml", "--baseline", "no/b.json", "--update-baseline")
    assert_one_line(result, "no/b.json: cannot be written")
    code = "import os\ndef replace(*_):\n    raise OSError(28, 'No space left on device')\n"
    result = workspace.python(f"{code}os.replace = replace", "check", "a.yaml", *UPDATE)
    assert_one_line(result, "No space left on device")
    assert [path.name for path in workspace.folder.iterdir()] == ["a.yaml"]


@pytest.mark.parametrize(
    "options",
    [
        ("--update-baseline",),
        (*UPDATE, "--fix"),
        (*UPDATE, "--diff"),
        (*UPDATE, "--add-ignores"),
        ("--add-ignores", "--fix"),
    ],
)
def test_what_does_not_go_together(workspace: Workspace, options: tuple[str, ...]) -> None:
    workspace.write("a.yaml")
    assert workspace.check("a.yaml", *options).code == 2
    assert [path.name for path in workspace.folder.iterdir()] == ["a.yaml"]
    assert workspace.read("a.yaml").decode() == BROKEN
