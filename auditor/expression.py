"""Regular expressions that are compiled when they are first used, and not when a program starts."""

from __future__ import annotations

import re
from typing import Any, cast


class Expression:
    """Stands for a compiled expression until the first question for anything of it."""

    _KEPT = ("match", "fullmatch", "search", "sub", "split", "findall", "finditer")

    def __init__(self, pattern: str, flags: int) -> None:
        self._given = pattern, flags

    @property
    def compiled(self) -> re.Pattern[str]:
        """The expression itself."""
        return re.compile(*self._given)

    def __getattr__(self, name: str) -> Any:
        compiled = self.compiled
        for kept in self._KEPT:
            setattr(self, kept, getattr(compiled, kept))
        return getattr(compiled, name)


def expression(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, but that nothing is compiled, nor found to be wrong, before it is used."""
    return cast("re.Pattern[str]", Expression(pattern, flags))
