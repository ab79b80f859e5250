"""Which configurations are those of whoever started the run, and not of what is checked."""

from __future__ import annotations

import os


def is_trusted(file: str) -> bool:
    """Whether a file is the working folder's own or above it, and nobody else's.

    It belongs to whoever runs cfnaudit, to the administrator, or to the owner of the working
    folder, as where a container runs on the files of its host.
    """
    try:
        here = os.path.realpath(os.getcwd())  # noqa: PTH109
        folder = os.path.realpath(os.path.dirname(file))  # noqa: PTH120
        owner = os.stat(file).st_uid  # noqa: PTH116
        owners = {0, os.stat(here).st_uid}  # noqa: PTH116
    except OSError:
        return False
    owners.add(os.getuid() if hasattr(os, "getuid") else owner)
    is_above = here == folder or here.startswith(os.path.join(folder, ""))  # noqa: PTH118
    return is_above and owner in owners
