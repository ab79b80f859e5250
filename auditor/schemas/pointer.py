"""References within a schema: https://www.rfc-editor.org/rfc/rfc6901."""

from __future__ import annotations

from auditor.model.tree import Missing, Tree, at


def pointed(root: Tree, reference: str) -> Tree:
    """What a reference within a schema points to. Raises Missing where that is nothing in it."""
    if reference != "#" and not reference.startswith("#/"):
        raise Missing(reference)
    here = root
    for part in reference.split("/")[1:]:
        name = _unquoted(part).replace("~1", "/").replace("~0", "~")
        step = int(name) if isinstance(here, list) and name.isdecimal() and name.isascii() else name
        here = at(here, (step,))
    return here


def _unquoted(part: str) -> str:
    if "%" not in part:
        return part
    from urllib.parse import unquote

    return unquote(part)
