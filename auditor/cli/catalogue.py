"""The rules, listed and explained."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from auditor.cli.wrapping import hanging, wrapped
from auditor.engine import registry
from auditor.engine.registry import UnknownRule
from auditor.model.rule import AnyRule

if TYPE_CHECKING:
    from auditor.report.sarif import RuleText

_FEWEST_WORDS = 2
"""Of what is taken for the text of an error."""


def listed(rules: Iterable[AnyRule], *, as_json: bool, columns: int | None = None) -> str:
    """The rules with service, severity and their first sentence.

    `columns` are those of the terminal, None where there is none.
    """
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
    return _table(rows, columns)


def _table(rows: list[dict[str, str]], columns: int | None) -> str:
    """The rows in columns, the summaries wrapped where a terminal reads."""
    widths = {key: max(len(row[key]) for row in rows) for key in ("id", "service", "severity")}
    heads = ("  ".join(f"{row[key]:{widths[key]}}" for key in widths) + "  " for row in rows)
    lines = zip(heads, (row["summary"] for row in rows), strict=True)
    return "".join(
        f"{head}{text}\n" if columns is None else f"{hanging(head, text, columns)}\n"
        for head, text in lines
    )


def explained(rules: Sequence[AnyRule], asked: str, columns: int | None = None) -> str:
    """What is known about an id, a service, or the text of an error. Raises UnknownRule.

    `columns` are those of the terminal, None where there is none.
    """
    of_service = [rule for rule in rules if rule.service == asked]
    if of_service:
        return listed(of_service, as_json=False, columns=columns)
    if len(asked.split()) < _FEWEST_WORDS:
        return _page(registry.find(rules, asked), columns)
    from auditor.diagnose.known import Catalogue

    found = Catalogue(rules).explaining(asked)
    if not found:
        raise UnknownRule(
            "no rule explains this error; cfnaudit diagnose says of which kind its cause is, and"
            " cfnaudit rules lists what rules look for"
        )
    if len(found) == 1:
        return _page(found[0], columns)
    rows = listed(found, as_json=False, columns=columns)
    return f"{rows}\nSeveral rules are about this error; cfnaudit explain RULE prints a page\n"


def _page(rule: AnyRule, columns: int | None) -> str:
    facts = ", ".join(filter(None, (rule.service, str(rule.severity), rule.fails.in_words)))
    page = f"# {rule.id} ({facts})\n\n{inspect.cleandoc(rule.doc)}\n"
    return page if columns is None else wrapped(page, columns)


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
