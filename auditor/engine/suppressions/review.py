"""What the suppressions of a template hide, and what is to be said of themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from typing import TYPE_CHECKING

from auditor.engine.suppressions.grammar import TOOL
from auditor.model.finding import Finding
from auditor.model.suppression import (
    Misspelled,
    Suppressed,
    SuppressedBy,
    Suppression,
    SuppressionReview,
)
from auditor.model.text import Lines, Span
from auditor.source.base import Document
from auditor.template.template import Template

if TYPE_CHECKING:
    from auditor.engine.suppressions.reach import Reach
    from auditor.engine.suppressions.scopes import Scoped

Place = Callable[[Finding], Span]


class Suppressions:
    """All that suppresses findings in a template and in the files beside it."""

    def __init__(self, document: Document | None, files: Mapping[str, str]) -> None:
        """Reads them; `files` are the texts of the files beside the template, by their paths."""
        self._document = document
        self._texts = {file: Lines(text) for file, text in files.items() if TOOL in text}
        self._misspelled: list[Misspelled] = []
        self._every: list[Suppression] = []
        self._by_rule: dict[str, Reach] = {}
        if document is not None and (self._texts or TOOL in document.text):
            self._take(self._read(document))

    def _take(self, read: Iterator[Scoped | Misspelled]) -> None:
        from auditor.engine.suppressions.reach import Reach

        by_rule: dict[str, list[Scoped]] = {}
        for found in read:
            if isinstance(found, Misspelled):
                self._misspelled.append(found)
            else:
                by_rule.setdefault(found[0].rule, []).append(found)
        self._by_rule = {rule: Reach(named) for rule, named in by_rule.items()}
        self._every = [one for named in by_rule.values() for one, _ in named]

    def _read(self, document: Document) -> Iterator[Scoped | Misspelled]:
        from auditor.engine.suppressions.code import in_files, in_strings
        from auditor.engine.suppressions.comments import in_comments
        from auditor.engine.suppressions.metadata import in_metadata

        if TOOL in document.text:
            yield from in_comments(document)
            yield from in_metadata(document)
            yield from in_strings(document)
        yield from in_files(self._texts)

    @property
    def any(self) -> bool:
        """Whether anything is suppressed, or was meant to be."""
        return bool(self._by_rule or self._misspelled)

    def parted(
        self, place: Place, findings: Iterable[Finding]
    ) -> tuple[list[Finding], tuple[Suppressed, ...]]:
        """The findings that are left, and those that are suppressed."""
        left: list[Finding] = []
        gone: dict[Finding, Suppressed] = {}
        for finding in findings:
            covering = self._covering(place, finding)
            if covering:
                reasons = [one.reason for one in covering if one.reason]
                reason = reasons[0] if reasons else None
                gone[finding] = Suppressed(finding, SuppressedBy.SOURCE, reason)
            else:
                left.append(finding)
        return left, tuple(gone.values())

    def review(
        self,
        place: Place,
        findings: Iterable[Finding],
        run: Set[str],
        ids: Set[str],
        template: Template | None,
    ) -> SuppressionReview:
        """What is to be said of the suppressions, given what the rules that were `run` found."""
        used = {id(one) for finding in findings for one in self._covering(place, finding)}
        is_sure = template is not None and _shows_all(template)
        return SuppressionReview(
            unused=tuple(
                one
                for one in self._every
                if is_sure and one.removal and one.rule in run and id(one) not in used
            ),
            unknown=tuple(one for one in self._every if ids and one.rule not in ids),
            misspelled=tuple(self._misspelled),
            ids=frozenset(ids),
        )

    def _covering(self, place: Place, finding: Finding) -> list[Suppression]:
        named = self._by_rule.get(finding.rule)
        if named is None or self._document is None:
            return []
        from auditor.engine.suppressions.scopes import Placed

        return named.covering(Placed(finding, place(finding), self._document, self._texts))


def _shows_all(template: Template) -> bool:
    """Whether the rules could see all code that there is: that of a lone text may lie beside it."""
    if template.project is not None:
        return True
    from auditor.aws.lambda_.function import LambdaFunction

    return all(fn.inline_codes for fn in LambdaFunction.find(template))
