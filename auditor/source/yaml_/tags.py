"""What a plain scalar is: the tag that YAML 1.1 resolves it to, as PyYAML does.

https://yaml.org/type/
"""

from __future__ import annotations

from auditor.expression import expression

CORE = "tag:yaml.org,2002:"
TEXT, NULL, BOOL, INT = CORE + "str", CORE + "null", CORE + "bool", CORE + "int"
FLOAT, TIMESTAMP, MERGE, VALUE = (CORE + n for n in ("float", "timestamp", "merge", "value"))
MAP, SEQUENCE = CORE + "map", CORE + "seq"
WORDS = {"": NULL, "~": NULL, "<<": MERGE, "=": VALUE} | {
    form: tag
    for tag, words in ((BOOL, ("yes", "no", "true", "false", "on", "off")), (NULL, ("null",)))
    for word in words
    for form in (word, word.title(), word.upper())
}
"""The plain scalars that are no text, but for numbers and timestamps."""
_DIGITS = frozenset("0123456789")
NUMERIC = frozenset({"-", "+", ".", *_DIGITS})
"""How numbers and timestamps begin."""
_DATE = "0000-00-00"
_FLOAT = expression(
    r"(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?"
    r"|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\Z"
)
_INT = expression(
    r"(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+"
    r"|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)\Z"
)
_TIMESTAMP = expression(
    r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}"
    r"(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)\Z"
)


def tag_of(value: str) -> str:
    """The tag of a plain scalar that has none of its own."""
    known = WORDS.get(value)
    if known is not None:
        return known
    if value[0] not in NUMERIC:
        return TEXT
    if value.isascii() and value.isdecimal() and value[0] != "0":
        return INT
    # the version of the format, in nearly every template: no expression is compiled for it
    if len(value) == len(_DATE) and value[4] == value[7] == "-" and _digits(value) == 8:
        return TIMESTAMP
    if _FLOAT.match(value):
        return FLOAT
    if _INT.match(value):
        return INT
    return TIMESTAMP if _TIMESTAMP.match(value) else TEXT


def _digits(value: str) -> int:
    return sum(character in _DIGITS for character in value)
