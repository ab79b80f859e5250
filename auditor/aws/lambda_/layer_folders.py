"""Layers whose folders lie beside the template.

https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.aws.lambda_.code.local_module import code_folder
from auditor.template.template import Resource
from auditor.template.values import Case

_KEYS = ("ContentUri", "Content")
_ON_PATH = frozenset({"python", "nodejs", "java", "ruby", "lib", "bin", "extensions", "dotnet"})
"""Folders that some runtime, or the system, looks into."""
_NO_MODULES = ("setup.py", "conftest.py")


def misplaced_modules(layer: Resource) -> Iterator[tuple[Case, str]]:
    """A module in the folder of a layer for Python where nothing looks for it."""
    project = layer.template.project
    metadata = layer.body.get("Metadata")
    is_built = isinstance(metadata, dict) and "BuildMethod" in metadata
    if project is None or is_built or not _is_for_python(layer):
        return
    for key in _KEYS:
        for case in layer.cases(key):
            folder = code_folder(case)
            names = project.names(folder) if folder is not None else None
            if names is None or not _ON_PATH.isdisjoint(names):
                continue
            modules = [name for name in sorted(names) if name.endswith(".py")]
            found = next((name for name in modules if name not in _NO_MODULES), None)
            if found is not None:
                yield case, found


def _is_for_python(layer: Resource) -> bool:
    for case in layer.cases("CompatibleRuntimes"):
        listed = case.value if isinstance(case.value, list) else []
        if not listed or not all(isinstance(one, str) and one[:6] == "python" for one in listed):
            return False
    return True
