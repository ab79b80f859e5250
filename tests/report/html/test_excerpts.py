"""Lines around findings, and lines before and after fixes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.engine.excerpts import frame, hunks
from auditor.model.excerpt import Hunk
from auditor.model.text import Lines, Position, TextEdit, apply_edits

TEN = "".join(f"line {number}\n" for number in range(1, 11))


def around(text: str, start: tuple[int, int], end: tuple[int, int]) -> list[int]:
    return [line.number for line in frame(Lines(text), Position(*start), Position(*end))]


@pytest.mark.parametrize(
    ("text", "start", "end", "numbers"),
    [
        pytest.param(TEN, (5, 1), (5, 3), [3, 4, 5, 6, 7], id="in the middle"),
        pytest.param(TEN, (1, 1), (1, 3), [1, 2, 3], id="at the start"),
        pytest.param(TEN, (10, 1), (10, 3), [8, 9, 10], id="at the end"),
        pytest.param(TEN, (11, 1), (11, 1), [9, 10, 11], id="behind the last line"),
        pytest.param(TEN, (4, 1), (6, 3), [2, 3, 4, 5, 6, 7, 8], id="several lines"),
        pytest.param("a\n" * 99, (9, 1), (90, 1), list(range(7, 19)), id="many lines"),
        pytest.param("", (1, 1), (1, 1), [1], id="no text"),
        pytest.param("a\rb\r\nc", (2, 1), (2, 2), [1, 2, 3], id="line ends of all kinds"),
    ],
)
def test_the_lines_around(
    text: str, start: tuple[int, int], end: tuple[int, int], numbers: list[int]
) -> None:
    assert around(text, start, end) == numbers


def test_of_a_long_line_the_part_with_the_finding_is_shown() -> None:
    text = "x" * 5_000 + "HERE" + "y" * 5_000
    (line,) = frame(Lines(text), Position(1, 5_001), Position(1, 5_005))
    assert len(line.text) == 200
    assert line.text.index("HERE") == 5_000 - line.before
    assert line.before + len(line.text) + line.after == len(text)


def signs(hunk: Hunk) -> list[str]:
    return [f"{line.sign}{line.line.number} {line.line.text}" for line in hunk.lines]


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        pytest.param(
            [(7, 11, "LINE")],
            [[" 1 line 1", "-2 line 2", "+2 LINE 2", " 3 line 3", " 4 line 4"]],
            id="in a line",
        ),
        pytest.param(
            [(7, 7, "new\n")],
            [[" 1 line 1", "+2 new", " 2 line 2", " 3 line 3", " 4 line 4"]],
            id="a line more",
        ),
        pytest.param(
            [(7, 14, "")],
            [[" 1 line 1", "-2 line 2", " 3 line 3", " 4 line 4", " 5 line 5"]],
            id="a line less",
        ),
        pytest.param(
            [(0, 7, ""), (56, 60, "LINE")],
            [
                ["-1 line 1", " 2 line 2", " 3 line 3", " 4 line 4"],
                [" 7 line 7", " 8 line 8", "-9 line 9", "+8 LINE 9", " 10 line 10"],
            ],
            id="far apart",
        ),
        pytest.param([(0, 4, "line")], [], id="nothing changes"),
        pytest.param([(0, 4, "a"), (2, 6, "b")], [], id="one over the other"),
        pytest.param([], [], id="no edits"),
    ],
)
def test_hunks(edits: list[tuple[int, int, str]], expected: list[list[str]]) -> None:
    made = hunks("a.yaml", Lines(TEN), [TextEdit(*edit) for edit in edits])
    assert [signs(hunk) for hunk in made] == expected


def test_of_a_long_line_the_part_that_changes_is_shown() -> None:
    text = "x" * 5_000 + "old" + "y" * 5_000
    (hunk,) = hunks("a.yaml", Lines(text), [TextEdit(5_000, 5_003, "new")])
    assert ["old" in hunk.lines[0].line.text, "new" in hunk.lines[1].line.text] == [True, True]
    assert all(len(line.line.text) == 200 for line in hunk.lines)


@pytest.mark.parametrize("count", [100, 20_000])
def test_of_a_big_change_the_rest_is_counted(count: int) -> None:
    (hunk,) = hunks("a.yaml", Lines("a\nb\n"), [TextEdit(2, 2, "new\n" * count)])
    assert len(hunk.lines) == 60
    assert hunk.left_out == count + 2 - 60


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, list[TextEdit]]:
    text = draw(st.text(alphabet="ab\n", max_size=80))
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    pairs = zip(places[::2], places[1::2], strict=False)
    return text, [TextEdit(*pair, draw(st.text(alphabet="xy\n", max_size=6))) for pair in pairs]


@given(change=changes())
def test_hunks_hold_the_lines_of_both_texts(change: tuple[str, list[TextEdit]]) -> None:
    text, edits = change
    before, after = Lines(text), Lines(apply_edits(text, edits))
    for hunk in hunks("a.yaml", before, edits):
        assert {line.sign for line in hunk.lines} != {" "}
        for line in hunk.lines:
            own = after if line.sign == "+" else before
            assert line.line.text == own.content(line.line.number)


@given(change=changes(), line=st.integers(1, 40), column=st.integers(1, 40))
def test_frames_hold_the_lines_of_the_text(
    change: tuple[str, list[TextEdit]], line: int, column: int
) -> None:
    lines = Lines(change[0])
    start = Position(min(line, len(lines)), column)
    for shown in frame(lines, start, start):
        assert shown.text == lines.content(shown.number)
