"""The section `## Error` of a rule's documentation, which is the list of its patterns.

Each line of a fenced block is one, a line that begins with a space goes on with the one before, and
each piece of inline code with a space in it is a further one. Where a block shows an error as
somebody saw it, the paragraph that begins with "In general" has its pattern. See
`auditor.diagnose.signatures`.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from auditor.expression import expression

_CODE = expression(r"`([^`]+)`")
_FENCE = "```"
_IN_GENERAL = "In general"


def error_section(doc: str) -> str:
    """The text of the section; empty where there is none."""
    return inspect.cleandoc(doc).partition("\n## Error\n")[2].partition("\n## ")[0].strip()


def patterns(doc: str) -> Iterator[tuple[str, bool]]:
    """The patterns as they are written, and whether each is one that the rule is first about."""
    parts = error_section(doc).split(_FENCE)
    for block in parts[1::2]:
        for line in block.strip("\n").replace("\n ", " ").splitlines():
            yield " ".join(line.split()), True
    for prose in parts[::2]:
        for paragraph in prose.split("\n\n"):
            is_main = paragraph.strip().startswith(_IN_GENERAL)
            for quoted in _CODE.findall(paragraph):
                if " " in (text := " ".join(quoted.split())):
                    yield text, is_main


def samples(doc: str) -> Iterator[str]:
    """What the section shows as somebody saw it, where it says what is general of that."""
    if f"\n{_IN_GENERAL}" in error_section(doc):
        yield from (text for text, _ in patterns(doc) if "<" not in text)
