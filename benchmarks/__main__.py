"""The whole table: `python -m benchmarks FOLDER` measures and writes `docs/benchmarks.md`.

`FOLDER` holds templates as they are in the wild. Each figure of time is a median of interleaved
rounds, and each ratio is taken round by round, so that a drift of the machine meets all tools.
"""

from __future__ import annotations

import os
import platform
import subprocess
from argparse import ArgumentParser
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import again, catalogue, growth, inside, memory, peers
from benchmarks.staged import ROOT

PAGE = ROOT / "docs" / "benchmarks.md"
_TOOLS = ("cfnaudit", "cfn-lint", "cloudformation-validate")


def main() -> None:
    """Measures, and writes the page."""
    parser = ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("folder", type=Path, help="templates as they are in the wild")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--many", type=int, default=100, help="templates of the long runs")
    parser.add_argument("--most", type=int, default=0, help="templates of a single longer round")
    given = parser.parse_args()
    with TemporaryDirectory() as name:
        small = Path(name) / "small.yaml"
        small.write_text(peers.SMALL, encoding="utf-8")
        found = inside.templates(given.folder)
        many, most = (found[:: max(1, len(found) // n)][:n] for n in (given.many, given.most or 1))
        parts = [
            _head(),
            peers.section("One small template, whole process", [small], given.rounds),
            peers.section(f"{len(many)} templates, whole process", many, min(given.rounds, 3)),
            *([_long(most)] if given.most else []),
            catalogue.section(Path(name)),
            again.section([[small], many[:1], many], given.rounds),
            inside.section(many, given.rounds),
            growth.section(),
            memory.section(Path(name)),
        ]
    PAGE.write_text("\n".join(parts), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)} is written")


def _long(templates: Sequence[Path]) -> str:
    return peers.section(f"{len(templates)} templates, whole process", templates, 1)


def _head() -> str:
    revision = ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"]
    state = subprocess.run(revision, capture_output=True, check=False, text=True).stdout.strip()
    versions = ", ".join(f"{name} {_version(name)}" for name in _TOOLS)
    return (
        "# Benchmarks\n\n"
        "Written by `python -m benchmarks FOLDER`. Times are medians of interleaved rounds, ratios"
        " medians of the ratios of the rounds.\n\n"
        f"- state: {state}; {versions}\n"
        f"- machine: {platform.machine()}, {os.cpu_count()} cores, {platform.system()};"
        f" Python {platform.python_version()}; load {os.getloadavg()[0]:.1f} at the beginning\n"
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


if __name__ == "__main__":
    main()
