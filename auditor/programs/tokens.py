"""The comments of modules."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator

from auditor.programs.syntax import File


def comments_of(file: File) -> list[str]:
    """The comments of a module, in order."""
    if file.language != "python":
        return list(_of_a_script(file))
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(file.text).readline))
    except (tokenize.TokenError, SyntaxError):
        return []
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def _of_a_script(file: File) -> Iterator[str]:
    """By the grammar: texts, regular expressions and templates hold what looks like a comment."""
    if "//" not in file.text and "/*" not in file.text:
        return
    from auditor.embedded.javascript.syntax import parse_leniently, text
    from auditor.programs.javascript.reader import is_typescript

    left = [parse_leniently(file.text, typescript=is_typescript(file.name))]
    while left:
        node = left.pop()
        if node.type == "comment":
            yield text(node)
        left += reversed(node.named_children)
