"""`python -m tests.expectations FOLDER`: how well the tests of projects are carried along.

Each folder in FOLDER is a project. Values of its templates are changed one after the other, as a
fix would, and its tests are run by pytest with the change alone and with what carries them along.
The runner says who is right. `--each N` changes N values of a template (25 where it is not given).
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auditor.expectations.of_template import OfTemplate
from auditor.expectations.review import review
from auditor.model.edit import Edit, Remove, ReplaceInFile, SetValue, in_files
from auditor.model.finding import Finding, Fix, Safety
from auditor.model.path import Path as Place
from auditor.model.text import apply_edits
from auditor.source.base import Document
from auditor.source.detect import looks_like_template, parse
from auditor.suites.beside import TestsBeside
from auditor.suites.suite import Suites

_SECONDS = 120
_SKIPPED = (".git", "node_modules", ".venv")


class Project:
    """A copy of a project, whose files are changed and put back."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / ".git").mkdir(exist_ok=True)
        self._suites = Suites()
        self.passed = 0
        """The number of tests that passed when they were run last."""

    def templates(self) -> Iterator[tuple[Path, Document, TestsBeside]]:
        """The templates that tests speak of."""
        for path in sorted(self.root.rglob("*")):
            is_template = path.suffix in (".json", ".yaml", ".yml", ".template")
            if not is_template or set(_SKIPPED).intersection(path.parts) or not path.is_file():
                continue
            text = path.read_text(errors="ignore")
            if len(text) > 1_000_000 or not looks_like_template(text):
                continue
            beside = TestsBeside(self._suites.of(path.parent), path, self.root)
            if beside.texts():
                yield path, parse(text), beside

    def failing(self, tests: list[str]) -> frozenset[str] | None:
        """The names of the tests that fail; None where they cannot be run."""
        report = self.root / "measured.xml"
        report.unlink(missing_ok=True)
        command = [sys.executable, "-B", "-m", "pytest", "-q", *tests]
        command += ["-p", "no:cacheprovider", "--rootdir", ".", f"--junitxml={report}"]
        command.append("--continue-on-collection-errors")
        try:
            subprocess.run(
                command, cwd=self.root, capture_output=True, check=False, timeout=_SECONDS
            )
        except subprocess.TimeoutExpired:
            return None
        if not report.is_file():
            return None
        cases = list(ET.parse(report).getroot().iter("testcase"))
        red = [
            case
            for case in cases
            if case.find("failure") is not None or case.find("error") is not None
        ]
        self.passed = len(cases) - len(red)
        return frozenset(f"{case.get('classname')}.{case.get('name')}" for case in red)


def changes(document: Document, texts: str, count: int) -> Iterator[Edit]:
    """So many changes of values that the tests name, spread over the template.

    Every fourth is a removal.
    """
    leaves = [
        path
        for section in ("Resources", "Parameters", "Outputs")
        for path in _leaves(document.tree.get(section), (section,))
        if _is_named(_at(document.tree, path), texts)
    ]
    step = max(1, len(leaves) // count)
    for index, path in enumerate(leaves[::step][:count]):
        if index % 4 == 3 and isinstance(path[-1], str):
            yield Remove(path)
            continue
        yield SetValue(path, _other(_at(document.tree, path)))


def _at(tree: Any, path: Place) -> Any:
    for key in path:
        tree = tree[key]
    return tree


def _is_named(value: Any, texts: str) -> bool:
    if isinstance(value, str):
        return f"'{value}'" in texts or f'"{value}"' in texts
    return not isinstance(value, bool) and re.search(rf"\b{value}\b", texts) is not None


def _leaves(tree: object, path: Place) -> Iterator[Place]:
    if isinstance(tree, dict):
        if len(tree) == 1 and str(next(iter(tree))).startswith(("Fn::", "Ref", "Condition")):
            return
        for key, value in tree.items():
            yield from _leaves(value, (*path, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from _leaves(value, (*path, index))
    elif isinstance(tree, str | int) and "\n" not in str(tree):
        yield path


def _other(value: object) -> object:
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else f"{value}x"


def measured(project: Project, each: int) -> Counter[str]:
    """What became of the tests, by kinds."""
    found: Counter[str] = Counter()
    for path, document, beside in project.templates():
        texts = beside.texts()
        tests = [one.place for one in texts if one.place.endswith(".py")]
        before = project.failing(tests) if tests else None
        if before is None or not project.passed:
            continue
        found["suites"] += len(tests)
        original = {one.place: one.text for one in texts}
        for edit in changes(document, "\n".join(one.text for one in texts), each):
            finding = Finding((), "", Fix("", (edit,), Safety.SAFE), rule="measured")
            is_exact = document.format == "json"
            readings = OfTemplate(texts, beside.template, document.tree, is_exact=is_exact)
            reviewed = review([finding], readings, beside, str)
            fix = reviewed.findings[0].fix
            assert fix is not None
            path.write_text(apply_edits(document.text, document.lower([edit])))
            red = (project.failing(tests) or frozenset()) - before
            carried = in_files(one for one in fix.edits if isinstance(one, ReplaceInFile))
            for one in texts:
                if one.name in carried:
                    (project.root / one.place).write_text(apply_edits(one.text, carried[one.name]))
            still = (project.failing(tests) or frozenset()) - before if carried else red
            kind = _kind(bool(red), bool(still), bool(reviewed.pinned), "by hand" in fix.title)
            found[kind] += 1
            if kind not in ("untouched", "carried"):
                print(f"  {kind}: {path.name} {edit}, red {sorted(red)}, after {sorted(still)}")
            path.write_text(document.text)
            for place, text in original.items():
                (project.root / place).write_text(text)
    return found


def _kind(red: bool, still: bool, foreseen: bool, by_hand: bool) -> str:
    if not red:
        return "WRONG" if still else "false alarm" if foreseen else "untouched"
    if not still:
        return "carried"
    return "by hand" if by_hand else "WRONG" if foreseen else "missed"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--each", type=int, default=25)
    options = parser.parse_args()
    total: Counter[str] = Counter()
    for folder in sorted(options.folder.iterdir()):
        with tempfile.TemporaryDirectory() as place:
            copy = Path(place) / "project"
            shutil.copytree(folder, copy, symlinks=True, ignore=shutil.ignore_patterns(*_SKIPPED))
            found = measured(Project(copy), options.each)
        if found:
            print(folder.name, dict(found), flush=True)
        total += found
    print("all", dict(total))


if __name__ == "__main__":
    main()
