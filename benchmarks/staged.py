"""A copy of the code as an installation has it, of a revision of git or of the working tree."""

from __future__ import annotations

import compileall
import io
import shutil
import subprocess
import tarfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def staged(folder: Path, revision: str | None = None) -> Path:
    """Puts the code into a new folder, compiled, to be named in PYTHONPATH."""
    if revision is None:
        for name in ("auditor", "rules"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.pyc"))
    else:
        command = ["git", "-C", str(ROOT), "archive", revision, "auditor", "rules"]
        archive = subprocess.run(command, capture_output=True, check=True).stdout
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            files.extractall(folder)
    (folder / "rules").rename(folder / "auditor" / "rules")
    compileall.compile_dir(folder, quiet=1)
    return folder
