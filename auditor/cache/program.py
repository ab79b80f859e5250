"""What every result depends on: this program and its Python."""

from __future__ import annotations

import os
import sys

from auditor import __version__
from auditor.disk.looks import code, state

_INSTALLED = ("site-packages", "dist-packages")


def program() -> str:
    """A text that differs where another version, another Python or edited code would run."""
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH120
    parts = [__version__, sys.version, sys.platform, here]
    # where packages are installed or removed, the folder of all of them changes
    parts += (
        state(path)
        for path in sys.path
        if path.endswith(_INSTALLED) and os.path.isdir(path)  # noqa: PTH112
    )
    if not here.endswith(tuple(os.path.join(name, "auditor") for name in _INSTALLED)):  # noqa: PTH118
        # a checkout is edited in place
        rules = __import__("auditor.rules").rules
        parts += map(code, (here, *rules.__path__))
    return "\n".join(parts)
