"""From a text to its findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from auditor.engine.environments import joined
from auditor.engine.suppressions.review import Suppressions
from auditor.engine.tested import OF_TESTS, UNTESTED, Tested, TestsOfCheck
from auditor.engine.work import agenda_of
from auditor.grammar.placeholders import may_have_placeholders
from auditor.model.choices import AS_RULES_SAY, Choices
from auditor.model.finding import Confidence, Finding, Safety, Severity
from auditor.model.project import Changed, Project
from auditor.model.rule import AnyRule, name_of
from auditor.model.settings import Settings
from auditor.model.suppression import Suppressed, SuppressionReview
from auditor.model.tests import TestsOfProject
from auditor.model.text import Lines, Span
from auditor.model.tree import Tree
from auditor.source.base import Document, SyntaxFault
from auditor.source.detect import is_project, is_service, parse
from auditor.source.other_tools import other_file, other_text
from auditor.template.contents import Walked
from auditor.template.subjects.source_text import Repeated, SourceText
from auditor.template.template import Template

if TYPE_CHECKING:
    from auditor.template.filled_in import FilledIn

REVIEW = name_of(SuppressionReview)
"""The subject of rules that look at what came of the suppressions, once all others were run."""
LATE = frozenset({REVIEW, *OF_TESTS})
"""The subjects of rules that look at what all others found."""
_BODY = "TemplateBody"
"""In every template that holds another one."""


class Crash(Struct, frozen=True):
    """A rule that raised on a template: a fault of cfnaudit, never of the user."""

    rule: str
    error: BaseException


class Checked(Struct, frozen=True):
    """A text with what the rules say of it, sorted by place.

    What the user knows of is no finding: it is among the `suppressed`. `beside` has the
    texts of files beside the template that differ from those on the disk. `other_file` says what
    the text is, and what to do, where it is no template but a file of another tool.
    """

    text: str
    document: Document | None
    findings: tuple[Finding, ...]
    crashes: tuple[Crash, ...] = ()
    template: Template | None = None
    beside: Mapping[str, str] = field(default_factory=dict)
    suppressed: tuple[Suppressed, ...] = ()
    tested: Tested = UNTESTED
    other_file: str | None = None

    def text_of(self, file: str | None) -> str:
        """The text that a finding speaks of: that of a file beside the template, or its own."""
        if file is None:
            return self.text
        if file in self.tested.texts:
            return self.tested.texts[file]
        project = None if self.template is None else self.template.project
        text = None if project is None else project.read(file)
        if text is None and project is not None:
            unread = project.unread(file)
            text = None if unread is None else unread.text
        return text or ""

    def span(self, finding: Finding) -> Span:
        """The characters that a finding speaks of, in the text of its file."""
        if finding.span is not None or self.document is None:
            return finding.span or Span(0, 0)
        if finding.within is not None:
            spans = self.document.string_map(finding.at)
            if spans is not None and finding.within.end < len(spans):
                return Span(spans[finding.within.start].start, spans[finding.within.end].start)
        return self.document.span(finding.at, key=finding.on_key)

    def let_go(self) -> None:
        """Holds nothing of the template any more, once all is told of it."""
        for looked_at in (self.template, self.document):
            if looked_at is not None:
                looked_at.let_go()

    def in_order(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Findings sorted by their places, each once."""

        def rank(found: Finding) -> tuple[str, int, str, str]:
            return found.file or "", self.span(found).start, found.rule, found.message

        return tuple(sorted(dict.fromkeys(findings), key=rank))


