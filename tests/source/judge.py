"""What must hold of every edit of every document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from auditor.model.edit import Edit, edited
from auditor.model.text import apply_edits
from auditor.model.tree import same
from auditor.source.base import Document, NotSure
from auditor.source.detect import parse


def made(text: str, edits: Sequence[Edit], read: Callable[[str], Document] = parse) -> str | None:
    """The text with the edits made, judged; None where the format is not sure.

    The tree of the new text must be the edited tree, every comment must be there still, and every
    character outside of the text edits must be what it was.
    """
    document = read(text)
    try:
        text_edits = document.lower(edits)
    except NotSure:
        return None
    after = apply_edits(text, text_edits)
    again = read(after)
    assert same(again.tree, edited(document.tree, edits)), f"{edits}\n{text}\n=>\n{after}"
    assert not Counter(document.comments(text)) - Counter(again.comments(after)), f"{text}\n{after}"
    start = min((cut.start for cut in text_edits), default=len(text))
    rest = len(text) - max((cut.end for cut in text_edits), default=len(text))
    assert after[:start] == text[:start]
    assert rest == 0 or after[-rest:] == text[-rest:]
    return after
