"""Imports follow the arrows of the architecture, and nothing else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[2]
ARROWS: dict[str, set[str]] = {
    "auditor.model": set(),
    "auditor.grammar": set(),
    "auditor.data": set(),
    "auditor.schemas": {"auditor.model"},
    "auditor.source.gather": {"auditor.model"},
    "auditor.source.base": {"auditor.source.gather", "auditor.model"},
    "auditor.source.json_": {"auditor.source.base", "auditor.model"},
    "auditor.expression": set(),
    "auditor.lean": set(),
    "auditor.own_modules": set(),
    "auditor.source.yaml_": {"auditor.lean", "auditor.source.base", "auditor.model"},
    "auditor.source.other_tools": {"auditor.grammar", "auditor.model"},
    "auditor.source.detect": {
        "auditor.model",
        "auditor.source.base",
        "auditor.source.json_",
        "auditor.source.other_tools",
        "auditor.source.yaml_",
    },
    "auditor.source.service": {"auditor.source.base", "auditor.source.detect", "auditor.model"},
    "auditor.programs": {
        "auditor.data",
        "auditor.embedded",
        "auditor.model",
        "auditor.source.base",
        "auditor.source.gather",
        "auditor.source.json_",
        "auditor.source.yaml_",
        "auditor.template",
    },
    "auditor.embedded": {"auditor.model"},
    "auditor.template": {"auditor.data", "auditor.grammar", "auditor.model", "auditor.schemas"},
    "auditor.aws": {
        "auditor.data",
        "auditor.embedded",
        "auditor.grammar",
        "auditor.source.base",
        "auditor.source.detect",
        "auditor.template",
        "auditor.model",
    },
    "auditor.expectations": {"auditor.data", "auditor.embedded", "auditor.model"},
    "auditor.suites": {
        "auditor.disk",
        "auditor.embedded",
        "auditor.files",
        "auditor.model",
        "auditor.project",
        "auditor.schemas",
        "auditor.wildmatch",
    },
    "auditor.api": {
        "auditor.programs",
        "auditor.aws",
        "auditor.template",
        "auditor.embedded",
        "auditor.grammar",
        "auditor.model",
        "auditor.data",
    },
    "auditor.engine": {
        "auditor.programs",
        "auditor.aws",
        "auditor.expectations",
        "auditor.grammar",
        "auditor.template",
        "auditor.source.base",
        "auditor.source.detect",
        "auditor.source.other_tools",
        "auditor.source.service",
        "auditor.model",
    },
    "auditor.report": {"auditor.model"},
    "auditor.disk": set(),
    "auditor.wildmatch": set(),
    "auditor.gitignore": {"auditor.disk", "auditor.wildmatch"},
    "auditor.project": {"auditor.disk", "auditor.files", "auditor.model"},
    "auditor.nearby": set(),
    "auditor.files": {
        "auditor.disk",
        "auditor.gitignore",
        "auditor.nearby",
        "auditor.source.detect",
    },
    "auditor.config.fault": set(),
    "auditor.config.patterns": {"auditor.config.fault", "auditor.wildmatch"},
    "auditor.config": {
        "auditor.config.fault",
        "auditor.config.patterns",
        "auditor.data",
        "auditor.disk",
        "auditor.model",
        "auditor.nearby",
        "auditor.wildmatch",
    },
    "auditor.house": {
        "auditor.data",
        "auditor.model",
        "auditor.schemas",
        "auditor.source.base",
        "auditor.source.detect",
        "auditor.template",
    },
    "auditor.testing": {
        "auditor.engine",
        "auditor.house",
        "auditor.model",
        "auditor.project",
        "auditor.suites",
    },
    "auditor.cache.folder": {"auditor.disk"},
    "auditor.cache.program": {"auditor", "auditor.disk"},
    "auditor.cache.runs": {"auditor.cache.folder", "auditor.cache.program", "auditor.disk"},
    "auditor.cache.stamp": {"auditor.cache.program", "auditor.config", "auditor.disk"},
    "auditor.cache": {
        "auditor.cache.folder",
        "auditor.disk",
        "auditor.project",
        "auditor.run.job",
        "auditor.run.result",
        "auditor.run.tests",
    },
    "auditor.run.job": {
        "auditor.config.patterns",
        "auditor.engine",
        "auditor.files",
        "auditor.model",
    },
    "auditor.run.result": {
        "auditor.engine",
        "auditor.files",
        "auditor.model",
        "auditor.project",
    },
    "auditor.run.tests": {
        "auditor.config.patterns",
        "auditor.disk",
        "auditor.files",
        "auditor.model",
        "auditor.run.job",
        "auditor.run.result",
        "auditor.suites",
    },
    "auditor.run": {
        "auditor.cache",
        "auditor.cache.folder",
        "auditor.cache.stamp",
        "auditor.disk",
        "auditor.run.job",
        "auditor.run.result",
        "auditor.run.tests",
        "auditor.config",
        "auditor.config.fault",
        "auditor.config.patterns",
        "auditor.engine",
        "auditor.files",
        "auditor.house",
        "auditor.lean",
        "auditor.model",
        "auditor.project",
        "auditor.report",
        "auditor.source.detect",
    },
    "auditor.diagnose": {
        "auditor.data",
        "auditor.files",
        "auditor.model",
        "auditor.report",
        "auditor.run",
        "auditor.engine",
        "auditor.source.base",
        "auditor.source.detect",
    },
    "auditor.cli": {
        "auditor.cache.folder",
        "auditor.cache.runs",
        "auditor.disk",
        "auditor.diagnose",
        "auditor.run.result",
        "auditor.data",
        "auditor",
        "auditor.config",
        "auditor.config.fault",
        "auditor.config.patterns",
        "auditor.engine",
        "auditor.files",
        "auditor.house",
        "auditor.lean",
        "auditor.model",
        "auditor.own_modules",
        "auditor.report",
        "auditor.run",
    },
    "auditor.__main__": {"auditor.cli"},
    "auditor": set(),
    "auditor.source": set(),
    "rules": {"auditor.api"},
}
"""Each layer with those that it may import; a layer may always import itself."""
EVERYWHERE = ("auditor.expression",)
"""What any layer but the rules may import."""


def modules() -> Iterator[tuple[str, Path]]:
    for top in ("auditor", "rules"):
        for path in sorted((ROOT / top).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(part for part in parts if part != "__init__"), path


MODULES = list(modules())
NAMES = {name for name, _ in MODULES}


@cache
def imported(path: Path) -> tuple[str, ...]:
    return tuple(_imported(path))


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in NAMES else str(node.module)


def layer_of(module: str) -> str | None:
    fitting = [layer for layer in ARROWS if module == layer or module.startswith(f"{layer}.")]
    return max(fitting, key=len) if fitting else None


def test_imports_follow_the_arrows() -> None:
    for module, path in MODULES:
        here = layer_of(module)
        assert here is not None, f"{module} is in no layer"
        for target in imported(path):
            layer = layer_of(target)
            allowed = layer is None or layer == here or layer in ARROWS[here]
            allowed |= layer in EVERYWHERE and here != "rules"
            assert allowed, f"{module} imports {target}"


def test_there_are_no_cycles() -> None:
    graph = {
        name: {target for target in imported(path) if target in NAMES and target != name}
        for name, path in MODULES
    }
    TopologicalSorter(graph).prepare()


_TO_THE_DISK = re.compile(
    r"os\.path\.(?:lexists|exists|isfile|isdir|islink|realpath)\b|os\.(?:stat|scandir|listdir|walk)\b"
    r"|(?<!asking)\.(?:exists|is_file|is_dir|is_symlink|iterdir|glob|rglob|resolve|read_bytes|read_text)\(\)?"
)
_DECIDING = (
    "auditor.config",
    "auditor.files",
    "auditor.gitignore",
    "auditor.project",
    "auditor.run",
)
_ELSEWHERE = {
    "auditor.files.writing": "writes",
    "auditor.run.collect": "the files that were written",
}


def test_what_decides_a_run_is_asked_of_the_disk_where_it_is_written_down() -> None:
    """Else a remembered run would hold when it does not any more."""
    for module, path in MODULES:
        if module.startswith(_DECIDING) and module not in _ELSEWHERE:
            found = _TO_THE_DISK.search(path.read_text())
            assert found is None, f"{module}: {found and found.group()}; see auditor.disk.asking"


def test_model_needs_nothing_but_its_classes() -> None:
    """The standard library, and what makes classes fast."""
    import sys

    for module, path in MODULES:
        if layer_of(module) in ("auditor.model", "auditor.grammar"):
            for target in imported(path):
                top = target.partition(".")[0]
                is_free = top in ("auditor", "msgspec") or top in sys.stdlib_module_names
                assert is_free, f"{module}: {target}"
