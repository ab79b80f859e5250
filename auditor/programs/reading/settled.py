"""Values as what they come to, without how they were put together."""

from __future__ import annotations

from auditor.programs.reading.enumerations import plain
from auditor.programs.values import Joined, Known, Value


def settled(value: Value) -> Value:
    """A text of parts that are all known as one text, and a member as the value it counts as."""
    value = plain(value)
    if not isinstance(value, Joined):
        return value
    texts = [part.value for part in value.parts if isinstance(part, Known)]
    if len(texts) < len(value.parts) or not all(_is_shown_alike(text) for text in texts):
        return value
    return Known(value="".join(map(str, texts)))


def _is_shown_alike(value: object) -> bool:
    """Whether both languages write a value in a text as `str` does."""
    return isinstance(value, str) or type(value) is int
