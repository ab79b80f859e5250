"""Any edit of any document gives the edited tree, and touches nothing else."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor import files
from auditor.model.tree import at, same
from auditor.source.base import SyntaxFault
from auditor.source.detect import parse
from auditor.source.json_.document import JsonDocument
from auditor.source.yaml_.document import YamlDocument
from tests.source.judge import made
from tests.source.layouts import JsonLayout, YamlLayout
from tests.source.strategies import edit, edits, paths, root

SEEDS = st.integers(0, 2**32)
ROOT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("CFNAUDIT_CORPUS", ROOT / ".." / "shared" / "corpus"))
TEMPLATES = 60
"""Real templates that are tried in a run, taken evenly from all there are."""

READERS = {YamlLayout: YamlDocument, JsonLayout: JsonDocument}
"""YAML in braces looks like JSON, so what a layout wrote is read by its own format."""

each_layout = pytest.mark.parametrize("layout", [YamlLayout, JsonLayout])


def drawn(layout: type[YamlLayout | JsonLayout], rng: Random, *, odd: bool) -> str:
    return layout(rng, odd=odd).document(root(rng, odd=odd))


@each_layout
@given(seed=SEEDS)
@settings(max_examples=150, deadline=None)
def test_one_edit_of_an_odd_document_is_right_or_refused(
    layout: type[YamlLayout | JsonLayout], seed: int
) -> None:
    rng = Random(seed)
    text = drawn(layout, rng, odd=True)
    tree = READERS[layout](text).tree
    wanted = edit(rng, tree, rng.choice(list(paths(tree))))
    if wanted is not None:
        made(text, [wanted], READERS[layout])


@each_layout
@given(seed=SEEDS)
@settings(max_examples=100, deadline=None)
def test_several_edits_at_once_are_right_or_refused(
    layout: type[YamlLayout | JsonLayout], seed: int
) -> None:
    rng = Random(seed)
    text = drawn(layout, rng, odd=True)
    made(text, edits(rng, READERS[layout](text).tree, 4), READERS[layout])


@given(seed=SEEDS)
@settings(max_examples=150, deadline=None)
def test_json_never_refuses_an_edit(seed: int) -> None:
    rng = Random(seed)
    text = drawn(JsonLayout, rng, odd=False)
    tree = parse(text).tree
    wanted = edit(rng, tree, rng.choice(list(paths(tree))), odd=False)
    if wanted is not None:
        assert made(text, [wanted]) is not None


@each_layout
@given(seed=SEEDS)
@settings(max_examples=150, deadline=None)
def test_a_document_is_read_as_it_was_meant(
    layout: type[YamlLayout | JsonLayout], seed: int
) -> None:
    rng = Random(seed)
    tree = root(rng)
    assert same(READERS[layout](layout(rng, odd=True).document(tree)).tree, tree)


@each_layout
@given(seed=SEEDS)
@settings(max_examples=60, deadline=None)
def test_the_characters_of_a_string_are_where_the_map_says(
    layout: type[YamlLayout | JsonLayout], seed: int
) -> None:
    rng = Random(seed)
    text = drawn(layout, rng, odd=True)
    document = READERS[layout](text)
    for path in paths(document.tree):
        value = at(document.tree, path)
        spans = document.string_map(path) if isinstance(value, str) else None
        if spans is not None:
            assert [span.start for span in spans] == sorted(span.start for span in spans)
            assert len(spans) == len(value) + 1
            for character, span in zip(value, spans, strict=False):
                shown = text[span.start : span.end]
                assert len(shown) != 1 or shown == character or character in " \n"


def real_templates() -> list[Path]:
    if not CORPUS.is_dir():
        return []
    found = list(files.candidates(CORPUS, [].append))
    return found[:: max(1, len(found) // TEMPLATES)]


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no real templates at {CORPUS}")
@pytest.mark.parametrize("path", real_templates(), ids=lambda path: path.name)
def test_edits_of_real_templates_are_right_and_rarely_refused(path: Path) -> None:
    rng = Random(path.name)
    text = files.read(path).text
    try:
        tree = parse(text).tree
    except SyntaxFault:
        return
    known = list(paths(tree))
    drawn_edits = [edit(rng, tree, rng.choice(known), odd=False) for _ in range(12)]
    tried = [wanted for wanted in drawn_edits if wanted is not None]
    refused = [wanted for wanted in tried if made(text, [wanted]) is None]
    assert len(refused) * 2 <= len(tried)
