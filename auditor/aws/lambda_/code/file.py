"""One source file of Lambda functions, and the way from its text to findings and edits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, TypeVar

from msgspec.structs import replace

from auditor.aws.lambda_.code.local_module import code_folder, local_module
from auditor.aws.lambda_.code.reachable import imported_files
from auditor.aws.lambda_.code.texts import Texts, code_text, texts_of
from auditor.aws.lambda_.code.unread import note, note_file, note_handler, note_text
from auditor.aws.lambda_.code.use import Use
from auditor.aws.lambda_.function import LambdaFunction
from auditor.aws.lambda_.inline_code import has_stand_ins
from auditor.embedded.facts import Facts
from auditor.embedded.same_code import is_same_code
from auditor.embedded.stand_ins import without_stand_ins
from auditor.embedded.text import EmbeddedText
from auditor.model.edit import Change, ReplaceInFile, ReplaceText
from auditor.model.finding import Confidence, Finding, Fix, Severity
from auditor.model.path import Path
from auditor.model.question import Ask
from auditor.model.text import Span
from auditor.template.template import Template
from auditor.template.values import Case

_MOST_FILES = 200

Answer = TypeVar("Answer")

if TYPE_CHECKING:
    from auditor.embedded.code import Module
    from auditor.embedded.python.parse import Source

Place = tuple[str, Path, str]
"""The language, and the path of inline code or the file's path from the template's folder."""


class CodeFile:
    """One source text with the functions that run it.

    `at` is where the template has it or speaks of its folder; `file` its path from the template's
    folder, None for code in the template.
    """

    def __init__(
        self,
        language: str,
        text: str,
        at: Path,
        *,
        file: str | None = None,
        embedded: EmbeddedText | None = None,
        texts: Texts | None = None,
    ) -> None:
        self._texts = texts or Texts()
        self.language = language
        self.text = text
        self.at = at
        self.file = file
        self.uses: list[Use] = []
        self._embedded = embedded

    types: ClassVar[tuple[str, ...]] = LambdaFunction.types

    @classmethod
    def find(cls, template: Template) -> Iterator[CodeFile]:
        """Every source file that the template shows, once."""
        return iter(dict.fromkeys(file for _, files in codes(template) for file in files))

    @property
    def template(self) -> Template:
        """The template."""
        return self.uses[0].fn.template

    @property
    def label(self) -> str:
        """What messages call it: the function of the code, or its file where several share it."""
        functions = {use.fn.resource.label: None for use in self.uses}
        if len(functions) > 1 and self.file is not None:
            return f"Code file '{self.file}'"
        return next(iter(functions))

    @property
    def place(self) -> Place:
        """What distinguishes the file from others."""
        return (self.language, self.at if self.file is None else (), self.file or "")

    @property
    def is_whole(self) -> bool:
        """Whether all of the text is known: no value of the deployment stands in it."""
        return self._embedded is None or not has_stand_ins(self._embedded)

    @property
    def is_typescript(self) -> bool:
        """Whether a build makes JavaScript of it first."""
        return self.file is not None and self.file.endswith((".ts", ".mts", ".cts"))

    @property
    def runtimes(self) -> frozenset[str | None]:
        """The runtimes of all functions that run it; None among them where one is not known."""
        return frozenset[str | None]().union(*(use.runtimes for use in self.uses))

    @property
    def is_certain(self) -> bool:
        """Whether some function runs this very text in every deployment."""
        return any(use.code.certain and not use.code.when for use in self.uses)

    @cached_property
    def facts(self) -> Facts:
        """What the file shows of what it does."""
        return self._facts if self.is_whole else without_stand_ins(self._facts)

    @property
    def _facts(self) -> Facts:
        return self._texts.facts(self.language, self.text, typescript=self.is_typescript)

    @property
    def module(self) -> Module | None:
        """What the file provides to the runtime; None where its language is not known."""
        return self._texts.module(self.language, self.text, typescript=self.is_typescript)

    @property
    def python(self) -> Source | None:
        """The syntax tree of Python code, None where there is none."""
        return self._texts.python(self.text) if self.language == "python" else None

    def asked(self, question: Callable[[Source], Answer]) -> Answer | None:
        """What an analysis says of Python code, once for each text; None where there is none."""
        source = self.python
        return None if source is None else source.once(question)

    def finding(
        self,
        span: Span,
        message: str,
        *,
        fix: Fix | None = None,
        severity: Severity | None = None,
        confidence: Confidence = Confidence.HIGH,
        ask: Ask | None = None,
    ) -> Finding:
        """A finding at characters of the text."""
        found = Finding(self.at, message, fix, severity, confidence, ask=ask)
        if self._embedded is None:
            return replace(found, span=span, file=self.file)
        origin = self._embedded.origin(span)
        if origin is None:
            # the span runs over a value that comes from elsewhere: its beginning must do
            origin = self._embedded.origin(Span(span.start, min(span.start + 1, len(self.text))))
        return found if origin is None else replace(found, at=origin[0], within=origin[1])

    def offset(self, finding: Finding) -> int | None:
        """Where a finding begins in the text; None where it is none of this file."""
        if self._embedded is None:
            is_here = finding.file == self.file and finding.span is not None
            return finding.span.start if is_here and finding.span is not None else None
        if finding.file is not None or finding.within is None:
            return None
        return self._embedded.offset(finding.at, finding.within.start)

    def is_same_as(self, text: str) -> bool:
        """Whether another text is the same code but for its comments."""
        return is_same_code(self.language, self.text, text, typescript=self.is_typescript)

    def changes(self, replacements: Iterable[tuple[Span, str]]) -> tuple[Change, ...] | None:
        """The edits that put other texts in the place of spans; None where that is not plain."""
        changes: list[Change] = []
        for span, text in replacements:
            if self.file is not None:
                changes.append(ReplaceInFile(self.file, span.start, span.end, text))
                continue
            origin = None if self._embedded is None else self._embedded.origin(span)
            if origin is None:
                return None
            path, place = origin
            written = text.replace("${", "${!") if "Fn::Sub" in path[-2:] else text
            changes.append(ReplaceText(path, place.start, place.end, written))
        return tuple(changes)


Code = tuple[Use, tuple[CodeFile, ...]]
"""A function with its files: those that the Handler names, and then all that they import."""


def codes(template: Template) -> list[Code]:
    """The code of all functions; that which cannot be seen is left out."""
    return template.once(_read)


def _read(template: Template) -> list[Code]:
    reader = _Reader(template)
    return [code for fn in LambdaFunction.find(template) for code in reader.codes(fn)]


class _Reader:
    """Reads each file of a template once."""

    def __init__(self, template: Template) -> None:
        self._template = template
        self._files: dict[Place, CodeFile] = {}
        self._texts = texts_of(template)

    def codes(self, fn: LambdaFunction) -> Iterator[Code]:
        """The codes of one function."""
        for code in fn.inline_codes:
            language = fn.language(code.case)
            if language is not None and not code.is_placeholder:
                made = CodeFile(
                    language,
                    code.text.text,
                    code.case.path,
                    embedded=code.text,
                    texts=self._texts,
                )
                note_text(fn, language, code.text.text)
                yield self._code(self._use(fn, code.case), [self._shared(made)], None)
        found: dict[Case, list[CodeFile]] = {}
        for handler in fn.handlers:
            module = local_module(fn, handler)
            language = fn.language(handler)
            if module is None:
                note_handler(fn, handler)
            elif language is not None and not module.is_placeholder:
                read = (self._read(fn, language, file, module.code) for file in module.files)
                found.setdefault(module.code, []).extend(file for file in read if file)
        for case, entries in found.items():
            folder = code_folder(case)
            if entries and folder is not None:
                yield self._code(self._use(fn, case), list(dict.fromkeys(entries)), folder)

    def _use(self, fn: LambdaFunction, code: Case) -> Use:
        met = (case for case in fn.handlers if self._template.can_meet(case, code))
        return Use(fn, code, tuple(met))

    def _code(self, use: Use, entries: list[CodeFile], folder: str | None) -> Code:
        files = entries
        if folder is not None:
            files, use.has_all_files = self._reached(use.fn, entries, folder)
        use.folder, use.count = folder, len(entries)
        for file in files:
            file.uses.append(use)
        return use, tuple(files)

    def _reached(
        self, fn: LambdaFunction, entries: Iterable[CodeFile], folder: str
    ) -> tuple[list[CodeFile], bool]:
        """The entries with all files that they import, and whether none is missing."""
        project = self._template.project
        files = dict.fromkeys(entries)
        waiting = list(files)
        is_all = project is not None
        while waiting and project is not None:
            here = waiting.pop(0)
            for imported in here.facts.imports:
                names = imported_files(project, here.language, folder, here.file or "", imported)
                is_all = is_all and names is not None
                for name in names or ():
                    file = self._read(fn, here.language, name, here)
                    is_all = is_all and file is not None
                    if file is not None and file not in files:
                        files[file] = None
                        waiting.append(file)
            if len(files) > _MOST_FILES:
                note(fn, folder, f"imports more than {_MOST_FILES} files")
                return list(files), False
        return list(files), is_all

    def _read(
        self, fn: LambdaFunction, language: str, file: str, named: Case | CodeFile
    ) -> CodeFile | None:
        project = self._template.project
        text = None if project is None else code_text(project, language, file)
        if text is None:
            note_file(fn, file)
            return None
        at = named.path if isinstance(named, Case) else named.at
        made = CodeFile(language, text, at, file=file, texts=self._texts)
        note_text(fn, language, text, file)
        return self._shared(made)

    def _shared(self, file: CodeFile) -> CodeFile:
        return self._files.setdefault(file.place, file)
