"""The variables of the environment that a JavaScript file reads and sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.embedded.facts import EnvironmentRead
from auditor.embedded.javascript import syntax
from auditor.embedded.javascript.meanings import ENVIRONMENT, PROCESS, arguments_of
from auditor.embedded.javascript.objects import is_logged
from auditor.embedded.javascript.patterns import member_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditor.embedded.javascript.items import Item
    from auditor.embedded.javascript.meanings import Meanings
    from auditor.embedded.javascript.patterns import Leaf

_HARMLESS = frozenset({"template_substitution", "expression_statement"})
_MENTIONS = frozenset({"identifier", "member_expression"})


class Environment:
    """What one file does with its environment.

    `values`: the items that are values of arguments in SDK calls. A read is `used_in_call` where
    the value goes there as it is and nothing in the file may test the variable, give it a default,
    or look at the environment in ways that the text does not show.
    """

    def __init__(self, items: Sequence[Item], meanings: Meanings, values: set[int]) -> None:
        self.sets: set[str] = set()
        self.sets_more = False
        self._meanings = meanings
        self._values = values
        self._all_handled = False
        self._handled: set[str] = set()
        self._found: dict[int, tuple[str, Item, bool]] = {}
        for item in items:
            self._look(item)
        for leaf in meanings.scopes.taken:
            self._taken(leaf)

    def reads(self) -> tuple[EnvironmentRead, ...]:
        """Every read by its name, in source order."""
        return tuple(
            EnvironmentRead(
                name=name,
                required=False,
                at_load=item.position.at_load,
                span=item.span,
                used_in_call=used and not self._all_handled and name not in self._handled,
                certain=item.position.certain,
            )
            for _, (name, item, used) in sorted(self._found.items())
        )

    def _taken(self, leaf: Leaf) -> None:
        """`const { X, Y = "d" } = process.env`."""
        if leaf.path == ():
            return
        base = self._meanings.of(leaf.value)
        path = leaf.path or ()
        if base == PROCESS and path[:1] == ("env",):
            path = path[1:]
        elif base != ENVIRONMENT:
            return
        if len(path) != 1:
            self._all_handled = True
            return
        target, name = leaf.target, path[0]
        above = target.parent
        place = above if above is not None and above.kind == "pair_pattern" else target
        used = False
        if leaf.default:
            self._handled.add(name)
        else:
            used = self._mentions(name, target)
        self._found[place.index] = (name, place, used)

    def _look(self, item: Item) -> None:
        if item.kind in syntax.MEMBERS and self._is_environment(item.child("object")):
            self._access(item)
        if item.kind in _MENTIONS and item.parent is not None and self._is_environment(item):
            self._whole(item, item.parent)
        elif item.kind == "call_expression":
            called = item.child("function")
            if called is not None and member_name(called) == "loadEnvFile":
                self.sets_more = True

    def _is_environment(self, item: Item | None) -> bool:
        # Most members are none; asking by name first keeps this cheap.
        if item is None or item.kind not in _MENTIONS:
            return False
        if item.kind == "member_expression" and member_name(item) not in ("env", "default"):
            return False
        return self._meanings.of(item) == ENVIRONMENT

    def _access(self, member: Item) -> None:
        """`process.env.X`, read or written."""
        name, above = member_name(member), member.parent
        if above is None:
            return
        writes = member.field == "left" and above.kind in (
            "assignment_expression",
            "augmented_assignment_expression",
        )
        if name is None and member.kind == "subscript_expression":
            name = self._meanings.texts.of(member.child("index")).literal
        if name is None:
            self._all_handled = True
            self.sets_more = self.sets_more or writes
        elif writes:
            self.sets.add(name)
            if above.kind != "assignment_expression":
                self._handled.add(name)
        elif "delete" not in above.words:
            self._found[member.index] = (name, member, self._goes_on(name, member))

    def _whole(self, item: Item, above: Item) -> None:
        """The environment where it is mentioned as a whole."""
        kind = above.kind
        if kind in syntax.MEMBERS and item.field == "object":
            return
        if kind == "variable_declarator" or (kind in syntax.PATTERNS and item.field != "value"):
            return
        if (kind == "assignment_expression" and item.field == "right") or is_logged(item):
            return
        if kind == "binary_expression" and "in" in above.words and item.field == "right":
            left = above.child("left")
            name = self._meanings.texts.of(left).literal
            self._all_handled = self._all_handled or name is None
            self._handled.add(name or "")
            return
        self._all_handled = True
        if kind == "arguments" and above.parent is not None:
            self._passed(item, above.parent)
        elif kind != "spread_element":
            self.sets_more = True

    def _passed(self, item: Item, call: Item) -> None:
        called = call.child("function")
        base = called.child("object") if called is not None else None
        name = member_name(called) if called is not None else None
        if base is not None and base.text == "Object" and name != "assign":
            return
        given = arguments_of(call)
        if base is None or base.text != "Object" or given[0] is not item:
            # `Object.assign({}, process.env)` only reads it.
            self.sets_more = self.sets_more or base is None or base.text != "Object"
            return
        for source in given[1:]:
            known = self._meanings.objects.of(source)
            self.sets.update(known.of)
            self.sets_more = self.sets_more or not known.complete

    def _goes_on(self, name: str, value: Item) -> bool:
        """Whether a value is used in a call; notes where the code may have dealt with it."""
        above = value.parent
        if value.index in self._values:
            return True
        if above is None or _is_harmless(value):
            return False
        target = above.child("name") if above.kind == "variable_declarator" else None
        if target is not None and target.kind == "identifier":
            return self._mentions(name, target)
        self._handled.add(name)
        return False

    def _mentions(self, name: str, target: Item) -> bool:
        """Whether a name that holds a value is used in a call."""
        binding = self._meanings.scopes.binding(target)
        if binding is None or binding.only_write is None or binding.kinds[0][0] == "parameter":
            self._handled.add(name)
            return False
        used = False
        for mention in binding.mentions:
            if mention.index in self._values:
                used = True
            elif not _is_harmless(mention):
                self._handled.add(name)
        return used


def _is_harmless(mention: Item) -> bool:
    """Whether a mention of a value neither tests it nor hands it on."""
    above = mention.parent
    if above is None or above.kind in _HARMLESS or is_logged(mention):
        return True
    return above.kind == "binary_expression" and above.words == ["+"]


def loads_files(modules: Sequence[str]) -> bool:
    """Whether a module is one that sets variables from files.

    https://github.com/motdotla/dotenv
    """
    return any(key.partition("/")[0].startswith(("dotenv", "@dotenvx")) for key in modules)
