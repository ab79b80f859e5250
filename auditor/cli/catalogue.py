"""The rules, listed and explained."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from auditor.engine import registry
from auditor.model.rule import AnyRule

if TYPE_CHECKING:
    from auditor.report.sarif import RuleText


def listed(rules: Iterable[AnyRule], *, as_json: bool) -> str:
    """The rules with service, severity and their first sentence."""
    rows = [
        {
            "id": rule.id,
            "service": rule.service,
            "severity": str(rule.severity),
            "summary": _plain(inspect.cleandoc(rule.doc).partition("\n")[0]),
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


def explained(rules: Iterable[AnyRule], id: str) -> str:
    """The documentation of one of the rules. Raises UnknownRule."""
    rule = registry.find(rules, id)
    facts = ", ".join(filter(None, (rule.service, str(rule.severity), rule.fails.in_words)))
    return f"# {rule.id} ({facts})\n\n{inspect.cleandoc(rule.doc)}\n"


def summaries(rules: Iterable[AnyRule]) -> dict[str, str]:
    """The first sentence of each rule, by their ids."""
    return {rule.id: _plain(inspect.cleandoc(rule.doc).partition("\n")[0]) for rule in rules}


def rule_texts(rules: Iterable[AnyRule]) -> dict[str, RuleText]:
    """What SARIF says of the rules, by their ids."""
    from auditor.report.sarif import RuleText

    return {
        rule.id: RuleText(
            title=_plain(doc.partition("\n")[0]),
            description=_plain(_section(doc, "What it does")),
            markdown=doc,
            severity=rule.severity,
        )
        for rule in rules
        for doc in [inspect.cleandoc(rule.doc)]
    }


def _section(doc: str, heading: str) -> str:
    """The text below a heading as one paragraph; empty where there is none."""
    text = doc.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return " ".join(text.split())


def _plain(markdown: str) -> str:
    return markdown.replace("`", "")
