"""Fingerprints tell findings apart, and survive moved lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from msgspec.structs import replace

from auditor.model.report import Entry, Report, Status
from auditor.model.text import Position
from auditor.report.fingerprint import fingerprints
from tests.report.entries import entry, offer, report
from tests.report.odd import reports

LONG = "x" * 300 + "a: b" + "y" * 700
ONE = entry()
SAME = {
    "moved down": entry(start=(90, 5), end=(90, 9)),
    "moved in": entry(start=(3, 9), end=(3, 13), line="        name: x  "),
    "this folder": entry(file="./a.yaml"),
    "fixable": entry(fix=offer()),
    "rejected": entry(status=Status.REJECTED, fix=offer(), note="because"),
}
OTHER = {
    "rule": entry(rule="other-rule"),
    "file": entry(file="b.yaml"),
    "resource": entry(resource=None),
    "path": entry(path="Resources.A.other"),
    "message": entry(message="it is bad"),
    "line": entry(line="    name: y"),
    "fields that run together": entry(rule="some-rulea", file=".yaml"),
}


def of(one: Entry) -> str:
    (found,) = fingerprints(report(one))
    return found


def test_it_is_the_same_for_ever() -> None:
    """Baselines are kept in files: a change here makes all of them worthless."""
    assert of(ONE) == "e173a2ea6ac6932ca0ba00dbd6b4fa92"


@pytest.mark.parametrize("one", SAME.values(), ids=SAME.keys())
def test_what_leaves_it_as_it_is(one: Entry) -> None:
    assert of(one) == of(ONE)


@pytest.mark.parametrize("one", OTHER.values(), ids=OTHER.keys())
def test_what_changes_it(one: Entry) -> None:
    assert of(one) != of(ONE)


def test_lines_that_messages_name_may_move() -> None:
    here = entry(message="it stands in line 5 already, not in lines 8 and 9")
    there = entry(message="it stands in line 25 already, not in lines 28 and 9")
    assert of(here) == of(there)
    assert of(here) != of(entry(message="it stands in line 5 already"))


def test_of_a_minified_document_the_place_counts() -> None:
    one = entry(line=LONG, start=(1, 301), end=(1, 305))
    moved = entry(line="z" + LONG + "z", start=(1, 302), end=(1, 306))
    assert of(one) == of(moved)
    assert of(one) != of(replace(one, end=Position(1, 304)))


def test_equal_findings_are_counted() -> None:
    again = entry(start=(9, 5), end=(9, 9))
    first, second, third = fingerprints(report(ONE, again, ONE))
    assert len({first, second, third}) == 3
    assert first == of(ONE)


def test_equal_findings_that_are_left_keep_theirs_when_another_is_fixed() -> None:
    fixed = entry(status=Status.FIXED, fix=offer())
    assert fingerprints(report(fixed, ONE))[1] == of(ONE)
    assert fingerprints(report(fixed, ONE))[0] != of(ONE)


@given(reports)
def test_one_for_each_entry_and_no_two_alike(made: Report) -> None:
    found = fingerprints(made)
    assert len(set(found)) == len(found) == len(made.entries)
    assert found == fingerprints(made)
