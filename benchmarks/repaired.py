"""How many stacks with faults against their schemas are whole after `--fix`: `python -m
benchmarks.repaired FAMILY`.

The folder is one that `python -m tests.family` takes. A broken version counts where cfn-lint and
cloudformation-validate both say one of the kinds below of it. It is repaired where, after all safe
fixes and nothing else, both of them say none of these kinds any more.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.staged import installed
from tests.family.stacks import stack_files

_KINDS = frozenset(
    {
        *("3002", "3003", "3006", "3012", "3014", "3017", "3018", "3020", "3021", "3030", "3031"),
        *("3032", "3033", "3034", "3037"),
    }
)
"""Unknown and missing properties, unknown types, wrong types, what excludes or demands another,
no alternative that fits, values, patterns, numbers of items, lengths, ranges, items that repeat."""
_ASKED = ("cfn-lint", "cloudformation-validate")


def main(arguments: list[str]) -> int:
    """Prints who says a kind before and after the fixes."""
    files = [file.path for file in stack_files(Path(arguments[0]), ("broken",))]
    with TemporaryDirectory() as name:
        folder = Path(name)
        copies = [folder / file.parent.name / file.name for file in files]
        for file, copy in zip(files, copies, strict=True):
            copy.parent.mkdir()
            shutil.copyfile(file, copy)
        before = _said(copies)
        faulty = [copy for copy in copies if all(before[tool][copy] for tool in _ASKED)]
        command = installed(folder / "installed")
        subprocess.run(
            [command, "check", "--fix", "--exit-zero", "--isolated", "--quiet", *faulty],
            stdout=subprocess.DEVNULL,
            check=True,
        )
        after = _said(faulty)
    left = {tool: [copy for copy in faulty if after[tool][copy]] for tool in _ASKED}
    whole = len(faulty) - len(set().union(*left.values()))
    print(f"{len(faulty)} of {len(files)} broken stacks have faults of which both tools say one.")
    print(f"After --fix both are silent on {whole} ({whole / len(faulty):.1%}).")
    for tool in _ASKED:
        silent = len(faulty) - len(left[tool])
        kinds = Counter(kind for copy in left[tool] for kind in after[tool][copy])
        print(f"{tool} is silent on {silent} ({silent / len(faulty):.1%}); left: {dict(kinds)}")
    return 0


def _said(paths: Sequence[Path]) -> Mapping[str, Mapping[Path, frozenset[str]]]:
    """By tool and file, the kinds that it says."""
    return {"cfn-lint": _of_cfn_lint(paths), "cloudformation-validate": _of_validate(paths)}


def _of_cfn_lint(paths: Sequence[Path]) -> Mapping[Path, frozenset[str]]:
    program = "import sys; from cfnlint.runner import main; sys.exit(main())"
    command = [sys.executable, "-c", program, "--format", "json", "--", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, check=False)
    found: dict[Path, set[str]] = {path: set() for path in paths}
    for match in json.loads(done.stdout):
        found[Path(match["Filename"])].add(match["Rule"]["Id"])
    return {path: _kinds(codes, "E") for path, codes in found.items()}


def _of_validate(paths: Sequence[Path]) -> Mapping[Path, frozenset[str]]:
    # the wheel has no types
    from cloudformation_validate import (  # type: ignore[import-not-found, import-untyped, unused-ignore]
        CompositeEngine,
        ValidationError,
    )

    engine = CompositeEngine()
    found = {}
    for path in paths:
        try:
            codes = {said.rule_id for said in engine.validate_template(str(path)).diagnostics}
        except ValidationError:
            codes = set()
        found[path] = _kinds(codes, "EF")
    return found


def _kinds(codes: set[str], letters: str) -> frozenset[str]:
    return frozenset(code[1:] for code in codes if code[0] in letters and code[1:] in _KINDS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
