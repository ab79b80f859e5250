"""The report for people."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from auditor.model.finding import Safety, Severity
from auditor.model.report import Entry, Status
from auditor.report.text import render
from tests.report.entries import entry, offer, report
from tests.runner import Workspace

FRAME = """\
a.yaml:3:5: error[some-rule]: it is wrong
  |
3 |     name: x
  |     ^^^^
"""


def shown(*entries: Entry, least: Safety = Safety.SAFE) -> str:
    """The report without its last line, and without where to read on."""
    found = render(report(*entries, least=least)).rpartition("\n\n")[0] + "\n"
    return found.replace("  = see: cfnaudit explain some-rule\n", "")


def last_line(*entries: Entry, files: int = 1, least: Safety = Safety.SAFE) -> str:
    return render(report(*entries, files=files, least=least)).splitlines()[-1]


def test_a_finding() -> None:
    assert shown(entry()) == FRAME


@pytest.mark.parametrize(
    ("one", "least", "says"),
    [
        pytest.param(entry(fix=offer()), Safety.SAFE, "fix: Mend it", id="safe"),
        pytest.param(
            entry(fix=offer(Safety.UNSAFE)), Safety.SAFE, "unsafe fix: Mend it", id="unsafe"
        ),
        pytest.param(
            entry(fix=offer(Safety.UNSAFE)), Safety.UNSAFE, "fix: Mend it", id="unsafe, asked for"
        ),
        pytest.param(entry(fix=offer(Safety.DISPLAY)), Safety.SAFE, "help: Mend it", id="display"),
        pytest.param(entry(fix=offer(edits=())), Safety.SAFE, "help: Mend it", id="advice"),
        pytest.param(
            entry(status=Status.REJECTED, fix=offer(), note="it would hurt"),
            Safety.SAFE,
            "fix: Mend it\n  = not fixed: it would hurt",
            id="rejected",
        ),
    ],
)
def test_what_the_fix_would_do(one: Entry, least: Safety, says: str) -> None:
    assert shown(one, least=least) == f"{FRAME}  = {says}\n"


def test_what_was_fixed() -> None:
    fixed = entry(status=Status.FIXED, fix=offer())
    assert render(report(fixed)).splitlines()[0] == "a.yaml:3:5: fixed[some-rule]: Mend it"


FRAMES = {
    "a tab": (entry(line="\tname: x", start=(3, 2), end=(3, 6)), "    name: x", "    ^^^^"),
    "wide characters": (entry(line="日本: xy", start=(3, 5), end=(3, 7)), "日本: xy", "      ^^"),
    "an empty line": (entry(line="", start=(3, 1), end=(3, 1)), "", "^"),
    "the end of a line": (entry(line="ab", start=(3, 3), end=(3, 3)), "ab", "  ^"),
    "several lines": (entry(line="ab: |", start=(3, 5), end=(9, 1)), "ab: |", "    ^"),
    "control characters": (entry(line="a\x1b[31mb", start=(3, 1), end=(3, 2)), "a�[31mb", "^"),
}


@pytest.mark.parametrize(("one", "line", "carets"), FRAMES.values(), ids=FRAMES.keys())
def test_carets_stand_under_the_place(one: Entry, line: str, carets: str) -> None:
    _, _, source, pointer = shown(one).splitlines()
    assert (source, pointer) == (f"3 | {line}", f"  | {carets}")


@pytest.mark.parametrize("column", [1, 30, 5_000, 9_990])
def test_long_lines_are_cut_around_the_place(column: int) -> None:
    line = "".join(str(number % 10) for number in range(10_000))
    found = entry(line=line, start=(3, column), end=(3, column + 4))
    _, _, source, pointer = shown(found).splitlines()
    assert len(source) <= 100
    at = pointer.index("^")
    assert source[at : at + 4] == line[column - 1 : column + 3]
    assert pointer.count("^") == 4


def test_a_message_stays_on_its_line() -> None:
    found = entry(message="the key 'a\n\x1b[2J' is bad")
    assert r"the key 'a\n\x1b[2J' is bad" in shown(found)


ERROR, WARNING = entry(), entry(severity=Severity.WARNING)
FIXED = entry(status=Status.FIXED, fix=offer())
HIDDEN = entry(severity=Severity.INFO, fix=offer(Safety.UNSAFE))
QUIET = replace(HIDDEN, quiet=True, held=True)
REJECTED = entry(status=Status.REJECTED, fix=offer(), note="no")
SUMS = {
    "nothing checked": ((), 0, "No templates were checked"),
    "nothing found": ((), 1, "No findings in 1 file"),
    "one": ((ERROR,), 1, "Found 1 finding (1 error) in 1 file"),
    "three": ((ERROR, ERROR, WARNING), 2, "Found 3 findings (2 errors, 1 warning) in 1 of 2 files"),
    "fixable": (
        (entry(fix=offer()),),
        1,
        "Found 1 finding (1 error) in 1 file, 1 fixable with --fix",
    ),
    "fixed": ((FIXED, FIXED), 1, "No findings left in 1 file, 2 fixed"),
    "a hidden unsafe fix": (
        (FIXED, HIDDEN),
        1,
        "Found 1 finding (1 hint) in 1 file, 1 fixed, 1 hidden unsafe fix (--unsafe-fixes)",
    ),
    "rejected": ((REJECTED,), 1, "Found 1 finding (1 error) in 1 file, 1 fix rejected"),
    "hints": (
        (ERROR, QUIET),
        1,
        "Found 1 finding (1 error) in 1 file, 1 hint not shown (--min-severity info)",
    ),
    "thousands": ((ERROR,) * 1_234, 1, "Found 1,234 findings (1,234 errors) in 1 file"),
}


@pytest.mark.parametrize(("entries", "files", "says"), SUMS.values(), ids=SUMS.keys())
def test_the_last_line_counts(entries: tuple[Entry, ...], files: int, says: str) -> None:
    assert last_line(*entries, files=files) == says


def test_sentences_are_wrapped_between_words_on_terminals(workspace: Workspace) -> None:
    workspace.write("a.yaml")
    whole = workspace.check("a.yaml").out
    wrapped = workspace.on_terminal("check", "--color", "never", "a.yaml", columns=60).out
    assert max(map(len, wrapped.splitlines())) <= 60
    assert " ".join(wrapped.split()) == " ".join(whole.split())
    assert len(whole.splitlines()) < len(wrapped.splitlines())
