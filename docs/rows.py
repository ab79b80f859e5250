"""The tables on the pages of rules that rest on one: each row with its error and its source."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "auditor" / "data"
TABLES = {
    "duplicate-name": "unique_together.json",
    "property-combination": "property_combinations",
    "refused-value": "refused_values",
    "undeclared-part": "declared_parts.json",
}
_DOCUMENTATION = "https://docs.aws.amazon.com/"
_HEAD = (
    "\n## Rows\n"
    "What a row is about and the limit that it states are documented or reported at its source."
    " The words of the error are those of AWS, linked where a page was found that shows them; a row"
    " without them is about an error that no public page shows.\n\n"
    "| type | refused, since | error | source |\n|---|---|---|---|\n"
)


def rows(rule: str) -> str:
    """The section of a rule's page, empty for rules without such a table."""
    if rule not in TABLES:
        return ""
    return _HEAD + "".join(_rows(_read(DATA / TABLES[rule])))


def errors(rule: str) -> Iterator[str]:
    """The errors of the rows, each once, but for those that say little.

    Those of the smaller tables are said of much else, and the pages of their rules have the others.
    """
    table = DATA / TABLES.get(rule, "")
    told = _read(table) if rule in TABLES and table.is_dir() else []
    yield from dict.fromkeys(
        row["error"] for row in told if row["error"] and not row.get("is_vague")
    )


def _read(path: Path) -> list[dict[str, Any]]:
    """The rows of a file, or of all files of a folder."""
    if path.is_dir():
        lines = (
            line for file in sorted(path.glob("*.jsonl")) for line in file.open(encoding="utf-8")
        )
        return [json.loads(line) for line in lines]
    told: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["rows"]
    return told


def _rows(told: list[dict[str, Any]]) -> Iterator[str]:
    for row in sorted(told, key=lambda one: str(one["type"])):
        source = row["source"]
        is_documented = source.startswith(_DOCUMENTATION)
        kind = "documented" if is_documented else "reported"
        reported = row.get("reported", "" if is_documented else source)
        why = row.get("why") or (
            f"the {row['what']} is not declared"
            if "what" in row
            else f"another one has its {' and '.join(row['keys'])}"
        )
        cells = row["type"], why, _error(row["error"], reported), f"[{kind}]({source})"
        yield f"| {' | '.join(cells)} |\n"


def _error(text: str, link: str) -> str:
    if not text:
        return "not public"
    shown = text.replace("|", "\\|").replace("`", "'")
    return f"[`{shown}`]({link})" if link else f"`{shown}`"
