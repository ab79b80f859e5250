"""Writes files whole or not at all, and never over what somebody else wrote meanwhile."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from auditor.disk.looks import open_regular
from auditor.files.reading import SourceFile, Unreadable


class NewText(Struct, frozen=True):
    """A file as it was read, and the text that it is to have.

    `root` is the folder that the file has to lie in once all links are followed; None where the
    file was named itself.
    """

    file: SourceFile
    text: str
    root: Path | None = None


def write(changes: Sequence[NewText]) -> None:
    """Puts new texts in the place of files', all or none.

    Mode, owner, extended attributes and byte order mark are kept; a link stays a link, and the
    file that it leads to is written. Raises Unreadable, and then all is as it was, where a file is
    not the one that was read any more or has other bytes, may not be written, lies outside of its
    root, has a second name (a hard link, which would keep the old text), or has what cannot be
    kept.
    """
    replacements = [_Replacement(change) for change in changes]
    try:
        for replacement in replacements:
            replacement.prepare(with_way_back=len(replacements) > 1)
        for replacement in replacements:
            replacement.verify()
        _commit(replacements)
    finally:
        for replacement in replacements:
            replacement.clear()


def save(path: Path, text: str) -> None:
    """Writes a text as a new file, whole or not at all. Raises Unreadable."""
    target = Path(os.path.realpath(path))
    leftovers: list[Path] = []
    try:
        # exclusively: what is there by now is somebody's
        with target.open("xb"):
            leftovers.append(target)
        leftovers.append(new := _beside(target, text.encode("utf-8")))
        os.replace(new, target)  # noqa: PTH105 (one call to the system)
        leftovers.clear()
    except OSError as error:
        raise Unreadable(f"{path}: cannot be written ({error.strerror})") from None
    finally:
        _remove(leftovers)


def _commit(replacements: Sequence[_Replacement]) -> None:
    done: list[_Replacement] = []
    for replacement in replacements:
        try:
            replacement.put()
        except OSError as error:
            for earlier in done:
                earlier.undo()
            raise _refused(replacement.file, error) from None
        done.append(replacement)


class _Replacement:
    """One file that is replaced: by a file beside it that is complete before it takes its place."""

    def __init__(self, change: NewText) -> None:
        self.file = change.file
        self._content = change.file.encoded(change.text)
        self._root = change.root
        self._target = Path(os.path.realpath(change.file.path))
        self._new: Path | None = None
        self._old: Path | None = None

    def prepare(self, *, with_way_back: bool) -> None:
        """Writes the new text beside the file, and the old one once more for the way back."""
        self._refuse_outside()
        try:
            self.verify()
            self._refuse_read_only()
            self._new = _beside(self._target, self._content)
            if with_way_back:
                self._old = _beside(self._target, self.file.content, ".cfnaudit-old-")
        except OSError as error:
            raise _refused(self.file, error) from None

    def verify(self) -> None:
        """Raises Unreadable where the file is not what was read."""
        no_follow = getattr(os, "O_NOFOLLOW", 0)
        try:
            with open_regular(self._target, no_follow) as stream:
                status = os.fstat(stream.fileno())
                is_same = (status.st_dev, status.st_ino) == self.file.identity
                if not is_same or stream.read(len(self.file.content) + 1) != self.file.content:
                    raise _changed(self.file)
        except OSError:
            raise _changed(self.file) from None
        if status.st_nlink > 1:
            raise Unreadable(
                f"{self.file.path}: has {status.st_nlink} names (hard links), and the others would"
                " keep the old text; nothing was written"
            )

    def put(self) -> None:
        """The new file takes the place of the old one. Raises OSError."""
        if self._new is not None:
            os.replace(self._new, self._target)  # noqa: PTH105 (one call to the system)
            self._new = None

    def undo(self) -> None:
        """The old text takes its place again."""
        if self._old is not None:
            with suppress(OSError):
                os.replace(self._old, self._target)  # noqa: PTH105
                self._old = None

    def clear(self) -> None:
        """Takes away what was written beside the file."""
        _remove([path for path in (self._new, self._old) if path is not None])

    def _refuse_outside(self) -> None:
        if self._root is None:
            return
        if not self._target.is_relative_to(os.path.realpath(self._root)):
            raise Unreadable(
                f"{self.file.path}: leads out of '{self._root}', nothing was written;"
                " name the file itself to have it changed"
            )

    def _refuse_read_only(self) -> None:
        # a new file takes the place of the old one, which asks for no right on that one
        for place, what in (
            (self._target, "is"),
            (self._target.parent, "lies in a folder that is"),
        ):
            if not os.access(place, os.W_OK):
                raise Unreadable(f"{self.file.path}: {what} read-only, nothing was written")


def _remove(paths: Sequence[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _beside(target: Path, content: bytes, prefix: str = ".cfnaudit-") -> Path:
    """A new file beside another, complete and on the disk, with all that it has but its content.

    Raises OSError.
    """
    # only a run that writes pays for it
    import tempfile

    handle, name = tempfile.mkstemp(prefix=prefix, dir=target.parent)
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            status = target.stat()
            _keep_owner(new, status)
            new.chmod(stat.S_IMODE(status.st_mode))
            _keep_attributes(target, new)
            _to_disk(stream)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    return new


def _keep_owner(new: Path, status: os.stat_result) -> None:
    """The owner where that is allowed, and the group, through which others have their rights."""
    if not hasattr(os, "chown"):
        return
    try:
        os.chown(new, status.st_uid, status.st_gid)
    except PermissionError:
        os.chown(new, -1, status.st_gid)


def _keep_attributes(old: Path, new: Path) -> None:
    """The extended attributes, access control lists among them, where Python can see them."""
    if not hasattr(os, "listxattr"):
        return
    try:
        names = os.listxattr(old)
    except OSError:  # the file system has none
        return
    for name in names:
        value = os.getxattr(old, name)
        with suppress(OSError):
            if os.getxattr(new, name) == value:
                continue
        try:
            os.setxattr(new, name, value)
        except OSError as error:
            reason = f"its extended attribute '{name}' cannot be kept: {error.strerror}"
            raise OSError(error.errno, reason) from None


def _to_disk(stream: BinaryIO) -> None:
    """Waits until the content has arrived: a name must not come before it."""
    stream.flush()
    os.fsync(stream.fileno())


def _changed(file: SourceFile) -> Unreadable:
    return Unreadable(
        f"{file.path}: was changed by somebody else since it was read, nothing was written"
    )


def _refused(file: SourceFile, error: OSError) -> Unreadable:
    return Unreadable(f"{file.path}: cannot be written ({error.strerror}), nothing was changed")
