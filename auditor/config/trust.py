"""Which configurations are those of whoever started the run, and not of what is checked."""

from __future__ import annotations

import os

from auditor.disk import asking


def is_trusted(file: str) -> bool:
    """Whether a file is the working folder's own or above it, and nobody else's.

    It belongs to whoever runs cfnaudit, to the administrator, or to the owner of the working
    folder, as where a container runs on the files of its host.
    """
    try:
        here = asking.real(os.getcwd())  # noqa: PTH109
        folder = asking.real(os.path.dirname(file))  # noqa: PTH120
    except OSError:
        return False
    owner, owner_here = asking.owner(file), asking.owner(here)
    if None in (owner, owner_here):
        return False
    owners = {0, owner_here, os.getuid() if hasattr(os, "getuid") else owner}
    is_above = here == folder or here.startswith(os.path.join(folder, ""))  # noqa: PTH118
    return is_above and owner in owners
