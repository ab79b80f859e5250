"""Frames and diffs, as they stand on the page."""

from __future__ import annotations

import pytest

from auditor.model.excerpt import Hunk, HunkLine, Sign, SourceLine
from auditor.report.html.diffs import diff
from auditor.report.html.frames import frame
from auditor.report.html.markup import columns, shortened
from tests.report.entries import entry
from tests.report.html.stories import HUNK, changed


@pytest.mark.parametrize(
    ("start", "end", "texts", "marked"),
    [
        pytest.param((1, 2), (1, 4), ["abcdef"], ["a<mark>bc</mark>def"], id="within a line"),
        pytest.param((1, 1), (1, 7), ["abcdef"], ["<mark>abcdef</mark>"], id="a whole line"),
        pytest.param((1, 7), (1, 7), ["abcdef"], ["abcdef<mark> </mark>"], id="the end of a line"),
        pytest.param(
            (1, 2), (2, 4), ["ab", "  cd"], ["a<mark>b</mark>", "  <mark>c</mark>d"], id="two lines"
        ),
        pytest.param((1, 1), (2, 1), ["ab", "cd"], ["<mark>ab</mark>", "cd"], id="to a line end"),
        pytest.param((1, 2), (1, 3), ["\t\t"], ["    <mark>    </mark>"], id="tabs"),
        pytest.param((1, 1), (1, 3), ["<&"], ["<mark>&lt;&amp;</mark>"], id="escaped"),
        pytest.param((1, 9), (1, 12), ["ab"], ["ab<mark> </mark>"], id="behind the end"),
        pytest.param((1, 3), (1, 1), ["abcd"], ["ab<mark> </mark>cd"], id="backwards"),
        pytest.param((5, 1), (5, 2), ["ab"], ["ab"], id="elsewhere"),
    ],
)
def test_the_marks(
    start: tuple[int, int], end: tuple[int, int], texts: list[str], marked: list[str]
) -> None:
    shown = tuple(SourceLine(number, text) for number, text in enumerate(texts, start=1))
    written = frame(changed(entry(start=start, end=end), frame=shown))
    inner = [line.partition(">")[2].rpartition("</span>")[0] for line in written.split("\n")]
    inner[0] = inner[0].partition(">")[2]
    assert inner == marked


def test_a_part_of_a_long_line() -> None:
    shown = (SourceLine(1, "abcdef", before=1_000, after=20),)
    written = frame(changed(entry(start=(1, 1_002), end=(1, 1_004)), frame=shown))
    assert "<i>1,000 more … </i>a<mark>bc</mark>def<i> … 20 more</i>" in written


def test_without_lines_there_is_no_frame() -> None:
    assert frame(entry()) == ""


def test_a_diff() -> None:
    assert diff([HUNK], "a.yaml") == (
        '<figure class="diff"><pre class="code" tabindex="0" role="group" aria-label="Changes">'
        '<span data-n="2">  A:</span>\n'
        '<del data-n="3">    name: <b>one</b> thing</del>\n'
        '<ins data-n="3">    name: <b>two</b> thing</ins>\n'
        '<span data-n="4">    other: y</span>\n'
        "</pre></figure>"
    )


def hunk(*lines: tuple[Sign, str], left_out: int = 0) -> Hunk:
    return Hunk(
        "a.yaml", tuple(HunkLine(sign, SourceLine(1, text)) for sign, text in lines), left_out
    )


@pytest.mark.parametrize(
    ("made", "marks"),
    [
        pytest.param(hunk(("-", "abcd"), ("+", "abxcd")), 1, id="only what is new is marked"),
        pytest.param(hunk(("-", "abcdefgh"), ("+", "zyxwvuts")), 0, id="nothing in common"),
        pytest.param(hunk(("-", "abcd"), ("+", "abxd"), ("+", "e")), 0, id="more come than go"),
        pytest.param(hunk(("-", "abcd")), 0, id="goes"),
        pytest.param(hunk(("+", "abcd")), 0, id="comes"),
        pytest.param(hunk(("-", "abcd"), (" ", "e"), ("+", "abxd")), 0, id="apart"),
    ],
)
def test_what_is_marked_in_lines(made: Hunk, marks: int) -> None:
    assert diff([made], "a.yaml").count("<b>") == marks


def test_the_rest_of_a_long_diff_is_counted() -> None:
    assert "12 more lines" in diff([hunk(("-", "a"), left_out=12)], "a.yaml")


def test_other_files_are_named_once_each() -> None:
    hunks = [HUNK, HUNK, changed(HUNK, file="b<.py")]
    written = diff(hunks, "c.yaml")
    assert written.count("<figcaption>") == 2
    assert "in <code>b&lt;.py</code>" in written
    assert written.count('<i class="gap">⋯</i>') == 1


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        pytest.param("short", 10, "short", id="short"),
        pytest.param("abcdefghij", 10, "abcdefghij", id="just"),
        pytest.param("abcdefghijk", 10, "abcdef…ijk", id="both ends"),
        pytest.param("\x1b" * 10_000, 10, "\\x1b\\x…x1b", id="escaped first"),
    ],
)
def test_shortened(text: str, most: int, expected: str) -> None:
    assert shortened(text, most) == expected


@pytest.mark.parametrize(("text", "expected"), [("", 0), ("ab", 2), ("日本", 4)])
def test_columns(text: str, expected: int) -> None:
    assert columns(text) == expected
