"""Random trees and random edits of them; hypothesis draws the dice, sampling brings its own."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from auditor.model.edit import (
    Edit,
    EditError,
    InsertItem,
    InsertKey,
    Remove,
    Rename,
    ReplaceText,
    SetValue,
    edited,
)
from auditor.model.path import Path, is_within
from auditor.model.tree import Tree, at

dice = st.randoms(use_true_random=False)
"""A source of randomness that hypothesis can shrink."""
thorough = settings(max_examples=80, deadline=None, derandomize=True)
"""The same examples in each run, however slow the machine is."""

WORDS = (
    "Name", "Type", "Key", "Value", "Enabled", "Arn", "Topic", "Timeout", "Sub2", "a", "b", "c",
    "deep_er", "x-y", "A1", "Prop.Dot",
)  # fmt: skip
PLAIN_STRINGS = (
    "plain", "two words", "three plain words", "AWS::Lambda::Function", "index.handler",
    "arn:aws:s3:::bucket/*", "python3.12", "a-b_c", "rate(5 minutes)", "cron(0 12 * * ? *)",
    "x" * 30, "some rather long text of many words that an author might break somewhere",
)  # fmt: skip
ODD_STRINGS = (
    "", " ", "yes", "no", "On", "null", "~", "true", "1", "010", "0x1f", "1:30", "1.5", "1e3",
    "2012-10-17", "=", "<<", ".inf", "0o7", "a: b", "a #b", "#a", "- a", "a:", ":a", "{x}", "[x",
    "&a", "*a", "!a", "%a", "@a", "`a", "'", '"', "it's", 'say "x"', "\\", "a\\nb", "\\d+ \"'",
    " lead", "trail ", "tab\there", "\t", "---", "...", "--- a", "?", "? a", "-", ",", "a, b",
    "é", "日本語", "\U0001f600", "a\U0001f600b", "\xa0", "${AWS::Region}", "a\x85b", "a\u2028b",
    "\x07", "a/b", "</script>", "\ufeffa", "'quoted'", '"quoted"', "a  b", "x\u3000y", "\x7f",
)  # fmt: skip
LINES = (
    "a\n", "a\nb", "a\nb\n", "a\n\nb\n", "a\n\n\nb\n\n", "\n", "\n\n", "\na", " a\nb\n", "a\n b\n",
    "\ta\nb\n", "a\n\n  b\n\nc\n", "a \nb", "#!/bin/bash\n# no comment\necho 'x: y'\n",
    "def handler(event, context):\n    return 1\n", "é\n\U0001f600\n", "a:\n  - b\n", "a\n\tb\n",
    "---\na\n", "a b c d e f\ng h i\n", "- a\n- b", "one\n\ntwo words\nthree\n", "a\n\n", " \na\n",
    "a\n...",
)  # fmt: skip
NUMBERS = (0, 1, -1, 42, 1500, 0.5, 1.25, -3.0, 123456789012, 1e20, 7.5e-7)
FUNCTIONS = ("Ref", "Fn::Sub", "Fn::GetAtt", "Fn::Join", "Fn::If", "Fn::ImportValue", "Condition")
ODD_KEYS = ("with space", "it's", "é", "a: b", "yes", "1", "null", "~", "#k", "<<", '"q"', "")


def string(rng: Random, *, odd: bool) -> str:
    """A string: mostly plain, with `odd` any."""
    kind = rng.randrange(6 if odd else 4)
    if kind < 3:
        return rng.choice(PLAIN_STRINGS)
    return rng.choice((LINES, ODD_STRINGS)[kind % 2] if odd else LINES)


def scalar(rng: Random, *, odd: bool) -> Tree:
    """A string, a number, a truth value or nothing."""
    kind = rng.randrange(8)
    if kind < 5:
        return string(rng, odd=odd)
    return rng.choice((NUMBERS, (True, False), (None,))[kind - 5])


def tree(rng: Random, depth: int = 4, *, odd: bool = True, seen: list[Tree] | None = None) -> Tree:
    """A value of any kind; equal collections come up again so that they can be aliases."""
    seen = [] if seen is None else seen
    kind = rng.randrange(10) if depth > 0 else 0
    if kind < 3:
        return scalar(rng, odd=odd)
    if kind == 3:
        return call(rng, depth, odd=odd, seen=seen)
    if kind == 4 and seen:
        return rng.choice(seen)
    made: Tree
    if kind < 7:
        made = [tree(rng, depth - 1, odd=odd, seen=seen) for _ in range(rng.randrange(5))]
    else:
        made = mapping(rng, depth, rng.randrange(5), odd=odd, seen=seen)
    seen.append(made)
    return made


def mapping(
    rng: Random, depth: int, size: int, *, odd: bool = True, seen: list[Tree] | None = None
) -> dict[str, Tree]:
    """A mapping; sometimes the last keys are those of an earlier one, as a merge gives them."""
    seen = [] if seen is None else seen
    made = {}
    for _ in range(size):
        made[key(rng, odd=odd)] = tree(rng, depth - 1, odd=odd, seen=seen)
    earlier = [value for value in seen if isinstance(value, dict) and value]
    if earlier and rng.randrange(6) == 0:
        made.update(rng.choice(earlier))
    return made


def key(rng: Random, *, odd: bool) -> str:
    """A key of a mapping."""
    return rng.choice(ODD_KEYS) if odd and rng.randrange(8) == 0 else rng.choice(WORDS)


def call(rng: Random, depth: int, *, odd: bool, seen: list[Tree]) -> Tree:
    """An intrinsic function."""
    name = rng.choice(FUNCTIONS)
    if name == "Fn::GetAtt":
        return {name: [rng.choice(WORDS[:8]), rng.choice(WORDS)]}
    if name == "Fn::Join":
        return {name: [",", [tree(rng, depth - 2, odd=odd, seen=seen) for _ in range(3)]]}
    if name == "Fn::If":
        return {name: ["IsProd", tree(rng, depth - 1, odd=odd, seen=seen), {"Ref": "AWS::NoValue"}]}
    if name in ("Ref", "Condition"):
        return {name: rng.choice(WORDS)}
    return {name: tree(rng, depth - 1, odd=odd, seen=seen) if rng.randrange(2) else "a ${B}"}


def root(rng: Random, *, odd: bool = True) -> dict[str, Tree]:
    """The tree of a document."""
    return mapping(rng, 5, rng.randrange(1, 6), odd=odd)


def paths(value: Tree, path: Path = ()) -> Iterator[Path]:
    """All paths of a tree, from the root down."""
    yield path
    if isinstance(value, dict):
        for step, entry in value.items():
            yield from paths(entry, (*path, step))
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            yield from paths(entry, (*path, index))


def edit(rng: Random, whole: Tree, path: Path, *, odd: bool = True) -> Edit | None:
    """An edit at a path of a tree; None where the drawn kind does not fit."""
    value = at(whole, path)
    parent: Any = at(whole, path[:-1]) if path else None
    fresh = tree(rng, 3, odd=odd)
    kind = rng.randrange(4)
    if kind == 0:
        return SetValue(path, fresh) if path else None
    if kind == 1:
        return Remove(path) if path else None
    if kind == 2 and isinstance(parent, dict):
        name = _new_key(rng, parent, odd=odd)
        return Rename(path, name) if name is not None else None
    if isinstance(value, dict):
        name = _new_key(rng, value, odd=odd)
        place = rng.choice(("before", "after", "end")) if value else "end"
        anchor = {place: rng.choice(list(value))} if place != "end" else {}
        return InsertKey(path, name, fresh, **anchor) if name is not None else None
    if isinstance(value, list):
        return InsertItem(path, rng.randrange(len(value) + 1), fresh)
    if isinstance(value, str):
        start = rng.randrange(len(value) + 1)
        end = min(len(value), start + rng.randrange(4))
        text = string(rng, odd=odd) if odd and rng.randrange(3) == 0 else rng.choice("xyzé1")
        return ReplaceText(path, start, end, text)
    return None


def _new_key(rng: Random, taken: dict[str, Tree], *, odd: bool) -> str | None:
    name = key(rng, odd=odd)
    name = name if name not in taken else f"New{name}"
    return name if name not in taken else None


def edits(rng: Random, whole: Tree, count: int, *, odd: bool = True) -> list[Edit]:
    """Up to `count` edits, none of which stands in the way of another one."""
    chosen: list[Edit] = []
    known = list(paths(whole))
    for _ in range(count):
        new = edit(rng, whole, rng.choice(known), odd=odd)
        if new is not None and _fit_together(whole, [*chosen, new]):
            chosen.append(new)
    return chosen


def is_ordinary(whole: Tree, edit: Edit) -> bool:
    """Whether an edit neither lies in an intrinsic function nor would add a key to one."""
    steps = [step for step in edit.path if isinstance(step, str)]
    if isinstance(edit, InsertKey):
        steps += at(whole, edit.path)
    return not any(step in ("Ref", "Condition") or step.startswith("Fn::") for step in steps)


def _fit_together(whole: Tree, chosen: list[Edit]) -> bool:
    removed = [edit for edit in chosen if isinstance(edit, Remove)]
    renamed = [edit.path for edit in chosen if isinstance(edit, Rename)]
    try:
        edited(whole, chosen)
    except EditError:
        return False
    is_alone = all(
        other is gone or not is_within(other.path, gone.path)
        for gone in removed
        for other in chosen
    )
    return is_alone and len(renamed) == len(set(renamed))
