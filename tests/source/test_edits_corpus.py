"""Edits at random places of real templates do what they say, and nothing else.

The templates are not part of the project: CFNAUDIT_CORPUS names their folder.
"""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from auditor.source.base import Document, SyntaxFault
from auditor.source.detect import parse
from tests.source.laws import changed_text
from tests.source.strategies import edits, is_ordinary, paths

ROOT = Path(os.environ.get("CFNAUDIT_CORPUS") or Path(__file__).parents[3] / "shared" / "corpus")
SHARDS = 8
FILES_A_SHARD = 40


def templates(shard: int) -> list[Path]:
    """Some templates, the same ones in each run."""
    if not ROOT.is_dir():
        pytest.skip(f"no templates at {ROOT}: set CFNAUDIT_CORPUS to a folder of some")
    suffixes = {".json", ".yaml", ".yml", ".template"}
    files = sorted(path for path in ROOT.rglob("*") if path.suffix in suffixes)
    if not files:
        pytest.skip(f"{ROOT} holds no templates")
    return Random(shard).sample(files, min(FILES_A_SHARD, len(files)))


def read(path: Path) -> Document | None:
    """The document of a file, None where the text is broken or holds no mapping."""
    text = path.read_bytes().decode("utf-8", errors="replace").removeprefix("\ufeff")
    try:
        document = parse(text)
    except SyntaxFault:
        return None
    return document if isinstance(document.tree, dict) else None


@pytest.mark.parametrize("shard", range(SHARDS))
def test_edits_of_real_templates(shard: int) -> None:
    done = refused = 0
    for path in templates(shard):
        document = read(path)
        if document is None:
            continue
        rng = Random(path.name)
        for count in (1, 1, 3):
            chosen = edits(rng, document.tree, count, odd=False)
            if chosen and all(is_ordinary(document.tree, edit) for edit in chosen):
                done += 1
                refused += changed_text(document, chosen) is None
    assert done > 0
    assert refused <= max(2, done * 0.2), (refused, done)


@pytest.mark.parametrize("shard", range(SHARDS))
def test_places_in_real_templates(shard: int) -> None:
    for path in templates(shard):
        document = read(path)
        if document is None:
            continue
        whole = document.span(())
        for place in list(paths(document.tree))[:400]:
            span, key = document.span(place), document.span(place, key=True)
            assert whole.start <= span.start <= span.end <= whole.end, (path, place)
            assert whole.start <= key.start <= key.end <= whole.end, (path, place)
