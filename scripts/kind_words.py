"""Writes `auditor/data/kind_words.json`: how much each word of an error speaks for each kind.

`python scripts/kind_words.py MONTH` in the folder of the project; MONTH (`YYYY-MM`) is that of the
table. It learns from texts with a label: the sets in `tests/diagnose/unseen`, the texts in
`tests/diagnose/reported.jsonl`, the patterns of the rules, of the known errors and of families,
the texts that are known to refuse a value, and, little, what botocore (Apache-2.0) says of each
error code of a service, which must be installed. Only weights of words are written, no text.

`python scripts/kind_words.py --check [SET...]` writes nothing, and says how often the words alone
name a kind that is allowed, in each set when they have learnt from all others.

It is multinomial logistic regression by stochastic gradient descent (AdaGrad), which begins at
nothing and takes the rows in a fixed order, so that the same texts give the same table.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from math import exp
from pathlib import Path
from typing import Any

from msgspec import Struct

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from auditor.data.error_families import error_families  # noqa: E402
from auditor.data.known_errors import Kind, known_errors  # noqa: E402
from auditor.data.refused_texts import refused_texts  # noqa: E402
from auditor.diagnose.event import PROSE, Event  # noqa: E402
from auditor.diagnose.likely import words_of  # noqa: E402
from auditor.diagnose.words import PAIR  # noqa: E402
from tests.diagnose.test_inputs import diagnosis  # noqa: E402
from tests.diagnose.test_services import kind_of_code, sentences  # noqa: E402

DATA = ROOT / "auditor" / "data"
TEXTS = ROOT / "tests" / "diagnose"
_PERMISSION = re.compile(r"permission|role|policy|trust")
"""The names of rules whose errors are about permissions: all others are refusals of a value."""
_HOLE = re.compile(r"<[^<>]{1,60}>")
_WORTH = {"service": 0.15, "rule": 0.3, "family": 0.5, "refused": 0.5, "known": 0.7}
"""How much a text counts that nobody has reported as the failure of a deployment."""
_ALLOWED = 0.25
"""How much of a text counts for the kinds that its label only allows."""
_OFTEN = 2
_OFTEN_TOGETHER = 3
"""Texts that a word, and that a pair of words, has to stand in."""
_ROUNDS = 20
_RATE = 0.5
_SHRINK = 0.03
"""How much the weight of a word is drawn to nothing in a round, whatever it stands in."""
_SMALL = 1e-3
"""An error that moves no weight."""
_LEAST = 10
"""Tenths: weights of less are left out."""
_COPIED = 0.4
"""The part of a text that stands in a set, with which it is no text to learn from for that set."""
_TOGETHER = 5


class Row(Struct):
    """A text to learn from: its words, how much it counts for each kind, and where it is from."""

    words: frozenset[str]
    kinds: dict[str, float]
    origin: str
    text: str
    allowed: frozenset[str] = frozenset()


def main() -> None:
    """Learns, and writes the table or what it is worth."""
    arguments = sys.argv[1:]
    rows = list(_rows())
    if arguments[0] == "--check":
        names = arguments[1:] or sorted({row.origin for row in rows if row.allowed})
        for name in names:
            sys.stdout.write(f"{_checked(rows, name)}\n")
        return
    kinds, start, words = _learnt(rows)
    table: dict[str, Any] = {
        "collected": arguments[0],
        "source": "scripts/kind_words.py",
        "kinds": kinds,
        "start": [round(value * 10) for value in start],
    }
    table["words"] = {word: _written(row) for word, row in words.items()}
    text = json.dumps(table, indent=0, ensure_ascii=False) + "\n"
    (DATA / "kind_words.json").write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(f"{len(rows)} texts, {len(words)} words, {len(text):,} bytes\n")


def _rows() -> Iterator[Row]:
    yield from _reported()
    for known in known_errors():
        for text in known.texts:
            yield _plain(text, known.kind.value, "known")
    for family in error_families():
        for text in family.texts if not (family.is_weak or family.when) else ():
            yield _plain(text, family.kind.value, "family")
    for rule, patterns in sorted(import_module("auditor.rules.errors").ROWS.items()):
        for text, _ in patterns:
            yield _plain(text, _kind("template", rule), "rule")
    for text in refused_texts():
        yield _plain(text, "refused", "refused")
    for (code, status), texts in sorted(sentences().items()):
        for text in sorted(filter(None, texts)):
            yield _plain(text, kind_of_code(code, status), "service")


def _reported() -> Iterator[Row]:
    """What people have published, the sets first."""
    for path in sorted((TEXTS / "unseen").glob("*.jsonl")):
        for row in _lines(path):
            yield _labelled(row["text"], row["kind"], row["also"], row["rule"], path.stem)
    names = {kind.value for kind in Kind}
    for row in _lines(TEXTS / "reported.jsonl"):
        is_kind = row["expected"] in names
        rule = None if is_kind else row["expected"]
        kind = row["expected"] if is_kind else "template"
        yield _labelled(row["text"], kind, [], rule, "reported")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())


def _kind(kind: str, rule: str | None) -> str:
    """The kind to learn: only of a permission does a text say that the template lacks it."""
    is_value = kind == "template" and rule is not None and not _PERMISSION.search(rule)
    return "refused" if is_value else kind


def _labelled(text: str, kind: str, also: list[str], rule: str | None, origin: str) -> Row:
    root = diagnosis(text).root
    event = Event(reason=text, format=PROSE) if root is None else root.event
    kinds = {_kind(kind, rule): 1.0}
    others = [one for one in also if one != "unknown"]
    for other in others:
        name = "refused" if (kind, other) == ("refused", "template") else other
        kinds[name] = kinds.get(name, 0) + _ALLOWED / len(others)
    allowed = frozenset() if origin == "reported" else frozenset({kind, *also})
    return Row(words_of(event), kinds, origin, text, allowed)


def _plain(text: str, kind: str, origin: str) -> Row:
    event = Event(reason=_HOLE.sub("X", text), format=PROSE)
    return Row(words_of(event), {kind: _WORTH[origin]}, origin, text)


def _others(rows: Iterable[Row], name: str) -> list[Row]:
    """The rows without those of a set, and without texts that stand in one of it."""
    rows = list(rows)
    held = set[str]().union(*(_pieces(row.text) for row in rows if row.origin == name))
    return [
        row
        for row in rows
        if row.origin != name and len(_pieces(row.text) & held) <= _COPIED * len(_pieces(row.text))
    ]


def _pieces(text: str) -> frozenset[str]:
    words = re.findall(r"[a-z0-9]+", text.lower())
    last = max(1, len(words) - _TOGETHER + 1)
    return frozenset(" ".join(words[at : at + _TOGETHER]) for at in range(last))


def _learnt(rows: list[Row]) -> tuple[list[str], list[float], dict[str, list[int]]]:
    """The kinds, what speaks for each without a word, and the weights of words in tenths."""
    kinds = sorted({kind for row in rows for kind in row.kinds} - {"unknown"})
    often = Counter(word for row in rows for word in row.words)
    weights = {word: [0.0] * len(kinds) for word, number in often.items() if number >= _least(word)}
    steps = {word: [1e-3] * len(kinds) for word in weights}
    shrinks = {word: _SHRINK / often[word] for word in weights}
    start, start_steps = [0.0] * len(kinds), [1e-3] * len(kinds)
    ready = [
        (known, len(known) ** -0.5, [row.kinds.get(kind, 0.0) for kind in kinds])
        for row in rows
        if (known := sorted(word for word in row.words if word in weights))
    ]
    chance = random.Random(1)  # noqa: S311 - an order, no secret
    for _ in range(_ROUNDS):
        chance.shuffle(ready)
        for known, scale, wanted in ready:
            columns = map(sum, zip(*(weights[word] for word in known), strict=True))
            sums = [one + scale * column for one, column in zip(start, columns, strict=True)]
            top = max(sums)
            parts = [exp(one - top) for one in sums]
            worth = sum(wanted)
            share = worth / sum(parts)
            errors = [part * share - want for part, want in zip(parts, wanted, strict=True)]
            moves = [(at, error) for at, error in enumerate(errors) if abs(error) > _SMALL]
            _step(start, start_steps, moves, 0.0)
            slopes = [(at, error * scale) for at, error in moves]
            for word in known:
                _step(weights[word], steps[word], slopes, shrinks[word])
    tenths = {word: [round(weight * 10) for weight in weights[word]] for word in sorted(weights)}
    return kinds, start, {word: row for word, row in tenths.items() if _written(row)}


def _least(word: str) -> int:
    """Texts that a word, or a pair of words, has to stand in."""
    return _OFTEN_TOGETHER if PAIR in word else _OFTEN


def _step(
    row: list[float], steps: list[float], slopes: Iterable[tuple[int, float]], shrink: float
) -> None:
    for at, slope in slopes:
        full = slope + shrink * row[at]
        steps[at] += full * full
        row[at] -= _RATE * full / steps[at] ** 0.5


def _written(row: list[int]) -> str:
    """The weights of a word that matter, each after the letter of its kind."""
    kept = ((at, weight) for at, weight in enumerate(row) if abs(weight) >= _LEAST)
    return "".join(f"{chr(ord('a') + at)}{weight}" for at, weight in kept)


def _checked(rows: list[Row], name: str) -> str:
    """How often the words alone are right about a set that they have not learnt from."""
    kinds, start, words = _learnt(_others(rows, name))
    asked = [row for row in rows if row.origin == name and row.allowed]
    right = sum(_first(kinds, start, words, row) in _same(row.allowed) for row in asked)
    return f"{right:4} of {len(asked):4} {right / max(len(asked), 1):6.1%}  {name}"


def _first(kinds: list[str], start: list[float], table: Mapping[str, list[int]], row: Row) -> str:
    sums = list(start)
    known = [table[word] for word in row.words if word in table]
    for pairs in known:
        for kind, weight in enumerate(pairs):
            sums[kind] += weight / (10 * max(len(known), 1) ** 0.5)
    first = kinds[max(range(len(kinds)), key=sums.__getitem__)]
    return "template" if first == "refused" else first


def _same(allowed: Iterable[str]) -> set[str]:
    return {"template" if kind == "refused" else kind for kind in allowed}


if __name__ == "__main__":
    main()
