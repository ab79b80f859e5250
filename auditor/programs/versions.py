"""The versions of pulumi-aws that a program may run with: what is required, and what is locked."""

from __future__ import annotations

import posixpath

from auditor.data.pulumi_classes import MAJORS
from auditor.expression import expression
from auditor.model.project import Project
from auditor.programs.project import Entry, PulumiProject

_REQUIRED = {
    "python": expression(r"""pulumi[-_]aws(?:\[[^\]\n]{0,40}\])?[ \t"'=:~^<>!(]{0,12}v?([0-9]+)"""),
    "nodejs": expression(r""""@pulumi/aws"\s*:\s*"[\^~=v<> ]*([0-9]+)"""),
}
_LISTS = {
    "python": ("requirements.txt", "pyproject.toml", "Pipfile", "setup.py"),
    "nodejs": ("package.json",),
}
_OF_NPM = expression(r'"(?:node_modules/)?@pulumi/aws"\s*:\s*\{\s*"version"\s*:\s*"([0-9]+)\.')
_OF_YARN = expression(r'@pulumi/aws@[^\n]{0,200}:\r?\n[ ]+version:? "?([0-9]+)\.')
_BY_NAME = expression(r"@pulumi/aws[@/]([0-9]+)\.[0-9]+\.[0-9]+")
_OF_PIPENV = expression(r'"pulumi-aws"\s*:\s*\{[^}]{0,4000}"version"\s*:\s*"==([0-9]+)\.')
_OF_TABLES = expression(r'name = "pulumi-aws"\r?\nversion = "([0-9]+)\.')
_LOCKS = {
    "python": {
        **dict.fromkeys(("poetry.lock", "uv.lock", "pdm.lock"), _OF_TABLES),
        "Pipfile.lock": _OF_PIPENV,
    },
    "nodejs": {
        **dict.fromkeys(("package-lock.json", "npm-shrinkwrap.json"), _OF_NPM),
        "yarn.lock": _OF_YARN,
        **dict.fromkeys(("pnpm-lock.yaml", "bun.lock"), _BY_NAME),
    },
}
"""What the files of package managers say, each in the form of its kind."""


_PYTHON = (
    (".python-version", expression(r"(?m)^(?:python-)?(?P<bound>)(?P<major>3)\.(?P<minor>[0-9]+)")),
    (
        "pyproject.toml",
        expression(
            r"""(?m)^(?:requires-)?python[ \t]*=[ \t]*["'][ \t]*(?:(?P<bound>>=|~=|==|\^|~)"""
            r"[ \t]*)?(?P<major>3)\.(?P<minor>[0-9]+)"
        ),
    ),
    ("runtime.txt", expression(r"(?m)^python-(?P<bound>)(?P<major>3)\.(?P<minor>[0-9]+)")),
)
_NAMES_MEMBERS = 11
"""From Python 3.11 on an f-string has the name of a member of an enumeration of texts.

https://docs.python.org/3/whatsnew/3.11.html#enum
"""


def names_members(entry: Entry, files: Project) -> bool | None:
    """Whether a program runs with a Python whose f-strings have the names of members.

    None where no file says with which Python it runs, or says what both may be.
    """
    for name, form in _PYTHON:
        for text in _texts(tuple(dict.fromkeys((entry.folder, "."))), (name,), files):
            found = form.search(text)
            if found is None:
                continue
            is_later = int(found["minor"]) >= _NAMES_MEMBERS
            is_exact = (found["bound"] or "") in ("", "==", "~")
            return is_later if is_later or is_exact else None
    return None


def majors_of(project: PulumiProject, entry: Entry, files: Project) -> frozenset[str]:
    """The major versions that the program may run with, of those that are known.

    A requirement with a lower bound alone may be met by any later version. Of what is required, the
    version that is locked is installed; where they disagree, the lock is old and either may be.
    Empty where others alone are said.
    """
    folders = tuple(dict.fromkeys((entry.folder, ".")))
    required = _required(project, folders, files)
    locked = _locked(project, folders, files)
    said = required & locked or required | locked
    return frozenset(said & set(MAJORS) if said else MAJORS)


def _required(project: PulumiProject, folders: tuple[str, ...], files: Project) -> set[str]:
    found: set[str] = set()
    for text in _texts(folders, _LISTS[project.runtime], files):
        for match in _REQUIRED[project.runtime].finditer(text):
            line = text[match.start() : text.find("\n", match.end())]
            is_open = ">" in line and "<" not in line and project.runtime == "python"
            found |= set(MAJORS) if is_open else {match.group(1)}
    return found


def _locked(project: PulumiProject, folders: tuple[str, ...], files: Project) -> set[str]:
    return {
        match.group(1)
        for name, form in _LOCKS[project.runtime].items()
        for text in _texts(folders, (name,), files)
        for match in form.finditer(text)
    }


def _texts(folders: tuple[str, ...], names: tuple[str, ...], files: Project) -> list[str]:
    """The texts of those of the files that are there."""
    found: list[str] = []
    for folder in folders:
        beside = files.names(folder)
        there = [one for one in names if beside is None or one in beside]
        read = (files.read(posixpath.normpath(f"{folder}/{one}")) for one in there)
        found += (text for text in read if text is not None)
    return found
