"""The same template laid out in bytes in many ways."""

from __future__ import annotations

from collections.abc import Callable

import pytest

BOM = "\ufeff"
LAYOUTS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "BOM": lambda text: BOM + text,
    "BOM and CRLF": lambda text: BOM + text.replace("\n", "\r\n"),
    "no final newline": lambda text: text.rstrip("\n"),
    "trailing blanks": lambda text: text.replace("\n", "  \n"),
    "blank lines at the end": lambda text: text + "\n \n",
    "line separators that are none": lambda text: "# a\x85# b\u2028# c\n" + text,
    "mixed line ends": lambda text: text.replace("\n", "\r\n", 2),
}
layouts = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
