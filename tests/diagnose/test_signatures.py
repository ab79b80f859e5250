"""Patterns fit what tools make of a text, and rules have one each or say why not."""

from __future__ import annotations

import re

import pytest

from auditor.data.known_errors import known_errors
from auditor.diagnose.error_section import error_section, patterns, samples
from auditor.diagnose.signatures import signature, squeezed
from auditor.engine import registry
from auditor.model.rule import AnyRule

RULES = registry.load()
_HOLE = re.compile(r"<[^<>]+>|\.\.\.")


def fits(pattern: str, text: str) -> bool:
    found = signature(pattern)
    assert found is not None
    return found.fits(squeezed(text))


@pytest.mark.parametrize(
    "text",
    [
        "Layer orders is in another place",
        "layer  ORDERS is in\nanother place.",
        "Layer orders is in ano\nther place (Service: Lambda)",
        'before: "Layer \\"orders\\" is in another place"',
    ],
)
def test_white_space_case_and_quotes_are_not_compared(text: str) -> None:
    assert fits("Layer <name> is in another place.", text)


def test_parts_have_to_follow_each_other_nearby() -> None:
    pattern = "Bucket <name> has no <thing> to delete"
    assert fits(pattern, "Bucket a has no object to delete")
    assert not fits(pattern, "has no object to delete: Bucket a")
    assert not fits(pattern, f"Bucket a {'x' * 500} has no object to delete")
    assert fits(pattern, "Bucket Bucket a has no has no object to delete")


def test_holes_of_one_name_are_filled_alike() -> None:
    pattern = "cannot import '<module>': no '<module>' here"
    assert fits(pattern, "cannot import 'app': no 'app' here")
    assert not fits(pattern, "cannot import 'app': no 'requests' here")
    assert fits("cannot import '<module>': no '<package>' here", "cannot import 'a': no 'b' here")


def test_what_fits_anything_is_no_pattern() -> None:
    assert signature("<name> is <x>") is None
    assert signature("...") is None


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_every_rule_has_patterns_or_says_why_not(rule: AnyRule) -> None:
    section = error_section(rule.doc)
    written = list(patterns(rule.doc))
    assert written or section.startswith(("None: ", "None of its own: "))
    for text, _ in written:
        found = signature(text)
        assert found is not None, text
        assert found.fits(squeezed(_HOLE.sub("something", text)))


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if any(samples(rule.doc))], ids=lambda rule: rule.id
)
def test_what_a_page_shows_is_of_its_pattern(rule: AnyRule) -> None:
    general = [text for text, is_main in patterns(rule.doc) if is_main and "<" in text]
    shown = list(samples(rule.doc))
    assert all(any(fits(text, one) for one in shown) for text in general)


def test_every_row_of_the_table_can_be_found() -> None:
    ids = {rule.id for rule in RULES}
    for row in known_errors():
        assert row.sources
        assert set(row.rules) <= ids
        assert not row.means.endswith(".")
        assert not row.do.endswith(".")
        for text in row.texts:
            assert signature(text) is not None, text


def test_long_texts_are_matched_in_linear_time() -> None:
    found = signature("abcdefgh <x> ijklmnop <x> qrstuvwx")
    assert found is not None
    assert not found.fits("abcdefgh" * 100_000)
    assert not found.fits("abcdefghijklmnop" * 50_000)
