"""Asks about each fix before it is made, on standard error and standard input."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from auditor.cli.terminal import DIFF_STYLES, styled
from auditor.engine.check import Checked
from auditor.engine.fixpoint import Verdict
from auditor.engine.outcome import entry
from auditor.files import SourceFile
from auditor.model.finding import Finding, Safety
from auditor.model.rule import AnyRule
from auditor.report.plain import one_line
from auditor.report.text import Piece, entry_pieces
from auditor.run.diff import unified

_WIDTH = 100
_QUESTION = "Apply this fix? [y,n,r,a,q,?] "
_HELP = """\
y  apply this fix
n  leave this one
r  apply this one and all further ones of this rule
a  apply this one and all further ones
q  apply no further fix; those that were applied stay
?  say this again
"""


class Questions:
    """Remembers over all files what was answered for more than one fix."""

    def __init__(self, rules: Mapping[str, AnyRule], least: Safety) -> None:
        self._rules = rules
        self._least = least
        self._taken: set[str] = set()
        """The rules whose fixes are all to be made."""
        self._takes_all = False
        self._is_over = False

    def about(self, file: SourceFile, name: str) -> _AboutFile:
        """What asks about the fixes of one file; `name` is what the report calls it."""
        return _AboutFile(self, file, name)

    def verdict(self, finding: Finding, shown: list[Piece]) -> Verdict:
        """The answer for one fix, after it was shown where it has to be."""
        if self._is_over:
            return Verdict.STOP
        if self._takes_all or finding.rule in self._taken:
            return Verdict.MAKE
        _say(shown)
        return self._answered(finding.rule)

    def entry_pieces(self, before: Checked, finding: Finding, name: str) -> list[Piece]:
        """A finding as the report shows it."""
        return entry_pieces(entry(before, finding, name, self._rules), self._least, _WIDTH)

    def _answered(self, rule: str) -> Verdict:
        while True:
            answer = _asked()
            if answer in ("y", "yes", "r", "a"):
                self._takes_all = answer == "a"
                self._taken |= {rule} if answer == "r" else set()
                return Verdict.MAKE
            if answer in ("n", "no"):
                return Verdict.LEAVE
            if answer in (None, "q"):
                self._is_over = True
                return Verdict.STOP
            _say([("", _HELP)])


class _AboutFile:
    """Asks about the fixes of one file."""

    def __init__(self, questions: Questions, file: SourceFile, name: str) -> None:
        self._questions = questions
        self._file = file
        self._name = name

    def __call__(self, before: Checked, finding: Finding, after: Checked) -> Verdict:
        """Shows a finding and what its fix changes, and hears the answer."""
        shown = self._questions.entry_pieces(before, finding, self._name)
        return self._questions.verdict(finding, [*shown, *self._diff(before, after)])

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


def _asked() -> str | None:
    """The answer in lower case, None at the end of the input or for Ctrl-C."""
    _say([("bold", _QUESTION)])
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
    return answer.strip().lower()


def _say(pieces: list[Piece]) -> None:
    if sys.stderr is not None:
        sys.stderr.write(styled(pieces, sys.stderr))
        sys.stderr.flush()
