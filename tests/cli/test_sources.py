"""`--version` says of which date the tables are, where that is asked."""

from __future__ import annotations

from tests.runner import Workspace


def test_version_says_no_more_than_the_version(workspace: Workspace) -> None:
    done = workspace.run("--version")
    assert done.code == 0
    assert done.out.startswith("cfnaudit ")
    assert done.out.count("\n") == 1


def test_version_says_of_which_date_the_schemas_are(workspace: Workspace) -> None:
    for arguments in (("--version", "--verbose"), ("--verbose", "--version")):
        done = workspace.run(*arguments)
        assert done.code == 0
        assert "resource schemas of 20" in done.out
