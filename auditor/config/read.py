"""Reads a configuration file, and says in one sentence why it cannot be read."""

from __future__ import annotations

import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from auditor.config.fault import BadConfiguration
from auditor.config.find import MAX_BYTES, PYPROJECT
from auditor.disk import asking
from auditor.expression import expression
from auditor.model.text import Lines
from auditor.nearby import nearest_file

Key = tuple[str | int, ...]
_BOM = "\ufeff"
_TABLE = ("tool", "cfnaudit")
_PLACE = expression(r" \(at line (\d+), column (\d+)\)$")
_END = " (at end of document)"
_LONG_KEY = expression(r"""(?<![\w"'.-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){64}""")
"""A key of so many parts that readers of TOML take minutes for it."""


class Source(Struct, frozen=True):
    """A file's TOML: `whole` is all of it, `table` what is said to cfnaudit, `above` its key."""

    path: Path
    text: str
    whole: Mapping[str, Any]
    table: Any
    above: Key

    def place(self, at: Key, *, on_key: bool = True) -> str:
        """Where a key of the table stands, or its value: `path:line:column`."""
        from auditor.config.places import places

        whole = self.above + at
        known = places(self.text)
        while whole and whole not in known:
            whole = whole[:-1]
        found = known.get(whole)
        offset = 0 if found is None else found.key if on_key else found.value
        position = Lines(self.text).position(offset)
        return f"{self.path}:{position.line}:{position.column}"

    def refusal(self, at: Key, message: str, *, on_key: bool = True) -> BadConfiguration:
        """The error that says what is wrong at a key of the table, or at its value."""
        return BadConfiguration(f"{self.place(at, on_key=on_key)}: {message}")


def read(path: Path) -> Source | None:
    """The TOML of a file; None for a `pyproject.toml` without a table for cfnaudit.

    Raises BadConfiguration where the file is none, too large, no UTF-8 text, or no TOML.
    """
    text = text_of(path)
    whole = _parsed(path, text)
    if path.name != PYPROJECT:
        return Source(path, text, whole, whole, ())
    tool = whole.get(_TABLE[0])
    if not isinstance(tool, dict) or _TABLE[1] not in tool:
        return None
    return Source(path, text, whole, tool[_TABLE[1]], _TABLE)


def toml_of(path: Path) -> dict[str, Any]:
    """The TOML of a file of another tool. Raises BadConfiguration with its path."""
    return _parsed(path, text_of(path))


def text_of(path: Path) -> str:
    """The text of a file that a user wrote by hand. Raises BadConfiguration with its path."""
    try:
        status, content = asking.content(path, MAX_BYTES)
    except FileNotFoundError:
        raise BadConfiguration(f"{path}: does not exist{nearest_file(path)}") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise BadConfiguration(f"{path}: cannot be read ({reason})") from None
    if stat.S_ISDIR(status.st_mode):
        raise BadConfiguration(f"{path}: is a folder, and a configuration is a file")
    if content is None:
        raise BadConfiguration(f"{path}: is not a regular file")
    if len(content) > MAX_BYTES:
        raise BadConfiguration(f"{path}: is larger than {MAX_BYTES // 1000} kB")
    try:
        return content.decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        before = content[content.rfind(b"\n", 0, error.start) + 1 : error.start]
        column = len(before.decode("utf-8").removeprefix(_BOM)) + 1
        raise BadConfiguration(
            f"{path}:{line}:{column}: is not UTF-8; save the file as UTF-8"
        ) from None


def _parsed(path: Path, text: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    long = _LONG_KEY.search(text)
    if long is not None:
        start = Lines(text).position(long.start())
        raise BadConfiguration(f"{path}:{start.line}:{start.column}: is nested too deeply")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise BadConfiguration(f"{path}:1:1: is nested too deeply") from None
    except tomllib.TOMLDecodeError as error:
        raise _no_toml(path, text, str(error)) from None

    except ValueError:
        raise BadConfiguration(f"{path}:1:1: has a number that is too long") from None


def _no_toml(path: Path, text: str, message: str) -> BadConfiguration:
    """The complaint of the TOML reader with its place in front."""
    found = _PLACE.search(message)
    line, column = "1", "1"
    if found is not None:
        line, column = found.groups()
        message = message[: found.start()]
    elif message.endswith(_END):
        end = Lines(text).position(len(text))
        line, column = str(end.line), str(end.column)
        message = f"{message.removesuffix(_END)} at the end of the file"
    reason = message[:1].lower() + message[1:200]
    return BadConfiguration(f"{path}:{line}:{column}: is not valid TOML: {reason}")
