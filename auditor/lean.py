"""Packages of which a start takes single modules: what else they import waits until it is used."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any

_CLASSES = ("NODEFAULT", "UNSET", "Struct", "UnsetType", "convert")


_CLASSES = ("NODEFAULT", "UNSET", "Struct", "UnsetType", "convert")


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
        from msgspec import _core

        made = {name: getattr(_core, name) for name in _CLASSES}
        vars(module).update(made, field=_field(_core))
        vars(package("msgspec.json")).update(decode=_core.json_decode, encode=_core.json_encode)
    except (ImportError, AttributeError):
        pass  # the first question for its classes imports it as ever
    finally:
        if is_spared:
            del sys.modules["typing_extensions"]


def _field(core: Any) -> Callable[..., Any]:
    make, nothing = core.Field, core.NODEFAULT

    def field(
        *, default: Any = nothing, default_factory: Any = nothing, name: str | None = None
    ) -> Any:
        return make(default=default, default_factory=default_factory, name=name)

    return field