def check(
    text: str,
    rules: Sequence[AnyRule],
    settings: Settings,
    project: Project | None = None,
    beside: Mapping[str, str] | None = None,
    *,
    ids: Set[str] = frozenset(),
    choices: Choices = AS_RULES_SAY,
    environments: Sequence[Settings] = (),
    tests: TestsOfProject | None = None,
) -> Checked:
    """Runs the rules over one text, with `settings`, or in each of the `environments`.

    `project` is the folder that it lies in, where there is one, and `beside` the texts that its
    files are to have instead of their own. `ids` are those of all rules, also of those that are
    not run; without them no rule that a suppression names is called unknown. `choices` are the
    user's about severities and safeties, made before anything else looks at the findings. `tests`
    are read where something is found.
    """
    seen = None if project is None else Changed(project, beside or {})
    document, source, filled = _read(text, seen)
    tree = None
    if document is not None and isinstance(document.tree, dict):
        tree = document.tree if filled is None else filled.tree
    found: dict[str | None, list[Finding]] = {}
    runs: list[_Run] = []
    agenda = agenda_of(rules, LATE)
    asked: Sequence[Settings] = environments or (settings,)
    every = asked if document is None else document.environments(asked)
    for given in chain(every, _whatever_they_say(asked, every, found)):
        template = None
        if document is not None and tree is not None:
            template = _template(tree, given, document, source, seen)
        subjects: dict[type, list[Any]] = {SourceText: [source]}
        run = _Run(template, document, subjects, choices, is_masked=filled is not None)
        busy = agenda.of(text if document is None else document.all_text, template)
        own = run.findings(
            busy if document is None else filter(lambda one: document.speaks_of(one.id), busy)
        )
        if template is not None and _BODY in text:
            own += run.inside(template, agenda.early, ids)
        if template is not None and template.is_open:
            own = [_doubted(finding) for finding in own]
        found[given.environment] = own
        runs.append(run)
    first, findings = runs[0], joined(found)
    crashes = {crash.rule: crash for run in reversed(runs) for crash in run.crashes}
    _let_go(runs[1:])
    checked = Checked(
        text, document, (), (), first.template, beside or {}, other_file=source.other_file
    )
    heeded = document if choices.heeds_suppressions else None
    texts = {} if heeded is None or seen is None else seen.texts
    known = Suppressions(heeded, texts)
    if tests is not None and first.template is not None and filled is None:
        carried = TestsOfCheck(first.template, document, beside or {}, tests)
        open_ones, closed = known.parted(checked.span, findings)
        tested, more = carried.of(
            open_ones, choices, frozenset(rule.subject for rule in agenda.late)
        )
        checked = replace(checked, tested=tested)
        findings = [*tested.findings, *(one.finding for one in closed)]
        first.subjects.update(more)
        findings += first.findings(rule for rule in agenda.late if rule.subject != REVIEW)
        if heeded is not None and any(file not in texts for file in tested.texts):
            known = Suppressions(heeded, {**texts, **tested.texts})
    if known.any:
        done = {rule.id for rule in agenda.early if rule.id not in crashes}
        review = known.review(checked.span, findings, done, ids, first.template)
        first.subjects[SuppressionReview] = [review]
        findings += first.findings(rule for rule in agenda.late if rule.subject == REVIEW)
        crashes.update((crash.rule, crash) for crash in first.crashes)
    left, suppressed = known.parted(checked.span, findings)
    checked = replace(checked, crashes=tuple(crashes.values()), suppressed=suppressed)
    return replace(checked, findings=checked.in_order(left))


def _whatever_they_say(
    asked: Sequence[Settings],
    every: Sequence[Settings],
    found: Mapping[str | None, Sequence[Finding]],
) -> Iterator[Settings]:
    """The settings without environments of the document's own, where one of those has findings."""
    if every is not asked and any(found.values()):
        yield asked[0]


