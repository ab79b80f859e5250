"""What was read of the texts of a template's code: functions may share one, by an alias."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.embedded.facts import UNREADABLE_FACTS, Facts
from auditor.expression import expression
from auditor.model.project import Project
from auditor.template.template import Template

if TYPE_CHECKING:
    from auditor.embedded.code import Module
    from auditor.embedded.python.parse import Source

_CODING = expression(r"(?:[^\r\n]*(?:\r\n?|\n))?[ \t\f]*#.*?coding[:=][ \t]*[-\w.]")
"""A declaration in the first or second line:
https://docs.python.org/3/reference/lexical_analysis.html#encoding-declarations"""


def code_text(project: Project, language: str, file: str) -> str | None:
    """The text of a source file, None where it is not known.

    Python refuses a byte that is not UTF-8 where the file declares no other encoding: such a text
    is known, with the byte as a lone surrogate in it.
    """
    text = project.read(file)
    if text is None and language == "python":
        unread = project.unread(file)
        refused = None if unread is None else unread.text
        if refused is not None and _CODING.match(refused) is None:
            return refused
    return text


class Texts:
    """Reads each text once."""

    def __init__(self) -> None:
        self._facts: dict[tuple[str, str, bool], Facts] = {}
        self._sources: dict[str, Source | None] = {}
        self._scripts: dict[tuple[str, bool], Module] = {}

    def module(self, language: str | None, text: str, *, typescript: bool = False) -> Module | None:
        """What a text provides to the runtime; None where its language is not known."""
        if language == "python":
            from auditor.embedded.python.exports import provided

            return provided(self.python(text))
        if language == "javascript":
            key = (text, typescript)
            if key not in self._scripts:
                from auditor.embedded import javascript

                self._scripts[key] = javascript.read(text, typescript=typescript)
            return self._scripts[key]
        return None

    def facts(self, language: str, text: str, *, typescript: bool) -> Facts:
        """What a text shows of what it does."""
        key = (language, text, typescript)
        if key not in self._facts:
            self._facts[key] = self._read(language, text, typescript=typescript)
        return self._facts[key]

    def _read(self, language: str, text: str, *, typescript: bool) -> Facts:
        if language == "python":
            from auditor.embedded.python.collect import collect

            source = self.python(text)
            return UNREADABLE_FACTS if source is None else source.once(collect)
        if language == "javascript":
            from auditor.embedded import javascript

            return javascript.facts(text, typescript=typescript)
        return UNREADABLE_FACTS

    def python(self, text: str) -> Source | None:
        """The syntax tree of a text, None where it cannot be parsed."""
        if text not in self._sources:
            from auditor.embedded.python.parse import parse

            self._sources[text] = parse(text)
        return self._sources[text]


def texts_of(template: Template) -> Texts:
    """The texts of a template's code."""
    return template.once(_texts)


def _texts(_template: Template) -> Texts:
    return Texts()
