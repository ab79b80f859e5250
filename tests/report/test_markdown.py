"""Markdown, read back by a parser of GitHub's tables."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from auditor.model.finding import Safety, Severity
from auditor.model.report import Entry, Report, Status
from auditor.report.markdown import render
from tests.report.entries import entry, offer, report
from tests.report.odd import reports

PARSER = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough")
KNOWN_TAGS = {"<code>", "</code>", "<b>", "</b>", "<br>", "<span>", "</span>"}
LIMIT = 65_000


def tokens(text: str) -> Iterator[Token]:
    for token in PARSER.parse(text):
        yield token
        yield from token.children or ()


def rows(text: str) -> list[list[str]]:
    """The cells of all tables but their heads, as a reader sees them."""
    found: list[list[str]] = []
    for before, token in pairwise(PARSER.parse(text)):
        if before.type == "tr_open":
            found.append([])
        if before.type in ("td_open", "th_open"):
            found[-1].append(seen(token))
    return [row for row in found if row[0] != "place"]


def seen(token: Token) -> str:
    """The text of a piece without the marks of the space that nobody sees."""
    shown = "".join(
        "\n" if child.content == "<br>" else child.content
        for child in token.children or ()
        if child.type == "text" or child.content == "<br>"
    )
    return shown.replace("\u200b", "")


def only_row(one: Entry, least: Safety = Safety.SAFE) -> list[str]:
    (row,) = rows(render(report(one, least=least)))
    return row


def test_a_report() -> None:
    one = report(entry(fix=offer()), entry(file="b.yaml", severity=Severity.INFO), files=2)
    assert render(one) == (
        """\
### cfnaudit: Found 2 findings (1 error, 1 hint) in 2 files, 1 fixable with --fix

#### <code>a.yaml</code>

| place | severity | rule | finding |
|---|---|---|---|
| 3:5 | error | some-rule | it is wrong<br><b>fix:</b> Mend it |

#### <code>b.yaml</code>

| place | severity | rule | finding |
|---|---|---|---|
| 3:5 | info | some-rule | it is wrong |
"""
    )


@pytest.mark.parametrize(
    ("one", "least", "row"),
    [
        pytest.param(
            entry(fix=offer(Safety.UNSAFE)),
            Safety.SAFE,
            ["3:5", "error", "some-rule", "it is wrong\nunsafe fix: Mend it"],
            id="unsafe",
        ),
        pytest.param(
            entry(status=Status.REJECTED, fix=offer(), note="it would hurt"),
            Safety.SAFE,
            ["3:5", "error", "some-rule", "it is wrong\nfix: Mend it\nnot fixed: it would hurt"],
            id="rejected",
        ),
        pytest.param(
            entry(status=Status.FIXED, fix=offer()),
            Safety.SAFE,
            ["3:5", "fixed", "some-rule", "it is wrong\nfix: Mend it"],
            id="fixed",
        ),
    ],
)
def test_what_became_of_it(one: Entry, least: Safety, row: list[str]) -> None:
    assert only_row(one, least) == row


@pytest.mark.parametrize(
    "message",
    [
        pytest.param("a | b || c", id="pipes"),
        pytest.param(r"a \| b \\ c\n", id="backslashes"),
        pytest.param("`a` ``b", id="backticks"),
        pytest.param("<script>alert('a')</script> &amp; <!-- b", id="HTML"),
        pytest.param("*a* **b** _c_ __d__ ~~e~~", id="stress"),
        pytest.param("[a](https://b) ![c](d) [e]: f <https://g>", id="links"),
        pytest.param("- a", id="list"),
        pytest.param("# a", id="heading"),
        pytest.param("'${AWS::Region}${AWS::AccountId}'", id="substitutions"),
        pytest.param("@aws-sdk/client-s3 and #12", id="mentions"),
    ],
)
def test_a_message_is_seen_as_it_is(message: str) -> None:
    written = render(report(entry(message=message)))
    assert rows(written)[0][3] == message
    for token in tokens(written):
        assert token.type not in ("link_open", "image", "em_open", "strong_open", "code_inline")
        assert token.type != "html_inline" or token.content in KNOWN_TAGS


@pytest.mark.parametrize(
    ("message", "forbidden"),
    [
        pytest.param("ask @octocat", "@octocat", id="nobody is called"),
        pytest.param("see #12", "#12", id="no issue is mentioned"),
        pytest.param("'${A}${B}'", "${", id="no formula begins"),
    ],
)
def test_nothing_that_github_makes_of_text(message: str, forbidden: str) -> None:
    assert forbidden not in html.unescape(render(report(entry(message=message))))


@pytest.mark.parametrize(
    "file",
    ["a_b_c.yaml", "`a`.yaml", "<b>.yaml", "a #", "*.yaml", "| a |.yaml"],
)
def test_names_of_files(file: str) -> None:
    heads = [
        seen(token)
        for before, token in pairwise(PARSER.parse(render(report(entry(file=file)))))
        if before.type == "heading_open"
    ]
    assert heads[1] == file


def test_files_that_come_again_have_one_table() -> None:
    written = render(report(entry(), entry(file="b.yaml"), entry()))
    assert re.findall("<code>(.*)</code>", written) == ["a.yaml", "b.yaml"]
    assert len(rows(written)) == 3


@pytest.mark.parametrize(
    ("one", "says"),
    [
        pytest.param(report(), "No findings in 1 file", id="nothing found"),
        pytest.param(report(files=0), "No templates were checked", id="nothing checked"),
    ],
)
def test_nothing_to_tell(one: Report, says: str) -> None:
    assert render(one) == f"### cfnaudit: {says}\n"


def test_too_much_is_counted() -> None:
    one = report(*(entry(message=f"{number} " + "x" * 500) for number in range(1_000)))
    written = render(one)
    shown = len(rows(written))
    assert 100 < shown < 200
    assert written.endswith(f"\n{1_000 - shown} more findings are left out here\n")
    assert len(written) < LIMIT


def test_the_most_severe_findings_are_left_in() -> None:
    many = [entry(severity=Severity.INFO, message="x" * 500) for _ in range(500)]
    written = render(report(*many, entry(file="b.yaml"), entry(status=Status.FIXED)))
    assert ["3:5", "error"] in [row[:2] for row in rows(written)]
    assert "<code>b.yaml</code>" in written


@pytest.mark.parametrize("character", ["x", "$", "|", "\x00", "\U000e0001", "&"])
def test_huge_texts_are_cut(character: str) -> None:
    huge = character * 1_000_000
    one = entry(message=huge, file=huge, fix=offer(title=huge), note=huge)
    written = render(report(one, one, one))
    assert len(written) < LIMIT
    assert len(rows(written)) >= 1


@given(reports)
def test_any_text_makes_a_row_of_four_cells(made: Report) -> None:
    written = render(made)
    assert len(written) < LIMIT
    found = rows(written)
    assert len(found) == len(made.shown)
    assert {len(row) for row in found} <= {4}
    for token in tokens(written):
        assert token.type != "html_block"
        assert token.type != "html_inline" or token.content in KNOWN_TAGS
