"""Where the cache is, how large it may be, and how it is cleaned away."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_VARIABLE = "CFNAUDIT_CACHE_DIR"
_MARK = "CACHEDIR.TAG"
_SIGNATURE = "Signature: 8a477f597d28d172789f06886806bc55\n"
"""What backups know a cache by: https://bford.info/cachedir/"""
MAX_BYTES = 50_000_000


def location() -> Path | None:
    """The folder of the cache, which need not be there; None where no home is known.

    CFNAUDIT_CACHE_DIR names it, such as `.cfnaudit_cache` beside the templates; else it is where
    caches are: https://specifications.freedesktop.org/basedir-spec/latest/.
    """
    own = os.environ.get(_VARIABLE)
    if own:
        return Path(own)
    base = os.environ.get("XDG_CACHE_HOME", "")
    # what is relative is to be ignored, says the specification
    if not os.path.isabs(base):  # noqa: PTH117
        base = os.path.join(os.path.expanduser("~"), ".cache")  # noqa: PTH111, PTH118
    return Path(base) / "cfnaudit" if os.path.isabs(base) else None  # noqa: PTH117


def prepare(folder: Path) -> None:
    """Makes the folder, for its owner alone, and keeps git out of it. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, text in ((_MARK, _SIGNATURE), (".gitignore", "*\n")):
        path = folder / name
        if not path.exists():
            path.write_text(text, encoding="utf-8")


def prune(folder: Path, most: int = MAX_BYTES) -> None:
    """Removes what was written first until half of the space is free, where it is too large."""
    found: list[tuple[float, int, str]] = []
    for entry in _entries(folder):
        with suppress(OSError):
            status = entry.stat()
            found.append((status.st_mtime, status.st_size, entry.path))
    total = sum(size for _, size, _ in found)
    if total <= most:
        return
    for _, size, path in sorted(found):
        if total <= most // 2:
            return
        with suppress(OSError):
            os.unlink(path)  # noqa: PTH108
            total -= size


def clean() -> tuple[Path, int] | None:
    """Removes the cache: where it was and how many results it had; None where there is none.

    A folder without the mark of a cache is nobody's to remove. Raises OSError.
    """
    folder = location()
    if folder is None or not (folder / _MARK).is_file():
        return None
    import shutil

    count = sum(1 for _ in _entries(folder))
    shutil.rmtree(folder)
    return folder, count


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """The files of results."""
    try:
        with os.scandir(folder) as entries:
            return [entry for entry in entries if entry.name.endswith(".result")]
    except OSError:
        return []
