"""What a YAML document keeps, and how much of it is looked at for one place: counted, not timed."""

from __future__ import annotations

import gc
import tracemalloc
import weakref
from typing import Any

import pytest

from auditor.source.yaml_ import libyaml, places
from auditor.source.yaml_.document import YamlDocument
from auditor.source.yaml_.places import Entry
from benchmarks.growth import resources

TEXT = resources(200)
MOST_BYTES_A_CHARACTER = 16
"""PyYAML's own nodes, with two marks each, take more than thirty."""


def test_nodes_hold_offsets_and_no_marks() -> None:
    libyaml.compose(TEXT)
    tracemalloc.start()
    try:
        root = libyaml.compose(TEXT)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert root.value
    assert kept < MOST_BYTES_A_CHARACTER * len(TEXT)


def test_a_key_is_in_memory_once() -> None:
    root = libyaml.compose("a: {Type: x}\nb: {Type: y}\n")
    first, second = (value.value[0][0].value for _, value in root.value)
    assert first is second


def test_one_place_makes_the_entries_of_its_path(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Entry] = []

    def counted(*fields: Any) -> Entry:
        made.append(Entry(*fields))
        return made[-1]

    monkeypatch.setattr(places, "Entry", counted)
    span = YamlDocument(TEXT).span(("Resources", "Queue5", "Type"))
    assert TEXT[span.start : span.end] == "AWS::SQS::Queue"
    # of 200 resources and all that is in them
    assert [one.key.value for one in made if one.key] == ["Resources", "Queue5", "Type"]


def test_what_was_read_is_given_back() -> None:
    document = YamlDocument(TEXT)
    document.places.entries(document.places.root)
    gone = weakref.ref(document.places)
    del document
    gc.collect()
    assert gone() is None
