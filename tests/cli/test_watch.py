"""`--watch` checks again when something changes."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from typing import IO

import pytest

from tests.runner import BROKEN, CLEAN, MENDED, RULE, Workspace, assert_one_line


def lines_until(stream: IO[bytes] | None, part: str) -> Iterator[str]:
    assert stream is not None
    for line in iter(stream.readline, b""):
        yield line.decode()
        if part in line.decode():
            return
    raise AssertionError(f"the output ended before {part!r}")


def test_a_change_is_checked(workspace: Workspace) -> None:
    workspace.write("a.yaml", CLEAN)
    process = workspace.start("check", "--watch", "a.yaml")
    try:
        list(lines_until(process.stderr, "waiting for changes"))
        workspace.write("a.yaml", BROKEN)
        told = list(lines_until(process.stderr, "waiting for changes"))
        assert told[0] == "cfnaudit: a.yaml changed\n"
        found = list(lines_until(process.stdout, "Found 1"))
        assert found[0] == "No findings in 1 file\n"
        assert any(RULE in line for line in found)
        process.send_signal(signal.SIGINT)
        assert process.wait() == 130
    finally:
        process.kill()
        process.communicate()


def test_what_is_fixed_settles(workspace: Workspace) -> None:
    workspace.write("a.yaml", CLEAN)
    process = workspace.start("check", "--watch", "--fix", ".")
    try:
        list(lines_until(process.stderr, "waiting for changes"))
        workspace.write("a.yaml", BROKEN)
        list(lines_until(process.stdout, "1 fixed"))
        list(lines_until(process.stdout, "No findings"))
        assert workspace.read("a.yaml") == MENDED.encode()
    finally:
        process.kill()
        process.communicate()


def test_without_the_package(workspace: Workspace) -> None:
    workspace.write("a.yaml", CLEAN)
    result = workspace.python("import sys; sys.modules['watchfiles'] = None", "--watch", "a.yaml")
    assert_one_line(result, "pip install 'cfnaudit[watch]'")


@pytest.mark.parametrize(
    "arguments", ["-", ". --fix --interactive", ". --add-ignores", ". --show-files"]
)
def test_what_is_done_once_is_refused(workspace: Workspace, arguments: str) -> None:
    workspace.write("a.yaml", CLEAN)
    assert_one_line(workspace.check("--watch", *arguments.split()), "--watch: cannot be used with")
