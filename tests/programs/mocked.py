"""Programs in Python run with the provider's own classes, and with no cloud."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

RUN = """
import runpy, sys
import pulumi

class Mocks(pulumi.runtime.Mocks):
    def new_resource(self, args):
        return [args.name + "_id", args.inputs]

    def call(self, args):
        return {}

pulumi.runtime.set_mocks(Mocks(), project="metrics", stack="dev", preview=False)
sys.path.insert(0, sys.argv[1])
runpy.run_path(sys.argv[1] + "/" + sys.argv[2], run_name="__main__")
"""


def run_python(folder: Path, main: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", RUN, str(folder), main]
    return subprocess.run(command, capture_output=True, text=True, check=False)
