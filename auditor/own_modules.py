"""Finds and loads the modules of this package in less than half of the time that Python takes.

A start loads two hundred of them, a quarter of its time went into that, and a long run loads as
many again for each of its workers. Python asks in each folder for five kinds of files, and puts
together anew, for each module, where its compiled code may lie. Ours are Python alone, and the
places of compiled code are the same within a folder. What is loaded is the same as ever: compiled
code counts while its source has the size and the time that it was compiled from, and all else,
down to whether it is written anew, is for Python to do.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Sequence
from importlib.machinery import BuiltinImporter, ModuleSpec, SourceFileLoader
from importlib.util import MAGIC_NUMBER, cache_from_source
from io import FileIO
from types import CodeType, ModuleType

_OURS = f"{__name__.partition('.')[0]}."
_BEGINNING = MAGIC_NUMBER + bytes(4)
"""How compiled code begins that is checked by its source's time: https://peps.python.org/pep-0552/"""
_HEADER = 16
_MOST = 0xFFFF_FFFF


def find() -> None:
    """From now on, the modules of this package are found here, if they are files.

    Whoever put himself before Python's own finders is still asked first.
    """
    finders = sys.meta_path
    is_of_files = type(__spec__.loader) is SourceFileLoader
    if is_of_files and sys.implementation.cache_tag is not None and _FINDER not in finders:
        first = finders.index(BuiltinImporter) if BuiltinImporter in finders else len(finders)
        finders.insert(first, _FINDER)


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, compiled: str) -> None:
        super().__init__(name, path)
        self._compiled = compiled

    def get_code(self, fullname: str) -> CodeType | None:
        """The code of the module: as it was compiled before, where that is of the source."""
        try:
            with FileIO(self._compiled) as file:
                kept = file.readall()
            source = os.stat(self.path)  # noqa: PTH116
        except OSError:
            return super().get_code(fullname)
        if kept[:_HEADER] == _BEGINNING + _word(int(source.st_mtime)) + _word(source.st_size):
            code = marshal.loads(kept[_HEADER:])  # noqa: S302, as Python does
            # one that was compiled in another place has to be told where it is now
            if isinstance(code, CodeType) and code.co_filename == self.path:
                return code
        return super().get_code(fullname)


class _Finder:
    def __init__(self) -> None:
        self._listed: dict[str, frozenset[str]] = {}
        self._places: dict[str, tuple[str, str]] = {}

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """A module of this package; None for others, and for what is better asked of Python."""
        if not path or not name.startswith(_OURS):
            return None
        folder, last = path[0], name.rpartition(".")[2]
        names = self._names(folder)
        is_package = last in names
        if is_package:
            folder, last = os.path.join(folder, last), "__init__"  # noqa: PTH118
            names = self._names(folder)
        if f"{last}.py" not in names:
            return None
        file = f"{folder}{os.sep}{last}.py"
        before, after = self._place(folder)
        compiled = f"{before}{last}{after}"
        loader = _Loader(name, file, compiled)
        spec = ModuleSpec(name, loader, origin=file, is_package=is_package)
        spec.has_location, spec.cached = True, compiled
        if is_package:
            spec.submodule_search_locations = [folder]
        return spec

    def _names(self, folder: str) -> frozenset[str]:
        names = self._listed.get(folder)
        if names is None:
            try:
                names = frozenset(os.listdir(folder))  # noqa: PTH208
            except OSError:
                names = frozenset()
            self._listed[folder] = names
        return names

    def _place(self, folder: str) -> tuple[str, str]:
        """What comes before and after the name of a module where its compiled code is kept."""
        place = self._places.get(folder)
        if place is None:
            before, _, after = cache_from_source(f"{folder}{os.sep}@.py").rpartition("@")
            place = self._places[folder] = before, after
        return place


_FINDER = _Finder()


def _word(number: int) -> bytes:
    return (number & _MOST).to_bytes(4, "little")
