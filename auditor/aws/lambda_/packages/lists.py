"""The lists of packages in a code folder and above it, and what they bring to Python code."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from auditor.aws.lambda_.packages.builds import joined, levels
from auditor.data.distributions import covers, distributions_of, is_known, provided_by
from auditor.embedded.manifests import read_manifest
from auditor.embedded.requirement import Requirements, normalised
from auditor.expression import expression
from auditor.model.project import Project

REQUIREMENTS = "requirements.txt"
"""What `sam build` installs for Python.
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-using-build.html"""
_OF_NODE = "package.json"
_FOR_DEVELOPERS = expression(r"(?i)(?:dev|test|lint|doc|ci|local|type|build)")
_LOCK = expression(r"(?i).*\.lock|pylock.*\.toml|Pipfile\.lock")
_MOST_INCLUDES = 20


class PackageList(Struct, frozen=True):
    """A file that lists packages, by its path from the template's folder."""

    file: str
    requirements: Requirements

    def may_bring(self, module: str) -> bool:
        """Whether installing the list may bring a Python module."""
        asked = self.requirements.names.items()
        return (
            not self.requirements.complete
            or self.names(module)
            or any(not is_known(name, extras) for name, extras in asked)
            or covers(self.provided, module)
        )

    def names(self, module: str) -> bool:
        """Whether a distribution stands in the list that brings a Python module."""
        wanted = {normalised(module.partition(".")[0]), *distributions_of(module)}
        return not wanted.isdisjoint(self.requirements.names)

    @property
    def provided(self) -> frozenset[str]:
        """The Python modules that installing the list brings, as far as is known."""
        asked = self.requirements.names.items()
        return frozenset[str]().union(*(provided_by(name, extras) for name, extras in asked))


def python_lists(project: Project, folder: str) -> list[PackageList]:
    """The lists of Python packages in a folder, those for developers left out.

    `requirements.txt` is first where it is there.
    """
    names = sorted(project.names(folder) or (), key=lambda name: (name != REQUIREMENTS, name))
    wanted = (name for name in names if name != _OF_NODE and not _is_for_developers(name))
    return [found for name in wanted if (found := _list(project, joined(folder, name)))]


def listed_above(project: Project, folder: str, module: str) -> bool:
    """Whether a list above a folder, or a lock file, speaks of a Python module."""
    distributions = (*distributions_of(module), normalised(module.partition(".")[0]))
    for level in levels(folder):
        for name in sorted(project.names(level) or ()):
            if _LOCK.fullmatch(name):
                text = (project.read(joined(level, name)) or "").lower()
                if any(f'"{one}"' in text for one in distributions):
                    return True
            is_above = level != folder and name != _OF_NODE
            found = _list(project, joined(level, name)) if is_above else None
            if found and (found.names(module) or not found.requirements.complete):
                return True
    return False


def _is_for_developers(name: str) -> bool:
    return name.endswith((".txt", ".in")) and _FOR_DEVELOPERS.search(name) is not None


def _list(project: Project, file: str) -> PackageList | None:
    """The list that a file is, with all that it includes; None where it is none."""
    name = posixpath.basename(file)
    if read_manifest(name, "") is None:
        return None
    text = project.read(file)
    if text is None:
        return PackageList(file, Requirements(complete=False))
    found = read_manifest(name, text)
    return None if found is None else PackageList(file, _whole(project, file, found))


def _whole(project: Project, file: str, found: Requirements) -> Requirements:
    entries, complete = list(found.entries), found.complete
    waiting = list(_included(file, found))
    seen = {file}
    while waiting:
        place = waiting.pop(0)
        if place in seen:
            continue
        seen.add(place)
        text = project.read(place) if len(seen) <= _MOST_INCLUDES else None
        inner = None if text is None else read_manifest(REQUIREMENTS, text)
        if inner is None:
            complete = False
            continue
        entries += (replace(entry, span=None, extras_span=None) for entry in inner.entries)
        complete = complete and inner.complete
        waiting += _included(place, inner)
    return replace(found, entries=tuple(entries), includes=(), complete=complete)


def _included(file: str, found: Requirements) -> Iterator[str]:
    for included in found.includes:
        yield posixpath.normpath(posixpath.join(posixpath.dirname(file), included))
