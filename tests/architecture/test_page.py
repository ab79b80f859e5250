"""The pages name rooms that are there, and a reader finds every room of the package on them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]
PAGES = ("architecture.md", "dependencies.md")
_NAMED = re.compile(r"`((?:auditor|benchmarks|docs|fixtures|rules|scripts|tests)/[\w./-]*)`")
_IN_ROOM = re.compile(r"^\| (`auditor/[^|]*) \| (.*) \|$", re.MULTILINE)
_WORDS = re.compile(r"`([\w-]+(?:/|\.py)(?:[\w-]+/?)*)`")


def _text(page: str) -> str:
    return (ROOT / "docs" / page).read_text(encoding="utf-8")


def _rooms() -> Iterator[tuple[str, str]]:
    """Each room of the table with what is said of it."""
    for rooms, said in _IN_ROOM.findall(_text("architecture.md")):
        for room in _NAMED.findall(rooms):
            yield room, said


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_names_is_there(page: str) -> None:
    for name in _NAMED.findall(_text(page)):
        assert (ROOT / name).exists(), f"{page} names {name}"


def test_what_is_said_to_be_in_a_room_is_in_it() -> None:
    for room, said in _rooms():
        for name in _WORDS.findall(said):
            is_here = (ROOT / room / name).exists() or (ROOT / name).exists()
            assert is_here, f"{room} is said to have {name}"


def test_every_room_of_the_package_is_on_the_page() -> None:
    told = {room.rstrip("/") for room, _ in _rooms()}
    for place in sorted((ROOT / "auditor").iterdir()):
        is_room = place.is_dir() and (place / "__init__.py").exists() and not place.is_symlink()
        is_module = place.suffix == ".py" and not place.name.startswith("__")
        if is_room or is_module:
            assert f"auditor/{place.name}" in told, f"the page does not say what {place.name} is"


def test_every_dependency_is_on_its_page() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["watch"]]
    needed = {re.split(r"[^\w-]", one)[0] for one in wanted}
    table = _text("dependencies.md").partition("## Of an installation")[2].partition("\n## ")[0]
    told = {row.split("|")[1].strip() for row in table.splitlines() if row.startswith("| ")}
    named = {name.partition(",")[0] for name in told - {"package"}}
    assert named == {name for name in needed if not name.startswith("tree-sitter-")}
