"""Where something stands in a document, without a word about its text."""

from __future__ import annotations

Path = tuple[str | int, ...]
"""Keys (str) and list indices (int) from the root; `()` is the whole document."""

ROOT: Path = ()
_LOOP = "Fn::ForEach"
_TO_BODY = 3
"""Steps from a section to the names in the body of a loop: section, loop, index."""


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


def entry_path(path: Path) -> Path:
    """The path of the entry of a section that a path lies in, which may be in the body of a loop.

    That of a resource is `Resources.Bucket` or `Resources.Fn::ForEach::Names[2].Topic${Name}`.
    """
    start = 0
    while str(path[start + 1]).startswith(_LOOP) and len(path) > start + _TO_BODY:
        if not isinstance(path[start + _TO_BODY], str):
            break
        start += _TO_BODY - 1
    return path[: start + 2]


def resource_path(path: Path) -> Path | None:
    """The path of the resource that a path lies in, None outside of resources."""
    return entry_path(path) if logical_id(path) is not None else None


def logical_id(path: Path) -> str | None:
    """The key below `Resources` that a path lies in, None outside of resources.

    For what the body of a loop makes that is the key of the loop: ids exist after unrolling only.
    """
    is_in_one = len(path) > 1 and path[0] == "Resources" and isinstance(path[1], str)
    return str(path[1]) if is_in_one else None
