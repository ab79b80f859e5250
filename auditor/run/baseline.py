"""The baseline of a run: read before, hidden behind, written anew."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path, PurePath

from auditor import files
from auditor.disk import asking
from auditor.engine.baseline import Baseline, BaselineFault, Known, read
from auditor.report.wording import plural
from auditor.run.inputs import Input
from auditor.run.job import KnownFindings
from auditor.run.result import Outcome

_EMPTY: Mapping[Known, int] = {}


class BaselineFile:
    """The baseline at a path; without one nothing is hidden, and nothing is written.

    With `update` it is going to list all that is found, so all that is found is hidden. Raises
    Unreadable where the file cannot be read, or holds no baseline.
    """

    def __init__(self, path: str | None, *, update: bool, ids: Collection[str]) -> None:
        self._path = None if path is None else Path(path)
        self._update = update
        self._ids = ids
        self._file: files.SourceFile | None = None
        self._listed = Baseline(_EMPTY) if self._path is None else self._read(self._path)
        self._by_name = self._listed.by_file()
        self._found: Counter[Known] = Counter()
        self._checked: dict[str, Collection[str]] = {}
        """The rules that were run on each template."""

    def _read(self, path: Path) -> Baseline:
        is_there = asking.is_there(path)
        if self._update and not is_there:
            return Baseline(_EMPTY)
        if not is_there:
            raise files.Unreadable(f"{path}: does not exist; --update-baseline writes it")
        try:
            self._file = files.read(path)
            return read(self._file.text)
        except BaselineFault as fault:
            raise files.Unreadable(f"{path}: cannot be used as a baseline: {fault}") from None

    def known_of(self, one: Input) -> KnownFindings | None:
        """What is hidden in a template."""
        if self._path is None:
            return None
        name = self._name(one)
        return KnownFindings(name, None if self._update else self._by_name.get(name, _EMPTY))

    def add(self, one: Input, outcome: Outcome, rules: Collection[str]) -> None:
        """Notes what the rules that were run found in the end."""
        if self._path is not None and outcome.known is not None:
            name = self._name(one)
            crashed = {failure.rule for failure in outcome.failures}
            self._checked[name] = [rule for rule in rules if rule not in crashed]
            self._found.update(outcome.known)

    def finish(self) -> str | None:
        """Writes the baseline, or says what of it is no longer found. Raises Unreadable."""
        if self._path is None:
            return None
        if not self._update:
            return self._outdated(self._path)
        kept = self._listed.without(Baseline(_EMPTY), lambda known: not self._is_settled(known))
        new = kept.joined(Baseline(self._found))
        self._write(self._path, new.written())
        return f"{self._path}: lists {plural(new.size, 'finding')} now"

    def _write(self, path: Path, text: str) -> None:
        from auditor.files.writing import NewText, save, write

        if self._file is None:
            save(path, text)
        elif self._file.text != text:
            write([NewText(self._file, text)])

    def _outdated(self, path: Path) -> str | None:
        gone = self._listed.without(Baseline(self._found), self._is_settled)
        if not gone.size:
            return None
        entries = plural(gone.size, "entry", "entries")
        verb, them = ("is", "it") if gone.size == 1 else ("are", "them")
        return f"{entries} of {path} {verb} no longer found; --update-baseline removes {them}"

    def _is_settled(self, known: Known) -> bool:
        """Whether it was looked for what the baseline lists, or cannot be there any more."""
        checked = self._checked.get(known.file)
        if checked is None:
            return not asking.is_there(self._folder / known.file)
        return known.rule in checked or known.rule not in self._ids

    @property
    def _folder(self) -> Path:
        return Path(os.path.abspath(self._path or "")).parent

    def _name(self, one: Input) -> str:
        """A template by its path from the folder of the baseline."""
        if one.place is None:
            return one.name
        try:
            relative = os.path.relpath(one.place, self._folder)
        except ValueError:
            # on another drive
            relative = os.path.abspath(one.place)
        return PurePath(relative).as_posix()
