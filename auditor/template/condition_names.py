"""The names of conditions that are written where only a name of one may stand."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.model.tree import Tree
from auditor.template.intrinsics import function_of
from auditor.template.template import Template

_PAIR = 2


def condition_for(template: Template, expression: Tree) -> tuple[str | None, Mapping[str, Tree]]:
    """The name of the condition with an expression, and what is to be declared for it.

    A new one is named by what it says, `StageIsProd` or `EitherOrOther`; None where no name does.
    """
    declared = template.tree.get("Conditions", {})
    if not isinstance(declared, dict):
        return None, {}
    if is_named(expression):
        return str(expression["Condition"]), {}
    alike = [name for name, body in declared.items() if body == expression]
    if len(alike) == 1:
        return alike[0], {}
    is_open = alike or any(name.startswith("Fn::") for name in declared)
    told = None if is_open else _told(expression, declared)
    if told is None:
        return None, {}
    words, body = told
    alike = [name for name, known in declared.items() if known == body]
    if alike:
        return alike[0], {}
    name = template.free_name(words)
    return name, {name: body}


def is_named(value: Tree) -> bool:
    """Whether a value names a condition, as in the section Conditions."""
    return isinstance(value, dict) and value.keys() == {"Condition"}


def _told(expression: Tree, declared: Mapping[str, Tree]) -> tuple[str, Tree] | None:
    """An expression in words, and as the section Conditions has it."""
    function, arguments = function_of(expression) or ("", None)
    if not isinstance(arguments, list) or not arguments:
        return None
    if function == "Fn::Equals":
        words = _equality(arguments)
        return None if words is None else (words, expression)
    names = [one["Condition"] if is_named(one) else one for one in arguments]
    if not all(isinstance(one, str) and one in declared for one in names):
        return None
    if function == "Fn::Not":
        words = f"Not{names[0]}"
    elif function in ("Fn::And", "Fn::Or"):
        words = function.removeprefix("Fn::").join(names)
    else:
        return None
    return words, {function: [{"Condition": one} for one in names]}


def _equality(arguments: list[Tree]) -> str | None:
    """The words for a parameter that is compared with a text of letters and digits."""
    if len(arguments) != _PAIR:
        return None
    call, value = function_of(arguments[0]), arguments[1]
    is_plain = isinstance(value, str) and value.isascii() and value.isalnum()
    if call is None or call[0] != "Ref" or not is_plain:
        return None
    return f"{call[1]}Is{value[:1].upper()}{value[1:]}"
