"""The command in a process of its own without the cost of its start: a fork of one loaded process.

Half of the time of the tests would go into starting Python some thousand times. What a start does
itself (its imports, its encodings) is what `tests/cli/test_start.py` and others look at, and they
start the real command.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from functools import cache
from importlib import import_module
from pathlib import Path

NEEDED = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "LANG": "C.UTF-8"}
"""The variables that Python and git need."""
_OF_THE_START = ("PYTHON", "LANG", "LC_", "_TYPER")
"""How variables begin that Python or typer reads when it starts, and not again."""

_TEMPLATE = """\
Resources:
  Nightly:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: rate(1 days)
"""
_CONFIGURATION = 'ignore = ["nothing"]\nregions = ["eu-west-1"]\n'
_OFTEN = (
    ["--version"],
    ["rules"],
    ["explain", "schedule-expression-syntax"],
    ["schema"],
    ["check", "a.yaml"],
    *(
        ["check", "--isolated", "a.yaml", "--output-format", name]
        for name in ("concise", "github", "gitlab", "html", "json", "junit", "sarif")
    ),
    ["check", "--isolated", "a.yaml", "--diff"],
    ["check", "--isolated", "a.yaml", "--fix"],
)


def can_run(env: Mapping[str, str]) -> bool:
    """Whether a fork sees these variables as a process does that starts with them."""
    return sys.platform == "linux" and not any(key.startswith(_OF_THE_START) for key in env)


def run(
    argv: Sequence[str | bytes], *, folder: Path, env: Mapping[str, str], stdin: bytes, timeout: int
) -> tuple[int, bytes, bytes]:
    """The exit code of a command line (the first word is the program), its output and errors."""
    asked = {"argv": list(map(os.fsdecode, argv)), "folder": str(folder), "env": dict(env)}
    temporary = tempfile.TemporaryFile
    with temporary() as given, temporary() as out, temporary() as err:
        given.write(stdin)
        given.seek(0)
        server = _server()
        server.settimeout(timeout)
        try:
            files = [file.fileno() for file in (given, out, err)]
            socket.send_fds(server, [json.dumps(asked).encode()], files)
            code = int(server.recv(16))
        except TimeoutError:
            _server.cache_clear()
            raise subprocess.TimeoutExpired(list(map(str, argv)), timeout) from None
        out.seek(0)
        err.seek(0)
        return code, out.read(), err.read()


@cache
def _server() -> socket.socket:
    """The line to a process that has everything loaded, which ends when the line does."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        subprocess.Popen(
            [sys.executable, __file__, str(theirs.fileno())],
            env=NEEDED,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
        )
    return ours


def _serve(line: socket.socket) -> None:
    import auditor

    for module in pkgutil.walk_packages(auditor.__path__, "auditor."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    import_module("auditor.__main__")
    _warm_up()
    gc.collect()
    gc.freeze()
    while True:
        request, files, _flags, _address = socket.recv_fds(line, 1 << 20, 3)
        if not request:
            return
        child = os.fork()
        if child == 0:
            _become(json.loads(request), files, line)
        for file in files:
            os.close(file)
        _pid, status = os.waitpid(child, 0)
        line.send(str(os.waitstatus_to_exitcode(status)).encode())


def _warm_up() -> None:
    """Runs what most runs do, so that what is read once in a process is read once for all.

    Code that is edited while the tests run is not what runs here: one look at it is enough.
    """
    import typer.main

    from auditor.__main__ import main

    for module, name in (
        (sys.modules["auditor.cache.program"], "code"),
        (typer.main, "get_command"),
    ):
        setattr(module, name, cache(getattr(module, name)))
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    here = Path.cwd()
    with (
        tempfile.TemporaryDirectory() as folder,
        Path(os.devnull).open("w", encoding="utf-8") as nothing,
        redirect_stdout(nothing),
        redirect_stderr(nothing),
    ):
        os.environ.update({"HOME": folder, "CFNAUDIT_CACHE_DIR": f"{os.devnull}/none"})
        os.chdir(folder)
        Path("a.yaml").write_text(_TEMPLATE, encoding="utf-8")
        Path("cfnaudit.toml").write_text(_CONFIGURATION, encoding="utf-8")
        for arguments in _OFTEN:
            sys.argv[:] = ["cfnaudit", *arguments]
            with suppress(SystemExit):
                main()
        os.chdir(here)
    for number, handler in handlers.items():
        signal.signal(number, handler)


def _become(asked: dict[str, object], files: list[int], line: socket.socket) -> None:
    """Runs the command in this process, and ends it."""
    from auditor.__main__ import main

    code: object = 1
    try:
        line.close()
        for number, file in enumerate(files):
            os.dup2(file, number)
            os.close(file)
        os.chdir(str(asked["folder"]))
        os.environ.clear()
        os.environ.update(asked["env"])  # type: ignore[call-overload]
        sys.argv[:] = asked["argv"]  # type: ignore[call-overload]
        main()
    except SystemExit as ended:
        code = ended.code or 0
    except BaseException:  # noqa: BLE001 (as the interpreter does at the end of a program)
        sys.excepthook(*sys.exc_info())
    finally:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 1)


if __name__ == "__main__":
    del sys.path[0]
    _serve(socket.socket(fileno=int(sys.argv[1])))
