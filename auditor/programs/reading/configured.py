"""Objects and lists of the configuration: their parts, as far as all stacks have the same ones.

What a part says differs by the stack, so that it is a setting of its own, called `key.part`.
https://www.pulumi.com/docs/iac/concepts/config/#structured-configuration
"""

from __future__ import annotations

from collections.abc import Mapping as Table
from collections.abc import Sequence as Row

from auditor.model.tree import Tree
from auditor.programs.syntax import Node
from auditor.programs.values import Item, Known, Mapping, Sequence, Setting, Unknown, Value

_DEEPEST = 8
_SECRET = "secure"


def structured(
    stacks: Row[Table[str, Tree]], name: str, node: Node | None, *, is_optional: bool
) -> Value | None:
    """What a key of the configuration is; None where it is no object, or no stack has it.

    Of what a stack may do without it is not known which parts it has.
    """
    given = [stack[name] for stack in stacks if name in stack]
    if not given or (is_optional and len(given) < len(stacks)):
        return None
    found = _of(given, name, node, 0)
    return found if isinstance(found, Mapping | Sequence) else None


def _of(given: list[Tree], name: str, node: Node | None, depth: int) -> Value:
    if depth > _DEEPEST or any(isinstance(one, dict) and _SECRET in one for one in given):
        return Unknown(node=node, why="configuration")
    objects = [one for one in given if isinstance(one, dict)]
    if len(objects) == len(given):
        return _object(objects, name, node, depth)
    lists = [one for one in given if isinstance(one, list)]
    if len(lists) == len(given):
        return _list(lists, name, node, depth)
    if objects or lists:
        return Unknown(node=node, why="configuration")
    if all(one is None for one in given):
        return Known(node=node, value=None)
    return Setting(node=node, name=name, type=_kind(given))


def _object(given: list[dict[str, Tree]], name: str, node: Node | None, depth: int) -> Mapping:
    keys = list(dict.fromkeys(key for one in given for key in one))
    shared = [key for key in keys if all(key in one for one in given)]
    made = Mapping(node=node, is_open=len(shared) < len(keys))
    for key in shared:
        value = _of([one[key] for one in given], f"{name}.{key}", node, depth + 1)
        made.items[str(key)] = Item(value)
    return made


def _list(given: list[list[Tree]], name: str, node: Node | None, depth: int) -> Sequence:
    lengths = {len(one) for one in given}
    made = Sequence(node=node, is_open=len(lengths) > 1)
    for at in range(min(lengths)):
        made.items.append(_of([one[at] for one in given], f"{name}.{at}", node, depth + 1))
    return made


def _kind(given: list[Tree]) -> str:
    """What a setting is of: `truth`, `number` or `text`."""
    if all(isinstance(one, bool) for one in given):
        return "truth"
    is_number = all(isinstance(one, int | float) and not isinstance(one, bool) for one in given)
    return "number" if is_number else "text"
