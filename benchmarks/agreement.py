"""Compares findings with those of other tools: `python -m benchmarks.agreement FAMILY`.

The folder is one that `python -m tests.family` takes, and `FAMILY/peers/` has what other tools say
of its files: `cfn-lint*.jsonl` and `cloudformation-validate*.jsonl`, a JSON list a line with the
file, the rule, the line, the logical ID (where the tool tells it), the path and the message.

What one of them calls an error in a version that failed, and we do not, is listed, but for what
`differences.json` beside this module says of it: a rule of theirs, words of the message, and why
nothing is said here. Exits with 1 where less than 98 % of what both of them say is said here.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from msgspec import Struct, convert

from auditor.model.finding import Severity
from tests.family.audit import Audit, Job, audit
from tests.family.stacks import stack_files

_GOAL = 0.98
_NEAR = 2
"""Lines between a finding of ours and one of theirs about the same thing."""
_PROCESSES = 2
_DIFFERENCES = Path(__file__).with_name("differences.json")


class Said(Struct, frozen=True):
    """A finding of another tool."""

    file: str
    rule: str
    line: int
    logical_id: str
    message: str


class Difference(Struct, frozen=True):
    """A rule of another tool whose findings with some words are deliberately not ours."""

    rule: str
    words: str
    why: str

    def covers(self, said: Said) -> bool:
        """Whether a finding is one of these."""
        return said.rule == self.rule and self.words in said.message


def main(arguments: list[str]) -> int:
    """Prints the comparison."""
    family = Path(arguments[0])
    peers = {
        path.name.rpartition("-")[0]: list(_read(path))
        for path in sorted((family / "peers").glob("*.jsonl"))
        if path.name.startswith(("cfn-lint", "cloudformation-validate"))
    }
    with ProcessPoolExecutor(_PROCESSES) as pool:
        files = list(stack_files(family, ("broken",)))
        audits = list(pool.map(partial(audit, job=Job()), files, chunksize=8))
    ours = {_name(one): one for one in audits}
    known = convert(json.loads(_DIFFERENCES.read_text()), list[Difference])
    both = _said_by_all(list(peers.values()))
    found = _table({**peers, "both": both}, ours, known)
    print("| said by | errors | we too | different on purpose | not said | share |")
    print("|---|---|---|---|---|---|")
    share = 0.0
    for name, (total, said, meant, missed) in found.items():
        share = said / (total - meant) if total > meant else 1.0
        print(f"| {name} | {total} | {said} | {meant} | {len(missed)} | {share:.1%} |")
    print("\nSaid by both, and not here:")
    for miss in found["both"][3]:
        print(f"{miss.file}:{miss.line}: {miss.rule} {miss.logical_id} {miss.message[:120]}")
    return 0 if share >= _GOAL else 1


def _read(path: Path) -> Iterator[Said]:
    for line in path.read_text().splitlines():
        file, rule, at, *place, message = json.loads(line)
        if rule[0] not in "EF" or "/broken" not in file:
            continue
        is_in_resource = len(place) > 1 or place[0].startswith("Resources/")
        owner = place[0].removeprefix("Resources/").partition("/")[0] if is_in_resource else ""
        yield Said(file, rule, at, owner, message)


def _said_by_all(lists: list[list[Said]]) -> list[Said]:
    """What the first list says and all others too, of the same line or resource."""
    first, *others = lists
    by_file: list[Mapping[str, list[Said]]] = []
    for one in others:
        grouped: dict[str, list[Said]] = defaultdict(list)
        for said in one:
            grouped[said.file].append(said)
        by_file.append(grouped)
    return [
        said
        for said in first
        if all(any(_alike(said, other) for other in one.get(said.file, ())) for one in by_file)
    ]


def _alike(one: Said, other: Said) -> bool:
    is_near = abs(one.line - other.line) <= _NEAR
    return is_near or bool(one.logical_id and one.logical_id == other.logical_id)


def _name(one: Audit) -> str:
    return f"{one.file.path.parent.name}/{one.file.path.name}"


def _table(
    lists: Mapping[str, Iterable[Said]], ours: Mapping[str, Audit], known: list[Difference]
) -> dict[str, tuple[int, int, int, list[Said]]]:
    table = {}
    for name, said in lists.items():
        counts: Counter[str] = Counter()
        missed = []
        for one in said:
            counts["total"] += 1
            if _is_ours(one, ours.get(one.file)):
                counts["said"] += 1
            elif any(difference.covers(one) for difference in known):
                counts["meant"] += 1
            else:
                missed.append(one)
        table[name] = (counts["total"], counts["said"], counts["meant"], missed)
    return table


def _is_ours(said: Said, one: Audit | None) -> bool:
    """Whether we say something of the line, or of the resource by its name."""
    if one is None:
        return False
    named = re.compile(rf"\b{re.escape(said.logical_id)}\b") if said.logical_id else None
    return any(
        row.severity > Severity.INFO
        and (abs(row.line - said.line) <= _NEAR or (named and named.search(row.message)))
        for row in one.rows
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
