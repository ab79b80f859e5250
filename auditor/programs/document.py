"""A program as a document: its tree of resources, and the places of everything in its modules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec.structs import replace

from auditor.expression import expression
from auditor.model.edit import Change, Edit, EditError, ReplaceText, in_files, in_template
from auditor.model.finding import Finding, Fix
from auditor.model.path import Path
from auditor.model.project import Project
from auditor.model.settings import Settings
from auditor.model.text import Span, TextEdit
from auditor.model.tree import Tree
from auditor.programs.account import account
from auditor.programs.canonical import alike, canonical, renamed
from auditor.programs.judging import Judging
from auditor.programs.limits import PASSED_OVER
from auditor.programs.lowering.lower import Lowering
from auditor.programs.lowering.quoting import escaped
from auditor.programs.lowering.regions import VARIABLE
from auditor.programs.lowering.words import snake_case
from auditor.programs.meaning.code import FOLDER, ProgramFiles
from auditor.programs.meaning.out import Out
from auditor.programs.meaning.tree import Building
from auditor.programs.program import Program, read_program
from auditor.programs.project import READ, PulumiProject, entry_of, pulumi_project
from auditor.programs.stacks import stack_settings
from auditor.programs.tokens import comments_of
from auditor.source.base import Document, NotSure
from auditor.source.gather import gathered

_ARCHIVE_FILE = expression(rf"['\"]?{re.escape(FOLDER)}/(\w+)/([\w./-]+)['\"]?")
_ARCHIVE = expression(rf"(?:the folder )?['\"]?{re.escape(FOLDER)}/(\w+)['\"]?")
_SPOKEN = {
    "go": "Go",
    "dotnet": ".NET",
    "java": "Java",
    "yaml": "YAML",
    "bun": "JavaScript run by Bun",
}


class ProgramDocument(Document):
    """`Pulumi.yaml` with the program that it stands for."""

    format = "pulumi"
    environment_word = "stack "
    files: Project
    program: Program

    def __init__(self, base: Document, project: PulumiProject, files: Project) -> None:
        """Reads the program from the modules beside the project file."""
        self.text = base.text
        self.base = base
        self.duplicates = base.duplicates
        self.program = read_program(project, entry_of(project, files), files)
        self.building = Building(self.program)
        self.tree = self.building.root.tree
        self.files = ProgramFiles(files, self.building.code)
        self.beside = files
        """What lies beside the project file."""
        judging = Judging(self.building)
        self.upholds, self.lacks = judging.upholds, judging.lacks
        self.shown, self.called = judging.shown, judging.called
        self.stated_by = judging.stated_by
        self.may_be_elsewhere = judging.may_be_elsewhere
        self.origin = self

    @property
    def all_text(self) -> str:
        """The texts of the project file and of all modules, for a look at the words in them."""
        files = (*self.program.files.values(), *self.program.data.values())
        return "\n".join((self.text, *(file.text for file in files)))

    def speaks_of(self, rule: str) -> bool:
        """Whether a rule is about what programs have, too."""
        return rule not in PASSED_OVER

    def environments(self, given: Sequence[Settings]) -> Sequence[Settings]:
        """The settings with the values that each stack of the project is deployed with."""
        if len(given) != 1 or given[0].environment is not None:
            return given
        settings = self.building.converter.references.settings
        return stack_settings(self.program.stacks, settings, given[0]) or given

    @property
    def notes(self) -> tuple[str, ...]:
        """How much of the program could be read."""
        return account(self.program, self.building)

    # places

    def placed(self, finding: Finding) -> Finding:
        """A finding with its place in a module of the program."""
        if FOLDER in finding.message or (finding.fix and FOLDER in finding.fix.title):
            fix = finding.fix and replace(finding.fix, title=_worded(finding.fix.title))
            finding = replace(finding, message=_worded(finding.message), fix=fix)
        if finding.fix is not None and VARIABLE in finding.fix.title:
            title = finding.fix.title.replace(VARIABLE, "the Region of the stack")
            finding = replace(finding, fix=replace(finding.fix, title=title))
        return self._placed(finding)

    def _placed(self, finding: Finding) -> Finding:
        if finding.span is not None:
            return self._in_module(finding)
        if not finding.at:
            return replace(finding, span=Span(0, 0))
        place = self._place(finding)
        if place is None:
            return replace(finding, span=Span(0, 0))
        file, span = place
        return replace(finding, file=file, span=span, within=None)

    def _place(self, finding: Finding) -> tuple[str, Span] | None:
        trail = [self.building.root]
        for step in finding.at:
            below = trail[-1].below.get(step)
            if below is None:
                break
            trail.append(below)
        here = trail[-1]
        is_whole = len(trail) == len(finding.at) + 1
        if is_whole and finding.within is not None and here.spans is not None and here.node:
            places = here.spans[
                finding.within.start : max(finding.within.end, finding.within.start + 1)
            ]
            if places and places[0][0] >= here.node.start:
                return here.node.file.name, Span(places[0][0], max(places[-1][1], places[0][1]))
        if is_whole and finding.on_key and here.item is not None and here.item.entry is not None:
            entry = here.item.entry
            if here.item.file is not None:
                return here.item.file.name, Span(entry.key_start, entry.key_end)
        for one in reversed(trail):
            if one.node is not None:
                return one.node.file.name, _first_line(one)
            if one.item is not None and one.item.entry is not None and one.item.file is not None:
                return one.item.file.name, Span(one.item.entry.start, one.item.entry.end)
        return None

    def _in_module(self, finding: Finding) -> Finding:
        code = self.building.code
        if finding.file in code.linked:
            return replace(finding, file=code.linked[finding.file])
        written = code.written.get(finding.file or "")
        if written is None or finding.span is None:
            return finding
        places = written.spans[finding.span.start : max(finding.span.end, finding.span.start + 1)]
        if not places:
            return replace(finding, file=written.file.name, span=Span(0, 0))
        return replace(finding, file=written.file.name, span=Span(places[0][0], places[-1][1]))

    def span(self, path: Path, *, key: bool = False) -> Span:  # noqa: ARG002 (as documents have it)
        return Span(0, 0)

    def _string_map(self, path: Path) -> Sequence[Span] | None:  # noqa: ARG002
        return None

    # edits

    def differs(self, wanted: Tree, after: Document, fixed: Sequence[Finding]) -> bool:
        """Whether the changed program makes something else.

        Where a module is changed as a text, its finding's resource may get what was not read.
        """
        open_ones = {
            str(finding.at[1])
            for finding in fixed
            if len(finding.at) > 1 and finding.fix is not None and self._has_code(finding.fix)
        }
        found = canonical(after.tree)
        return not alike(renamed(canonical(wanted), found, snake_case), found, open_ones)

    def _has_code(self, fix: Fix) -> bool:
        """Whether a fix changes texts of the program, and not only its tests."""
        code = self.building.code
        own = (*self.program.files, *code.linked, *code.written)
        return not in_files(fix.edits).keys().isdisjoint(own)

    def lower_all(self, changes: Sequence[Change]) -> dict[str | None, tuple[TextEdit, ...]]:
        """The text edits of all changes by the modules that they change. Raises NotSure."""
        found: dict[str | None, tuple[TextEdit, ...]] = {}
        lowering = Lowering(self.building, is_region_configured=self._is_region_configured)
        for file, edits in self._lowered(in_template(changes), lowering).items():
            found[file] = tuple(edits)
        for file, more in in_files(changes).items():
            for name, edit in self._in_modules(file, more):
                found[name] = (*found.get(name, ()), edit)
        return found

    def _lowered(self, edits: Sequence[Edit], lowering: Lowering) -> dict[str, list[TextEdit]]:
        try:
            if any(not _is_written(edit) for edit in edits):
                raise NotSure("what the program exports is no property of a resource")
            own = [edit for edit in edits if edit.path[:1] in (("Resources",), ("Outputs",))]
            return lowering.lower(gathered(self.tree, own))
        except EditError as error:
            raise NotSure(str(error)) from None

    @property
    def _is_region_configured(self) -> bool:
        """Whether each stack says in which Region it is."""
        stacks = self.environments((Settings(),))
        return all(settings.regions for settings in stacks)

    def _in_modules(
        self, file: str, edits: Sequence[TextEdit]
    ) -> Iterator[tuple[str | None, TextEdit]]:
        code = self.building.code
        for edit in edits:
            written = code.written.get(file)
            if written is None:
                yield code.linked.get(file, file) or None, edit
                continue
            places = written.spans
            if not places:
                raise NotSure("the program puts this code together")
            start = places[edit.start][0] if edit.start < len(places) else places[-1][1]
            end = places[edit.end - 1][1] if edit.end > edit.start else start
            text = escaped(written.file, places, edit.start, edit.text)
            yield written.file.name, TextEdit(start, end, text)

    def _lower(self, edits: Sequence[Edit]) -> list[TextEdit]:  # noqa: ARG002
        raise NotSure("a program is changed by its modules")

    def comments(self, text: str) -> list[str]:  # noqa: ARG002 (those of the modules count)
        return self._comments

    @cached_property
    def _comments(self) -> list[str]:
        found: list[str] = []
        for file in self.program.files.values():
            found += comments_of(file)
        return found


class UnreadProgram(Document):
    """`Pulumi.yaml` with a program that is not read."""

    format = "pulumi"

    def __init__(self, base: Document, reason: str) -> None:
        self.text = base.text
        self.duplicates = ()
        self.tree = {"Resources": {}}
        self._reason = reason

    @property
    def notes(self) -> tuple[str, ...]:
        """Why it is not read."""
        return (self._reason,)

    def speaks_of(self, rule: str) -> bool:  # noqa: ARG002 (nothing was read)
        """No rule has anything to look at."""
        return False

    def span(self, path: Path, *, key: bool = False) -> Span:  # noqa: ARG002
        return Span(0, 0)

    def _string_map(self, path: Path) -> Sequence[Span] | None:  # noqa: ARG002
        return None

    def _lower(self, edits: Sequence[Edit]) -> list[TextEdit]:  # noqa: ARG002
        raise NotSure(self._reason)

    def comments(self, text: str) -> list[str]:  # noqa: ARG002
        return []


def program_document(base: Document, files: Project | None) -> Document:
    """The program that a project file stands for."""
    project = pulumi_project(base.tree)
    if project is None:
        return base
    if files is None:
        return UnreadProgram(base, "the program beside the project file is not in reach")
    if project.runtime not in READ:
        language = _SPOKEN.get(project.runtime, project.runtime)
        return UnreadProgram(
            base,
            f"the Pulumi program is in {language}, which is not read;"
            " Python, JavaScript and TypeScript are",
        )
    return ProgramDocument(base, project, files)


def _is_written(edit: Edit) -> bool:
    """Whether an edit is one of a resource, or changes a part of an exported text."""
    return edit.path[:1] != ("Outputs",) or isinstance(edit, ReplaceText)


def _worded(text: str) -> str:
    """A message with the archives of the program by the names of their functions."""
    text = _ARCHIVE_FILE.sub(r"\2 in the archive of '\1'", text)
    return _ARCHIVE.sub(r"the archive of '\1'", text)


def _first_line(out: Out) -> Span:
    """The first line of a value that stands on several, so that a finding marks no whole class."""
    node = out.node
    if node is None:
        return Span(0, 0)
    text = node.file.text[node.start : node.end]
    end = text.find("\n")
    return Span(node.start, node.start + end if end > 0 else node.end)
