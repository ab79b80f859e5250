"""Where the cache is, how its files are written and read, and how it is cleaned away."""

from __future__ import annotations

import os

from auditor.disk.looks import digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_VARIABLE = "CFNAUDIT_CACHE_DIR"
_MARK = "CACHEDIR.TAG"
_SIGNATURE = "Signature: 8a477f597d28d172789f06886806bc55\n"
"""What backups know a cache by: https://bford.info/cachedir/"""
RESULT, RUN = ".result", ".run"
"""How the names of files end: what came of one file, and what was printed in one run."""
MAX_BYTES = 50_000_000
_PRUNED_ONCE_IN = 256


def location() -> str | None:
    """The folder of the cache, which need not be there; None where no home is known.

    CFNAUDIT_CACHE_DIR names it, such as `.cfnaudit_cache` beside the templates; else it is where
    caches are: https://specifications.freedesktop.org/basedir-spec/latest/.
    """
    own = os.environ.get(_VARIABLE)
    if own:
        return own
    base = os.environ.get("XDG_CACHE_HOME", "")
    # what is relative is to be ignored, says the specification
    if not os.path.isabs(base):  # noqa: PTH117
        base = os.path.join(os.path.expanduser("~"), ".cache")  # noqa: PTH111, PTH118
    return os.path.join(base, "cfnaudit") if os.path.isabs(base) else None  # noqa: PTH117, PTH118


def read(path: str) -> bytes | None:
    """What was written as a whole; None where it is not there, or damaged."""
    try:
        with open(path, "rb") as stream:  # noqa: PTH123
            signed = stream.read()
    except OSError:
        return None
    signature, _, content = signed.partition(b"\n")
    return content if signature == digest(content).encode() else None


def write(path: str, content: bytes) -> None:
    """Writes a file whole or not at all, and makes the folder where it is not there.

    Now and then what is oldest gives way. Raises OSError.
    """
    folder = os.path.dirname(path)  # noqa: PTH120
    signature = digest(content).encode()
    new = f"{path}.{os.getpid()}.new"
    _prepare(folder)
    try:
        with open(new, "wb") as stream:  # noqa: PTH123
            stream.write(signature + b"\n" + content)
        os.replace(new, path)  # noqa: PTH105
    except OSError:
        _remove(new)
        raise
    if int(signature, 16) % _PRUNED_ONCE_IN == 0:
        prune(folder)


def prune(folder: str, most: int = MAX_BYTES) -> None:
    """Removes what was written first until half of the space is free, where it is too large."""
    found: list[tuple[float, int, str]] = []
    for entry in _entries(folder):
        try:
            status = entry.stat()
        except OSError:
            continue
        found.append((status.st_mtime, status.st_size, entry.path))
    total = sum(size for _, size, _ in found)
    if total <= most:
        return
    for _, size, path in sorted(found):
        if total <= most // 2:
            return
        if _remove(path):
            total -= size


def clean() -> tuple[str, int] | None:
    """Removes the cache: where it was and how much it remembered; None where there is none.

    A folder without the mark of a cache is nobody's to remove. Raises OSError.
    """
    folder = location()
    if folder is None or not os.path.isfile(os.path.join(folder, _MARK)):  # noqa: PTH113, PTH118
        return None
    import shutil

    count = sum(1 for _ in _entries(folder))
    shutil.rmtree(folder)
    return folder, count


def _prepare(folder: str) -> None:
    """Makes the folder, for its owner alone, and keeps git out of it."""
    mark = os.path.join(folder, _MARK)  # noqa: PTH118
    if os.path.exists(mark):  # noqa: PTH110
        return
    os.makedirs(folder, mode=0o700, exist_ok=True)  # noqa: PTH103
    for name, text in ((".gitignore", "*\n"), (_MARK, _SIGNATURE)):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as stream:  # noqa: PTH118, PTH123
            stream.write(text)


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    """The files of what is remembered."""
    try:
        with os.scandir(folder) as entries:
            yield from (entry for entry in entries if entry.name.endswith((RESULT, RUN)))
    except OSError:
        return


def _remove(path: str) -> bool:
    try:
        os.unlink(path)  # noqa: PTH108
    except OSError:
        return False
    return True
