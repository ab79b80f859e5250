"""What cfn-lint says of templates before and after fixing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

_UNCOVERED = {
    ("error_api_swagger_integration_with_join_intrinsic_api_id.yaml", "E3038"),
    ("error_invalid_logical_id.yaml", "E3038"),
    ("error_invalid_logical_id.yaml", "E2533"),
}
"""Errors that cfn-lint does not look for in a resource with an invalid logical ID: they were there
before, as the template lacks the transform of SAM and names a retired runtime."""
_BATCH = 40
_WORKERS = 2


def new_errors(changed: Mapping[Path, tuple[str, str]], scratch: Path) -> list[str]:
    """The errors (E...) that a file has after fixing and did not have before, a line each."""
    before, after = scratch / "before", scratch / "after"
    before.mkdir()
    after.mkdir()
    names: dict[str, Path] = {}
    for number, (path, (old, new)) in enumerate(changed.items()):
        name = f"{number}{path.suffix}"
        names[name] = path
        (before / name).write_bytes(old.encode())
        (after / name).write_bytes(new.encode())
    old_errors, new_ones = (_errors(folder, sorted(names)) for folder in (before, after))
    return [
        f"{names[name]}: cfn-lint reports {count} more {rule} after fixing"
        for name in names
        for rule, count in (new_ones[name] - old_errors[name]).items()
        if (names[name].name, rule) not in _UNCOVERED
    ]


def _errors(folder: Path, names: list[str]) -> dict[str, Counter[str]]:
    """The errors by file name."""
    found: dict[str, Counter[str]] = {name: Counter() for name in names}
    with ThreadPoolExecutor(_WORKERS) as pool:
        for matches in pool.map(lambda batch: _lint(folder, batch), _batches(names)):
            for match in matches:
                rule = match["Rule"]["Id"]
                if rule.startswith("E"):
                    found[Path(str(match["Filename"])).name][rule] += 1
    return found


def _batches(names: list[str]) -> Iterator[list[str]]:
    rest = iter(names)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _lint(folder: Path, names: list[str]) -> list[dict[str, Any]]:
    program = str(Path(sys.executable).with_name("cfn-lint"))
    command = [program, "--format", "json", "--", *names]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if not result.stdout.strip():
        raise RuntimeError(f"cfn-lint said nothing about {names}: {result.stderr[-400:]}")
    matches: list[dict[str, Any]] = json.loads(result.stdout)
    return matches
