"""A page as a parser of HTML reads it."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "input", "img", "link", "br"}
SVG_VOID = {"rect"}


class Reader(HTMLParser):
    """Takes down all elements with their attributes, the text, and what does not fit together."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.faults: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        self.faults += (f"{tag} is not closed" for tag in self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"{tag} closes nothing")

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] not in ("script", "style"):
            self.texts.append(data)

    @property
    def tags(self) -> set[str]:
        return {tag for tag, _ in self.elements}

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def having(self, attribute: str, value: str | None = None) -> list[dict[str, str]]:
        """The attributes of elements that have one, perhaps with a value."""
        return [
            attributes
            for _, attributes in self.elements
            if attribute in attributes and value in (None, attributes[attribute])
        ]

    def of_class(self, name: str) -> list[dict[str, str]]:
        """The attributes of the elements of a class."""
        return [one for one in self.having("class") if name in one["class"].split()]
