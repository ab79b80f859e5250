"""A copy of the code as an installation has it, of a revision of git or of the working tree."""

from __future__ import annotations

import compileall
import io
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from venv import EnvBuilder

ROOT = Path(__file__).parents[1]
_COMMAND = """\
#!{python}
import sys
from auditor.__main__ import command
if __name__ == "__main__":
    sys.exit(command())
"""
"""As installers write it."""


def staged(folder: Path, revision: str | None = None) -> Path:
    """Puts the code into a new folder."""
    if revision is None:
        for name in ("auditor", "rules"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.pyc"))
    else:
        command = ["git", "-C", str(ROOT), "archive", revision, "auditor", "rules"]
        archive = subprocess.run(command, capture_output=True, check=True).stdout
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            files.extractall(folder)
    (folder / "rules").rename(folder / "auditor" / "rules")
    return folder


def installed(folder: Path, revision: str | None = None) -> Path:
    """The command in a new environment that has the code as users have it, and all else as here.

    Where the code is edited in place, each start of Python imports what finds it: half of what a
    small template takes. And each of its files is looked at for edits before a run is remembered.
    A command finds the packages of its environment whatever folder it is run in, which `python -c`
    does not: in a checkout it finds that.
    """
    EnvBuilder(symlinks=True).create(folder)
    (packages,) = folder.glob("lib/python*/site-packages")
    (staged(folder / "code", revision) / "auditor").rename(packages / "auditor")
    compileall.compile_dir(packages / "auditor", quiet=1)
    others = [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    (packages / "others.pth").write_text("\n".join(others), encoding="utf-8")
    command = folder / "bin" / "cfnaudit"
    command.write_text(_COMMAND.format(python=folder / "bin" / "python"), encoding="utf-8")
    command.chmod(0o755)
    return command
