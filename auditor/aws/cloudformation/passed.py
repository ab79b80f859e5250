"""The parameters that a stack passes: a mapping, or the list of keys and values of a stack set.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudformation-stackset-parameter.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from auditor.aws.cloudformation.stack_set import STACK_SET
from auditor.model.edit import Edit, InsertItem, InsertKey, Remove, Rename, SetValue
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.below import field
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.template import Resource
from auditor.template.values import Case

_KEY, _VALUE = "ParameterKey", "ParameterValue"


class Entry(Struct, frozen=True):
    """One parameter with its places: of all of it, of its name, and of its value."""

    path: Path
    name: Path
    values: tuple[Case, ...]


class Passed(Struct, frozen=True):
    """The parameters of a stack, in one of the cases that the property has."""

    stack: Resource
    holder: Case
    entries: Mapping[str, Entry]

    @property
    def is_listed(self) -> bool:
        """Whether they are a list."""
        return self.stack.type == STACK_SET

    def renamed(self, name: str, wanted: str) -> Edit:
        """The edit that passes a parameter under another name."""
        place = self.entries[name].name
        return SetValue(place, wanted) if self.is_listed else Rename(place, wanted)

    def removed(self, name: str) -> Edit:
        """The edit that passes a parameter no longer."""
        return Remove(self.entries[name].path)

    def with_added(self, values: Mapping[str, Tree]) -> Edit | None:
        """The edit that passes more parameters: one of them where there are any."""
        path = self.holder.path
        if not self.holder.absent:
            [(name, value), *_] = values.items()
            if self.is_listed:
                return InsertItem(path, len(self.entries), {_KEY: name, _VALUE: value})
            return InsertKey(path, name, value)
        if not isinstance(self.stack.body.get("Properties"), dict):
            return None
        whole: Tree = dict(values)
        if self.is_listed:
            whole = [{_KEY: name, _VALUE: value} for name, value in values.items()]
        return InsertKey(path[:-1], str(path[-1]), whole)


def passed(stack: Resource) -> Iterator[Passed]:
    """The parameters that a stack passes, for each case in which all of them are shown."""
    for holder in stack.written("Parameters"):
        if holder.absent:
            yield Passed(stack, holder, {})
        elif stack.type == STACK_SET:
            listed = _listed(stack, holder)
            if listed is not None:
                yield Passed(stack, holder, listed)
        elif isinstance(holder.value, dict) and is_plain_mapping(holder.value):
            yield Passed(stack, holder, _mapped(stack, holder, holder.value))


def _mapped(stack: Resource, holder: Case, given: Mapping[str, Tree]) -> dict[str, Entry]:
    return {
        name: Entry(
            (*holder.path, name),
            (*holder.path, name),
            tuple(field(stack.template, holder, name)),
        )
        for name in given
    }


def _listed(stack: Resource, holder: Case) -> dict[str, Entry] | None:
    """The entries of a list; None where it does not show all of them, each once."""
    if not isinstance(holder.value, list):
        return None
    found: dict[str, Entry] = {}
    for index, item in enumerate(holder.value):
        name = item.get(_KEY) if isinstance(item, dict) and is_plain_mapping(item) else None
        if not isinstance(item, dict) or not isinstance(name, str) or name in found:
            return None
        place = (*holder.path, index, _VALUE)
        values = stack.template.cases(item[_VALUE], place, holder.when) if _VALUE in item else ()
        path = (*holder.path, index)
        found[name] = Entry(path, (*path, _KEY), tuple(values))
    return found
