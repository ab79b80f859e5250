"""What was read of the texts of a template's code: functions may share one, by an alias."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from auditor.embedded.facts import UNREADABLE_FACTS, Facts
from auditor.expression import expression
from auditor.model.project import Project

if TYPE_CHECKING:
    from auditor.embedded.python.parse import Source

Answer = TypeVar("Answer")
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
    """Reads each text once, and asks each question of it once."""

    def __init__(self) -> None:
        self._facts: dict[tuple[str, str, bool], Facts] = {}
        self._sources: dict[str, Source | None] = {}
        self._answers: dict[tuple[int, Callable[..., Any]], Any] = {}

    def facts(self, language: str, text: str, *, typescript: bool) -> Facts:
        """What a text shows of what it does."""
        key = (language, text, typescript)
        if key not in self._facts:
            self._facts[key] = self._read(language, text, typescript=typescript)
        return self._facts[key]

    def _read(self, language: str, text: str, *, typescript: bool) -> Facts:
        if language == "python":
            from auditor.embedded.python.collect import collect

            return collect(self.python(text))
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

    def answer(self, source: Source, question: Callable[[Source], Answer]) -> Answer:
        """What an analysis says of one of the sources."""
        key = (id(source), question)
        if key not in self._answers:
            self._answers[key] = question(source)
        found: Answer = self._answers[key]
        return found
