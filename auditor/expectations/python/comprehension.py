"""What the comprehensions of a Python test make of a template."""

from __future__ import annotations

import ast

from auditor.expectations import gathered
from auditor.expectations.looking import Looking
from auditor.expectations.python.asserts import Asserts
from auditor.expectations.python.module import Scope
from auditor.expectations.python.operators import lacking
from auditor.expectations.python.reading import Given, Reading, unpacked
from auditor.expectations.values import (
    EACH,
    InTemplate,
    Known,
    Listed,
    MaybeAt,
    Named,
    Value,
    each_of,
)

Made = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


class Comprehensions:
    """Goes through what comprehensions go through."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def made(self, node: Made, scope: Scope, given: Given) -> Value:
        """The list or the mapping that a comprehension is."""
        if not isinstance(node, ast.DictComp):
            found = self.each(node, node.elt, scope, given) or lacking(
                node, lambda one: self._reading.of(one, scope, given)
            )
            if found is not None:
                return found
        turns = self.turns(node.generators, scope, given)
        if turns is None:
            return None
        type = self._type(node.generators, scope, given)
        if isinstance(node, ast.DictComp):
            look = self._reading.look
            keys = [gathered.known(self._reading.of(node.key, scope, turn), look) for turn in turns]
            values = [self._reading.of(node.value, scope, turn) for turn in turns]
            names = [key.value for key in keys if isinstance(key, Known)]
            if len(set(map(str, names))) < len(turns):
                return None
            return Named(tuple(zip(map(str, names), values, strict=True)), type)
        items = tuple(self._reading.of(node.elt, scope, turn) for turn in turns)
        source = self._reading.of(node.generators[0].iter, scope, given)
        is_ordered = gathered.is_ordered(source) and not isinstance(node, ast.SetComp)
        return Listed(items, None if isinstance(node, ast.SetComp) else type, is_ordered)

    def each(
        self,
        node: ast.ListComp | ast.SetComp | ast.GeneratorExp,
        item: ast.expr,
        scope: Scope,
        given: Given,
    ) -> Value:
        """What a comprehension takes out of every item of a list of the template."""
        (loop, *others) = node.generators
        if others or loop.ifs or not isinstance(loop.target, ast.Name):
            return None
        listed = self._reading.of(loop.iter, scope, given)
        if isinstance(listed, MaybeAt):
            listed = InTemplate(listed.path)
        if not isinstance(listed, InTemplate):
            return None
        one = InTemplate((*listed.path, EACH))
        return each_of(listed, self._reading.of(item, scope, {**given, loop.target.id: one}))

    def turns(
        self, generators: list[ast.comprehension], scope: Scope, given: Given
    ) -> list[Given] | None:
        """The names of each turn, one loop in the other; None where they are not known."""
        turns: list[Given] = [given]
        for loop in generators:
            inner: list[Given] = []
            for turn in turns:
                found = self._kept(loop, scope, turn)
                if found is None or len(inner) + len(found) > gathered.MOST_ITEMS:
                    return None
                inner += found
            turns = inner
        return turns

    def _kept(self, loop: ast.comprehension, scope: Scope, given: Given) -> list[Given] | None:
        look = self._reading.look
        listed = gathered.items(looped(self._reading.of(loop.iter, scope, given), look), look)
        if listed is None:
            return None
        kept: list[Given] = []
        for one in listed:
            turn = {**given, **unpacked(loop.target, one, look)}
            truths = [self._reading.truth(condition, scope, turn) for condition in loop.ifs]
            if False in truths:
                continue
            if None in truths:
                return None
            kept.append(turn)
        return kept

    def _type(self, generators: list[ast.comprehension], scope: Scope, given: Given) -> str | None:
        """The type whose resources, all of them and no others, are gone through."""
        (loop, *others) = generators
        # a condition with more parts asks for more than the type
        if others or len(loop.ifs) != 1 or not isinstance(loop.ifs[0], ast.Compare):
            return None
        look = self._reading.look
        found = looped(self._reading.of(loop.iter, scope, given), look)
        listed = gathered.items(found, look)
        if not listed or not gathered.is_all_resources(found, listed, look):
            return None
        turn = {**given, **unpacked(loop.target, listed[0], look)}
        condition = list(Asserts(self._reading, scope, turn).stated(loop.ifs[0]))
        return gathered.asks_for_type(condition, listed[0])


def looped(found: Value, look: Looking) -> Value:
    """What a loop over a value goes through: of a mapping its keys."""
    if isinstance(found, Named):
        return gathered.keys(found)
    if isinstance(found, InTemplate | MaybeAt) and not look.is_list(found.path):
        return gathered.keys(found)
    return found
