"""A baseline knows findings again when lines move, counts them, and refuses what is none."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.engine.baseline import Baseline, BaselineFault, found_in, read
from auditor.engine.check import Checked, check
from auditor.model.settings import Settings
from auditor.model.suppression import SuppressedBy
from tests.engine.test_suppress_adding import HEAD, RULES

FILE = "a.yaml"


def run(text: str) -> Checked:
    return check(text, RULES, Settings())


def known(text: str) -> Baseline:
    """The baseline of a template, once written and read."""
    return read(found_in(run(text), FILE).written())


def new(before: str, after: str) -> list[str]:
    """The rules of the findings of a template that its baseline does not know."""
    hidden = known(before).hide(run(after), FILE)
    assert len(hidden.findings) + len(hidden.suppressed) == len(run(after).findings)
    assert all(one.by is SuppressedBy.BASELINE for one in hidden.suppressed)
    return [finding.rule for finding in hidden.findings]


BAD = f"{HEAD}    B: bad\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(BAD, BAD, id="the same"),
        pytest.param(BAD, f"# a\n\n{BAD}", id="lines above"),
        pytest.param(BAD, BAD.replace("bad", "bad  # why"), id="comment"),
        pytest.param(BAD, BAD.replace("    ", "        "), id="indentation"),
        pytest.param(BAD, BAD.replace("\n", "\r\n"), id="line ends"),
        pytest.param(BAD, BAD.replace("  A", "  Z:\n    Type: T\n  A"), id="resource before"),
        pytest.param(f"{HEAD}    B: [bad]\n", f"{HEAD}    B: [good, bad]\n", id="item before"),
        pytest.param(f"{HEAD}    B: [bad, bad]\n", f"{HEAD}    B: [bad]\n", id="one is gone"),
        pytest.param(BAD, HEAD, id="all are gone"),
        pytest.param(
            f"{HEAD}    B: |\n      bad\n",
            f"{HEAD}    B: |\n      so\n      bad\n",
            id="code",
        ),
        pytest.param(BAD, f"{HEAD}    C: 1\n    B: bad\n", id="key before"),
    ],
)
def test_what_was_there_is_hidden(before: str, after: str) -> None:
    assert new(before, after) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(HEAD, BAD, id="the first one"),
        pytest.param(BAD, f"{BAD}    C: bad\n", id="another key"),
        pytest.param(BAD, BAD.replace("  A", "  B"), id="another resource"),
        pytest.param(BAD, BAD.replace("bad", "bad too"), id="another value"),
        pytest.param(f"{HEAD}    B: [bad]\n", f"{HEAD}    B: [bad, bad]\n", id="one more"),
    ],
)
def test_what_is_new_is_told(before: str, after: str) -> None:
    assert new(before, after) == ["bad"]


def test_another_template_has_its_own() -> None:
    assert len(known(BAD).hide(run(BAD), "b.yaml").findings) == 1


def test_what_is_suppressed_in_the_source_is_not_listed() -> None:
    assert known(BAD.replace("bad", "bad  # cfnaudit: ignore[bad]")).size == 0


def test_what_is_hidden_is_listed_again() -> None:
    baseline = known(BAD)
    assert found_in(baseline.hide(run(BAD), FILE), FILE).counts == baseline.counts


def test_what_is_no_longer_found() -> None:
    listed, found = known(f"{HEAD}    B: [bad, bad]\n    C: bad\n"), known(f"{HEAD}    B: [bad]\n")
    assert listed.without(found, lambda _: True).size == 2
    assert listed.without(found, lambda _: False).size == 0


def test_it_is_written_sorted_and_alike() -> None:
    text = f"{HEAD}    C: bad\n    B: [bad, bad]\n"
    written = found_in(run(text), FILE).written()
    document = json.loads(written)
    assert document["version"] == 1
    assert [(row["path"], row["count"]) for row in document["findings"]] == [
        ("Resources.A.B[]", 2),
        ("Resources.A.C", 1),
    ]
    assert read(written).written() == written


def row(**changes: Any) -> str:
    kept = {
        "file": FILE, "rule": "bad", "resource": "A", "path": "Resources.A.B",
        "fingerprint": "0123456789abcdef", "count": 1,
    } | changes  # fmt: skip
    present = {key: value for key, value in kept.items() if value != "gone"}
    return json.dumps({"version": 1, "findings": [present]})


@pytest.mark.parametrize("text", [row(), row(resource=None), row(more=1), row(count=7)])
def test_what_is_one(text: str) -> None:
    assert read(text).size in (1, 7)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("", "line 1 is not JSON", id="empty"),
        pytest.param('{\n"version": 1,\n"findings" []}', "line 3 is not JSON", id="broken"),
        pytest.param("[" * 100_000, "not JSON that can be read", id="deep"),
        pytest.param("1" * 100_000, "not JSON that can be read", id="huge number"),
        pytest.param("[]", "no version", id="list"),
        pytest.param("{}", "no version", id="no version"),
        pytest.param('{"version": 2, "findings": []}', "version 2", id="another version"),
        pytest.param('{"version": "1", "findings": []}', 'version "1"', id="text"),
        pytest.param('{"version": true, "findings": []}', "version true", id="true"),
        pytest.param('{"version": 1}', "'findings' is not a list", id="no findings"),
        pytest.param(
            '{"version": 1, "findings": [1]}', "findings[0] is not an object", id="number"
        ),
        pytest.param(row(rule="gone"), "findings[0] has no 'rule'", id="no rule"),
        pytest.param(row(path=1), "findings[0] has no 'path'", id="path of a number"),
        pytest.param(row(count=0), "findings[0] has no 'count' of 1 or more", id="count of 0"),
        pytest.param(row(count=True), "findings[0] has no 'count'", id="count of true"),
        pytest.param(row(resource=[]), "'resource' of findings[0]", id="resource of a list"),
    ],
)
def test_what_is_none(text: str, says: str) -> None:
    with pytest.raises(BaselineFault) as caught:
        read(text)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_any_text(text: str) -> None:
    with pytest.raises(BaselineFault):
        read(text)
