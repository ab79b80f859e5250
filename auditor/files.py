"""Reads templates from the disk, finds them in folders, and writes them whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Protocol

from msgspec import Struct

MAX_BYTES = 5_000_000
"""More than CloudFormation takes (1 MB), so that a template that is too large is still told so:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"""

SUFFIXES = frozenset({".json", ".yaml", ".yml", ".template", ".cfn", ".cform", ".sam"})
_SKIPPED_FOLDERS = frozenset(
    {".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__", ".tox", ".mypy_cache"}
)
_GENERATOR = "{{"
"""In the name of a folder: its files are filled in by cookiecutter or the like first."""
_HEAD_BYTES = 65_536
_BOM = "\ufeff"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MAY_WRITE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


class Unreadable(Exception):
    """A file or stream that could not be read or written, in one plain sentence."""


class SourceFile(Struct, frozen=True):
    """A file's text without its byte order mark, which is the `prefix` where there is one."""

    path: Path
    text: str
    prefix: str = ""

    def encoded(self, text: str) -> bytes:
        """The bytes of a file like this one with another text."""
        return (self.prefix + text).encode("utf-8")


def read(path: Path) -> SourceFile:
    """Reads a file. Raises Unreadable where it is none, too large, or no UTF-8 text."""
    try:
        _refuse_unfit(path, path.stat())
        with path.open("rb") as stream:
            return read_stream(stream, path)
    except FileNotFoundError:
        raise Unreadable(f"{path}: does not exist") from None
    except OSError as error:
        raise Unreadable(f"{path}: cannot be read ({error.strerror})") from None


def read_stream(stream: BinaryIO, path: Path) -> SourceFile:
    """Reads a stream to its end, never more than fits. `path` is what messages call it."""
    content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise _too_large(path, "more than 5 MB")
    return _decoded(content, path)


def begins_like_template(path: Path) -> bool:
    """Whether the beginning of a file that cannot be read whole is that of a template.

    A file that cannot be opened may be one, so it counts.
    """
    from auditor.source.detect import looks_like_template

    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
    except OSError:
        return True
    encoding = "utf-16" if head.startswith(_UTF16_MARKS) else "utf-8"
    return looks_like_template(head.decode(encoding, errors="replace"))


def write(changed: Sequence[tuple[SourceFile, str]]) -> None:
    """Puts new texts in the place of files', with their mode, owner and byte order mark.

    All or none: where one cannot be written, those that were are given back what they had. A link
    stays a link: the file that it leads to is written. Raises Unreadable where a file or its
    folder may not be written; then all is as it was.
    """
    targets = [Path(os.path.realpath(file.path)) for file, _ in changed]
    for (file, _), target in zip(changed, targets, strict=True):
        _refuse_read_only(file, target)
    done: list[tuple[Path, bytes]] = []
    for (file, text), target in zip(changed, targets, strict=True):
        try:
            before = target.read_bytes()
            _replace(target, file.encoded(text))
        except OSError as error:
            for place, content in done:
                with suppress(OSError):
                    _replace(place, content)
            raise Unreadable(
                f"{file.path}: cannot be written ({error.strerror}), nothing was changed"
            ) from None
        done.append((target, before))


def save(path: Path, text: str) -> None:
    """Writes a text whole or not at all, in the place of a file or as a new one.

    A link stays a link. Raises Unreadable where it cannot be written.
    """
    target = Path(os.path.realpath(path))
    is_new = not target.exists()
    try:
        if is_new:
            with target.open("xb"):
                pass
        _refuse_read_only(SourceFile(path, text), target)
        _replace(target, text.encode("utf-8"))
        is_new = False
    except OSError as error:
        raise Unreadable(f"{path}: cannot be written ({error.strerror})") from None
    finally:
        if is_new:
            with suppress(OSError):
                target.unlink(missing_ok=True)


def _refuse_read_only(file: SourceFile, target: Path) -> None:
    try:
        for place, name in ((target, "is"), (target.parent, "lies in a folder that is")):
            if not place.stat().st_mode & _MAY_WRITE or not os.access(place, os.W_OK):
                raise Unreadable(f"{file.path}: {name} read-only, nothing was written")
    except OSError as error:
        raise Unreadable(
            f"{file.path}: cannot be written ({error.strerror}), nothing was changed"
        ) from None


class Search(Protocol):
    """What a search goes into and takes, besides what git ignores."""

    def enters(self, folder: Path) -> bool:
        """Whether it goes into a folder."""

    def takes(self, file: Path) -> bool:
        """Whether it takes a file."""


class BySuffix:
    """Goes everywhere, and takes what may be a template by its suffix."""

    def enters(self, folder: Path) -> bool:  # noqa: ARG002 (as a search is asked)
        """Always."""
        return True

    def takes(self, file: Path) -> bool:
        """Whether the suffix is one of templates."""
        return file.suffix.lower() in SUFFIXES


def candidates(
    folder: Path, refused: Callable[[str], None], search: Search | None = None
) -> Iterator[Path]:
    """The files below a folder that may be templates by their names, sorted.

    Honours `.gitignore`, follows no links to folders. A folder that cannot be listed goes to
    `refused`, as a plain sentence, and the search goes on.
    """
    wanted = search or BySuffix()
    from auditor.gitignore import Ignored

    ignored = Ignored(folder)

    def refuse(error: OSError) -> None:
        refused(f"{error.filename}: cannot be listed ({error.strerror})")

    for here, folders, names in os.walk(folder, onerror=refuse):
        base = Path(here)
        ignored.enter(base)
        folders[:] = sorted(
            name
            for name in folders
            if name not in _SKIPPED_FOLDERS
            and _GENERATOR not in name
            and not ignored.has(base / name, is_folder=True)
            and wanted.enters(base / name)
        )
        for name in sorted(names):
            path = base / name
            is_fit = wanted.takes(path) and not ignored.has(path)
            if is_fit and os.path.isfile(path):  # noqa: PTH113 (that of Path may raise)
                yield path


def _refuse_unfit(path: Path, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise Unreadable(f"{path}: is a folder")
    if not stat.S_ISREG(status.st_mode):
        # opening a pipe may wait for ever, and a device may never end
        raise Unreadable(f"{path}: is no regular file; hand a stream over as standard input, '-'")
    if status.st_size > MAX_BYTES:
        raise _too_large(path, f"{status.st_size / 1e6:.1f} MB")


def _too_large(path: Path, size: str) -> Unreadable:
    return Unreadable(
        f"{path}: is {size} large, and CloudFormation takes templates of up to 1 MB;"
        " split it into nested stacks"
    )


def _decoded(content: bytes, path: Path) -> SourceFile:
    if content.startswith(_UTF16_MARKS):
        raise Unreadable(f"{path}: is UTF-16; CloudFormation reads UTF-8, save it as that")
    if b"\0" in content:
        raise Unreadable(f"{path}: is a binary file, no template")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        raise Unreadable(
            f"{path}:{line}: byte {column} of the line is no UTF-8; save the file as UTF-8"
        ) from None
    prefix = _BOM if text.startswith(_BOM) else ""
    return SourceFile(path, text.removeprefix(_BOM), prefix)


def _replace(target: Path, content: bytes) -> None:
    status = target.stat()
    # only a run that writes pays for it
    import tempfile

    handle, name = tempfile.mkstemp(prefix=".cfnaudit-", dir=target.parent)
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        if hasattr(os, "chown"):
            with suppress(PermissionError):
                os.chown(new, status.st_uid, status.st_gid)
        new.chmod(stat.S_IMODE(status.st_mode))
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)
