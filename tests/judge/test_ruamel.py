"""ruamel.yaml, which knows where comments belong, reads every fixed text again."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq, TaggedScalar
from ruamel.yaml.tokens import CommentToken

from auditor.model.path import Path
from auditor.source.yaml_.document import YamlDocument
from tests.rules.cases import Case, cases

FIXED = [one for one in cases() if one.path.suffix == ".yaml" and one.fixed_path.exists()]


def read(text: str) -> Any:
    """A text with all that ruamel.yaml keeps of it."""
    return YAML(typ="rt").load(text)


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every scalar with its path, the tags of CloudFormation as the functions that they are."""
    tag = getattr(getattr(value, "tag", None), "value", None)
    if isinstance(tag, str) and tag.startswith("!"):
        name = tag[1:] if tag in ("!Ref", "!Condition") else f"Fn::{tag[1:]}"
        path = (*path, name)
    if isinstance(value, CommentedMap | dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, str(key)))
    elif isinstance(value, CommentedSeq | list):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, index))
    elif path and path[-1] == "Fn::GetAtt" and isinstance(value, TaggedScalar | str):
        # the long form has a list
        logical_id, _, attribute = str(getattr(value, "value", value)).partition(".")
        yield from (((*path, 0), logical_id), ((*path, 1), attribute))
    else:
        yield path, getattr(value, "value", value)


@pytest.mark.parametrize("case", FIXED, ids=str)
def test_every_fixed_text_says_the_same_to_another_reader(case: Case) -> None:
    ours = dict(leaves(YamlDocument(case.fixed).tree))
    theirs = dict(leaves(read(case.fixed)))
    assert list(theirs) == list(ours)
    for path, value in theirs.items():
        # what one takes for a number or a date, the other may not
        if isinstance(value, str) and isinstance(ours[path], str):
            assert str(value) == ours[path], path


def entries(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The line of each key and item, with its path by names: items are called by what they are."""
    if isinstance(value, CommentedMap):
        for key, inner in value.items():
            if value.lc.data and key in value.lc.data:
                yield value.lc.key(key)[0], (*path, str(key))
            yield from entries(inner, (*path, str(key)))
    elif isinstance(value, CommentedSeq):
        for index, inner in enumerate(value):
            if value.lc.data and index in value.lc.data:
                yield value.lc.item(index)[0], (*path, "[]")
            yield from entries(inner, (*path, "[]"))


def comments(value: Any) -> Iterator[tuple[int, str]]:
    """Each comment that ruamel.yaml has found, with its line."""
    kept = getattr(value, "ca", None)
    waiting = [] if kept is None else [kept.comment, kept.items, kept.end]
    while waiting:
        one = waiting.pop()
        if isinstance(one, CommentToken):
            # blank lines before it belong to the token, and are none of its lines
            for line, text in enumerate(one.value.strip().splitlines(), one.start_mark.line):
                if text.strip():
                    yield line, text.strip()
        elif isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    inner = value.values() if isinstance(value, CommentedMap) else value
    for part in inner if isinstance(value, CommentedMap | CommentedSeq) else ():
        yield from comments(part)


def commented(text: str) -> dict[str, list[tuple[str, ...]]]:
    """Each comment with the entries that it stands beside, or right above."""
    tree = read(text)
    lines = sorted(entries(tree))
    starts = [line for line, _ in lines]
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for line, comment in sorted(set(comments(tree))):
        index = bisect_left(starts, line)
        found[comment].append(lines[index][1] if index < len(lines) else ())
    return found


@pytest.mark.parametrize("case", [one for one in FIXED if "#" in one.fixed], ids=str)
def test_every_comment_stands_where_it_stood(case: Case) -> None:
    """Unless what it stood at is gone, or what it stands at was not there."""
    before, after = commented(case.text), commented(case.fixed)
    were = Counter(path for _, path in entries(read(case.text)))
    lost = were - Counter(path for _, path in entries(read(case.fixed)))
    for comment, places in after.items():
        left = set(places) - set(before.get(comment, places))
        gone = lost.keys() & set(before.get(comment, ()))
        assert len(left & were.keys()) <= len(gone), comment
