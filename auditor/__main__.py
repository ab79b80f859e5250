"""`python -m auditor`, and what the command `cfnaudit` runs."""

from __future__ import annotations

import sys

if __name__ == "__main__" and not getattr(sys.flags, "safe_path", False):
    # Python puts the working folder first: what lies in it is to be checked, and never to be run
    del sys.path[0]

from auditor.cli.main import command, main

__all__ = ["command", "main"]

if __name__ == "__main__":
    command()
