"""Methods that do not keep their objects alive.

An object that hands one of its own methods to a part of itself is a circle: only a search would
free it, with all that was found in the code, and a run meets the code of thousands of functions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar
from weakref import WeakMethod

Given = ParamSpec("Given")
Told = TypeVar("Told")


def weakly(method: Callable[Given, Told]) -> Callable[Given, Told]:
    """A method for a part of its object. Raises ReferenceError once the object is gone."""
    held = WeakMethod(method)

    def call(*args: Given.args, **named: Given.kwargs) -> Told:
        known = held()
        if known is None:
            raise ReferenceError("a part of an object is used without it")
        return known(*args, **named)

    return call
