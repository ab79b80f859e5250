"""What the tests of a project say to a check: what they pin, and where they look for the stack."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from auditor.model.choices import Choices
from auditor.model.edit import Change
from auditor.model.finding import Finding, Severity
from auditor.model.rule import name_of
from auditor.model.tests import Pinned, PinnedRegion, TestsOfProject
from auditor.model.text import TextEdit
from auditor.source.base import Document
from auditor.template.template import Template

if TYPE_CHECKING:
    from auditor.expectations.readings import Readings

PINNED, REGION = name_of(Pinned), name_of(PinnedRegion)
OF_TESTS = frozenset({PINNED, REGION})
"""The subjects of rules about tests."""
_ABOUT_REGIONS = "test-region"


class Tested(Struct, frozen=True):
    """The tests that were read: their texts by their paths from the template's folder, how many of
    their assertions about it certainly fail, and which of them do not parse. The fixes of
    `findings` carry them along, and `together` says how several fixes do.
    """

    findings: tuple[Finding, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    failing: int = 0
    unreadable: frozenset[str] = frozenset()
    together: Callable[[Sequence[Change]], Mapping[str, Sequence[TextEdit]]] | None = None

    def carried(self, findings: Sequence[Finding]) -> Mapping[str, Sequence[TextEdit]]:
        """What the fixes of findings, made together, change in the tests, by file."""
        if self.together is None:
            return {}
        fixes = [finding.fix.edits for finding in findings if finding.fix is not None]
        unique = [edits for index, edits in enumerate(fixes) if edits not in fixes[:index]]
        return self.together([edit for edits in unique for edit in edits])


UNTESTED = Tested()


class TestsOfCheck(Struct, frozen=True):
    """A template whose tests are asked for, with the texts that some of them are to have."""

    template: Template
    document: Document | None
    beside: Mapping[str, str]
    tests: TestsOfProject

    def of(
        self, findings: Sequence[Finding], choices: Choices, subjects: Set[str]
    ) -> tuple[Tested, dict[type, list[Any]]]:
        """What the tests say to findings that nobody suppresses, and what rules look at.

        `subjects` are what the chosen rules look at. No test is read before something is found, or
        a hint about Regions would be shown.
        """
        tested = Tested(tuple(findings))
        more: dict[type, list[Any]] = {Pinned: [], PinnedRegion: []}
        document = self.document
        if document is None or self.template.is_open:
            return tested, more
        # only projects with tests, and something to say of them, pay for it
        if (findings or self.beside) and self.tests.texts():
            tested, more[Pinned] = self._pinned(document, findings)
        if REGION in subjects and self.template.settings.regions and _shows_hints(choices):
            texts, more[PinnedRegion] = self._regions()
            tested = replace(tested, texts={**texts, **tested.texts})
        return tested, more

    def _pinned(
        self, document: Document, findings: Sequence[Finding]
    ) -> tuple[Tested, list[Pinned]]:
        from auditor.expectations.review import review

        resources = self.template.resources
        found = review(
            findings,
            self._readings(document),
            self.tests,
            lambda name: resources[name].label if name in resources else f"'{name}'",
        )
        tested = Tested(
            found.findings, found.texts, found.failing, found.unreadable, found.together
        )
        return tested, list(found.pinned)

    def _readings(self, document: Document) -> Readings:
        """What the tests expect, with the texts that some of them are to have."""
        files = [
            replace(one, text=self.beside[one.name]) if one.name in self.beside else one
            for one in self.tests.texts()
        ]
        if document.program is not None:
            from auditor.expectations.of_program import OfProgram
            from auditor.programs.document import ProgramDocument
            from auditor.programs.staging import argument_at, changed, staged

            if isinstance(document, ProgramDocument):
                return OfProgram(
                    files,
                    partial(staged, document),
                    partial(changed, document),
                    partial(argument_at, document),
                )
        from auditor.expectations.of_template import OfTemplate

        is_exact = document.format == "json"
        return OfTemplate(files, self.tests.template, self.template.tree, is_exact=is_exact)

    def _regions(self) -> tuple[dict[str, str], list[PinnedRegion]]:
        from auditor.expectations.regions import pinned_regions

        regions = tuple(dict.fromkeys(self.template.settings.regions))
        return pinned_regions(self.tests, regions, self.beside)


def _shows_hints(choices: Choices) -> bool:
    """Whether anybody would see a hint about tests."""
    is_named = choices.named is not None and _ABOUT_REGIONS in choices.named
    return is_named or choices.shown_from <= Severity.INFO
