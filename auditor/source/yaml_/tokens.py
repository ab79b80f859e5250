"""What the nodes of a YAML text do not tell: its comments, anchors and aliases."""

from __future__ import annotations

from msgspec import Struct

from auditor.expression import expression
from auditor.model.text import Span
from auditor.source.yaml_.libyaml import (
    AliasToken,
    AnchorToken,
    BlockEndToken,
    BlockMappingStartToken,
    BlockSequenceStartToken,
    KeyToken,
    ScalarToken,
    StreamEndToken,
    StreamStartToken,
    scan,
)

_COMMENT = expression(r"#[^\r\n]*")
_LINE_END = expression(r"\r\n|\n|\r")
_HEADER_COMMENT = expression(r"[^\r\n#]*[ \t](#[^\r\n]*)")
_TEXTLESS = frozenset(
    {
        StreamStartToken,
        StreamEndToken,
        BlockEndToken,
        BlockMappingStartToken,
        BlockSequenceStartToken,
        KeyToken,
    }
)


class Tokens(Struct, frozen=True):
    """Spans in the order of the text."""

    comments: tuple[Span, ...]
    anchors: tuple[Span, ...]
    """Anchors that an alias refers to, with their `&`."""
    aliases: tuple[Span, ...]
    texts: tuple[Span, ...]
    """Scalars of several lines; of those in blocks, what stands below the header."""


def tokens(text: str) -> Tokens:
    """Reads a text once more, token by token; a comment is what stands between, and no blank."""
    comments: list[Span] = []
    anchors: list[tuple[str, Span]] = []
    aliases: list[tuple[str, Span]] = []
    texts: list[Span] = []
    here = 0
    for token in scan(text):
        kind = type(token)
        if kind in _TEXTLESS:
            continue
        start, end = token.start_mark.index, token.end_mark.index
        if text.find("#", here, start) >= 0:
            comments += (Span(*found.span()) for found in _COMMENT.finditer(text, here, start))
        here = max(here, end)
        if kind is ScalarToken:
            if token.style in ("|", ">"):
                header = _HEADER_COMMENT.match(text, start)
                comments += [Span(*header.span(1))] if header else []
                below = _LINE_END.search(text, start, end)
                # at the end of the text, what is added without a line end is added to the scalar
                open_end = text[end - 1] not in "\r\n"
                texts += [Span(below.end(), end + open_end)] if below else []
            elif token.start_mark.line < token.end_mark.line:
                texts.append(Span(start, end))
        elif kind is AnchorToken:
            anchors.append((token.value, Span(start, end)))
        elif kind is AliasToken:
            aliases.append((token.value, Span(start, end)))
    comments += (Span(*found.span()) for found in _COMMENT.finditer(text, here))
    used = {name for name, _ in aliases}
    return Tokens(
        comments=tuple(comments),
        anchors=tuple(span for name, span in anchors if name in used),
        aliases=tuple(span for _, span in aliases),
        texts=tuple(texts),
    )
