"""The baseline of a run: read before, hidden behind, written anew."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path, PurePath

from msgspec.structs import replace

from auditor import files
from auditor.cli.inputs import Input
from auditor.cli.terminal import tell
from auditor.engine.baseline import Baseline, BaselineFault, Known, found_in, read
from auditor.engine.check import Checked
from auditor.engine.fixpoint import Check
from auditor.model.suppression import Suppressed, SuppressedBy
from auditor.report.wording import plural

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
        self._listed = Baseline(_EMPTY) if self._path is None else self._read(self._path)
        self._found = Baseline(_EMPTY)
        self._run: dict[str, Collection[str]] = {}
        """The rules that were run on each template."""

    def _read(self, path: Path) -> Baseline:
        if self._update and not os.path.lexists(path):
            return Baseline(_EMPTY)
        if not os.path.lexists(path):
            raise files.Unreadable(f"{path}: does not exist; --update-baseline writes it")
        try:
            return read(files.read(path).text)
        except BaselineFault as fault:
            raise files.Unreadable(f"{path}: is no baseline that can be used: {fault}") from None

    def hiding(self, check: Check, one: Input) -> Check:
        """The check of a template, without what is known of it."""
        if self._path is None:
            return check
        name = self._name(one)

        def hide(text: str, *, beside: Mapping[str, str]) -> Checked:
            checked = check(text, beside=beside)
            return _all_hidden(checked) if self._update else self._listed.hide(checked, name)

        return hide

    def take(self, one: Input, checked: Checked, rules: Collection[str]) -> None:
        """Notes what the rules that were run found in the end."""
        if self._path is not None and checked.document is not None:
            name = self._name(one)
            crashed = {crash.rule for crash in checked.crashes}
            self._run[name] = [rule for rule in rules if rule not in crashed]
            self._found = self._found.joined(found_in(checked, name))

    def finish(self) -> None:
        """Writes the baseline, or tells what of it is no longer found. Raises Unreadable."""
        if self._path is None:
            return
        gone = self._listed.without(self._found, self._is_settled)
        if not self._update:
            if gone.size:
                entries = plural(gone.size, "entry", "entries")
                verb, them = ("is", "it") if gone.size == 1 else ("are", "them")
                tell(
                    f"{entries} of {self._path} {verb} no longer found;"
                    f" --update-baseline removes {them}"
                )
            return
        kept = self._listed.without(Baseline(_EMPTY), lambda known: not self._is_settled(known))
        new = kept.joined(self._found)
        text = new.written()
        if not self._path.exists() or files.read(self._path).text != text:
            files.save(self._path, text)
        tell(f"{self._path}: lists {plural(new.size, 'finding')} now")

    def _is_settled(self, known: Known) -> bool:
        """Whether it was looked for what the baseline lists, or cannot be there any more."""
        run = self._run.get(known.file)
        if run is None:
            return not os.path.lexists(self._folder / known.file)
        return known.rule in run or known.rule not in self._ids

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


def _all_hidden(checked: Checked) -> Checked:
    """A check whose findings are all known; a text that cannot be read is never known."""
    if checked.document is None:
        return checked
    hidden = (Suppressed(finding, SuppressedBy.BASELINE) for finding in checked.findings)
    return replace(checked, findings=(), suppressed=(*checked.suppressed, *hidden))
