"""Reads templates from the disk, bounded and as UTF-8."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from auditor.disk import asking
from auditor.disk.looks import open_regular
from auditor.nearby import nearest_file

MEGABYTE = 1_000_000
MAX_BYTES = 5 * MEGABYTE
"""More than CloudFormation takes (1 MB), so that a template that is too large is still told so:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"""

_HEAD_BYTES = 65_536
_BOM = "\ufeff"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")

Identity = tuple[int, int]
"""The device and the inode of a file: another file of the same name has another one."""


class Unreadable(Exception):
    """A file or stream that could not be read or written, in one plain sentence."""


class TooLarge(Unreadable):
    """A file that is larger than the bound."""


class SourceFile(Struct, frozen=True):
    """A file's text without its byte order mark, which is the `prefix` where there is one.

    `identity` is that of the file which the text was read from, None for a stream.
    """

    path: Path
    text: str
    prefix: str = ""
    identity: Identity | None = None

    def encoded(self, text: str) -> bytes:
        """The bytes of a file like this one with another text."""
        return (self.prefix + text).encode("utf-8")

    @property
    def content(self) -> bytes:
        """The bytes that were read."""
        return self.encoded(self.text)


def read(path: Path, max_bytes: int = MAX_BYTES) -> SourceFile:
    """Reads a file. Raises Unreadable where it is none, too large, or no UTF-8 text."""
    status = None
    try:
        status = path.stat()
        _refuse_unfit(path, status, max_bytes)
        with open_regular(path) as stream:
            opened = os.fstat(stream.fileno())
            _refuse_unfit(path, opened, max_bytes)
            content = _content(stream, opened.st_size, max_bytes)
            return _read(content, path, max_bytes, (opened.st_dev, opened.st_ino))
    except (OSError, Unreadable) as error:
        asking.unread(path, status)
        if isinstance(error, Unreadable):
            raise
        if isinstance(error, FileNotFoundError):
            raise Unreadable(f"{path}: does not exist{nearest_file(path)}") from None
        raise Unreadable(f"{path}: cannot be read ({error.strerror})") from None


def mentions(path: Path, words: Iterable[bytes], max_bytes: int = MAX_BYTES) -> bool:
    """Whether one of the words is in a file; False for one that cannot be read."""
    try:
        with open_regular(path) as stream:
            opened = os.fstat(stream.fileno())
            _refuse_unfit(path, opened, max_bytes)
            content = _content(stream, opened.st_size, max_bytes)
    except (OSError, Unreadable):
        return False
    return any(word in content for word in words)


def read_stream(stream: BinaryIO, path: Path, max_bytes: int = MAX_BYTES) -> SourceFile:
    """Reads a stream to its end, never more than fits. `path` is what messages call it."""
    return _read(stream.read(max_bytes + 1), path, max_bytes, None)


def _content(stream: BinaryIO, size: int, max_bytes: int) -> bytes:
    """Up to one byte more than fits of a file that has, or had a moment ago, a size.

    Asked for all that fits, Python would make room for it with each small file.
    """
    content = stream.read(min(size, max_bytes) + 1)
    if len(content) <= size:
        return content
    return content + stream.read(max_bytes + 1 - len(content))


def _read(content: bytes, path: Path, max_bytes: int, identity: Identity | None) -> SourceFile:
    if identity is not None:
        asking.read(path, content)
    if len(content) > max_bytes:
        raise _too_large(path, f"more than {max_bytes / 1e6:g} MB", max_bytes)
    return _decoded(content, path, identity)


def begins_like_template(path: Path) -> bool:
    """Whether the beginning of a file that cannot be read whole is that of a template.

    A file that cannot be opened may be one, so it counts.
    """
    from auditor.source.detect import looks_like_template

    try:
        with open_regular(path) as stream:
            head = stream.read(_HEAD_BYTES) or b""
    except OSError:
        return True
    encoding = "utf-16" if head.startswith(_UTF16_MARKS) else "utf-8"
    return looks_like_template(head.decode(encoding, errors="replace"))


def _refuse_unfit(path: Path, status: os.stat_result, max_bytes: int) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise Unreadable(f"{path}: is a folder")
    if not stat.S_ISREG(status.st_mode):
        # opening a pipe may wait for ever, and a device may never end
        raise Unreadable(
            f"{path}: is not a regular file; hand a stream over as standard input, '-'"
        )
    if status.st_size > max_bytes:
        raise _too_large(path, f"{status.st_size / 1e6:.1f} MB", max_bytes)


def _too_large(path: Path, size: str, max_bytes: int) -> TooLarge:
    if max_bytes != MAX_BYTES:
        return TooLarge(f"{path}: is {size} large, and max-file-size is {max_bytes / 1e6:g} MB")
    return TooLarge(
        f"{path}: is {size} large, and CloudFormation takes templates of up to 1 MB;"
        " split it into nested stacks"
    )


def _decoded(content: bytes, path: Path, identity: Identity | None) -> SourceFile:
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
            f"{path}:{line}: byte {column} of the line is not UTF-8; save the file as UTF-8"
        ) from None
    prefix = _BOM if text.startswith(_BOM) else ""
    return SourceFile(path, text.removeprefix(_BOM), prefix, identity)
