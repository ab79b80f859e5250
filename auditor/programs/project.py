"""A project of Pulumi: what `Pulumi.yaml` says, and which file is run first.

https://www.pulumi.com/docs/iac/concepts/projects/project-file/
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from msgspec import Struct

from auditor.model.project import Project
from auditor.model.tree import Tree

_ENDINGS = {"python": (".py",), "nodejs": (".ts", ".js", ".mjs", ".cjs", ".mts", ".cts")}
READ = tuple(_ENDINGS)


class PulumiProject(Struct, frozen=True):
    """What the project file says; `folder` is where the program runs, from the project file."""

    name: str
    runtime: str
    main: str | None
    options: dict[str, Tree]
    folder: str = "."
    config: dict[str, Tree] = {}
    """What the file says that each stack is deployed with, where the stack says nothing else."""


class Entry(Struct, frozen=True):
    """The file that is run first, None where there is none; `wanted` are those looked for."""

    file: str | None
    folder: str
    wanted: tuple[str, ...]
    is_known: bool = True
    """Whether it can be said which file it is: a folder that cannot be listed says nothing."""


def pulumi_project(tree: Tree) -> PulumiProject | None:
    """The project that a document describes; None where it is no project file."""
    if not isinstance(tree, dict) or "runtime" not in tree or "Resources" in tree:
        return None
    runtime = tree["runtime"]
    options: dict[str, Tree] = {}
    if isinstance(runtime, dict):
        given = runtime.get("options")
        options = given if isinstance(given, dict) else {}
        runtime = runtime.get("name")
    main = tree.get("main")
    name = tree.get("name")
    if not isinstance(runtime, str) or not isinstance(name, str):
        return None
    main = main if isinstance(main, str) and main else None
    config = dict(_configured(name, tree.get("config")))
    return PulumiProject(name, runtime, main, options, config=config)


def _configured(project: str, config: Tree) -> Iterator[tuple[str, Tree]]:
    """The values and defaults of the section `config`.

    https://www.pulumi.com/docs/iac/concepts/projects/project-file/#config-options
    """
    for key, value in config.items() if isinstance(config, dict) else ():
        name = str(key) if ":" in str(key) else f"{project}:{key}"
        said = value
        if isinstance(value, dict):
            said = value.get("value", value.get("default"))
        if said is not None:
            yield name, said


def entry_of(project: PulumiProject, files: Project) -> Entry:
    """Where the program begins.

    Python runs the folder, whose `__main__.py` it is; Node.js resolves the folder, by the `main`
    of its package.json or as index.
    """
    main = posixpath.normpath(project.main) if project.main else "."
    if main.startswith(("..", "/")):
        return Entry(None, main, (), is_known=False)
    endings = _ENDINGS[project.runtime]
    parent, name = posixpath.split(main)
    beside = files.names(parent or ".")
    if main != "." and beside is not None and name in beside and files.names(main) is None:
        return Entry(main, parent or ".", (main,))
    inside = files.names(main)
    if inside is None:
        if beside is None:
            return Entry(None, main, (main,), is_known=parent in ("", "."))
        if project.runtime == "nodejs":
            for ending in endings:
                if name + ending in beside:
                    return Entry(_joined(parent, name + ending), parent or ".", (main,))
        return Entry(None, parent or ".", (main,))
    if project.runtime == "python":
        return _first(main, inside, ("__main__.py",))
    wanted = _main_of_package(main, inside, files)
    if wanted is not None:
        return wanted
    return _first(main, inside, tuple(f"index{ending}" for ending in endings))


def is_built(entry: Entry, files: Project) -> bool:
    """Whether what runs is compiled into another folder, where its modules lie elsewhere."""
    main = _main_in_package(entry.folder, files) or ""
    return (entry.file or "").endswith("ts") and _is_output(posixpath.normpath(main))


def _is_output(path: str) -> bool:
    return any(part in ("bin", "dist", "build", "out", "lib") for part in path.split("/"))


def _main_in_package(folder: str, files: Project) -> str | None:
    """What package.json says that is run."""
    import json

    try:
        manifest = json.loads(files.read(_joined(folder, "package.json")) or "{}")
    except (ValueError, RecursionError):
        return None
    main = manifest.get("main") if isinstance(manifest, dict) else None
    return main if isinstance(main, str) and main else None


def _main_of_package(folder: str, inside: frozenset[str], files: Project) -> Entry | None:
    main = _main_in_package(folder, files) if "package.json" in inside else None
    if main is None:
        return None
    path = posixpath.normpath(posixpath.join(folder, main))
    if path.startswith(".."):
        return Entry(None, folder, (main,), is_known=False)
    parent, name = posixpath.split(path)
    names = files.names(parent or ".")
    if names is None:
        return None if _is_output(path) else Entry(None, folder, (path,))
    stem = name.rpartition(".")[0] or name
    candidates = [
        name,
        *(name + e for e in _ENDINGS["nodejs"]),
        *(stem + e for e in _ENDINGS["nodejs"]),
    ]
    for one in candidates:
        if one in names and files.names(_joined(parent, one)) is None:
            return Entry(_joined(parent, one), folder, (path,))
    return Entry(None, folder, (path,))


def _first(folder: str, inside: frozenset[str], names: tuple[str, ...]) -> Entry:
    for name in names:
        if name in inside:
            return Entry(_joined(folder, name), folder, names)
    return Entry(None, folder, names)


def _joined(*parts: str) -> str:
    return posixpath.normpath(posixpath.join(*parts))
