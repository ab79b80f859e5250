"""Reads templates from the disk, finds them in folders, and writes them whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MAX_BYTES = 5_000_000
"""More than CloudFormation takes (1 MB), so that a template that is too large is still told so:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"""

SUFFIXES = frozenset({".json", ".yaml", ".yml", ".template", ".cfn", ".cform", ".sam"})
_SKIPPED_FOLDERS = frozenset(
    {".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__", ".tox", ".mypy_cache"}
)
_HEAD_BYTES = 65_536
_BOM = "\ufeff"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class Unreadable(Exception):
    """A file that could not be read or written, in one plain sentence."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file's text without its byte order mark."""

    path: Path
    text: str
    has_bom: bool


def read(path: Path) -> SourceFile:
    """Reads a file. Raises Unreadable where it is none, too large, or no UTF-8 text."""
    try:
        if path.is_dir():
            raise Unreadable(f"{path}: is a folder")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise Unreadable(
                f"{path}: is {size / 1e6:.1f} MB large, and CloudFormation takes templates of up"
                " to 1 MB; split it into nested stacks"
            )
        content = path.read_bytes()
    except FileNotFoundError:
        raise Unreadable(f"{path}: does not exist") from None
    except OSError as error:
        raise Unreadable(f"{path}: cannot be read ({error.strerror})") from None
    return decode(content, path)


def begins_like_template(path: Path) -> bool:
    """Whether the beginning of a file that cannot be read whole is that of a template."""
    from auditor.source.detect import looks_like_template

    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
    except OSError:
        return False
    return looks_like_template(head.decode("utf-8", errors="replace"))


def decode(content: bytes, path: Path) -> SourceFile:
    """The text of a file's bytes. Raises Unreadable where they are no UTF-8 text."""
    if content.startswith(_UTF16_MARKS):
        raise Unreadable(f"{path}: is UTF-16; CloudFormation reads UTF-8, save it as that")
    if b"\0" in content:
        raise Unreadable(f"{path}: is a binary file, no template")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"{path}:{line}: byte {error.start + 1} is no UTF-8; save the file as UTF-8"
        ) from None
    return SourceFile(path, text.removeprefix(_BOM), text.startswith(_BOM))


def write(file: SourceFile, text: str) -> None:
    """Puts a new text in the place of a file's, at once, with its mode and byte order mark.

    Raises Unreadable where the file may not be written; then it is as it was.
    """
    target = Path(os.path.realpath(file.path))
    content = ((_BOM if file.has_bom else "") + text).encode("utf-8")
    try:
        status = target.stat()
        if not status.st_mode & 0o222 or not os.access(target, os.W_OK):
            raise Unreadable(f"{file.path}: is read-only, nothing was written")
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            Path(name).chmod(status.st_mode & 0o7777)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink()
            raise
    except OSError as error:
        raise Unreadable(f"{file.path}: cannot be written ({error.strerror})") from None


def candidates(folder: Path) -> Iterator[Path]:
    """The files below a folder that may be templates by their names, sorted.

    Honours `.gitignore`, follows no links to folders. Raises Unreadable for a folder that cannot
    be listed.
    """
    from auditor.gitignore import Ignored

    ignored = Ignored(folder)

    def refuse(error: OSError) -> None:
        raise Unreadable(f"{error.filename}: cannot be listed ({error.strerror})") from None

    for here, folders, names in os.walk(folder, onerror=refuse):
        base = Path(here)
        ignored.enter(base)
        folders[:] = sorted(
            name
            for name in folders
            if name not in _SKIPPED_FOLDERS and not ignored.has(base / name, is_folder=True)
        )
        for name in sorted(names):
            path = base / name
            if path.suffix.lower() in SUFFIXES and not ignored.has(path):
                yield path
