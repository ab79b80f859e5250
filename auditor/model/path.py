"""Where something stands in a document, without a word about its text."""

from __future__ import annotations

Path = tuple[str | int, ...]
"""Keys (str) and list indices (int) from the root; `()` is the whole document."""

ROOT: Path = ()


def dotted(path: Path) -> str:
    """The path as people write it: `Resources.Fn.Properties.Layers[0]`."""
    shown = ""
    for step in path:
        if isinstance(step, int):
            shown += f"[{step}]"
        else:
            shown += f".{step}" if shown else step
    return shown


def is_within(path: Path, ancestor: Path) -> bool:
    """Whether `path` is `ancestor` or lies below it."""
    return path[: len(ancestor)] == ancestor


def logical_id(path: Path) -> str | None:
    """The resource that a path lies in, None outside of resources."""
    if len(path) >= 2 and path[0] == "Resources" and isinstance(path[1], str):
        return path[1]
    return None
