"""What is wrong with the arguments of intrinsic functions, and where functions may not stand.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from auditor.model.path import Path, is_within
from auditor.model.tree import Tree
from auditor.template.condition_names import condition_for, is_named
from auditor.template.contents import FOREIGN_KEYS
from auditor.template.intrinsics import function_of, split_arguments
from auditor.template.resolve import is_dynamic, scalar_text
from auditor.template.template import Template

_EXTENSIONS = "AWS::LanguageExtensions"
_MOST_CONDITIONS = 10
_CONDITION_FUNCTIONS = frozenset({"Fn::And", "Fn::Equals", "Fn::Not", "Fn::Or"})
_OWN = _CONDITION_FUNCTIONS | frozenset(
    {
        "Fn::Base64",
        "Fn::Cidr",
        "Fn::FindInMap",
        "Fn::GetAZs",
        "Fn::GetAtt",
        "Fn::If",
        "Fn::ImportValue",
        "Fn::Join",
        "Fn::Select",
        "Fn::Split",
        "Fn::Sub",
    }
)


_VALUES = (("Properties",), ("Value",), ("Export",))
"""Keys of resources and outputs in whose values functions are judged."""


class BadCall(Struct, frozen=True):
    """A function at a path with arguments that CloudFormation refuses.

    `fault` is the end of a sentence about the function. Where one reading exists, `meant` is what
    belongs at the path, or at the place `below` it, with the conditions that it `declares`.
    """

    path: Path
    function: str
    fault: str
    meant: Tree = None
    declares: Mapping[str, Tree] = field(default_factory=dict)
    below: Path = ()


def bad_calls(template: Template) -> Iterator[BadCall]:
    """All such calls of a template, none where a macro or another language may read them."""
    if template.is_open or template.is_filled_in:
        return
    judge = _Judge(template)
    yield from judge.conditions()
    yield from judge.mappings()
    for section in ("Resources", "Outputs"):
        entries = template.tree.get(section)
        if isinstance(entries, dict):
            yield from judge.conditions_of(section, entries)
            yield from judge.calls(section)


class _Judge:
    def __init__(self, template: Template) -> None:
        self._template = template
        self._is_extended = _EXTENSIONS in template.transforms
        declared = template.tree.get("Conditions")
        self._conditions: Mapping[str, Tree] = declared if isinstance(declared, dict) else {}

    def conditions_of(self, section: str, entries: dict[str, Tree]) -> Iterator[BadCall]:
        """Entries of a section whose condition is not a name."""
        for name, body in entries.items():
            condition = body.get("Condition") if isinstance(body, dict) else None
            if condition is None or isinstance(condition, str) or name.startswith(FOREIGN_KEYS):
                continue
            named, declared = condition_for(self._template, condition)
            place = (section, name, "Condition")
            yield BadCall(place, "Condition", "must be the name of a condition", named, declared)

    def calls(self, section: str) -> Iterator[BadCall]:
        """The bad calls in the values of a section; nothing is said of what is in a bad one."""
        bad: Path | None = None
        for contents in self._template.walked.section(section):
            for call in contents.calls:
                path, found = call.path, self._fault(call.function, call.argument)
                if found is None or call.is_foreign or path[2:3] not in _VALUES:
                    continue
                if bad is None or not is_within(path, bad):
                    bad = path
                    yield BadCall(path, call.function, *found)

    def _fault(self, name: str, argument: Tree) -> tuple[Any, ...] | None:
        if name in _CONDITION_FUNCTIONS:
            return ("is allowed in the section Conditions only",)
        if self._is_extended and name not in ("Fn::If", "Fn::Sub"):
            return None
        judge = self._if if name == "Fn::If" else _FAULTS.get(name)
        found = None if judge is None else judge(argument)
        return None if found is None or _is_foreign(argument) else found

    def _if(self, argument: Tree) -> tuple[Any, ...] | None:
        if not (isinstance(argument, list) and len(argument) == 3):
            return "must have a condition and two values", None
        if isinstance(argument[0], str):
            return None
        name, declared = condition_for(self._template, argument[0])
        fault = "must begin with the name of a condition, not with an expression"
        return fault, name, declared, ("Fn::If", 0)

    def conditions(self) -> Iterator[BadCall]:
        """Bad calls in conditions, and conditions that need themselves."""
        for name, body in self._conditions.items():
            if not name.startswith(FOREIGN_KEYS):
                yield from self._condition(body, ("Conditions", name))
        for name in _in_cycles(self._conditions):
            yield BadCall(("Conditions", name), "Condition", f"leads back to '{name}' itself")

    def _condition(self, value: Tree, path: Path) -> Iterator[BadCall]:
        call = function_of(value)
        if call is None:
            if not is_named(value) and not self._is_extended:
                meant = None
                if isinstance(value, str) and value in self._conditions:
                    meant = {"Condition": value}
                yield BadCall(path, "Condition", "must be a function or name a condition", meant)
            return
        name, argument = call
        place = (*path, name)
        if name == "Fn::Not" and isinstance(argument, dict):
            yield BadCall(path, name, "must have a list of one condition", {name: [argument]})
        elif name == "Fn::Equals":
            if not (isinstance(argument, list) and len(argument) == 2):
                yield BadCall(path, name, "must have a list of two values")
        elif name in _CONDITION_FUNCTIONS:
            least, most = (1, 1) if name == "Fn::Not" else (2, _MOST_CONDITIONS)
            if not (isinstance(argument, list) and least <= len(argument) <= most):
                count = "one condition" if name == "Fn::Not" else "two to ten conditions"
                yield BadCall(path, name, f"must have a list of {count}")
                return
            for index, part in enumerate(argument):
                yield from self._condition(part, (*place, index))

    def mappings(self) -> Iterator[BadCall]:
        """Functions in mappings, where only written values may stand."""
        for name, rows in self._template.mappings.items():
            for row, columns in rows.items():
                for column, value in columns.items() if isinstance(columns, dict) else ():
                    call = function_of(value)
                    if call is not None and not call[0].startswith(FOREIGN_KEYS):
                        path = ("Mappings", name, row, column)
                        yield BadCall(path, call[0], "is not allowed in Mappings")


def _in_cycles(conditions: Mapping[str, Tree]) -> Iterator[str]:
    """Conditions that need themselves, by way of others or not."""
    needs = {name: list(_named(body)) for name, body in conditions.items()}
    for name in conditions:
        seen: set[str] = set()
        waiting = list(needs[name])
        while waiting and name not in seen:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting += needs.get(one, ())
        if name in seen:
            yield name


def _named(value: Tree) -> Iterator[str]:
    waiting = [value]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, dict):
            named = inner.get("Condition")
            if isinstance(named, str):
                yield named
            waiting += inner.values()
        elif isinstance(inner, list):
            waiting += inner


def _is_foreign(argument: Tree) -> bool:
    """Whether another tool, or a macro, makes the arguments."""
    values = argument if isinstance(argument, list) else [argument]
    return any(
        isinstance(value, dict) and any("::" in key and key not in _OWN for key in value)
        for value in values
    )


def _is_text(value: Tree) -> bool:
    """Whether a value is a text, or may turn out to be one."""
    return not isinstance(value, list) and (not isinstance(value, dict) or bool(function_of(value)))


def _fills_in(value: Tree) -> bool:
    """Whether a value can stand for a variable: a text, or what a function or a macro gives."""
    return _is_text(value) or (isinstance(value, dict) and "Fn::Transform" in value)


def _ref(argument: Tree) -> tuple[str, Tree] | None:
    if isinstance(argument, str):
        return None
    is_one = isinstance(argument, list) and len(argument) == 1 and isinstance(argument[0], str)
    return "must have a name", {"Ref": argument[0]} if is_one else None


def _get_att(argument: Tree) -> tuple[str, Tree] | None:
    if isinstance(argument, str):
        return None if "." in argument else ("must have a resource and an attribute", None)
    is_pair = isinstance(argument, list) and len(argument) >= 2
    if is_pair and isinstance(argument[0], str) and all(map(_is_text, argument[1:])):
        return None
    return "must have a resource and an attribute", None


def _sub(argument: Tree) -> tuple[str, Tree] | None:
    if isinstance(argument, str):
        return None
    if isinstance(argument, list) and argument and isinstance(argument[0], str):
        if len(argument) == 2 and isinstance(argument[1], dict):
            is_readable = "Fn::Transform" in argument[1] or all(
                map(_fills_in, argument[1].values())
            )
            return None if is_readable else ("must have variables that are strings", None)
        meant = {"Fn::Sub": argument[0]} if len(argument) == 1 else None
        return "must have a string, or a string and a mapping of variables", meant
    return "must have a string, or a string and a mapping of variables", None


def _join(argument: Tree) -> tuple[str, Tree] | None:
    is_pair = isinstance(argument, list) and len(argument) == 2 and isinstance(argument[0], str)
    if is_pair and (isinstance(argument[1], list) or function_of(argument[1])):
        return None
    meant = None
    if isinstance(argument, list) and len(argument) > 2 and all(map(_is_text, argument)):
        meant = {"Fn::Join": [argument[0], argument[1:]]}
    return "must have a delimiter and a list of values", meant


def _select(argument: Tree) -> tuple[str, Tree] | None:
    if not (isinstance(argument, list) and len(argument) == 2):
        return "must have an index and a list", None
    index, values = argument[0], _split(argument[1])
    if not isinstance(values, list) or any(map(_may_be_no_value, values)):
        return None
    place = scalar_text(index)
    if place is None or not place.isdecimal() or int(place) < len(values):
        return None
    count = len(values)
    has = f"has {count} item{'s' * (count != 1)}" if values else "is empty"
    return f"asks for index {place} of a list that {has}", None


def _split(values: Tree) -> Tree:
    """The items of a text that is split as it is written; what else a list comes from, as it is."""
    arguments = split_arguments(values)
    if arguments is None:
        return values
    delimiter, text = arguments
    return text.split(delimiter) if isinstance(text, str) and not is_dynamic(text) else values


def _may_be_no_value(value: Tree) -> bool:
    """Whether an item may turn out to be none: by a condition, or because it is a list itself."""
    call = function_of(value)
    return isinstance(value, list) or (call is not None and call[0] != "Fn::Sub")


def _of_length(least: int, most: int, what: str) -> Callable[[Tree], tuple[str, Tree] | None]:
    def judge(argument: Tree) -> tuple[str, Tree] | None:
        fits = isinstance(argument, list) and least <= len(argument) <= most
        return None if fits else (f"must have {what}", None)

    return judge


_FAULTS: Mapping[str, Callable[[Tree], tuple[str, Tree] | None]] = {
    "Fn::FindInMap": _of_length(3, 3, "a mapping and two keys"),
    "Fn::GetAtt": _get_att,
    "Fn::Join": _join,
    "Fn::Select": _select,
    "Fn::Split": _of_length(2, 2, "a delimiter and a string"),
    "Fn::Sub": _sub,
    "Ref": _ref,
}
