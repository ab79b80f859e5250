"""How one document writes values: its style, and the quotes of what stands where they go."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from msgspec.structs import replace

from auditor.model.path import Path
from auditor.model.text import Lines
from auditor.model.tree import Tree
from auditor.source.yaml_.form import KEY, PLAIN
from auditor.source.yaml_.places import Places
from auditor.source.yaml_.read import function_of
from auditor.source.yaml_.render import Style, is_plain, json_like, quoted
from auditor.source.yaml_.surroundings import kept_quotes, style_of, usual_quote


class Writing:
    """Writes values as the document does."""

    def __init__(self, text: str, places: Places) -> None:
        self._text = text
        self._places = places
        self._moving: dict[tuple[str, str], str] = {}

    @cached_property
    def _usual(self) -> Style:
        return style_of(self._places.root, Lines(self._text))

    @property
    def style(self) -> Style:
        """How the document writes YAML; what moves keeps its quotes."""
        return replace(self._usual, kept=tuple(self._moving.items()))

    def keep_quotes_of(self, gone: Iterable[Path]) -> None:
        """Has strings that come back elsewhere written as they are where they go from."""
        places = [(path, place) for path in gone if (place := self._places.find(path)).written]
        self._moving = kept_quotes((_key(path), place.node) for path, place in places)
        for _, place in places:
            key = place.entry.key if place.entry is not None else None
            if key is not None and key.style in ("'", '"'):
                self._moving[KEY, key.value] = key.style

    def style_at(self, path: Path) -> Style:
        """The style of a value: the quotes, and short functions, are those of what stood there."""
        old = self._places.find(path).node
        style = self.style.behind(str(path[-1]) if path else "", usual_quote([old]))
        if function_of(old) is not None:
            return replace(style, short=True, other_form=frozenset())
        return style

    def in_flow(self, path: Path, value: Tree) -> str:
        """The value between brackets: as JSON where keys around it are written so."""
        return json_like(value) if self._is_json(path) else self.style.inline(value)

    def beside_key(self, path: Path, value: Tree) -> str | None:
        """A value on one line, as what stood there or as its document has it; None without one."""
        old = self._places.find(path).node
        quote = getattr(old, "style", None)
        written = like(quote if quote in ("'", '"') else usual_quote([old]), value, flow=False)
        written = written or self.style_at(path).beside_key(value)
        return None if "\n" in written else written.removeprefix(" ")

    def _is_json(self, path: Path) -> bool:
        for depth in range(len(path), 0, -1):
            place = self._places.find(path[:depth])
            if place.in_flow and place.entry is not None and place.entry.key is not None:
                return bool(place.entry.key.style == '"')
            if not place.in_flow:
                break
        return False


def like(quote: str | None, value: Tree, *, flow: bool) -> str | None:
    """A string written as others are; None where it cannot be, and for all else."""
    if quote is None or not isinstance(value, str):
        return None
    if quote != PLAIN:
        return quoted(value, quote)
    return value if is_plain(value, flow=flow) else None


def _key(path: Path) -> str:
    """The key that a value, or the list that it is in, stands behind."""
    return next((step for step in reversed(path) if isinstance(step, str)), "")
