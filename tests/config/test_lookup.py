"""Which configuration file holds for a file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from auditor.config.find import Finder
from tests.runner import BROKEN, CLEAN, Workspace, assert_one_line

ALL = 'ignore = ["all"]\n'
NONE = "ignore = []\n"
TABLE = f"[tool.cfnaudit]\n{ALL}"

HOLDS = {
    "in its folder": ({"sub/cfnaudit.toml": ALL}, 0),
    "in the folder above": ({"cfnaudit.toml": ALL}, 0),
    "the nearest": ({"cfnaudit.toml": NONE, "sub/cfnaudit.toml": ALL}, 0),
    "the nearest alone": ({"cfnaudit.toml": ALL, "sub/cfnaudit.toml": 'select = ["all"]'}, 1),
    "with a dot": ({"sub/.cfnaudit.toml": ALL}, 0),
    "with a dot first": ({"sub/.cfnaudit.toml": ALL, "sub/cfnaudit.toml": "broken ="}, 0),
    "pyproject": ({"pyproject.toml": TABLE}, 0),
    "its own file before pyproject": ({"cfnaudit.toml": ALL, "pyproject.toml": "broken"}, 0),
    "pyproject nearer": ({"cfnaudit.toml": NONE, "sub/pyproject.toml": TABLE}, 0),
    "pyproject without a table": ({"cfnaudit.toml": ALL, "sub/pyproject.toml": "[tool.x]"}, 0),
    "pyproject that only needs it": (
        {"cfnaudit.toml": ALL, "sub/pyproject.toml": '[project]\ndependencies = ["cfnaudit"]'},
        0,
    ),
    "pyproject that is no TOML, and not ours": ({"sub/pyproject.toml": "a = ["}, 1),
    "pyproject in Latin-1, and not ours": ({"sub/pyproject.toml": b"# caf\xe9"}, 1),
    "pyproject whose tool is no table": ({"pyproject.toml": "tool = 'cfnaudit'"}, 1),
    "a byte order mark": ({"cfnaudit.toml": f"\ufeff{ALL}"}, 0),
    "Windows line ends": ({"pyproject.toml": TABLE.replace("\n", "\r\n")}, 0),
    "empty": ({"cfnaudit.toml": ""}, 1),
    "in a folder below": ({"sub/sub/cfnaudit.toml": ALL}, 1),
    "beside": ({"other/cfnaudit.toml": ALL}, 1),
}


@pytest.mark.parametrize(("files", "code"), HOLDS.values(), ids=HOLDS.keys())
def test_the_nearest_configuration_holds(
    workspace: Workspace, files: dict[str, str | bytes], code: int
) -> None:
    workspace.write("sub/a.yaml")
    for name, content in files.items():
        workspace.write(name, content)
    result = workspace.check("sub/a.yaml")
    assert (result.code, result.err) == (code, "")


def test_each_file_of_a_run_has_its_own(workspace: Workspace) -> None:
    for name in ("one", "two", "three"):
        workspace.write(f"{name}/a.yaml")
    workspace.write("one/cfnaudit.toml", ALL)
    workspace.write("two/cfnaudit.toml", 'severity = {all = "info"}')
    result = workspace.check(".", "--output-format", "concise", "--min-severity", "info")
    found = [line.partition(":")[0] for line in result.out.splitlines()[:-1]]
    assert found == ["three/a.yaml", "two/a.yaml"]
    assert "two/a.yaml:6:34: info[" in result.out


def test_fail_on_is_that_of_the_file(workspace: Workspace) -> None:
    workspace.write("one/a.yaml")
    workspace.write("one/cfnaudit.toml", 'severity = {all = "info"}')
    workspace.write("two/a.yaml", CLEAN)
    workspace.write("two/cfnaudit.toml", 'fail-on = "info"')
    assert workspace.check(".").code == 0
    workspace.write("one/cfnaudit.toml", 'severity = {all = "info"}\nfail-on = "info"')
    assert workspace.check(".").code == 1


def test_one_file_for_all(workspace: Workspace) -> None:
    workspace.write("sub/a.yaml")
    workspace.write("sub/cfnaudit.toml", NONE)
    workspace.write("etc/ours.toml", 'per-file-ignores = {"/sub/" = ["all"]}')
    assert workspace.check("sub/a.yaml", "--config", "etc/ours.toml").code == 0
    workspace.write("etc/pyproject.toml", TABLE)
    assert workspace.check("sub/a.yaml", "--config", "etc/pyproject.toml").code == 0


def test_patterns_are_relative_to_the_folder_of_the_configuration(workspace: Workspace) -> None:
    workspace.write("sub/a.yaml")
    workspace.write("cfnaudit.toml", 'per-file-ignores = {"/a.yaml" = ["all"]}')
    assert workspace.check("sub/a.yaml").code == 1
    workspace.write("sub/cfnaudit.toml", 'per-file-ignores = {"/a.yaml" = ["all"]}')
    assert workspace.check("sub/a.yaml").code == 0
    assert workspace.check(str(workspace.folder / "sub" / "a.yaml")).code == 0


@pytest.mark.parametrize(
    ("options", "code", "name"),
    [
        pytest.param((), 0, "", id="the working folder"),
        pytest.param(("--stdin-filename", "sub/a.yaml"), 1, "sub/a.yaml:6:34:", id="a file"),
        pytest.param(("--stdin-filename", "gone/a.yaml"), 0, "", id="a folder that is not there"),
    ],
)
def test_standard_input(
    workspace: Workspace, options: tuple[str, ...], code: int, name: str
) -> None:
    workspace.write("cfnaudit.toml", ALL)
    workspace.write("sub/cfnaudit.toml", NONE)
    result = workspace.check("-", *options, stdin=BROKEN.encode())
    assert result.code == code
    assert name in result.out


WITHOUT = """
import atexit, sys
late = [f"auditor.config.{name}" for name in ("patterns", "places", "read", "schema")]
atexit.register(lambda: print(sorted(set(late) & set(sys.modules)), file=sys.stderr))
"""


@pytest.mark.parametrize(
    ("files", "loaded"),
    [
        pytest.param({}, False, id="nothing"),
        pytest.param({"pyproject.toml": "[tool.x]\n"}, False, id="a project of something else"),
        pytest.param({"pyproject.toml": TABLE}, True, id="configured"),
    ],
)
def test_nothing_is_imported_for_what_is_not_there(
    workspace: Workspace, files: dict[str, str], loaded: bool
) -> None:
    workspace.write("a.yaml", CLEAN)
    for name, content in files.items():
        workspace.write(name, content)
    result = workspace.python(WITHOUT, "check", "a.yaml")
    assert result.code == 0
    assert ("auditor.config.schema" in result.err) is loaded
    assert loaded or result.err == "[]\n"


def test_a_working_folder_that_is_gone(workspace: Workspace) -> None:
    path = workspace.write("here/a.yaml")
    workspace.write("here/cfnaudit.toml", ALL)
    gone = "mkdir gone && cd gone && rmdir ../gone && cfnaudit check"
    result = workspace.shell(f"{gone} {path}")
    assert (result.code, result.err) == (0, "")


def test_each_folder_is_looked_into_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = os.path.lexists

    def lexists(path: str) -> bool:
        asked.append(path)
        return real(path)

    monkeypatch.setattr(os.path, "lexists", lexists)
    finder = Finder(lambda _: True)
    (tmp_path / "cfnaudit.toml").touch()
    for folder in ("a/b/c", "a/b", "a/b/c", "a/d"):
        assert finder.nearest(str(tmp_path / folder)) == str(tmp_path / "cfnaudit.toml")
    assert len(asked) == len(set(asked))


def test_isolated_and_a_file_exclude_each_other(workspace: Workspace) -> None:
    result = workspace.check("a.yaml", "--isolated", "--config", "x.toml")
    assert result.code == 2
    assert "--isolated" in result.err


def test_a_broken_configuration_of_one_folder_is_told_once(workspace: Workspace) -> None:
    workspace.write("one/a.yaml")
    workspace.write("one/b.yaml")
    workspace.write("one/cfnaudit.toml", "igore = []")
    workspace.write("two/a.yaml")
    result = workspace.check(".")
    assert_one_line(result, "one/cfnaudit.toml:1:1: unknown key 'igore'")
    assert "two/a.yaml:6:34:" in result.out
    assert "one/a.yaml" not in result.out


def test_the_search_ends_at_the_root_of_a_repository(workspace: Workspace) -> None:
    workspace.write("cfnaudit.toml", ALL)
    workspace.write("repository/.git/HEAD", "")
    workspace.write("repository/a.yaml", BROKEN)
    assert workspace.check("repository").code == 1
    workspace.write("repository/cfnaudit.toml", ALL)
    assert workspace.check("repository").code == 0