class _Run:
    """Runs rules, and survives those that fail."""

    def __init__(
        self,
        template: Template | None,
        document: Document | None,
        subjects: dict[type, list[Any]],
        choices: Choices,
        *,
        is_masked: bool,
    ) -> None:
        self._is_masked = is_masked
        self._choices = choices
        self.template = template
        self._document = document
        self.subjects = subjects
        self.crashes: list[Crash] = []

    def findings(self, rules: Iterable[AnyRule]) -> list[Finding]:
        """What the rules find in their subjects."""
        findings: list[Finding] = []
        for rule in rules:
            try:
                on = rule.on
                subjects = self.subjects.get(on)
                if subjects is None:
                    subjects = self.subjects[on] = list(_subjects(on, self.template))
                if subjects:
                    findings_in = rule.whole.check
                    for subject in subjects:
                        findings += map(self._told, findings_in(subject))
            except Exception as error:  # noqa: BLE001 (one rule must not take the others along)
                self.crashes.append(Crash(rule.id, error))
        return findings

    def inside(
        self, template: Template, rules: Sequence[AnyRule], ids: Set[str]
    ) -> Iterator[Finding]:
        """What the rules find in templates that are texts of this one, told where they stand."""
        from auditor.engine.inner import bodies, is_readable, placed

        for body in bodies(template):
            text = body.written.text
            inner = check(text, rules, body.settings, ids=ids, choices=self._choices)
            self.crashes += inner.crashes
            for finding in inner.findings if is_readable(body, inner.document) else ():
                told = placed(finding, inner.span(finding), body, inner.document)
                if told is not None:
                    yield told

    def _told(self, finding: Finding) -> Finding:
        fix = finding.fix
        if fix is not None and self._is_masked:
            from auditor.template.filled_in import spelled

            finding = replace(finding, fix=replace(fix, edits=spelled(fix.edits)))
        from auditor.engine.safety import judged

        told = judged(finding, self.template, self._document)
        if self._document is not None:
            told = self._document.placed(told)
        return self._choices.applied(told)


def _let_go(runs: Iterable[_Run]) -> None:
    """Lets go of what runs looked at, once all is known that they find."""
    for run in runs:
        if run.template is not None:
            run.template.let_go()


def _template(
    tree: dict[str, Tree],
    given: Settings,
    document: Document,
    source: SourceText,
    beside: Project | None,
) -> Template:
    files = beside if document.files is None else document.files
    is_part = document.is_part or bool(source.left_open)
    walked = source.walked if tree is source.tree else None
    template = Template(tree, given, files, is_filled_in=is_part, walked=walked)
    template.program = document.origin
    if template.program is None and "Parameters" not in tree:
        from auditor.template.subjects.fragment import is_fragment

        template.is_fragment = is_fragment(template)
        template.is_filled_in |= template.is_fragment
    return template


def _read(text: str, beside: Project | None) -> tuple[Document | None, SourceText, FilledIn | None]:
    try:
        document = parse(text)
    except SyntaxFault as fault:
        other = other_text(text, fault.offset)
        message = other or fault.message
        return None, SourceText(None, (message, fault.offset), other_file=other), None
    if is_project(document.tree):
        from auditor.programs.document import program_document

        program = program_document(document, beside)
        return program, SourceText(program.tree, walked=_walked(program.tree)), None
    if is_service(document.tree):
        from auditor.source.service.document import ServiceDocument

        service = ServiceDocument(document, beside)
        document = service if service.has_resources else document
    lines = Lines(text) if document.duplicates else None
    repeated = tuple(
        Repeated(
            str(twice.path[-1]),
            twice.span,
            lines.position(twice.first.start).line if lines else 0,
        )
        for twice in document.duplicates
    )
    filled = None
    if may_have_placeholders(text):
        from auditor.template.filled_in import filled_in

        filled = filled_in(document.tree)
    octals = tuple((path, text[span.start : span.end]) for path, span in document.octal_numbers())
    source = SourceText(
        document.tree,
        None,
        repeated,
        other_file(text, document.tree),
        octals=octals,
        aliases=tuple(document.aliases()),
        null_keys=tuple(document.null_keys()),
        is_part=document.is_part,
        walked=_walked(document.tree),
    )
    if filled is not None and filled.is_template_of_a_tool and not document.is_part:
        tool = (filled.tool.what, filled.tool.advice)
        source = replace(source, left_open=filled.paths, tool=tool)
    return document, source, filled


def _walked(tree: Tree) -> Walked | None:
    return Walked(tree) if isinstance(tree, dict) else None


def _subjects(kind: type[Any], template: Template | None) -> Iterable[Any]:
    if template is None:
        return ()
    if kind is Template:
        return (template,)
    found: Iterator[Any] = kind.find(template)
    return found


def _doubted(finding: Finding) -> Finding:
    """A finding in a template that a macro may rewrite before CloudFormation sees it."""
    severity = min(finding.severity or Severity.ERROR, Severity.WARNING)
    fix = finding.fix
    if fix is not None:
        fix = replace(fix, safety=min(fix.safety, Safety.UNSAFE))
    return replace(finding, severity=severity, confidence=Confidence.LOW, fix=fix)
