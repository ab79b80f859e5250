"""How new YAML is to look."""

from __future__ import annotations

from msgspec import Struct

from auditor.source.yaml_.tags import TEXT

PLAIN = "plain"
"""The style of a string that has no quotes unless it needs them."""
KEY = "?"
"""What stands in the place of a key, or a tag, for a key itself."""
STRING = TEXT


class Form(Struct, frozen=True):
    """How a text writes YAML."""

    indent: int
    """Columns of one level."""
    list_offset: int
    """By how many columns list items stand deeper than their key."""
    quote: str
    """The quotes that strings get: `'` or `"`."""
    quote_all: bool
    """Whether strings that need no quotes have them all the same."""
    quoted_tags: frozenset[str]
    """The short functions whose argument is mostly quoted."""
    by_tag: tuple[tuple[str, str], ...]
    """The quotes that the arguments of each short function have, where it has some."""
    short: bool
    """Whether intrinsic functions are written as tags, but for those in `other_form`."""
    key_quote: str = ""
    """The quotes that keys have, if any."""
    by_key: tuple[tuple[str, str], ...] = ()
    """The quotes of the strings that stand behind a key, or `PLAIN`, where most agree."""
    flow_keys: frozenset[str] = frozenset()
    """The keys whose lists of strings are written between brackets."""
    other_form: frozenset[str] = frozenset()
    """The functions that are mostly written in the other form."""
    has_tags: bool = False
    """Whether some function is written as a tag."""
    kept: tuple[tuple[tuple[str, str], str], ...] = ()
    """The quotes, or `PLAIN`, of strings that move here, by their keys, or tags, and texts."""

    def is_short(self, function: str) -> bool:
        """Whether a function is written as a tag."""
        return self.short != (function in self.other_form)
