"""Whether the package that is made of a folder with Python code brings a module."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from auditor.aws.lambda_.packages.builds import has_build, installs_elsewhere, levels
from auditor.aws.lambda_.packages.lists import (
    REQUIREMENTS,
    PackageList,
    listed_above,
    python_lists,
)
from auditor.aws.lambda_.packages.missing import Lack, Shortage
from auditor.data.distributions import ExtraNeed, distributions_of, extras_for
from auditor.data.runtime_modules import Availability, python_modules
from auditor.embedded.facts import Import
from auditor.embedded.requirement import Entry
from auditor.model.project import Project

_VENDORED = (".dist-info", ".egg-info", ".pth")
_OLDEST, _NEWEST = "python3.8", "python3.14"


def python_shortage(
    project: Project, folder: str, file: str, imported: Import, *, is_response: bool = False
) -> Shortage | None:
    """Why a folder does not bring what a file of it imports; None where it may.

    Modules that no public distribution is known for may be the author's own, from a place that is
    not in sight: nothing is said of them. `is_response` is for `cfnresponse`.
    """
    module = imported.module
    if _is_there(project, folder, file, module):
        return None
    lists = python_lists(project, folder)
    first = next(_extra_shortages(project, folder, file, lists, imported), None)
    if first is not None:
        return first
    is_public = is_response or bool(distributions_of(module)) or is_of_python(module)
    if not is_public or _may_come(project, folder, lists, module):
        return None
    if is_response:
        return Shortage(Lack.INLINE_ONLY)
    return Shortage(Lack.VERSION) if is_of_python(module) else _from_lists(lists, module)


def _may_come(project: Project, folder: str, lists: list[PackageList], module: str) -> bool:
    """Whether a list may bring a module, or something in sight that fills the folder."""
    if any(one.may_bring(module) for one in lists) or listed_above(project, folder, module):
        return True
    return installs_elsewhere(project, folder) if lists else has_build(project, folder, "python")


def _from_lists(lists: list[PackageList], module: str) -> Shortage:
    if not lists:
        return Shortage(Lack.FOLDER)
    chosen = lists[0]
    is_developers = not chosen.requirements.development.isdisjoint(distributions_of(module))
    lack = Lack.DEVELOPMENT if is_developers else Lack.LIST
    return Shortage(lack, chosen.file, is_installed=_is_installed(chosen))


def may_bring(project: Project, folder: str, module: str) -> bool:
    """Whether a folder holds a module, or a list of packages that may bring it."""
    return _is_there(project, folder, folder, module) or any(
        one.may_bring(module) for one in python_lists(project, folder)
    )


def is_of_python(module: str) -> bool:
    """Whether a module is of the standard library in some version, which others lack."""
    found = (python_modules(runtime) for runtime in (_OLDEST, _NEWEST))
    return any(
        modules is not None and modules.availability(module) is Availability.PROVIDED
        for modules in found
    )


def _is_there(project: Project, folder: str, file: str, module: str) -> bool:
    """Whether a module lies in the folder, beside the file, or may lie among packages there."""
    names = project.names(folder)
    if names is None or any(name.endswith(_VENDORED) for name in names):
        return True
    top = module.partition(".")[0]
    places = [folder, *levels(posixpath.dirname(file) or ".")]
    return any(
        name == top or name.startswith(f"{top}.")
        for place in places
        for name in project.names(place) or ()
    )


def _is_installed(found: PackageList) -> bool:
    return posixpath.basename(found.file) == REQUIREMENTS


def _extra_shortages(
    project: Project, folder: str, file: str, lists: list[PackageList], imported: Import
) -> Iterator[Shortage]:
    """What an import needs beyond a distribution that the only list has."""
    if len(lists) != 1:
        return
    only = lists[0]
    for entry in only.requirements.entries:
        if entry.name not in distributions_of(imported.module):
            continue
        for need in extras_for(entry.name, imported.module, imported.names, entry.major):
            if _lacks(project, folder, file, only, entry, need):
                yield Shortage(Lack.EXTRA, only.file, is_installed=_is_installed(only), extra=need)


def _lacks(
    project: Project, folder: str, file: str, only: PackageList, entry: Entry, need: ExtraNeed
) -> bool:
    return (
        bool(need.extras)
        and entry.url is None
        and entry.extras.isdisjoint(need.extras)
        and not only.may_bring(need.module)
        and not _is_there(project, folder, file, need.module)
        and not listed_above(project, folder, need.module)
        and not installs_elsewhere(project, folder)
    )
