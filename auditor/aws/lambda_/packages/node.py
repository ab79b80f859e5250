"""Whether the package that is made of a folder with JavaScript code brings an npm package."""

from __future__ import annotations

import json
import posixpath
from typing import Any

from auditor.aws.lambda_.packages.builds import has_build, joined, levels
from auditor.aws.lambda_.packages.missing import Lack, Shortage
from auditor.embedded.manifests import parse_package_json
from auditor.model.project import Project

_MANIFEST = "package.json"
_LOCKS = ("package-lock.json", "npm-shrinkwrap.json")
_OTHER_LOCKS = ("yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb")
_MODULES = "node_modules"


def node_shortage(
    project: Project, folder: str, file: str, package: str, *, is_response: bool = False
) -> Shortage | None:
    """Why a folder does not bring a package that a file of it imports; None where it may.

    `is_response` is for `cfn-response`.
    """
    if project.names(folder) is None or has_build(project, folder, "javascript"):
        return None
    if _is_there(project, file, package) or _is_listed_above(project, folder, package):
        return None
    if _MANIFEST not in (project.names(folder) or ()):
        return Shortage(Lack.INLINE_ONLY if is_response else Lack.FOLDER)
    return _in_manifest(project, folder, package, is_response=is_response)


def _in_manifest(
    project: Project, folder: str, package: str, *, is_response: bool
) -> Shortage | None:
    file = joined(folder, _MANIFEST)
    text = project.read(file)
    document = _object(text)
    if text is None or document is None or document.get("name") == package:
        return None
    found = parse_package_json(text)
    if not found.complete or package in found.names:
        return None
    is_locked_out = _is_locked_out(project, folder, package)
    if is_locked_out is False:
        return None
    if package in found.development:
        return Shortage(Lack.DEVELOPMENT, file, is_installed=True)
    # without a lock file nobody knows what the packages bring in turn
    if found.entries and is_locked_out is None:
        return None
    if is_response:
        return Shortage(Lack.INLINE_ONLY)
    return Shortage(Lack.LIST, file, is_installed=True)


def _is_there(project: Project, file: str, package: str) -> bool:
    """Whether a package lies where Node.js looks, or a folder of its name in sight."""
    first, _, rest = package.partition("/")
    for level in levels(posixpath.dirname(file) or "."):
        names = project.names(level) or ()
        if first in names or any(name.startswith(f"{first}.") for name in names):
            return True
        if _MODULES in names:
            place = joined(level, _MODULES)
            inside = project.names(joined(place, first) if rest else place)
            if (rest or first) in (inside or ()):
                return True
    return False


def _is_listed_above(project: Project, folder: str, package: str) -> bool:
    """Whether a package.json above speaks of the package, or shares what it has."""
    for level in levels(folder)[1:]:
        text = project.read(joined(level, _MANIFEST))
        if text is not None:
            found = parse_package_json(text)
            if not found.complete or package in {*found.names, *found.development}:
                return True
    return False


def _is_locked_out(project: Project, folder: str, package: str) -> bool | None:
    """Whether a lock file shows that the package is not installed; None where there is no lock."""
    names = project.names(folder) or frozenset()
    for name in _LOCKS:
        if name in names:
            return package not in _locked(project.read(joined(folder, name)), package)
    for name in _OTHER_LOCKS:
        if name in names:
            text = project.read(joined(folder, name))
            return text is not None and package not in text
    return None


def _locked(text: str | None, package: str) -> set[str]:
    """The packages of npm's lock file that are not for developers only; this one if it is odd.

    https://docs.npmjs.com/cli/configuring-npm/package-lock-json
    """
    document = _object(text) or {}
    told = document.get("packages", document.get("dependencies"))
    if not isinstance(told, dict):
        return {package}
    return {
        name.rpartition(f"{_MODULES}/")[2]
        for name, one in told.items()
        if not (isinstance(one, dict) and one.get("dev") is True)
    }


def _object(text: str | None) -> dict[str, Any] | None:
    try:
        document = json.loads((text or "").removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None
