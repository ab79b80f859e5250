"""Edits of generated documents do what they say, and nothing else."""

from __future__ import annotations

import json
from collections import Counter
from random import Random

import pytest
from hypothesis import assume, given, target

from auditor.model.tree import same
from auditor.source.base import Document
from auditor.source.json_.document import JsonDocument
from auditor.source.yaml_.document import YamlDocument
from tests.source.json_layout import JsonLayout
from tests.source.laws import changed_text
from tests.source.strategies import dice, edits, is_ordinary, root, thorough
from tests.source.yaml_layout import YamlLayout


def yaml_document(rng: Random, *, odd: bool, comments: bool = True) -> YamlDocument:
    """A YAML document of a random tree in a random layout; the reader must agree with both."""
    tree = root(rng, odd=odd)
    layout = YamlLayout(rng, odd=odd, comments=comments)
    text = layout.document(tree)
    document = YamlDocument(text)
    assert same(document.tree, tree), text
    assert Counter(document.comments(text)) == Counter(layout.written_comments), text
    return document


def json_document(rng: Random, *, odd: bool) -> JsonDocument:
    """A JSON document of a random tree in a random layout."""
    tree = json.loads(json.dumps(root(rng, odd=odd)))
    text = JsonLayout(rng, odd=odd).document(tree)
    document = JsonDocument(text)
    assert same(document.tree, tree), text
    return document


def _edit(rng: Random, document: Document, count: int, *, odd: bool) -> bool:
    """Draws edits and checks them; False where the format refused them all as unsure."""
    chosen = edits(rng, document.tree, count, odd=odd)
    assume(chosen)
    target(float(len(chosen)))
    return changed_text(document, chosen) is not None


@thorough
@given(dice)
def test_one_edit_of_odd_yaml(rng: Random) -> None:
    _edit(rng, yaml_document(rng, odd=True), 1, odd=True)


@thorough
@given(dice)
def test_many_edits_of_odd_yaml(rng: Random) -> None:
    _edit(rng, yaml_document(rng, odd=True), 5, odd=True)


@thorough
@given(dice)
def test_many_edits_of_commented_yaml(rng: Random) -> None:
    _edit(rng, yaml_document(rng, odd=False), 4, odd=False)


@thorough
@given(dice)
def test_plain_yaml_is_never_refused(rng: Random) -> None:
    document = yaml_document(rng, odd=False, comments=False)
    chosen = [
        edit for edit in edits(rng, document.tree, 1, odd=False) if is_ordinary(document.tree, edit)
    ]
    assume(chosen)
    assert changed_text(document, chosen) is not None, (document.text, chosen)


@thorough
@given(dice)
def test_json_is_never_refused(rng: Random) -> None:
    assert _edit(rng, json_document(rng, odd=True), 4, odd=True)


@pytest.mark.parametrize("odd", [False, True], ids=["plain", "odd"])
def test_refusals_are_rare(odd: bool) -> None:
    refused = done = 0
    for seed in range(600):
        rng = Random(seed)
        document = yaml_document(rng, odd=odd)
        chosen = edits(rng, document.tree, 1, odd=odd)
        if not chosen or not is_ordinary(document.tree, chosen[0]):
            continue
        done += 1
        refused += changed_text(document, chosen) is None
    assert done > 300
    assert refused < done * (0.12 if odd else 0.06), (refused, done)
