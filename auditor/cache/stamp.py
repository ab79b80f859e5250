"""What a result depends on besides its job: this program, its Python, and rules of others."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from auditor import __version__
from auditor.config.own import own_rules

_INSTALLED = ("site-packages", "dist-packages")


def stamp(config: str | None, *, isolated: bool) -> str:
    """A text that differs where another program, Python, plugin or house rule would run.

    Raises BadConfiguration and OSError.
    """
    own = own_rules(config, isolated=isolated)
    parts = [__version__, sys.version, *_program()]
    for file in own.house:
        with open(file.name, "rb") as stream:  # noqa: PTH123
            parts.append(f"{file.name} {stream.read()!r}")
    for plugin in own.plugins:
        parts += (plugin.name, *_plugin(plugin.name))
    return "\n".join(parts)


@cache
def _program() -> tuple[str, ...]:
    """The state of our own code and of the packages that are installed beside it."""
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH120
    parts = [
        f"{path} {os.stat(path).st_mtime_ns}"  # noqa: PTH116
        for path in sys.path
        if path.endswith(_INSTALLED) and os.path.isdir(path)  # noqa: PTH112
    ]
    if not any(name in Path(here).parts for name in _INSTALLED):
        # a checkout is edited in place
        rules = __import__("auditor.rules").rules
        parts += _files([here, *rules.__path__])
    return tuple(parts)


def _plugin(name: str) -> Iterator[str]:
    """The state of the code of a plugin, which may be edited in place."""
    from importlib.metadata import entry_points
    from importlib.util import find_spec

    for entry in entry_points(group="cfnaudit.rules"):
        if entry.name == name:
            top = entry.value.partition(".")[0]
            spec = find_spec(top)
            if spec is not None:
                yield from _files([*(spec.submodule_search_locations or ()), spec.origin or ""])


def _files(tops: Iterable[str]) -> Iterator[str]:
    waiting = list(tops)
    while waiting:
        path = waiting.pop()
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        if entry.name != "__pycache__":
                            waiting.append(entry.path)
                    else:
                        status = entry.stat()
                        yield f"{entry.path} {status.st_size} {status.st_mtime_ns}"
        except NotADirectoryError:
            status = os.stat(path)  # noqa: PTH116
            yield f"{path} {status.st_size} {status.st_mtime_ns}"
        except FileNotFoundError:
            yield f"{path} is gone"
