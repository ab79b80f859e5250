"""What fixes would change, as a unified diff that `git apply` and `patch -p1` can apply."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path
from typing import Literal, TypeAlias

from auditor.files import SourceFile

_Kind: TypeAlias = Literal["replace", "delete", "insert", "equal"]
_Step: TypeAlias = tuple[_Kind, int, int, int, int]
"""What is done to lines: its kind, where they are in the old text, and where in the new one."""
_MOST_LINES = 500
"""Lines of a change that are compared with each other once more."""
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def unified(file: SourceFile, text: str) -> bytes:
    """The diff from a file to its new text, byte for byte; empty where nothing changes."""
    old, new = _lines(file.prefix + file.text), _lines(file.prefix + text)
    if old == new:
        return b""
    name = _relative(file.path)
    lines = [f"--- {_label(f'a/{name}')}\n", f"+++ {_label(f'b/{name}')}\n"]
    for hunk in _hunks(old, new):
        first, last = hunk[0], hunk[-1]
        lines.append(f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@\n")
        for kind, start, end, new_start, new_end in hunk:
            if kind == "equal":
                lines += (f" {line}" for line in old[start:end])
                continue
            lines += (f"-{line}" for line in old[start:end])
            lines += (f"+{line}" for line in new[new_start:new_end])
    whole = (
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
    return "".join(whole).encode("utf-8", "surrogateescape")


def _hunks(old: list[str], new: list[str]) -> Iterable[list[tuple[str, int, int, int, int]]]:
    """The steps from the one text to the other, in groups with the lines around them.

    In a long text lines that come often are no landmarks at first, so that what is between two
    changes may be told as changed with them: it is looked at again by itself.
    """
    from difflib import SequenceMatcher

    class Closer(SequenceMatcher[str]):
        def get_opcodes(self) -> list[_Step]:
            steps: list[_Step] = []
            for step in super().get_opcodes():
                steps += _closer(old, new, step) if step[0] == "replace" else (step,)
            return steps

    return Closer(None, old, new).get_grouped_opcodes()


def _closer(old: list[str], new: list[str], step: _Step) -> Iterator[_Step]:
    from difflib import SequenceMatcher

    _, start, end, new_start, new_end = step
    shorter = min(end - start, new_end - new_start)
    head = 0
    while head < shorter and old[start + head] == new[new_start + head]:
        head += 1
    tail = 0
    while tail < shorter - head and old[end - tail - 1] == new[new_end - tail - 1]:
        tail += 1
    if head:
        yield "equal", start, start + head, new_start, new_start + head
    a, b, c, d = start + head, end - tail, new_start + head, new_end - tail
    if max(b - a, d - c) > _MOST_LINES:
        yield "replace", a, b, c, d
    else:
        inner = SequenceMatcher(None, old[a:b], new[c:d], autojunk=False)
        for kind, first, last, new_first, new_last in inner.get_opcodes():
            yield kind, a + first, a + last, c + new_first, c + new_last
    if tail:
        yield "equal", end - tail, end, new_end - tail, new_end


def _range(start: int, end: int) -> str:
    """Lines of a text as diffs name them: the first one from 1, and how many unless it is one."""
    count = end - start
    return str(start + 1) if count == 1 else f"{start + (count > 0)},{count}"


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
