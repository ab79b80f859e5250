"""What a YAML document keeps, and how much of it is looked at for one place: counted, not timed."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from auditor.source.yaml_ import libyaml
from auditor.source.yaml_.document import YamlDocument
from auditor.source.yaml_.places import Places
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


def test_one_place_reads_the_entries_along_its_path(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    real = Places._read_entries

    def counted(places: Places, node: Any) -> Iterator[Any]:
        read.append(len(node.value))
        return real(places, node)

    monkeypatch.setattr(Places, "_read_entries", counted)
    span = YamlDocument(TEXT).span(("Resources", "Queue5", "Type"))
    assert TEXT[span.start : span.end] == "AWS::SQS::Queue"
    # the document, its resources, and Queue5: the last resource ends the document unread
    assert read == [1, 200, 1]
