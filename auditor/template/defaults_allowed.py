"""Whether the values of parameters are what the parameters allow: their defaults, and others.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from auditor.model.tree import Tree
from auditor.schemas.pattern import compiled
from auditor.schemas.pattern_syntax import BadPattern
from auditor.template.filled_in import is_left_open
from auditor.template.resolve import scalar_text
from auditor.template.template import Template

_MOST_SHOWN = 5


def default_faults(template: Template) -> Iterator[tuple[str, str]]:
    """The parameters whose default is not allowed, each with the end of a sentence about it."""
    for name, parameter in template.parameters.items():
        if "Default" not in parameter:
            continue
        fault = _fault(parameter, parameter["Default"])
        if fault is not None:
            yield name, fault


def _fault(parameter: Mapping[str, Tree], default: Tree) -> str | None:
    text = scalar_text(default)
    if is_left_open(default):
        return None
    if text is None:
        kind = "a mapping or a function" if isinstance(default, dict) else "not a string"
        return (
            f"is {kind}, where only a string or a number is allowed"
            if default is not None
            else None
        )
    return value_fault(parameter, text)


def value_fault(parameter: Mapping[str, Tree], text: str) -> str | None:
    """Why a parameter does not allow a value, as the end of a sentence; None where it may."""
    kind = parameter.get("Type", "String")
    if not isinstance(kind, str) or kind.startswith("AWS::SSM::"):
        return None
    is_list = kind == "CommaDelimitedList" or kind.startswith("List<")
    # an empty list has no value to be judged
    values = [one.strip() for one in text.split(",") if text] if is_list else [text]
    for value in values:
        for judge in _JUDGES:
            fault = judge(parameter, value, kind)
            if fault is not None:
                return fault
    return None


def _of_type(_parameter: Mapping[str, Tree], value: str, kind: str) -> str | None:
    is_number = kind in ("Number", "List<Number>")
    return "is not a number" if is_number and _number(value) is None else None


def _of_values(parameter: Mapping[str, Tree], value: str, _kind: str) -> str | None:
    allowed = parameter.get("AllowedValues")
    texts = [scalar_text(one) for one in allowed] if isinstance(allowed, list) else []
    if not texts or None in texts or value in texts:
        return None
    number = _number(value)
    if number is not None and number in [_number(text or "") for text in texts]:
        return None
    shown = ", ".join(str(text) for text in texts[:_MOST_SHOWN])
    more = f" and {len(texts) - _MOST_SHOWN} more" if len(texts) > _MOST_SHOWN else ""
    return f"is not one of its AllowedValues ({shown}{more}): '{value}'"


def _of_length(parameter: Mapping[str, Tree], value: str, kind: str) -> str | None:
    if kind != "String":
        return None
    least, most = (_number(scalar_text(parameter.get(key)) or "") for key in _LENGTHS)
    if least is not None and len(value) < least:
        return f"is shorter than MinLength {least:g}"
    return f"is longer than MaxLength {most:g}" if most is not None and len(value) > most else None


def _of_bounds(parameter: Mapping[str, Tree], value: str, kind: str) -> str | None:
    number = _number(value) if kind == "Number" else None
    if number is None:
        return None
    least, most = (_number(scalar_text(parameter.get(key)) or "") for key in _BOUNDS)
    if least is not None and number < least:
        return f"is less than MinValue {least:g}"
    return f"is greater than MaxValue {most:g}" if most is not None and number > most else None


def _of_pattern(parameter: Mapping[str, Tree], value: str, kind: str) -> str | None:
    pattern = parameter.get("AllowedPattern")
    if not isinstance(pattern, str) or kind not in ("String", "CommaDelimitedList"):
        return None
    try:
        # the whole value must match
        fits = compiled(f"^(?:{pattern})$").search(value)
    except BadPattern:
        return None
    return "does not match its AllowedPattern" if fits is False else None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


_LENGTHS = ("MinLength", "MaxLength")
_BOUNDS = ("MinValue", "MaxValue")
_JUDGES: tuple[Callable[[Mapping[str, Tree], str, str], str | None], ...] = (
    _of_type,
    _of_values,
    _of_length,
    _of_bounds,
    _of_pattern,
)
