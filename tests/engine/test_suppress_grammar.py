"""The words of a suppression in a comment: what is understood, what is told, what stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.engine.suppressions.grammar import directives, written


@pytest.mark.parametrize(
    ("comment", "ids", "reason"),
    [
        pytest.param("# cfnaudit: ignore[one]", ["one"], None, id="one id"),
        pytest.param("#cfnaudit:ignore[one]", ["one"], None, id="no blanks"),
        pytest.param("#  cfnaudit:  ignore [one]", ["one"], None, id="more blanks"),
        pytest.param("## cfnaudit: ignore[one]", ["one"], None, id="two marks"),
        pytest.param("// cfnaudit: ignore[one]", ["one"], None, id="JavaScript"),
        pytest.param("# cfnaudit: ignore[one, two,three]", ["one", "two", "three"], None, id="ids"),
        pytest.param("# cfnaudit: ignore[ one ]", ["one"], None, id="padded"),
        pytest.param("# cfnaudit: ignore[one] as agreed", ["one"], "as agreed", id="reason"),
        pytest.param("# cfnaudit: ignore[one]: see #12", ["one"], ": see #12", id="number"),
        pytest.param("# nightly # cfnaudit: ignore[one]", ["one"], None, id="behind another"),
        pytest.param("# nightly #cfnaudit: ignore[one]", ["one"], None, id="close behind"),
        pytest.param("# cfnaudit: ignore[one] why # noqa", ["one"], "why", id="before another"),
    ],
)
def test_what_is_understood(comment: str, ids: list[str], reason: str | None) -> None:
    (found,) = directives(comment)
    assert found.fault is None
    assert [name.id for name in found.names] == ids
    assert [comment[name.span.start : name.span.end] for name in found.names] == ids
    assert found.reason == reason
    assert not found.is_for_file


def test_a_whole_file() -> None:
    (found,) = directives("# cfnaudit: ignore-file[one]")
    assert found.is_for_file


def test_two_in_one_comment() -> None:
    found = directives("# cfnaudit: ignore[one] why # cfnaudit: ignore[two] because")
    assert [(one.names[0].id, one.reason) for one in found] == [("one", "why"), ("two", "because")]


@pytest.mark.parametrize(
    "comment",
    [
        "# nightly",
        "# cfnaudit finds nothing here",
        "# see cfnaudit: ignore[one]",
        "# https://example.org/cfnaudit:ignore[one]",
        "# zizmor: ignore[one]",
        "# my-cfnaudit: ignore[one]",
        "#",
    ],
)
def test_what_is_an_ordinary_comment(comment: str) -> None:
    assert directives(comment) == []


@pytest.mark.parametrize(
    ("comment", "says"),
    [
        ("# cfnaudit: ignore", "names no rule"),
        ("# cfnaudit: ignore one", "names no rule"),
        ("# cfnaudit: ignore(one)", "names no rule"),
        ("# cfnaudit: ignore[]", "lacks an id"),
        ("# cfnaudit: ignore[ , ]", "lacks an id"),
        ("# cfnaudit: ignore[one,]", "lacks an id"),
        ("# cfnaudit: ignore[one,,two]", "lacks an id"),
        ("# cfnaudit: ignore[one", "not closed"),
        ("# cfnaudit: ignore[one[two]", "not closed"),
        ("# cfnaudit: noqa[one]", "cannot be read"),
        ("# cfnaudit: IGNORE[one]", "cannot be read"),
        ("# cfnaudit:", "cannot be read"),
        (f"# cfnaudit: ignore[{'a,' * 1000}a]", "more rules than there are"),
    ],
)
def test_what_is_told(comment: str, says: str) -> None:
    (found,) = directives(comment)
    assert says in (found.fault or "")
    assert found.names == ()


@pytest.mark.parametrize(
    ("comment", "gone", "left"),
    [
        pytest.param("# cfnaudit: ignore[one] why", 0, "", id="nothing else"),
        pytest.param(
            "# cfnaudit: ignore[one, two] why", 0, "# cfnaudit: ignore[two] why", id="first"
        ),
        pytest.param("#cfnaudit:ignore[one,two]", 1, "#cfnaudit:ignore[one]", id="last"),
        pytest.param("# nightly  # cfnaudit: ignore[one]", 0, "# nightly", id="comment before"),
        pytest.param("# cfnaudit: ignore[one] why # noqa", 0, "# noqa", id="comment behind"),
        pytest.param("# a # cfnaudit: ignore[one] # b", 0, "# a  # b", id="between comments"),
        pytest.param("# cfnaudit: ignore[one, one]", 1, "# cfnaudit: ignore[one]", id="twice"),
    ],
)
def test_an_id_is_taken_out(comment: str, gone: int, left: str) -> None:
    (found,) = directives(comment)
    assert found.without(found.names[gone]) == left


def test_ids_are_added_once() -> None:
    (found,) = directives("# nightly # cfnaudit: ignore[one] why # noqa")
    assert found.naming_too(["one", "two"]) == "# nightly # cfnaudit: ignore[one, two] why # noqa"


@given(st.lists(st.from_regex(r"[a-z]+(-[a-z]+)*", fullmatch=True), min_size=1, max_size=5))
def test_what_is_written_is_understood(ids: list[str]) -> None:
    for mark in ("#", "//"):
        (found,) = directives(written(ids, mark))
        assert [name.id for name in found.names] == ids
        for name in found.names:
            rest = found.without(name)
            left = [other.id for one in directives(rest) for other in one.names]
            assert len(left) == len(ids) - 1


@given(st.text().map(lambda text: f"# cfnaudit: {text}".partition("\n")[0]))
def test_any_comment_can_be_read(comment: str) -> None:
    for found in directives(comment):
        assert comment[found.span.start : found.span.end].startswith(("#", "//"))
        assert (found.fault is None) == bool(found.names)


@pytest.mark.parametrize("piece", ["# cfnaudit: ignore[", " #", "[", "]", ",", " ", "/", "a,"])
def test_long_comments_are_read_fast(piece: str) -> None:
    comment = f"# cfnaudit: ignore[{piece * 50_000}"
    assert len(directives(comment)) <= len(comment)
