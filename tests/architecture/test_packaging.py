"""What is installed is what stands in the folders."""

from __future__ import annotations

import re
from pathlib import Path

from auditor import __version__

ROOT = Path(__file__).parents[2]
PROJECT = (ROOT / "pyproject.toml").read_text()


def folders(top: str, name: str) -> set[str]:
    found = (path.parent.relative_to(ROOT / top) for path in (ROOT / top).rglob("*.py"))
    return {".".join((name, *folder.parts)) for folder in found}


def test_every_folder_with_code_is_a_declared_package() -> None:
    declared = re.search(r"^packages = \[(.*?)\]", PROJECT, re.MULTILINE | re.DOTALL)
    assert declared is not None
    names = re.findall(r'"([^"]+)"', declared.group(1))
    assert names == sorted(names)
    assert set(names) == folders("auditor", "auditor") | folders("rules", "auditor.rules")


def test_every_data_file_is_declared() -> None:
    kinds = {path.suffix for path in (ROOT / "auditor").rglob("*") if path.is_file()}
    declared = re.search(r"package-data\](.*?)\n\n", PROJECT, re.DOTALL)
    assert declared is not None
    for kind in kinds - {".py", ".pyc", ".typed"}:
        assert f"*{kind}" in declared.group(1), kind


def test_the_version_is_said_once() -> None:
    assert re.findall(r'^version = "(.+)"', PROJECT, re.MULTILINE) == [__version__]
