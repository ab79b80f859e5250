"""The rules, listed and explained."""

from __future__ import annotations

import inspect
import json

from auditor.engine import registry


def listed(*, as_json: bool) -> str:
    """All rules with service, severity and their first sentence."""
    rules = registry.load()
    rows = [
        {
            "id": rule.id,
            "service": rule.service,
            "severity": str(rule.severity),
            "summary": inspect.cleandoc(rule.doc).partition("\n")[0].replace("`", ""),
        }
        for rule in rules
    ]
    if as_json:
        return json.dumps(rows, indent=2) + "\n"
    widths = {key: max(len(row[key]) for row in rows) for key in ("id", "service", "severity")}
    return "".join(
        f"{row['id']:{widths['id']}}  {row['service']:{widths['service']}}"
        f"  {row['severity']:{widths['severity']}}  {row['summary']}\n"
        for row in rows
    )


def explained(id: str) -> str:
    """The documentation of a rule. Raises UnknownRule."""
    (rule,) = registry.select(registry.load(), [id])
    return f"# {rule.id} ({rule.service}, {rule.severity})\n\n{inspect.cleandoc(rule.doc)}\n"
