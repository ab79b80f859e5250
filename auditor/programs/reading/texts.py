"""Methods of texts, where all of them is known."""

from __future__ import annotations

import string
from collections.abc import Callable

from auditor.programs.reading.settled import settled
from auditor.programs.syntax import Scalar
from auditor.programs.values import Joined, Known, Mapping, Sequence, Unknown, Value

_PLAIN: dict[str, Callable[[str], str]] = {
    "lower": str.lower, "upper": str.upper, "strip": str.strip, "title": str.title,
    "toLowerCase": str.lower, "toUpperCase": str.upper, "trim": str.strip,
    "capitalize": str.capitalize,
}  # fmt: skip
_WITH_ONE: dict[str, Callable[[str, str], str | bool]] = {
    "includes": lambda text, part: part in text,
    "removeprefix": str.removeprefix,
    "removesuffix": str.removesuffix,
    "lstrip": str.lstrip,
    "rstrip": str.rstrip,
    "strip": str.strip,
}
_LONGEST = 300_000
_SAME = frozenset({"strip", "trim", "toString", "dedent"})


def text_method(
    value: Value, name: str, given: list[Value], named: Mapping, *, is_python: bool
) -> Value | None:
    """What a method of a text gives; None where that is not known."""
    whole = settled(value)
    text = whole.value if isinstance(whole, Known) else None
    if name in _SAME and (not isinstance(text, str) or text.strip() == text):
        return value
    if not isinstance(text, str):
        return None
    if name in _PLAIN and not given:
        return Known(value=_PLAIN[name](text))
    scalars = [one.value for one in map(settled, given) if isinstance(one, Known)]
    texts = [one for one in scalars if isinstance(one, str)]
    if name in ("slice", "substring") and len(scalars) == len(given):
        return _part(text, name, scalars)
    if len(texts) == len(given):
        if name in ("replace", "replaceAll") and len(texts) == 2:
            count = -1 if is_python or name == "replaceAll" else 1
            made = text.replace(str(texts[0]), str(texts[1]), count)
            return Known(value=made) if len(made) < _LONGEST else Unknown(why="size")
        if name in _WITH_ONE and len(texts) == 1:
            return Known(value=_WITH_ONE[name](text, texts[0]))
        if name == "split" and len(texts) == 1 and texts[0]:
            return Sequence(items=[Known(value=part) for part in text.split(str(texts[0]))])
        if name in ("startswith", "startsWith", "endswith", "endsWith") and len(texts) == 1:
            is_start = name.lower().startswith("starts")
            part = str(texts[0])
            return Known(value=text.startswith(part) if is_start else text.endswith(part))
    if name == "format":
        return formatted(text, given, named)
    return None


def _part(text: str, name: str, places: list[Scalar]) -> Value | None:
    """`text.slice(start, end)`; `substring` takes the lesser number first and none below 0."""
    numbers = [place for place in places if type(place) is int]
    if not numbers or len(numbers) < len(places) or len(numbers) > 2:
        return None
    if name == "substring":
        numbers = sorted(max(number, 0) for number in (*numbers, len(text))[:2])
    return Known(value=text[slice(*numbers)] if len(numbers) == 2 else text[numbers[0] :])


def formatted(text: str, given: list[Value], named: Mapping) -> Value:
    """`text.format(...)`."""
    values: dict[str, Value] = {str(at): value for at, value in enumerate(given)}
    values.update((key, item.value) for key, item in named.items.items())
    parts: list[Value] = []
    count = 0
    try:
        for literal, field, spec, conversion in string.Formatter().parse(text):
            if literal:
                parts.append(Known(value=literal))
            if field is None:
                continue
            found = values.get(field or str(count))
            count += not field
            parts.append(Unknown() if found is None or spec or conversion else found)
    except ValueError:
        return Unknown(why="format")
    return Joined(parts=parts)
