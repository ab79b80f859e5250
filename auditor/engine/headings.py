"""Comments that do no more than name what stands below them."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.expression import expression

_WORD = expression(r"[^\W\d_]+")
_OTHER = expression(r"\b\d|[:/'(?!]")
"""Signs of a number, an address, a note of somebody, an aside."""
_PART = expression(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}(?![a-z])")
_MOST_WORDS = 8
_LEAST_COMMON = 4
_GENERAL = frozenset(
    {
        *("attributes", "configuration", "configurations", "data", "options", "parameters"),
        *("policy", "properties", "rules", "setting", "settings", "specification", "type"),
    }
)
"""Words of keys that name nothing."""
_REASONS = frozenset(
    {
        *(
            "all",
            "always",
            "any",
            "avoid",
            "because",
            "but",
            "cannot",
            "deny",
            "disable",
            "disabled",
        ),
        *("due", "else", "every", "except", "fixme", "from", "hack", "hence", "if", "instead"),
        *("keep", "keeps", "kept", "legacy", "must", "need", "needed", "needs", "never", "no"),
        *("none", "not", "off", "old", "only", "otherwise", "prevent", "require", "required"),
        *("requires", "same", "see", "should", "since", "so", "temporarily", "temporary", "then"),
        *("therefore", "thus", "todo", "unless", "until", "when", "while", "without"),
        "workaround",
    }
)
"""Words with which a comment says why something is so, or that it is meant to stay so."""


def is_heading(comment: str, key: str, following: str) -> bool:
    """Whether a comment above a key names this key, not the `following` one, and gives no reason.

    What such a comment says is gone with what stands below it. Anything else may be a decision.
    """
    text = comment.lstrip("#").strip().rstrip(".-=# ")
    words = [word.lower() for word in _WORD.findall(text)]
    is_plain = len(words) <= _MOST_WORDS and not _OTHER.search(text)
    is_bare = is_plain and _REASONS.isdisjoint(words)
    return is_bare and _names(words, key) and not _names(words, following)


def _names(words: Sequence[str], key: str) -> bool:
    parts = {part.lower() for part in _PART.findall(key)} - _GENERAL
    return any(_is_same(word, part) for word in words for part in parts)


def _is_same(word: str, other: str) -> bool:
    """Whether two words are one but for their endings: `notifications` and `notification`."""
    short, long = sorted((word, other), key=len)
    return short == long or (len(short) >= _LEAST_COMMON and long.startswith(short))
