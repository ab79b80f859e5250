"""Writes a tree as JSON in a random layout, and knows nothing of the code under test."""

from __future__ import annotations

import json
from random import Random

from auditor.model.tree import Tree


class JsonLayout:
    """One random way to write JSON."""

    def __init__(self, rng: Random, *, odd: bool) -> None:
        self.rng = rng
        self.unit = rng.choice(("  ", "    ", " ", "\t", "   ", "", ""))
        self.comma, self.colon = rng.choice(((", ", ": "), (",", ":"), (", ", " : ")))
        self.inline_rate = rng.choice((0, 4, 2))
        self.ascii = rng.randrange(2)
        self.wild = odd and rng.randrange(5) == 0

    def document(self, tree: Tree) -> str:
        """The text of a whole document."""
        text = self.value(tree, 0, inline=not self.unit) + self.rng.choice(("", "\n", "\n\n"))
        if self.wild:
            text = self.blank() + text
        return text.replace("\n", self.rng.choice(("\n", "\n", "\n", "\r\n")))

    def blank(self) -> str:
        return self.rng.choice(("", "", " ", "\n", "  ", "\t", "\n\n ")) if self.wild else ""

    def value(self, value: Tree, depth: int, *, inline: bool) -> str:
        inline = inline or (self.inline_rate > 0 and self.rng.randrange(self.inline_rate) == 0)
        if isinstance(value, dict) and value:
            parts = [
                self.text(key)
                + self.blank()
                + self.colon
                + self.blank()
                + self.value(entry, depth + 1, inline=inline)
                for key, entry in value.items()
            ]
            return self.brackets("{}", parts, depth, inline=inline)
        if isinstance(value, list) and value:
            parts = [self.value(entry, depth + 1, inline=inline) for entry in value]
            return self.brackets("[]", parts, depth, inline=inline)
        return self.text(value)

    def brackets(self, pair: str, parts: list[str], depth: int, *, inline: bool) -> str:
        if inline:
            pad = " " if self.comma == ", " and self.rng.randrange(2) else self.blank()
            return (
                pair[0]
                + pad
                + (self.blank() + self.comma + self.blank()).join(parts)
                + pad
                + pair[1]
            )
        inner = "\n" + self.unit * (depth + 1)
        return pair[0] + inner + ("," + inner).join(parts) + "\n" + self.unit * depth + pair[1]

    def text(self, value: Tree) -> str:
        written = json.dumps(value, ensure_ascii=bool(self.ascii))
        return written.replace("/", "\\/") if self.wild else written
