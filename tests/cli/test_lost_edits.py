"""What somebody else writes while cfnaudit runs, or asks, is still there afterwards."""

from __future__ import annotations

import os

import pytest

from tests.runner import BROKEN, MENDED, RULE, TIMEOUT, Workspace, assert_one_line

MINE = "  Mine:\n    Type: AWS::SNS::Topic\n"
MEANWHILE = """
import os, pathlib
import auditor.run.audit as run
real = run.audit
def audit(*args):
    result = real(*args)
    {}
    return result
run.audit = audit
"""


@pytest.mark.parametrize("option", ["--fix", "--add-ignores"])
def test_an_edit_while_a_file_is_checked(workspace: Workspace, option: str) -> None:
    workspace.write("a.yaml")
    edit = f"pathlib.Path('a.yaml').open('a').write({MINE!r})"
    result = workspace.python(MEANWHILE.format(edit), "check", option, "a.yaml")
    assert_one_line(result, "a.yaml: was changed by somebody else", "nothing was written")
    assert workspace.read("a.yaml").decode() == BROKEN + MINE
    assert f"error[{RULE}]" in result.out


def test_the_other_files_are_fixed_all_the_same(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    workspace.write("b.yaml")
    edit = "pathlib.Path('a.yaml').write_text('Resources: {}')"
    result = workspace.python(MEANWHILE.format(edit), "check", "--fix", "a.yaml", "b.yaml")
    assert_one_line(result, "a.yaml: was changed by somebody else")
    assert workspace.read("b.yaml").decode() == MENDED


def test_a_link_that_is_swapped_in(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    secret = workspace.write("secret", BROKEN)
    swap = "os.unlink('a.yaml'); os.symlink('secret', 'a.yaml')"
    result = workspace.python(MEANWHILE.format(swap), "check", "--fix", "a.yaml")
    assert_one_line(result, "a.yaml: was changed by somebody else")
    assert secret.read_text() == BROKEN


def test_an_edit_while_somebody_is_asked(workspace: Workspace) -> None:
    path = workspace.write("a.yaml")
    process = workspace.start("check", "--fix", "--interactive", "a.yaml")
    assert process.stderr is not None
    seen = b""
    while b"Apply this fix?" not in seen:
        part = os.read(process.stderr.fileno(), 65_536)
        assert part, seen
        seen += part
    path.write_text(BROKEN + MINE)
    _, err = process.communicate(b"y\n", timeout=TIMEOUT)
    assert process.returncode == 2
    assert b"a.yaml: was changed by somebody else" in err
    assert path.read_text() == BROKEN + MINE


def test_a_baseline_that_another_run_wrote(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    workspace.check("a.yaml", "--baseline", "known.json", "--update-baseline")
    workspace.write("a.yaml", MENDED)
    other = '{"version": 1, "findings": []}'
    edit = f"pathlib.Path('known.json').write_text({other!r})"
    options = ("check", "a.yaml", "--baseline", "known.json", "--update-baseline")
    result = workspace.python(MEANWHILE.format(edit), *options)
    assert_one_line(result, "known.json: was changed by somebody else")
    assert workspace.read("known.json").decode() == other


def test_a_search_writes_nothing_outside_of_its_folder(workspace: Workspace) -> None:
    outside = workspace.write("outside.yaml")
    workspace.write("inside/real.yaml")
    (workspace.folder / "inside" / "link.yaml").symlink_to("../outside.yaml")
    result = workspace.check("--fix", "inside")
    assert_one_line(result, "inside/link.yaml: leads out of 'inside'", "nothing was written")
    assert outside.read_text() == BROKEN
    assert workspace.read("inside/real.yaml").decode() == MENDED
    assert workspace.check("--fix", "inside/link.yaml").code == 0
    assert outside.read_text() == MENDED


def test_a_hard_link_is_not_cut(workspace: Workspace) -> None:
    path = workspace.write("a.yaml")
    other = workspace.folder / "other"
    other.hardlink_to(path)
    result = workspace.check("--fix", "a.yaml")
    assert_one_line(result, "a.yaml: has 2 names (hard links)", "nothing was written")
    assert other.read_text() == path.read_text() == BROKEN
    assert path.samefile(other)
