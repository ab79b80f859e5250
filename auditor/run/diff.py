"""What fixes would change, as a unified diff that `git apply` and `patch -p1` can apply."""

from __future__ import annotations

import os
from io import StringIO
from pathlib import Path

from auditor.files import SourceFile

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def unified(file: SourceFile, text: str) -> bytes:
    """The diff from a file to its new text, byte for byte; empty where nothing changes."""
    import difflib

    old, new = _lines(file.prefix + file.text), _lines(file.prefix + text)
    name = _relative(file.path)
    lines = difflib.unified_diff(old, new, _label(f"a/{name}"), _label(f"b/{name}"))
    whole = (
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
    return "".join(whole).encode("utf-8", "surrogateescape")


def _lines(text: str) -> list[str]:
    """The lines as diffs count them: only LF ends one."""
    return StringIO(text).readlines()


def _relative(path: Path) -> str:
    """The path from the working folder, or from the root where the file lies elsewhere."""
    whole = Path(os.path.abspath(path))
    here = Path.cwd()
    return str(whole.relative_to(here) if whole.is_relative_to(here) else whole).lstrip("/")


def _label(name: str) -> str:
    """A name as git writes it: quoted where it must be, with a tab behind where it has blanks."""
    escaped = "".join(_ESCAPES.get(character, character) for character in name)
    if escaped != name:
        return f'"{escaped}"'
    return f"{name}\t" if " " in name else name
