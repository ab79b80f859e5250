"""What methods of lists that take a function make of a template: `filter`, `find`, `map`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from auditor.expectations import gathered
from auditor.expectations.javascript.following import followed
from auditor.expectations.javascript.helpers import bound, is_function, parameters, returned
from auditor.expectations.javascript.reading import Pick
from auditor.expectations.values import (
    EACH,
    UNDEFINED,
    InTemplate,
    Known,
    Listed,
    Named,
    Value,
    below,
    each_of,
    shared,
)

if TYPE_CHECKING:
    from auditor.embedded.javascript.items import Item
    from auditor.expectations.expectation import Expectation
    from auditor.expectations.javascript.reading import Given, Reading

_COMPARED = frozenset({"==", "==="})
METHODS = frozenset({"filter", "find", "map", "flatMap"})


class Callbacks:
    """Calls the functions of a test with parts of the template."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def of(self, name: str, listed: Value, function: Item, given: Given) -> Value:
        """What a method of a list gives for a function."""
        if name == "map" and isinstance(listed, InTemplate):
            found = self._each(listed, function, given)
            if found is not None:
                return found
        look = self._reading.look
        items = None if isinstance(listed, Named) else gathered.items(listed, look)
        if items is None or not is_function(function) or len(items) > gathered.MOST_ITEMS:
            return None
        if name in ("map", "flatMap"):
            turns = self._turns(items, function, given)
            mapped = tuple(self._result(function, turn) for turn in turns)
            if name == "flatMap":
                return gathered.flat(mapped, look)
            is_ordered = gathered.is_ordered(listed)
            return Listed(mapped, listed.type if isinstance(listed, Listed) else None, is_ordered)
        return self._chosen(name, listed, items, function, given)

    def reduced(self, listed: Value, function: Item, start: Value, given: Given) -> Value:
        """What `reduce` makes of a list, from a value to begin with."""
        items = None if isinstance(listed, Named) else gathered.items(listed, self._reading.look)
        is_read = items is not None and len(items) <= gathered.MOST_ITEMS
        if items is None or not is_read or not is_function(function):
            return None
        scopes, names = self._reading.scopes, parameters(function)
        found = start
        for at, one in enumerate(items):
            values = [found, one, Known(at)]
            turn = {**given, **dict(bound(scopes, names, values))}
            if names:
                # what is put together may be changed in place
                turn.update({~key: value for key, value in bound(scopes, names[:1], [found])})
            found = self._result(function, turn)
            if found is None:
                return None
        return found

    def _result(self, function: Item, turn: Given) -> Value:
        result = followed(self._reading, function, turn)
        return None if result is None else self._reading.of(*result)

    def turns(self, listed: Value, function: Item, given: Given) -> list[Given] | None:
        """The values of a function's parameters for each item of a list."""
        items = gathered.items(listed, self._reading.look)
        if items is None or not is_function(function):
            return None
        return self._turns(items, function, given)

    def _turns(self, items: Sequence[Value], function: Item, given: Given) -> list[Given]:
        scopes, names = self._reading.scopes, parameters(function)
        return [{**given, **dict(bound(scopes, names, [one]))} for one in items]

    def _chosen(
        self, name: str, listed: Value, items: Sequence[Value], function: Item, given: Given
    ) -> Value:
        found: list[Value] = []
        fitting: list[int] = []
        turns = self._turns(items, function, given)
        for number, (one, turn) in enumerate(zip(items, turns, strict=True)):
            result = followed(self._reading, function, turn)
            truth = None if result is None else self._reading.truth(*result)
            if truth is None:
                return None
            if truth:
                found.append(one)
                fitting.append(number)
        is_ordered = gathered.is_ordered(listed)
        if name == "find":
            self._reading.picks.append(Pick(items, function, given, fitting))
            return below(Listed(tuple(found), None, is_ordered), 0) if found else Known(UNDEFINED)
        return Listed(tuple(found), self._type(listed, items, function, given), is_ordered)

    def picked(self, picks: Iterable[Pick]) -> Iterator[Expectation]:
        """What has to hold so that searches find the only thing that they can find."""
        for pick in picks:
            numbers = pick.found
            if not numbers and self._reading.look.is_after:
                numbers = range(len(pick.items))
            elif len(numbers) != 1:
                continue
            turns = self._turns(pick.items, pick.test, pick.given)
            for number in numbers:
                result = followed(self._reading, pick.test, turns[number])
                said = [] if result is None else self._reading.stated(*result)
                yield from map(shared, said)

    def _type(
        self, listed: Value, items: Sequence[Value], function: Item, given: Given
    ) -> str | None:
        """The type that a filter asks for, of all resources, and nothing else."""
        look = self._reading.look
        result = returned(function)
        # a condition with more parts asks for more than the type
        if not items or result is None or _COMPARED.isdisjoint(result.words[:1]):
            return None
        if not gathered.is_all_resources(listed, items, look):
            return None
        (turn,) = self._turns(items[:1], function, given)
        return gathered.asks_for_type(self._reading.stated(result, turn), items[0])

    def _each(self, listed: InTemplate, function: Item, given: Given) -> Value:
        """What `map` takes out of every item of a list of the template."""
        result = returned(function) if is_function(function) else None
        if result is None:
            return None
        (turn,) = self._turns([InTemplate((*listed.path, EACH))], function, given)
        return each_of(listed, self._reading.of(result, turn))
