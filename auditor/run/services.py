"""Services of the Serverless Framework: files that they take fragments from are checked with them.

A fragment that is named stands for its service, where that lies above it in the same repository,
and one that is found beside its service is no input of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from auditor.disk import asking
from auditor.files import MAX_BYTES
from auditor.project import ProjectFolder
from auditor.run.inputs import Input
from auditor.run.job import Job
from auditor.source.detect import looks_like_template

_NAMES = ("serverless.yml", "serverless.yaml", "serverless.json")
_SUFFIXES = (".yml", ".yaml", ".json")
_REPOSITORIES = (".git", ".hg")
_MOST_LEVELS = 20


def with_services(inputs: Sequence[Input]) -> list[Input]:
    """The inputs with services in the place of the fragments that are checked with them."""
    services = _Services()
    for one in inputs:
        if one.path is not None and one.path.name in _NAMES:
            services.of(one.path)
    return [found for one in inputs for found in _instead(one, services)]


def _instead(one: Input, services: _Services) -> Iterator[Input]:
    path = one.path
    if path is None or path.suffix not in _SUFFIXES or path.name in _NAMES:
        yield one
    elif one.folder is not None:
        if not services.has(one.key):
            yield one
    else:
        service = services.above(path, one.key)
        yield one if service is None else Input(service)


class _Services:
    """What the services take fragments from, each read once."""

    def __init__(self) -> None:
        self._fragments: dict[str, frozenset[str]] = {}
        self._every: set[str] = set()
        self._above: dict[str, Path | None] = {}

    def of(self, service: Path) -> frozenset[str]:
        """The keys of the inputs that a service takes fragments from."""
        key = asking.real(service)
        if key not in self._fragments:
            self._fragments[key] = frozenset(_fragments(service))
            self._every |= self._fragments[key]
        return self._fragments[key]

    def has(self, key: str) -> bool:
        """Whether one of those that were read takes a fragment from an input."""
        return key in self._every

    def above(self, path: Path, key: str) -> Path | None:
        """The service that takes a fragment from a file, in its folder or above."""
        service = self._nearest(os.path.dirname(os.path.abspath(path)))  # noqa: PTH120
        return service if service is not None and key in self.of(service) else None

    def _nearest(self, folder: str) -> Path | None:
        """The service in an absolute folder or above, looked for once in each of them."""
        passed: list[str] = []
        here, found = folder, None
        while here not in self._above:
            passed.append(here)
            found = _service_in(here)
            above = os.path.dirname(here)  # noqa: PTH120 (strings: asked for every folder)
            is_last = above == here or len(passed) == _MOST_LEVELS
            if found is not None or is_last or _is_repository(here):
                break
            here = above
        else:
            found = self._above[here]
        self._above.update(dict.fromkeys(passed, found))
        return found


def _service_in(folder: str) -> Path | None:
    """The service in a folder, as the run calls it."""
    for name in _NAMES[:2]:  # asked for every file that is named; JSON is rare
        if asking.is_file(os.path.join(folder, name)):  # noqa: PTH118
            working = Path.cwd()
            found = Path(folder, name)
            return found.relative_to(working) if found.is_relative_to(working) else found
    return None


def _is_repository(folder: str) -> bool:
    return any(asking.is_there(os.path.join(folder, name)) for name in _REPOSITORIES)  # noqa: PTH118


def _fragments(service: Path) -> Iterator[str]:
    try:
        _, content = asking.content(service, MAX_BYTES)
    except (OSError, ValueError):
        return
    if content is None or len(content) > MAX_BYTES or b"${file(" not in content:
        return
    try:
        text = content.decode()
    except UnicodeDecodeError:  # said where the file itself is checked
        return
    from auditor.engine.services import files_of_service

    project = ProjectFolder(service.parent)
    for file in files_of_service(text, project):
        yield asking.real(service.parent / file)
    asking.beside(service.parent, project.looked_at.files, {})


def is_template(job: Job) -> bool:
    """Whether the text of a job is meant as a template, or has one in the files that it names."""
    text = job.file.text
    if looks_like_template(text):
        return True
    if job.folder is None or "${file(" not in text:
        return False
    from auditor.engine.services import has_resources_in_files

    return has_resources_in_files(text, ProjectFolder(job.folder))
