"""The words of a suppression in a comment: `# cfnaudit: ignore[rule, other] reason`."""

from __future__ import annotations

import re

from msgspec import Struct

from auditor.expression import expression
from auditor.model.text import Span

TOOL = "cfnaudit"
HOW = f"write '{TOOL}: ignore[rule] reason', with the ids of rules between the brackets"

_PART = expression(rf"(?:#|//)(?=[ \t]|{TOOL}:)")
_DIRECTIVE = expression(
    rf"(?P<mark>#+|//+)[ \t]*{TOOL}:[ \t]*(?P<verb>[\w-]*)[ \t]*"
    r"(?P<open>\[)?(?P<ids>[^\]\[]*)(?P<close>\])?[ \t]*(?P<reason>.*)"
)
_ID = expression(r"[^,]+")
_MOST = 500
"""Ids in one suppression; there are not as many rules."""
_VERBS = ("ignore", "ignore-file")


class Named(Struct, frozen=True):
    """The id of a rule, and its place in the comment."""

    id: str
    span: Span


class Directive(Struct, frozen=True):
    """One suppression in a comment.

    `span` is its place in the comment, from its own mark on. `fault` says why it cannot be
    understood; then it names nothing.
    """

    comment: str
    span: Span
    names: tuple[Named, ...] = ()
    reason: str | None = None
    is_for_file: bool = False
    fault: str | None = None

    def without(self, name: Named) -> str:
        """The comment without one of the ids, and without the directive where it was the only one.

        Empty where nothing else stands in the comment.
        """
        rest = [other.id for other in self.names if other is not name]
        if rest:
            return self._naming(rest)
        before = self.comment[: self.span.start].rstrip()
        after = self.comment[self.span.end :].lstrip()
        return f"{before}  {after}" if before and after else before or after

    def naming_too(self, ids: list[str]) -> str:
        """The comment with further ids."""
        known = [name.id for name in self.names]
        return self._naming([*known, *(id for id in ids if id not in known)])

    def _naming(self, ids: list[str]) -> str:
        start, end = self.names[0].span.start, self.names[-1].span.end
        return self.comment[:start] + ", ".join(ids) + self.comment[end:]


def directives(comment: str) -> list[Directive]:
    """The suppressions in a comment, which begins with its `#` or `//`."""
    if TOOL not in comment:
        return []
    starts = [0, *_inner_starts(comment)]
    found: list[Directive] = []
    for start, end in zip(starts, [*starts[1:], len(comment)], strict=True):
        part = comment[start:end].rstrip()
        match = _DIRECTIVE.fullmatch(part)
        if match is not None:
            found.append(_directive(comment, Span(start, start + len(part)), match))
    return found


def written(ids: list[str], mark: str = "#", reason: str = "") -> str:
    """A new comment that names rules, and says why."""
    return f"{mark} {TOOL}: ignore[{', '.join(ids)}] {reason}".rstrip()


def _inner_starts(comment: str) -> list[int]:
    """Where further comments begin in a comment: at a mark with blanks before it."""
    return [
        match.start() for match in _PART.finditer(comment, 1) if comment[match.start() - 1] in " \t"
    ]


def _directive(comment: str, span: Span, match: re.Match[str]) -> Directive:
    verb = match["verb"]
    if verb not in _VERBS:
        return Directive(comment, span, fault=f"Suppression cannot be read; {HOW}")
    if not match["open"]:
        return Directive(comment, span, fault=f"Suppression names no rule; {HOW}")
    if not match["close"]:
        return Directive(comment, span, fault="Suppression has a bracket that is not closed")
    base = span.start + match.start("ids")
    names = tuple(_named(found, base) for found in _ID.finditer(match["ids"]))
    if len(names) != match["ids"].count(",") + 1 or not all(name.id for name in names):
        return Directive(comment, span, fault=f"Suppression lacks an id; {HOW}")
    if len(names) > _MOST:
        return Directive(comment, span, fault="this suppression names more rules than there are")
    return Directive(comment, span, names, match["reason"] or None, verb == "ignore-file")


def _named(match: re.Match[str], base: int) -> Named:
    text = match.group()
    start = base + match.start() + len(text) - len(text.lstrip())
    return Named(text.strip(), Span(start, start + len(text.strip())))
