"""Functions in values, without a look at what they return."""

from __future__ import annotations

from auditor.model.tree import Tree
from auditor.schemas.value import Gap, Value

_NEVER_NOTHING = frozenset(
    {
        "Fn::Base64",
        "Fn::Cidr",
        "Fn::GetAZs",
        "Fn::GetAtt",
        "Fn::ImportValue",
        "Fn::Join",
        "Fn::Split",
        "Fn::Sub",
        "Fn::ToJsonString",
        "Ref",
    }
)
_NOTHING = {"Ref": "AWS::NoValue"}


def is_call(value: dict[str, Tree]) -> bool:
    """Whether a mapping is a function, of another tool too, or has one that adds to it."""
    if len(value) == 1:
        (key,) = value
        return key == "Ref" or "::" in key
    for key in value:  # noqa: SIM110, a generator would take as long again
        if key[:4] == "Fn::":
            return True
    return False


def _never_vanishes(call: dict[str, Tree]) -> bool:
    """Whether a function returns something for certain."""
    return len(call) == 1 and call != _NOTHING and call.keys() <= _NEVER_NOTHING


def may_vanish(value: Tree) -> bool:
    """Whether a value may turn out to be none at all."""
    return type(value) is dict and ("Fn::If" in value or value == _NOTHING)


def rough(value: Tree) -> Value:
    """A value with a gap for each function, without places."""
    if type(value) is dict:
        if is_call(value):
            return Value(Gap.SOME if _never_vanishes(value) else Gap.PERHAPS, ())
        return Value({key: rough(part) for key, part in value.items()}, (), is_loose=True)
    if type(value) is list:
        return Value([rough(item) for item in value], (), is_loose=True)
    return Value(value, (), is_loose=True)
