"""Packages of which a start takes single modules: what else they import waits until it is used."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any

_CLASSES = ("NODEFAULT", "UNSET", "MsgspecError", "Struct", "UnsetType", "convert")


def pathlib() -> None:
    """Imports `pathlib` without `urllib.parse`, which it takes for `as_uri` alone."""
    if "pathlib" in sys.modules or "urllib.parse" in sys.modules:
        return
    spared = ModuleType("urllib.parse")

    def quote_from_bytes(*args: Any) -> str:
        from urllib.parse import quote_from_bytes

        return quote_from_bytes(*args)

    vars(spared).update(quote_from_bytes=quote_from_bytes)
    with _in_place("urllib.parse", spared), suppress(ImportError):
        import_module("pathlib")


def signals() -> ModuleType:
    """`signal`, or what it has in CPython without an enumeration of each of its numbers."""
    try:
        return import_module("_signal")
    except ImportError:
        return import_module("signal")


@contextmanager
def _in_place(name: str, module: ModuleType) -> Iterator[None]:
    """While this lasts, whoever imports the module of this name gets this one."""
    sys.modules[name] = module
    try:
        yield
    finally:
        del sys.modules[name]


def package(name: str, completed: Callable[[], None] | None = None) -> ModuleType:
    """A package whose own `__init__` has not been run; modules of it can be imported as ever.

    The first question for a name that it does not have yet, and that is no module of it, runs
    `__init__`, and then `completed`: whoever else uses the package finds all of it. A package that
    was imported before is returned as it is. Raises ModuleNotFoundError.
    """
    if name in sys.modules:
        return sys.modules[name]
    spec = find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    module, loader = module_from_spec(spec), spec.loader

    def whole(attribute: str) -> Any:
        if attribute == "__path__":
            raise AttributeError(attribute)  # a module that is no package
        if spec.submodule_search_locations is not None:
            with suppress(ModuleNotFoundError):
                return import_module(f"{name}.{attribute}")
        del vars(module)["__getattr__"]
        loader.exec_module(module)
        if completed is not None:
            completed()
        return getattr(module, attribute)

    vars(module)["__getattr__"] = whole
    sys.modules[name] = module
    return module


def msgspec() -> None:
    """Makes `msgspec` ready for its classes alone: its readers and writers import four times more.

    Where a version of it is built in another way, it is imported as ever.
    """
    if "msgspec" in sys.modules:
        return
    module = package("msgspec")
    # msgspec does without it, and it takes as long to import as all else; Python 3.10 lacks
    # what some would miss then
    is_spared = sys.version_info >= (3, 11) and "typing_extensions" not in sys.modules
    if is_spared:
        sys.modules["typing_extensions"] = None  # type: ignore[assignment]
    try:
        _uuid()
        with _nothing_compiled(), _datetime():
            from msgspec import _core

        made = {name: getattr(_core, name) for name in _CLASSES}
        vars(module).update(made, field=_field(_core))
        vars(package("msgspec.json")).update(decode=_core.json_decode, encode=_core.json_encode)
    except (ImportError, AttributeError):
        pass  # the first question for its classes imports it as ever
    finally:
        if is_spared:
            del sys.modules["typing_extensions"]


@contextmanager
def _nothing_compiled() -> Iterator[None]:
    """While this lasts, `typing` compiles no annotation.

    msgspec tries one, of which it uses nothing, and the first one takes as much as 40 modules.
    """
    import typing

    vars(typing)["compile"] = lambda *_args: None
    try:
        yield
    finally:
        del vars(typing)["compile"]


@contextmanager
def _datetime() -> Iterator[None]:
    """While this lasts, `datetime` is its half in C, in which msgspec finds the same classes.

    Before Python 3.12 the other half is defined first, only to be replaced by it.
    """
    try:
        in_c = None if "datetime" in sys.modules else import_module("_datetime")
    except ImportError:
        in_c = None
    with nullcontext() if in_c is None else _in_place("datetime", in_c):
        yield


def _uuid() -> None:
    """Imports `uuid`, whose class msgspec takes, without `platform`, which tells it one name."""
    if {"uuid", "platform"} & sys.modules.keys() or not hasattr(os, "uname"):
        return
    spared = ModuleType("platform")
    vars(spared).update(system=lambda: os.uname().sysname)
    with _in_place("platform", spared):
        import_module("uuid")


def _field(core: Any) -> Callable[..., Any]:
    make, nothing = core.Field, core.NODEFAULT

    def field(
        *, default: Any = nothing, default_factory: Any = nothing, name: str | None = None
    ) -> Any:
        return make(default=default, default_factory=default_factory, name=name)

    return field
