"""Comments of YAML are found, added, changed and taken out; what is no comment is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.model.edit import AddComment, CommentEdit, ReplaceComment
from auditor.model.path import Path
from auditor.model.text import apply_edits
from auditor.model.tree import at, same
from auditor.source.base import Document, NotSure, SyntaxFault
from auditor.source.detect import parse


def changed(text: str, *edits: CommentEdit) -> str:
    return apply_edits(text, parse(text).lower_comments(edits))


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        pytest.param("a: 1\nb: 2\n", 1, "a: 1  # x\nb: 2\n", id="plain"),
        pytest.param("a: 1\nb: 2", 2, "a: 1\nb: 2  # x", id="last line"),
        pytest.param("a: 1\r\nb: 2\r\n", 1, "a: 1  # x\r\nb: 2\r\n", id="CRLF"),
        pytest.param("a: 1 \t\n", 1, "a: 1  # x\n", id="blanks"),
        pytest.param("a:\n  b: 1\n", 1, "a:  # x\n  b: 1\n", id="key"),
        pytest.param("a: |\n  b\n", 1, "a: |  # x\n  b\n", id="header of a block"),
        pytest.param('a: "b\n  c"\n', 2, 'a: "b\n  c"  # x\n', id="end of a text of two lines"),
        pytest.param("a: [1,\n  2]\n", 1, "a: [1,  # x\n  2]\n", id="flow"),
        pytest.param("a: !Sub\n  b\n", 1, "a: !Sub  # x\n  b\n", id="tag"),
        pytest.param("a: 'b # c'\n", 1, "a: 'b # c'  # x\n", id="mark in a text"),
    ],
)
def test_a_comment_behind_a_line(text: str, line: int, expected: str) -> None:
    assert parse(text).takes_comment(line)
    assert changed(text, AddComment(line, "# x")) == expected
    assert same(parse(expected).tree, parse(text).tree)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("a: |\n  b\n  c\n", 2, id="block"),
        pytest.param("a: |\n  b", 2, id="block without a line end"),
        pytest.param("a: >-\n  b\n  c\nd: 1\n", 3, id="end of a folded block"),
        pytest.param('a: "b\n  c"\n', 1, id="quoted"),
        pytest.param("a: 'b\n\n  c'\n", 2, id="blank line inside of quotes"),
        pytest.param("a: b\n  c\n", 1, id="plain text of two lines"),
        pytest.param("a: 1  # b\n", 1, id="comment"),
        pytest.param("# b\na: 1\n", 1, id="comment alone"),
        pytest.param("a: 1\n\nb: 2\n", 2, id="blank line"),
        pytest.param('{"a": 1}', 1, id="JSON"),
    ],
)
def test_where_no_comment_can_stand(text: str, line: int) -> None:
    assert not parse(text).takes_comment(line)
    with pytest.raises(NotSure):
        changed(text, AddComment(line, "# x"))


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        pytest.param("a: 1\nb: 2\n", 1, "# x\na: 1\nb: 2\n", id="first line"),
        pytest.param("a:\n  b: 1\n", 2, "a:\n  # x\n  b: 1\n", id="indented"),
        pytest.param("a:\r\n- 1\r\n", 2, "a:\r\n# x\r\n- 1\r\n", id="CRLF"),
        pytest.param("a: [1,\n  2]\n", 2, "a: [1,\n  # x\n  2]\n", id="flow"),
        pytest.param("a: |\n  b\nc: 1\n", 3, "a: |\n  b\n# x\nc: 1\n", id="below a block"),
    ],
)
def test_a_comment_above_a_line(text: str, line: int, expected: str) -> None:
    assert changed(text, AddComment(line, "# x", above=True)) == expected
    assert same(parse(expected).tree, parse(text).tree)


@pytest.mark.parametrize("text", ["a: |\n  b\n  c\n", "a: 'b\n  c'\n", "a: b\n  c\n"])
def test_no_comment_above_a_line_of_a_text(text: str) -> None:
    with pytest.raises(NotSure):
        changed(text, AddComment(2, "# x", above=True))


@pytest.mark.parametrize(
    ("text", "new", "expected"),
    [
        pytest.param("a: 1  # old\n", "# new", "a: 1  # new\n", id="another"),
        pytest.param("a: 1  # old\n", "", "a: 1\n", id="none"),
        pytest.param("a: 1\t# old\r\nb: 1\r\n", "", "a: 1\r\nb: 1\r\n", id="CRLF"),
        pytest.param("a: 1\n  # old\nb: 1\n", "", "a: 1\nb: 1\n", id="alone"),
        pytest.param("a: 1\n# old", "", "a: 1\n", id="at the end"),
        pytest.param("a: | # old\n  b\n", "", "a: |\n  b\n", id="header of a block"),
    ],
)
def test_a_comment_becomes_another(text: str, new: str, expected: str) -> None:
    start = text.index("# old")
    assert changed(text, ReplaceComment(start, "# old", new)) == expected


@pytest.mark.parametrize(
    "text", ["a: '# old'\n", "a: |\n  # old\n", "a: 1  # older\n", "a: 1\n# old x\n"]
)
def test_only_the_comment_that_is_meant_is_changed(text: str) -> None:
    with pytest.raises(NotSure):
        changed(text, ReplaceComment(text.index("# old"), "# old", ""))


@pytest.mark.parametrize(
    ("text", "piece", "path"),
    [
        ("a:\n  b: 1\n", "a", ("a",)),
        ("a:\n  b: 1\n", "b", ("a", "b")),
        ("a:\n  - b: 1\n", "-", ("a", 0)),
        ("a:\n  - b: 1\n", "b", ("a", 0, "b")),
        ("a: [x, y]\n", "y", ("a", 1)),
        ("a: {b: 1, c: 2}\n", "c", ("a", "c")),
        ("? a\n: 1\n", "?", ("a",)),
        ("a: !Join\n  - ''\n  - - x\n", "- x", ("a", "Fn::Join", 1, 0)),
        ("a: 1\n", "1", None),
        ("a: b c\n", "c", None),
        ("a: &x {b: 1}\nd: *x\n", "*", None),
        ("a: &x {b: 1}\nd:\n  <<: *x\n", "<", None),
        ("a: |\n  b: 1\n", "b", None),
        ("# a\nb: 1\n", "#", None),
        ('{"a": 1}', '"', None),
    ],
)
def test_the_entry_that_begins_at_a_place(text: str, piece: str, path: Path | None) -> None:
    assert parse(text).entry_at(text.index(piece)) == path


@given(st.text(alphabet="ab:-|>\"'[]{},#&*! \n\r", max_size=40), st.integers(1, 5))
def test_any_text(text: str, line: int) -> None:
    try:
        document: Document = parse(text)
    except SyntaxFault:
        return
    for offset in range(len(text) + 1):
        path = document.entry_at(offset)
        if path is not None and not document.duplicates:
            assert document.span(path, key=True).start >= offset
            at(document.tree, path)
    if line <= len(document.lines) and document.takes_comment(line):
        after = changed(text, AddComment(line, "# x"))
        assert same(parse(after).tree, document.tree)
