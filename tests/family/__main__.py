"""Tries rules and fixes on a family of stacks: `python -m tests.family FOLDER [options]`.

The folder has one folder for each stack, with `broken.*`, a version that failed, and `final.*`, the
version that was deployed. Without options: for each rule the files with a finding, by severity,
broken / final. A finding of severity error on a final is a false alarm until it was read by eye.

    --rule ID,ID          these rules alone, also those that do not run by default
    --side final --show   list the findings (of one side) instead of counting them
    --severity error      list those of one severity
    --fixes [--unsafe]    make the safe (and the unsafe) fixes, and look whether they settle and
                          keep every comment
    --record FILE         write the counts for the pages of the rules (docs/parts/measured.json)
    --judge               after fixes, ask cfn-lint whether it has a new error or warning

Exits with 1 where a rule crashes or a fix does what none may. The answers of cfn-lint are
remembered in the temporary folder (`CFNAUDIT_JUDGE_CACHE`) by the content of the text.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from auditor.engine import registry
from auditor.model.finding import Safety, Severity
from tests.family import tables
from tests.family.audit import Audit, Job, audit
from tests.family.stacks import SIDES, stack_files

_PROCESSES = 2


def main(arguments: list[str]) -> int:
    """Runs everything, prints what was found, and says by the exit code whether all is well."""
    asked = _parser().parse_args(arguments)
    audits = _audits(asked)
    if asked.show:
        print(*_shown(audits, asked), sep="\n")
    else:
        print(*tables.by_rule(audits), "", *tables.failing(audits), sep="\n")
    if asked.record:
        text = json.dumps(tables.record(audits), indent=1) + "\n"
        asked.record.write_text(text, encoding="utf-8")
    if asked.fixes:
        print("", *tables.repairs(audits), sep="\n")
    troubles = list(_troubles(audits))
    print(*troubles, sep="\n", end="\n" if troubles else "")
    if not audits:
        print(f"{asked.family}: has no stacks")
    return 1 if troubles or not audits else 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        "tests.family", description=__doc__, formatter_class=RawDescriptionHelpFormatter
    )
    parser.add_argument("family", type=Path, metavar="FOLDER")
    parser.add_argument("--rule", action="append", default=[], metavar="ID,ID")
    parser.add_argument("--side", choices=SIDES)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--severity", choices=[str(severity) for severity in Severity])
    parser.add_argument("--fixes", action="store_true")
    parser.add_argument("--unsafe", action="store_true")
    parser.add_argument("--record", type=Path, metavar="FILE")
    parser.add_argument("--judge", action="store_true")
    return parser


def _audits(asked: Namespace) -> list[Audit]:
    names = tuple(name for group in asked.rule for name in group.split(","))
    registry.select(registry.load(), names)  # a name that is none is refused once, not by workers
    least = (Safety.UNSAFE if asked.unsafe else Safety.SAFE) if asked.fixes else None
    job = Job(names, least, asked.judge)
    files = list(stack_files(asked.family, (asked.side,) if asked.side else SIDES))
    with ProcessPoolExecutor(_PROCESSES) as pool:
        return list(pool.map(partial(audit, job=job), files, chunksize=8))


def _shown(audits: Iterable[Audit], asked: Namespace) -> Iterator[str]:
    for one in audits:
        for row in one.rows:
            if asked.severity in (None, str(row.severity)):
                yield f"{one.file.name}:{row.line}: {row.severity}[{row.rule}] {row.message}"


def _troubles(audits: Iterable[Audit]) -> Iterator[str]:
    for one in audits:
        told = one.repair.troubles if one.repair else ()
        yield from (f"TROUBLE {one.file.name}: {trouble}" for trouble in (*one.crashes, *told))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
