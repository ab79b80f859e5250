"""Moves a text to version 3 of the AWS SDK for JavaScript, with the table of the product."""

from __future__ import annotations

from auditor.aws.lambda_.packages.successors import clients
from auditor.embedded.javascript.successors import successor_edits


def moved(source: str) -> str | None:
    """The text with all edits; None where there are none."""
    edits = successor_edits(source, clients())
    if edits is None:
        return None
    for span, text in reversed(edits):
        source = source[: span.start] + text + source[span.end :]
    return source
