"""Which format a text has, and whether it is a template at all."""

from __future__ import annotations

import json
import re

from auditor.expression import expression
from auditor.model.tree import Tree
from auditor.source.base import Document, SyntaxFault

_SECTIONS = ("AWSTemplateFormatVersion", "Resources", "Transform")
_NAMES = "|".join(_SECTIONS)
_JSON_MARK = expression(rf"""[{{,]\s*"(?:{_NAMES})"\s*:""")
_FIRST_KEY = expression(r"""^( *)(?!---|%|#)["']?\w[^\n]*:""", re.MULTILINE)
_PROGRAM = expression(r"^runtime[ \t]*:", re.MULTILINE)
_PROGRAM_NAME = expression(r"^name[ \t]*:", re.MULTILINE)
_TYPE = expression(r"""["']?Type["']?\s*:\s*["']?(?:AWS|Custom|Alexa)::""")


def parse(text: str) -> Document:
    """Reads a text as JSON where it begins like JSON, else as YAML. Raises SyntaxFault.

    A flow mapping of YAML begins like JSON too: it is read as YAML where JSON refuses it and it
    is not JSON with a slip.
    """
    if text.lstrip()[:1] not in ("{", "["):
        return _yaml(text)
    from auditor.source.json_.document import JsonDocument

    try:
        return JsonDocument(text)
    except SyntaxFault as fault:
        if '"' in text[:200].partition(":")[0]:
            raise
        try:
            return _yaml(text)
        except SyntaxFault:
            raise fault from None


def _yaml(text: str) -> Document:
    from auditor.source.yaml_.document import YamlDocument

    return YamlDocument(text)


def looks_like_template(text: str) -> bool:
    """Whether a text is meant as a template: it has the sections of one at its root."""
    if "AWSTemplateFormatVersion" not in text and not _TYPE.search(text):
        return looks_like_project(text)
    return _json_root(text) if text.lstrip()[:1] == "{" else _yaml_root(text)


def looks_like_project(text: str) -> bool:
    """Whether a text is meant as the project file of a Pulumi program."""
    return _PROGRAM.search(text) is not None and _PROGRAM_NAME.search(text) is not None


def is_project(tree: Tree) -> bool:
    """Whether a document is the project file of a Pulumi program.

    https://www.pulumi.com/docs/iac/concepts/projects/project-file/
    """
    return (
        isinstance(tree, dict)
        and isinstance(tree.get("runtime"), str | dict)
        and isinstance(tree.get("name"), str)
        and not any(section in tree for section in _SECTIONS)
    )


def _json_root(text: str) -> bool:
    try:
        root = json.loads(text)
    except (ValueError, RecursionError):
        return _JSON_MARK.search(text) is not None
    return any(section in root for section in _SECTIONS)


def _yaml_root(text: str) -> bool:
    first = _FIRST_KEY.search(text)
    if first is None:
        return False
    mark = rf"""^{first.group(1)}["']?(?:{_NAMES})["']?[ \t]*:"""
    return re.search(mark, text, re.MULTILINE) is not None
