"""From the text of a service of the Serverless Framework to what it has in other files."""

from __future__ import annotations

from auditor.model.project import Project
from auditor.source.base import SyntaxFault
from auditor.source.detect import may_be_service_of_files, parse
from auditor.source.service.document import ServiceDocument
from auditor.source.service.fragments import fragment_files


def files_of_service(text: str, project: Project) -> list[str]:
    """The files with parts of its template, by their paths; none for what cannot be read."""
    try:
        return fragment_files(parse(text), project)
    except SyntaxFault:  # said where the file itself is checked
        return []


def has_resources_in_files(text: str, project: Project) -> bool:
    """Whether a service has resources, be it in the files that it names."""
    if not may_be_service_of_files(text):
        return False
    try:
        return ServiceDocument(parse(text), project).has_resources
    except SyntaxFault:
        return False
