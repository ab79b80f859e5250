"""What a fix changes, as lines that go and lines that come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from auditor.model.excerpt import Hunk, HunkLine
from auditor.report.html.frames import cut
from auditor.report.html.markup import code, shown
from auditor.report.wording import plural

_TAGS = {"-": "del", "+": "ins", " ": "span"}


def diff(hunks: Sequence[Hunk], file: str) -> str:
    """The hunks as an element for each file; files other than this one are named."""
    return "".join(
        f'<figure class="diff">{"" if name == file else _caption(name)}'
        '<pre class="code" tabindex="0" role="group" aria-label="Changes">'
        f"{''.join(_joined(list(own)))}</pre></figure>"
        for name, own in groupby(hunks, key=lambda hunk: hunk.file)
    )


def _caption(file: str) -> str:
    return f"<figcaption>in <code>{shown(file)}</code></figcaption>"


def _joined(hunks: Sequence[Hunk]) -> Iterator[str]:
    for place, hunk in enumerate(hunks):
        if place:
            yield '<i class="gap">⋯</i>\n'
        yield "\n".join(_lines(hunk.lines))
        yield "\n"
        if hunk.left_out:
            yield f'<i class="gap">{plural(hunk.left_out, "more line")}</i>\n'


def _lines(lines: Sequence[HunkLine]) -> Iterator[str]:
    """The lines; where as many go as come, what differs in each of them is marked."""
    runs = [(sign, list(run)) for sign, run in groupby(lines, key=lambda line: line.sign)]
    for place, (sign, run) in enumerate(runs):
        other = _against(runs, place)
        for number, line in enumerate(run):
            text = _marked(line, other[number]) if other else code(line.line.text)
            tag = _TAGS[sign]
            yield f'<{tag} data-n="{line.line.number}">{cut(line.line, text)}</{tag}>'


def _against(runs: Sequence[tuple[str, list[HunkLine]]], place: int) -> list[HunkLine]:
    """The lines that a run takes the place of, or that take its place, if they are as many."""
    sign, run = runs[place]
    beside = {"-": place + 1, "+": place - 1}.get(sign, -1)
    if not 0 <= beside < len(runs) or runs[beside][0] == " ":
        return []
    other = runs[beside][1]
    return other if len(other) == len(run) else []


def _marked(line: HunkLine, other: HunkLine) -> str:
    text, against = line.line.text, other.line.text
    most = min(len(text), len(against))
    head = next((place for place in range(most) if text[place] != against[place]), most)
    tail = next(
        (place for place in range(most - head) if text[-1 - place] != against[-1 - place]),
        most - head,
    )
    end = len(text) - tail
    is_other = 2 * (head + tail) < most or line.line.before != other.line.before
    if head == end or is_other:
        return code(text)
    return f"{code(text[:head])}<b>{code(text[head:end])}</b>{code(text[end:])}"
