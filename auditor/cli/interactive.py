"""Asks about each fix before it is made, on standard error and standard input."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from auditor.cli.terminal import DIFF_STYLES, styled, terminal_columns, width
from auditor.engine.check import Checked
from auditor.engine.fixpoint import Suppress, Verdict
from auditor.engine.outcome import entry
from auditor.files import SourceFile
from auditor.model.finding import Finding, Safety
from auditor.model.rule import AnyRule
from auditor.report.plain import one_line
from auditor.report.text import Piece, entry_pieces
from auditor.run.diff import unified

_CHOICES = "[y,n,r,a,l,f,w,s,q,?]"
_HELP = """\
y  apply this fix
n  leave this one
r  apply this one and all further ones of this rule
a  apply this one and all further ones
l  leave this one and all further ones of this rule
f  leave this one and all further ones of this file
w  leave this one, and write a suppression with a reason
s  show the finding and its fix again
q  apply no further fix; those that were applied stay
?  print this help
"""


Answer = Verdict | Suppress


class Questions:
    """Remembers over all files what was answered for more than one fix."""

    def __init__(self, rules: Mapping[str, AnyRule], least: Safety) -> None:
        self._rules = rules
        self._least = least
        self._taken: set[str] = set()
        """The rules whose fixes are all to be made."""
        self._left: set[str] = set()
        """The rules whose fixes are all to be left."""
        self._takes_all = False
        self._is_over = False

    def about(self, file: SourceFile, name: str) -> _AboutFile:
        """What asks about the fixes of one file; `name` is what the report calls it."""
        return _AboutFile(self, file, name)

    def verdict(self, finding: Finding, shown: list[Piece], count: str) -> tuple[Answer, bool]:
        """The answer for one fix, after it was shown where it has to be.

        `count` says which of how many it is. The second part of the answer is whether it holds for
        the rest of the file.
        """
        if self._is_over:
            return Verdict.STOP, False
        if finding.rule in self._left:
            return Verdict.LEAVE, False
        if self._takes_all or finding.rule in self._taken:
            return Verdict.MAKE, False
        _say(shown)
        return self._answered(finding, shown, count)

    def would_fix(self, finding: Finding) -> bool:
        """Whether a finding has a fix that is asked about."""
        fix = finding.fix
        return (
            fix is not None and bool(fix.edits) and fix.safety >= self._least and not finding.held
        )

    def entry_pieces(self, before: Checked, finding: Finding, name: str) -> list[Piece]:
        """A finding as the report shows it."""
        shown = entry(before, finding, name, self._rules)
        is_wrapped = terminal_columns(sys.stderr) is not None
        return entry_pieces(shown, self._least, width(sys.stderr), wrapped=is_wrapped)

    def _answered(self, finding: Finding, shown: list[Piece], count: str) -> tuple[Answer, bool]:
        is_unsafe = finding.fix is not None and finding.fix.safety is Safety.UNSAFE
        kind = "unsafe fix" if is_unsafe else "fix"
        question = f"{count}. Apply this {kind}? {_CHOICES} "
        while True:
            written = _asked(question)
            answer = None if written is None else written.lower()
            if answer in ("y", "yes", "r", "a"):
                self._takes_all = answer == "a"
                self._taken |= {finding.rule} if answer == "r" else set()
                return Verdict.MAKE, False
            if answer in ("n", "no", "l", "f"):
                self._left |= {finding.rule} if answer == "l" else set()
                return Verdict.LEAVE, answer == "f"
            if answer in (None, "q"):
                self._is_over = True
                return Verdict.STOP, False
            if answer == "w":
                reason = (_asked("Why? ") or "").strip()
                if reason and reason.isprintable():
                    return Suppress(reason), False
                continue
            _say(shown if answer == "s" else [("", _HELP)])


class _AboutFile:
    """Asks about the fixes of one file."""

    def __init__(self, questions: Questions, file: SourceFile, name: str) -> None:
        self._questions = questions
        self._file = file
        self._name = name
        self._is_left = False
        self._count = 0
        self._total = 0

    def __call__(self, before: Checked, finding: Finding, after: Checked) -> Answer:
        """Shows a finding and what its fix changes, and hears the answer."""
        if self._is_left:
            return Verdict.LEAVE
        if not self._count:
            self._total = sum(map(self._questions.would_fix, before.findings))
        self._count += 1
        count = f"{self._count} of {max(self._total, self._count)} in {one_line(self._name)}"
        shown = self._questions.entry_pieces(before, finding, self._name)
        shown += self._diff(before, after)
        verdict, self._is_left = self._questions.verdict(finding, shown, count)
        return verdict

    def _diff(self, before: Checked, after: Checked) -> Iterator[Piece]:
        folder = self._file.path.parent
        pairs = [(self._file.path, before.text, after.text)]
        pairs += (
            (folder / name, before.text_of(name), after.text_of(name))
            for name in sorted(after.beside)
        )
        for path, old, new in pairs:
            yield from _lines(path, old, new)


def _lines(path: Path, old: str, new: str) -> Iterator[Piece]:
    for line in unified(SourceFile(path, old), new).decode("utf-8", "replace").splitlines():
        if not line.startswith(("---", "+++")):
            yield DIFF_STYLES.get(line[:1], ""), one_line(line)
            yield "", "\n"


def _asked(question: str) -> str | None:
    """The answer, None at the end of the input or for Ctrl-C."""
    _say([("bold", question)])
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        answer = sys.stdin.readline()
    except KeyboardInterrupt:
        # whoever has enough of questions does not want what was answered undone
        answer = ""
    finally:
        signal.signal(signal.SIGINT, handler)
    if not answer:
        _say([("", "\n")])
        return None
    return answer.strip()


def _say(pieces: list[Piece]) -> None:
    if sys.stderr is not None:
        sys.stderr.write(styled(pieces, sys.stderr))
        sys.stderr.flush()
