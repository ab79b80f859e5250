"""From the text of an error, as AWS prints it, to the rules that explain it."""

from __future__ import annotations

import inspect
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from auditor.model.rule import AnyRule

_WORD = re.compile(r"[a-z][a-z0-9]{2,}")
_PLACEHOLDER = re.compile(r"<[^<>\n]{1,60}>|\$\{[^{}\n]{1,60}\}")
_CODE = re.compile(r"`([^`\n]+)`")
_FENCE = "```"
_ENOUGH = 0.6
"""The part of an error's words, weighed by how rare they are, that a text has to have."""
_FEWEST = 3
"""Words that an error and a text have in common at the least."""
_MOST = 5


def explaining(rules: Iterable[AnyRule], text: str) -> list[AnyRule]:
    """The rules one of whose errors the text is, the best first, and only as good ones."""
    known = {rule.id: list(_errors(inspect.cleandoc(rule.doc))) for rule in rules}
    by_id = {rule.id: rule for rule in rules}
    frequent = Counter(word for errors in known.values() for words in errors for word in words)
    total = sum(len(errors) for errors in known.values())
    said = _words(text)

    def weight(words: Iterable[str]) -> float:
        return sum(math.log(1 + total / frequent[word]) for word in words)

    scores: dict[str, tuple[float, float]] = {}
    for id, errors in known.items():
        for words in errors:
            common = weight(words & said)
            part = common / weight(words)
            if part >= _ENOUGH and len(words & said) >= _FEWEST:
                scores[id] = max(scores.get(id, (0.0, 0.0)), (common, part))
    if not scores:
        return []
    best = max(common for common, _ in scores.values())
    near = [id for id, (common, _) in scores.items() if common > best * _ENOUGH]
    ranked = sorted(near, key=lambda id: (-scores[id][0], -scores[id][1], id))
    return [by_id[id] for id in ranked[:_MOST]]


def _errors(doc: str) -> Iterator[frozenset[str]]:
    """The words of each error that a rule's page shows."""
    section = doc.partition("\n## Error")[2].partition("\n## ")[0]
    parts = section.split(_FENCE)
    for line in (line for block in parts[1::2] for line in block.splitlines()):
        if words := _words(line):
            yield words
    for prose in parts[::2]:
        for quoted in _CODE.findall(prose):
            if len(words := _words(quoted)) > 1:
                yield words


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(_PLACEHOLDER.sub(" ", text).lower()))
