"""Which property an argument is."""

from __future__ import annotations

from auditor.data.pulumi_meaning import Meaning
from auditor.programs.meaning.schemas import Schema

_OF_THE_PROVIDER = frozenset({"tags", "region", "tagsAll", "namePrefix", "timeouts"})
"""Arguments of many classes that say how the provider works, or that no rule looks at."""


def property_of(argument: str, meaning: Meaning, prefix: str, schema: Schema) -> str | None:
    """The property that an argument is; None for one that has none.

    `prefix` has the arguments around it, each with a dot behind it. A property may have marks, see
    `auditor/data/pulumi_meaning.py`.
    """
    if argument[:1].isupper():
        return None
    known = meaning.args.get(prefix + argument, "")
    if known != "":
        return known
    if not prefix and argument in _OF_THE_PROVIDER:
        return None
    plain = argument.lower()
    for name in schema.get("properties", {}):
        lowered = name.lower()
        if lowered == plain or (prefix and plain in (lowered + "s", lowered.removesuffix("s"))):
            return str(name)
    is_own = meaning.type.startswith("Pulumi::")
    return argument[:1].upper() + argument[1:] if is_own else None


def is_passed_over(argument: str, meaning: Meaning, prefix: str) -> bool:
    """Whether an argument that is no property changes none either."""
    return prefix + argument in meaning.args or (not prefix and argument in _OF_THE_PROVIDER)
