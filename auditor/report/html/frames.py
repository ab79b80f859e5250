"""The lines around a finding, with its characters marked."""

from __future__ import annotations

from auditor.model.excerpt import SourceLine
from auditor.model.report import Entry
from auditor.report.html.markup import code


def frame(entry: Entry) -> str:
    """The lines of a finding as an element; empty where none are known."""
    if not entry.frame:
        return ""
    lines = "\n".join(_line(entry, line) for line in entry.frame)
    return f'<pre class="code" tabindex="0" role="group" aria-label="Lines">{lines}</pre>'


def _line(entry: Entry, line: SourceLine) -> str:
    start, end = _marked(entry, line)
    text = code(line.text)
    if start is not None:
        marked = code(line.text[start:end]) or " "
        text = f"{code(line.text[:start])}<mark>{marked}</mark>{code(line.text[end:])}"
    hit = ' class="hit"' if start is not None else ""
    return f'<span{hit} data-n="{line.number}">{cut(line, text)}</span>'


def _marked(entry: Entry, line: SourceLine) -> tuple[int | None, int]:
    """The characters of a line that belong to the finding, as places in what is shown of it."""
    first, last = entry.start, entry.end
    if last.line > first.line and last.column == 1:
        is_in = first.line <= line.number < last.line
    else:
        is_in = first.line <= line.number <= max(first.line, last.line)
    if not is_in:
        return None, 0
    indent = len(line.text) - len(line.text.lstrip())
    start = first.column - 1 - line.before if line.number == first.line else indent
    end = last.column - 1 - line.before if line.number == last.line else len(line.text)
    start = min(max(0, start), len(line.text))
    return start, max(min(end, len(line.text)), start)


def cut(line: SourceLine, text: str) -> str:
    """What is shown of a line, with signs for what is left out."""
    before = f"<i>{line.before:,} more … </i>" if line.before else ""
    after = f"<i> … {line.after:,} more</i>" if line.after else ""
    return f"{before}{text}{after}"
