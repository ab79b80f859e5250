"""How often `diagnose` is right: `python -m tests.diagnose.measure FILE...`.

A line of a file is a text with its label: `kind`, the kind that the definitions in
`docs/diagnose.md` give it; `also`, the kinds that they allow besides; and `rule`, the rule that
knows the error, if one does. `--misses` prints what was said of the others.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec import Struct

from auditor.diagnose.inputs.reading import Unusable
from tests.diagnose.test_inputs import diagnosis

_SAME = {"refused": "template"}
"""To a reader these are one kind: a rule knows a fault of the template, or none does."""


class Said(Struct, frozen=True):
    """What is said of a text: a kind, the second one if the text allows two, and rules."""

    kind: str
    other: str = ""
    rules: tuple[str, ...] = ()

    @property
    def kinds(self) -> list[str]:
        """Both kinds, as a reader tells kinds apart."""
        return [_SAME.get(kind, kind) for kind in (self.kind, self.other) if kind]


def said_of(text: str) -> Said:
    """What `diagnose` says of the root cause of a text."""
    try:
        root = diagnosis(text).root
    except Unusable:
        root = None
    if root is None:
        return Said("nothing")
    other = getattr(root.verdict, "other", None)
    rules = tuple(rule.id for rule in root.verdict.rules)
    return Said(root.verdict.kind.value, other.value if other is not None else "", rules)


def meant(row: dict[str, Any]) -> str:
    """The kind of a label."""
    return _SAME.get(str(row["kind"]), str(row["kind"]))


def accepted(row: dict[str, Any]) -> set[str]:
    """The kinds that a label allows."""
    return {meant(row), *(_SAME.get(kind, kind) for kind in row["also"])}


def report(rows: Iterable[dict[str, Any]]) -> str:
    """The measures of a set, a line each."""
    told = [(row, said_of(row["text"])) for row in rows]
    with_rule = [(row, said) for row, said in told if row["rule"]]
    measures = {
        "rule": (sum(row["rule"] in said.rules[:1] for row, said in with_rule), len(with_rule)),
        "first kind is the one that is meant": _count(
            said.kinds[0] == meant(row) for row, said in told
        ),
        "first or second kind is the one that is meant": _count(
            meant(row) in said.kinds for row, said in told
        ),
        "first kind is allowed": _count(said.kinds[0] in accepted(row) for row, said in told),
        "first or second kind is allowed": _count(
            not accepted(row).isdisjoint(said.kinds) for row, said in told
        ),
        "a second kind is named": _count(bool(said.other) for _, said in told),
    }
    return "\n".join(
        f"{part:4} of {whole:4} {part / max(whole, 1):6.1%}  {name}"
        for name, (part, whole) in measures.items()
    )


def misses(rows: Iterable[dict[str, Any]]) -> Iterable[str]:
    """Texts whose first kind is not the one that is meant, those that are not allowed marked."""
    for row in rows:
        said = said_of(row["text"])
        if said.kinds[0] != meant(row):
            mark = " " if said.kinds[0] in accepted(row) else "X"
            kinds = f"{said.kind}/{said.other} {','.join(said.rules[:1])}"
            label = "/".join([row["kind"], *row["also"]])
            yield f"{mark} {kinds} <- {label} | {' '.join(row['text'].split())[:700]}"


def _count(values: Iterable[bool]) -> tuple[int, int]:
    every = list(values)
    return sum(every), len(every)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        if name.startswith("--"):
            continue
        rows = [json.loads(line) for line in Path(name).read_text().splitlines()]
        print(f"{Path(name).name}\n{report(rows)}")
        if "--misses" in sys.argv:
            print("\n".join(misses(rows)))
