"""Of a long log, the lines around those that speak of a failure: so much, and no more."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

_FAILURE = (
    *("fail", "error", "exception", "denied", "invalid", "not authorized", "rollback", "cannot"),
    *("refused", "timed out", "\u274c", "\U0001f6d1"),
)
"""Words in lower case, and the signs that CDK and Amplify print."""
_SHORT = 2_000
"""Lines that are all read."""
_BEFORE = 6
_AFTER = 30
_MOST = 40_000
"""Lines that are kept of a longer text."""


def interesting(lines: Iterable[str]) -> Iterator[str]:
    """All lines of a short text; of a long one, from then on, those near to a failure."""
    before: deque[str] = deque(maxlen=_BEFORE)
    left = kept = 0
    for number, line in enumerate(lines):
        if number < _SHORT:
            yield line
            continue
        lowered = line.lower()
        if any(word in lowered for word in _FAILURE):
            if left == 0:
                yield ""
                yield from before
            before.clear()
            left = _AFTER
        if left:
            left -= 1
            kept += 1
            yield line
            if kept >= _MOST:
                return
        else:
            before.append(line)
