"""Tests of rules by cases in files, for the rules of this package and for those of others.

A case is a template in `FOLDER/<rule id>/`. `<case>.findings.json` beside it lists what the rule
must find; without that file the rule must be silent. `<case>.fixed.<ending>` is the text after all
fixes of the rule; without it no fix may change the text. `<case>.settings.json` sets options.
`<case>.<ending>.files/` holds what lies beside the template, and `<case>.fixed.<ending>.files/` the
texts of those files that the fixes change.

`python -m auditor.testing accept FOLDER --rules SOURCE [--only ID]` writes what the rules say now
into the expectations: read every line of the change before it is committed.
"""

from __future__ import annotations

import json
import shutil
import sys
from argparse import ArgumentParser
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.engine import registry
from auditor.engine.check import LATE, Checked, check
from auditor.engine.fixpoint import Fixed, fix
from auditor.engine.tested import OF_TESTS, REGION
from auditor.model.finding import Safety
from auditor.model.rule import AnyRule
from auditor.model.settings import Settings
from auditor.model.text import Lines
from auditor.project import ProjectFolder

if TYPE_CHECKING:
    from auditor.suites.beside import TestsBeside

_ENDINGS = (".yaml", ".json")
_COMPANIONS = (".findings.json", ".settings.json", ".fixed.json", ".fixed.yaml")
_HOUSE_RULES = (".yaml", ".yml", ".json")
Row = dict[str, Any]
"""A finding as `<case>.findings.json` has it."""


@dataclass(frozen=True)
class Case:
    """A template of a rule's cases with what is expected of it; `rules` are all that there are."""

    rule: str
    path: Path
    rules: Mapping[str, AnyRule] = field(repr=False, compare=False)

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
    def findings(self) -> list[Row]:
        """The expected findings."""
        if not self.findings_path.exists():
            return []
        expected: list[Row] = json.loads(self.findings_path.read_text(encoding="utf-8"))
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
        given = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        lists = {key: tuple(value) for key, value in given.items() if isinstance(value, list)}
        return Settings(**given | lists)

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
        rule = self.rules[self.rule]
        # what is said of suppressions and of tests depends on what all other rules find
        is_late = rule.subject in LATE and rule.subject != REGION
        chosen = tuple(self.rules.values()) if is_late else (rule,)
        return check(
            text,
            chosen,
            self.settings,
            self.project,
            beside,
            ids=self.rules.keys(),
            tests=self.tests if rule.subject in OF_TESTS else None,
        )

    @property
    def tests(self) -> TestsBeside | None:
        """The tests of the project that lies beside the template, where the case has one."""
        folder = self.path.with_name(self.path.name + ".files")
        if not folder.is_dir():
            return None
        from auditor.suites.beside import TestsBeside
        from auditor.suites.suite import suite_of

        return TestsBeside(suite_of(folder), folder / self.path.name, folder)

    def fix(self, text: str, beside: Mapping[str, str] | None = None) -> Fixed:
        """The text with all fixes of the case's rule made."""
        before = beside or {}

        def run(text: str, *, beside: Mapping[str, str]) -> Checked:
            return self._run(text, beside={**before, **beside})

        return fix(text, run, Safety.UNSAFE)

    def told(self) -> list[Row]:
        """What the rule finds, in the form of the expected findings. Raises what the rule does."""
        checked = self.check(self.text)
        for crash in checked.crashes:
            raise crash.error
        return told(checked)

    def objections(self) -> list[str]:
        """All that is not as expected, in plain sentences; empty where the case is as it must be.

        The findings are those that are expected, the fixes make the expected text, and a second
        run changes nothing more. Raises what the rule raises.
        """
        found = []
        if self.told() != self.findings:
            found.append(f"finds {json.dumps(self.told(), indent=2)}")
        first = self.fix(self.text)
        if first.final.text != self.fixed or first.final.beside != self.fixed_files:
            found.append(f"fixes the text to:\n{first.final.text}")
        found += [f"its fix was rejected: {reason}" for _, reason in first.rejected]
        second = self.fix(first.final.text, first.final.beside).final
        if (second.text, second.beside) != (first.final.text, first.final.beside):
            found.append("a second run changes the text again")
        return found


def cases(folder: Path, rules: Iterable[AnyRule], other: Collection[str] = ()) -> Iterator[Case]:
    """All cases of rules in `folder`, which has a folder for each rule.

    Those called as in `other` hold something else. Raises ValueError for one that is no rule's.
    """
    by_id = {rule.id: rule for rule in rules}
    for own in sorted(path for path in folder.iterdir() if path.is_dir()):
        if own.name in other:
            continue
        if own.name not in by_id:
            raise ValueError(f"{own}: no rule has the id '{own.name}'")
        for path in sorted(own.iterdir()):
            if path.suffix in _ENDINGS and not path.name.endswith(_COMPANIONS):
                yield Case(own.name, path, by_id)


def load(source: str) -> tuple[AnyRule, ...]:
    """The rules of a package or a module by its name, or of a file of house rules by its path."""
    if not source.endswith(_HOUSE_RULES):
        return registry.load(source)
    from auditor.house.read import house_rules

    return house_rules(Path(source).read_text(encoding="utf-8"), source)


def told(checked: Checked) -> list[Row]:
    """The findings of a check in the form of `<case>.findings.json`."""
    rows: list[Row] = []
    for finding in checked.findings:
        span = checked.span(finding)
        text = checked.text_of(finding.file)
        start = Lines(text).position(span.start)
        place = {} if finding.file is None else {"file": finding.file}
        offered = finding.fix
        rows.append(
            place
            | {
                "line": start.line,
                "column": start.column,
                "marked": text[span.start : span.end].partition("\n")[0].rstrip("\r"),
                "severity": str(finding.severity),
                "message": finding.message,
                "fix": None if offered is None else f"{offered.safety}: {offered.title}",
            }
            | ({"question": True} if finding.ask is not None else {})
        )
    return rows


def accept(case: Case) -> None:
    """Writes the findings and the fixed text of a case beside it, or takes them away."""
    findings = case.told()
    if findings:
        text = json.dumps(findings, indent=2, ensure_ascii=False) + "\n"
        case.findings_path.write_text(text, encoding="utf-8")
    else:
        case.findings_path.unlink(missing_ok=True)
    final = case.fix(case.text).final
    shutil.rmtree(case.fixed_files_path, ignore_errors=True)
    if final.text != case.text:
        case.fixed_path.write_bytes(final.text.encode())
    else:
        case.fixed_path.unlink(missing_ok=True)
    for file, text in final.beside.items():
        path = case.fixed_files_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def main(arguments: list[str] | None = None) -> None:
    """The command line: `accept FOLDER --rules SOURCE [--only ID]`."""
    parser = ArgumentParser(prog="python -m auditor.testing")
    commands = parser.add_subparsers(dest="command", required=True)
    accepting = commands.add_parser("accept", help="write what rules say now as what is expected")
    accepting.add_argument("folder", type=Path, help="has a folder with cases for each rule")
    accepting.add_argument("--rules", required=True, help="a package, or a file of house rules")
    accepting.add_argument("--only", action="append", metavar="ID", help="a rule; may be repeated")
    given = parser.parse_args(arguments)
    for case in cases(given.folder, load(given.rules)):
        if given.only is None or case.rule in given.only:
            accept(case)
            sys.stdout.write(f"{case}\n")


if __name__ == "__main__":
    main()
