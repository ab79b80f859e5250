"""`--version` says of which date the tables are, where that is asked."""

from __future__ import annotations

from tests.runner import run


def test_version_says_no_more_than_the_version() -> None:
    done = run("--version")
    assert done.code == 0
    assert done.out.startswith("cfnaudit ")
    assert done.out.count("\n") == 1


def test_version_says_of_which_date_the_schemas_are() -> None:
    for arguments in (("--version", "--verbose"), ("--verbose", "--version")):
        done = run(*arguments)
        assert done.code == 0
        assert "resource schemas of 20" in done.out
