"""The page of what was measured: every rule with its fix and findings, and what shows its error."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Mapping
from typing import Any

from auditor.diagnose.error_section import patterns
from auditor.model.rule import AnyRule

_HEAD = """\
# What was measured

Of {broken} versions of public stacks that failed and {final} that were deployed: the number of
files in which a rule finds something, in those that failed and in those that were deployed. An
error in a stack that was deployed speaks of its first invocation, of a version that has been
retired since, or of another account; each of them was read by eye.

The last column says how the text of the error is known: *recorded* of the service by a test that is
public, *reported* in a public issue or by a tool that deployed the fault, *documented*, taken from
the *source* of what says it, or *not public*.

| rule | severity | fix | errors | warnings | questions | text of the error |
|---|---|---|---|---|---|---|
"""
_KINDS = (
    ("recorded", re.compile(r"snapshot\.json|recorded")),
    (
        "reported",
        re.compile(
            r"github\.com/[^)]*/(?:issues|pull)/|badmintoncryer|pypi\.org/|blog\.|repost\.aws/"
        ),
    ),
    ("documented", re.compile(r"[Ee]rrors?, documented|docs\.aws[^)]*[Ee]rror")),
    ("source", re.compile(r"github\.com/|docs\.python\.org|developer\.mozilla")),
)


def measured(
    rules: Iterable[AnyRule], counted: Mapping[str, Any], fix_of: Mapping[str, str]
) -> str:
    """The whole page."""
    broken, final = counted["files"]
    rows = "".join(_row(rule, counted["rules"].get(rule.id, {}), fix_of[rule.id]) for rule in rules)
    return _HEAD.format(broken=broken, final=final) + rows


def _row(rule: AnyRule, found: Mapping[str, Any], fix: str) -> str:
    counts = " | ".join(_pair(found.get(kind)) for kind in ("error", "warning", "question"))
    link = f"[{rule.id}](rules/{rule.id}.md)"
    return f"| {link} | {rule.severity} | {fix} | {counts} | {_known_by(rule)} |\n"


def _pair(files: list[int] | None) -> str:
    return f"{files[0]} / {files[1]}" if files else "-"


def _known_by(rule: AnyRule) -> str:
    doc = inspect.cleandoc(rule.doc)
    if next(patterns(doc), None) is None:
        return "no error"
    told = doc.partition("## Error\n")[2].partition("\n## ")[0]
    if re.search(r"[Nn]o public\s+page\s+shows", told):
        return "not public"
    told += doc.partition("## References\n")[2]
    return next((kind for kind, pattern in _KINDS if pattern.search(told)), "documented")
