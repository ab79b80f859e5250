"""The comments of modules."""

from __future__ import annotations

import io
import tokenize

from auditor.expression import expression
from auditor.programs.syntax import File

_STRING = r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`"
_COMMENT = expression(rf"{_STRING}|(//[^\n]*|/\*[^*]*\*+(?:[^/*][^*]*\*+)*/)")


def comments_of(file: File) -> list[str]:
    """The comments of a module, in order."""
    if file.language != "python":
        return [found.group(1) for found in _COMMENT.finditer(file.text) if found.group(1)]
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(file.text).readline))
    except (tokenize.TokenError, SyntaxError):
        return []
    return [token.string for token in tokens if token.type == tokenize.COMMENT]
