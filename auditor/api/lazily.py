"""Names that are imported when a rule asks for them, and not with all others of their module."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from auditor.api.index import NAMES


def lazily(module: str) -> Callable[[str], Any]:
    """The `__getattr__` of a module whose imports stand under TYPE_CHECKING.

    Where they come from says `index.py`, which `docs/generate.py` writes from them.
    """
    places = NAMES[module.rpartition(".")[2]]

    def find(name: str) -> Any:
        if name not in places:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        place, _, own = places[name].partition(":")
        try:
            return getattr(import_module(place), own)
        except AttributeError:
            return import_module(f"{place}.{own}")

    return find
