"""The cases of `fixtures/<rule id>/`, and what running a rule on one gives.

A case is a template. `<case>.findings.json` beside it lists what the rule must find; without that
file the rule must be silent. `<case>.fixed.<ending>` is the text after all fixes of the rule;
without it no fix may change the text. `<case>.settings.json` sets options. `<case>.<ending>.files/`
holds what lies beside the template, and `<case>.fixed.<ending>.files/` the texts of those files
that the fixes change.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from auditor.engine import registry
from auditor.engine.check import Checked, check
from auditor.engine.fixpoint import Fixed, fix
from auditor.model.finding import Safety
from auditor.model.rule import AnyRule
from auditor.model.settings import Settings
from auditor.model.suppression import SuppressionReview
from auditor.model.text import Lines
from auditor.project import ProjectFolder

FIXTURES = Path(__file__).parents[2] / "fixtures"
_ENDINGS = (".yaml", ".json")
_COMPANIONS = (".findings.json", ".settings.json", ".fixed.json", ".fixed.yaml")


@dataclass(frozen=True)
class Case:
    """A template of a rule's fixtures with what is expected of it."""

    rule: str
    path: Path

    def __str__(self) -> str:
        return f"{self.rule}/{self.path.name}"

    @property
    def text(self) -> str:
        """The template, line ends as they are."""
        return self.path.read_bytes().decode()

    @property
    def findings_path(self) -> Path:
        """Where the expected findings stand."""
        return self.path.with_name(self.path.name + ".findings.json")

    @property
    def findings(self) -> list[dict[str, Any]]:
        """The expected findings."""
        if not self.findings_path.exists():
            return []
        expected: list[dict[str, Any]] = json.loads(self.findings_path.read_text())
        return expected

    @property
    def fixed_path(self) -> Path:
        """Where the text after all fixes stands."""
        return self.path.with_name(f"{self.path.stem}.fixed{self.path.suffix}")

    @property
    def fixed(self) -> str:
        """The text after all fixes."""
        path = self.fixed_path if self.fixed_path.exists() else self.path
        return path.read_bytes().decode()

    @property
    def settings(self) -> Settings:
        """The options for this case."""
        path = self.path.with_name(self.path.name + ".settings.json")
        return Settings(**json.loads(path.read_text())) if path.exists() else Settings()

    @property
    def project(self) -> ProjectFolder | None:
        """The folder of the template, where the case has one."""
        path = self.path.with_name(self.path.name + ".files")
        return ProjectFolder(path) if path.is_dir() else None

    @property
    def fixed_files_path(self) -> Path:
        """Where the changed texts of files beside the template stand."""
        return self.fixed_path.with_name(self.fixed_path.name + ".files")

    @property
    def fixed_files(self) -> dict[str, str]:
        """The texts of the files beside the template that the fixes change."""
        root = self.fixed_files_path
        files = (path for path in sorted(root.rglob("*")) if path.is_file())
        return {path.relative_to(root).as_posix(): path.read_bytes().decode() for path in files}

    def check(self, text: str, beside: Mapping[str, str] | None = None) -> Checked:
        """What the case's rule finds in a text, with other texts in the files beside it."""
        return self._run(text, beside=beside or {})

    def _run(self, text: str, *, beside: Mapping[str, str]) -> Checked:
        every = rules()
        rule = every[self.rule]
        # what is said of suppressions depends on what all other rules find
        chosen = tuple(every.values()) if rule.on is SuppressionReview else (rule,)
        return check(text, chosen, self.settings, self.project, beside, ids=every.keys())

    def fix(self, text: str, beside: Mapping[str, str] | None = None) -> Fixed:
        """The text with all fixes of the case's rule made."""
        before = beside or {}

        def run(text: str, *, beside: Mapping[str, str]) -> Checked:
            return self._run(text, beside={**before, **beside})

        return fix(text, run, Safety.UNSAFE)


def fix_with(chosen: Sequence[AnyRule], case: Case, text: str, before: Mapping[str, str]) -> Fixed:
    """A text with all fixes of some rules made; `before` are the files beside it by then."""

    def run(text: str, *, beside: Mapping[str, str]) -> Checked:
        return check(text, chosen, case.settings, case.project, {**before, **beside})

    return fix(text, run, Safety.UNSAFE)


@cache
def rules() -> dict[str, AnyRule]:
    """All rules by id."""
    return {rule.id: rule for rule in registry.load()}


def cases() -> Iterator[Case]:
    """All cases of all rules."""
    for folder in sorted(FIXTURES.iterdir()):
        if folder.name == "incidents" or not folder.is_dir():
            continue
        for path in sorted(folder.iterdir()):
            if path.suffix in _ENDINGS and not path.name.endswith(_COMPANIONS):
                yield Case(folder.name, path)


def told(checked: Checked) -> list[dict[str, Any]]:
    """The findings of a check in the form of `<case>.findings.json`."""
    rows: list[dict[str, Any]] = []
    for finding in checked.findings:
        span = checked.span(finding)
        text = checked.text_of(finding.file)
        start = Lines(text).position(span.start)
        place = {} if finding.file is None else {"file": finding.file}
        rows.append(
            place
            | {
                "line": start.line,
                "column": start.column,
                "marked": text[span.start : span.end].partition("\n")[0].rstrip("\r"),
                "severity": str(finding.severity),
                "message": finding.message,
                "fix": None
                if finding.fix is None
                else f"{finding.fix.safety}: {finding.fix.title}",
            }
        )
    return rows
