"""Whether two texts are the same code but for comments and blanks."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node


def is_same_code(language: str, one: str, other: str, *, typescript: bool = False) -> bool:
    """Whether both can be read and say the same; False for a language that is not known."""
    if language == "python":
        return _is_same_python(one, other)
    if language == "javascript":
        return _is_same_javascript(one, other, typescript=typescript)
    return False


def _is_same_python(one: str, other: str) -> bool:
    from auditor.embedded.python.parse import parse

    sources = parse(one), parse(other)
    if sources[0] is None or sources[1] is None:
        return False
    try:
        return ast.dump(sources[0].tree) == ast.dump(sources[1].tree)
    except RecursionError:
        return False


def _is_same_javascript(one: str, other: str, *, typescript: bool) -> bool:
    from auditor.embedded.javascript.syntax import parse

    roots = parse(one, typescript=typescript), parse(other, typescript=typescript)
    if roots[0] is None or roots[1] is None:
        return False
    return list(_words(roots[0])) == list(_words(roots[1]))


def _words(root: Node) -> Iterator[tuple[str, bytes | None]]:
    """The kinds of all nodes in the order of the text, with what stands in the innermost ones."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.type == "comment":
            continue
        yield node.type, None if node.children else node.text
        waiting.extend(reversed(node.children))
