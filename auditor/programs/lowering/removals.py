"""What goes: arguments, entries, items, and whole statements."""

from __future__ import annotations

import re
from collections.abc import Mapping

from auditor.expression import expression
from auditor.model.path import Path
from auditor.programs.lowering.writer import COMPUTED, Writer
from auditor.programs.meaning.out import Out
from auditor.programs.syntax import Entry, File
from auditor.programs.values import Known, Made
from auditor.source.base import NotSure

_DECLARES = expression(r"[ \t]*(?:export[ \t]+)?(?:const|let|var)?[ \t]*")
_BEHIND = expression(r"[ \t]*;?[ \t]*")
_COMMA = expression(r"\s*,[ \t]*")


class Removals:
    """Takes away."""

    def __init__(self, writer: Writer, files: Mapping[str, File]) -> None:
        self._writer = writer
        self._files = files

    def remove(self, path: Path) -> None:
        """Takes away what is at a path. Raises NotSure."""
        if len(path) == 2:
            self._remove_statement(self._writer.resource(path))
            return
        out = self._writer.at(path)
        if isinstance(out.value, Made) and out.item is None:
            self._remove_statement(out.value)
            return
        if isinstance(path[-1], int):
            if out.node is None:
                raise NotSure(COMPUTED)
            self._cut(out.node.file, out.node.start, out.node.end)
            return
        entry, file = entry_of(out)
        self._cut(file, entry.start, entry.end)

    def _cut(self, file: File, start: int, end: int) -> None:
        """Takes an entry away with its comma, and with its line where it is alone on it."""
        style = self._writer.style(file)
        text = file.text
        behind = _COMMA.match(text, end)
        stop = behind.end() if behind else end
        rest = text[stop : style.line_end(stop)]
        if style.begins_line(start) and not rest.strip():
            line_end = style.line_end(stop)
            line_end += 2 if text.startswith("\r\n", line_end) else 1
            self._writer.put(file, style.line_start(start), min(line_end, len(text)), "")
            return
        if behind:
            self._writer.put(file, start, stop, "")
            return
        begin = start
        while begin > 0 and text[begin - 1].isspace():
            begin -= 1
        self._writer.put(file, begin - 1 if text[begin - 1 : begin] == "," else start, end, "")

    def _statement(self, made: Made) -> tuple[int, int]:
        """The statement that makes a resource and nothing else. Raises NotSure."""
        node = made.call
        text = node.file.text
        start = node.start if made.handle_node is None else made.handle_node.start
        style = self._writer.style(node.file)
        begin = style.line_start(start)
        between = text[made.handle_node.end : node.start] if made.handle_node else ""
        is_plain = "=" in between and "\n" not in between.strip() if made.handle_node else True
        behind = _BEHIND.match(text, node.end)
        end = behind.end() if behind else node.end
        is_alone = _DECLARES.fullmatch(text[begin:start]) is not None
        if not (is_plain and is_alone) or end != style.line_end(end):
            raise NotSure("the resource is not a statement of its own")
        return begin, end

    def _remove_statement(self, made: Made) -> None:
        if made.is_shared:
            raise NotSure("the statement makes several resources")
        for item in made.arguments.items.values():
            node = item.value.node
            is_outside = node is not None and not made.call.start <= node.start < made.call.end
            if isinstance(item.value, Known) and is_outside:
                raise NotSure("the statement gets its values from elsewhere")
        begin, end = self._statement(made)
        file = made.call.file
        if made.handle and self._is_named(made.handle, file, begin, end):
            raise NotSure(f"'{made.handle}' is named elsewhere in the program")
        end += 2 if file.text.startswith("\r\n", end) else 1
        self._writer.put(file, begin, min(end, len(file.text)), "")

    def _is_named(self, name: str, file: File, begin: int, end: int) -> bool:
        """Whether a variable may be read outside of the statement that gives it its value.

        Attributes and arguments of the same name are none of it.
        """
        word = re.compile(rf"(?<![\w$.]){re.escape(name)}(?![\w$]|[ \t]*=(?!=))")
        return any(
            one is not file or not begin <= match.start() < end
            for one in self._files.values()
            for match in word.finditer(one.text)
        )


def entry_of(out: Out) -> tuple[Entry, File]:
    """The entry that a value stands in, and its module. Raises NotSure."""
    if out.item is None or out.item.entry is None or out.item.file is None:
        raise NotSure(COMPUTED)
    return out.item.entry, out.item.file
