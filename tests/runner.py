"""Runs the real command in a folder of its own, with nothing of this machine's environment."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import forked

COMMAND = str(Path(sys.executable).with_name("cfnaudit"))
TIMEOUT = 900
"""Seconds after which a command hangs, and is not only on a busy machine."""

CLEAN = """\
Resources:
  Topic:
    Type: AWS::SNS::Topic
"""
BROKEN = """\
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Nightly:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: rate(1 days)   # every night
"""
"""One error with a safe fix."""
MENDED = BROKEN.replace("rate(1 days)", "rate(1 day)")
_INTERRUPTIBLE = """\
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
os.execv(sys.argv[1], sys.argv[1:])
"""
RULE = "schedule-expression-syntax"


@dataclass(frozen=True, slots=True)
class Result:
    """How a run ended and what it wrote."""

    code: int
    stdout: bytes
    stderr: bytes

    @property
    def out(self) -> str:
        return self.stdout.decode()

    @property
    def err(self) -> str:
        return self.stderr.decode()

    @property
    def report(self) -> Any:
        """The report for programs."""
        return json.loads(self.out)


NOT_AS_ROOT = """
import os
os.access = lambda path, mode: bool(os.stat(path).st_mode & 0o222)
"""
"""Root may write all files; after this, only those whose mode says that somebody may."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder to run the command in."""

    folder: Path

    def write(self, name: str, content: str | bytes = BROKEN) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def read(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def run(
        self,
        *args: str | bytes,
        stdin: bytes = b"",
        env: Mapping[str, str] | None = None,
        command: tuple[str, ...] = (COMMAND,),
    ) -> Result:
        """Runs `cfnaudit ARGS`, or another command."""
        variables = self.environment(env)
        if command == (COMMAND,) and forked.can_run(env or {}):
            argv = [*command, *args]
            return Result(
                *forked.run(argv, folder=self.folder, env=variables, stdin=stdin, timeout=TIMEOUT)
            )
        done = subprocess.run(
            [*command, *args],
            cwd=self.folder,
            env=variables,
            input=stdin,
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    def check(self, *args: str | bytes, stdin: bytes = b"") -> Result:
        """Runs `cfnaudit check ARGS`."""
        return self.run("check", *args, stdin=stdin)

    def python(
        self, code: str, *args: str, env: Mapping[str, str] | None = None, stdin: bytes = b""
    ) -> Result:
        """Runs `cfnaudit ARGS` after some code, which may break what is to be broken."""
        whole = f"{code}\nfrom auditor.__main__ import main\nmain()"
        return self.run(*args, env=env, stdin=stdin, command=(sys.executable, "-c", whole))

    def shell(self, line: str) -> Result:
        """Runs a line of shell, with `cfnaudit` on its PATH."""
        return self.run(line, command=("/bin/bash", "-c"))

    def start(self, *args: str) -> subprocess.Popen[bytes]:
        """Starts `cfnaudit ARGS` on pipes, with signals as an interactive shell sets them."""
        return subprocess.Popen(
            [sys.executable, "-c", _INTERRUPTIBLE, COMMAND, *args],
            cwd=self.folder,
            env=self.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def on_terminal(
        self,
        *args: str,
        streams: tuple[str, ...] = ("stdout",),
        columns: int = 80,
        env: Mapping[str, str] | None = None,
        typed: bytes | None = None,
    ) -> Result:
        """Runs `cfnaudit ARGS` with the named streams on a terminal, where `typed` is typed."""
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("4H", 24, columns, 0, 0))
        process = subprocess.Popen(
            [COMMAND, *args],
            cwd=self.folder,
            env=self.environment({"TERM": "xterm"} | dict(env or {})),
            stdin=subprocess.DEVNULL if typed is None else theirs,
            stdout=theirs if "stdout" in streams else subprocess.PIPE,
            stderr=theirs if "stderr" in streams else subprocess.PIPE,
        )
        os.close(theirs)
        if typed is not None:
            os.write(ours, typed)
        seen = b""
        with suppress(OSError):  # how Linux tells that nobody writes to a terminal any more
            while part := os.read(ours, 65_536):
                seen += part
        os.close(ours)
        out, err = process.communicate(timeout=TIMEOUT)
        return Result(
            process.returncode,
            seen.replace(b"\r\n", b"\n") if "stdout" in streams else out,
            seen.replace(b"\r\n", b"\n") if "stderr" in streams else err,
        )

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """No variable of ours but those that Python and git need."""
        # no cache, unless a test wants one: a folder can never be made there
        own = {"HOME": str(self.folder), "CFNAUDIT_CACHE_DIR": "/dev/null/none"}
        return forked.NEEDED | own | dict(more or {})


def assert_one_line(result: Result, *parts: str) -> None:
    """The job could not be done, and one line says so: no traceback, nothing else."""
    assert result.code == 2, result
    lines = result.err.splitlines()
    assert len(lines) == 1, result.err
    assert lines[0].startswith("cfnaudit: ")
    for part in parts:
        assert part in lines[0]
