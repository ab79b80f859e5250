"""Which format a text has, and whether it is a template at all."""

from __future__ import annotations

import re

from auditor.expression import expression
from auditor.model.tree import Tree
from auditor.source.base import Document, SyntaxFault

_SECTIONS = ("AWSTemplateFormatVersion", "Resources", "Transform")
_NAMES = "|".join(_SECTIONS)
_JSON_MARK = expression(rf"""[{{,]\s*"(?:{_NAMES})"\s*:""")
_FIRST_KEY = expression(r"""^( *)(-[ \t]{1,8})?(?!---|%|#)["']?\w[^\n]*:""", re.MULTILINE)
_PROGRAM = expression(r"^runtime[ \t]*:", re.MULTILINE)
_PROGRAM_NAME = expression(r"^name[ \t]*:", re.MULTILINE)
_SERVICE_KEY = expression(r"^(service|provider|resources)[ \t]*:", re.MULTILINE)
_NEXT_KEY = expression(r"^[A-Za-z]", re.MULTILINE)
_SERVICE_RESOURCES = expression(
    r"""^[ \t]{1,20}(?:-[ \t]{1,8})?["']?Resources["']?[ \t]{0,8}:[ \t]{0,8}(?:#.*)?\r?$""",
    re.MULTILINE,
)
_APPSPEC = expression(
    r"^Resources[ \t]*:[ \t]*(?:#[^\n]*)?\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*-[ \t]",
    re.MULTILINE,
)
_APPSPEC_VERSION = expression(r"^version[ \t]*:", re.MULTILINE)
_OF_ORGANIZATIONS = expression(
    r"""^(?:["']?AWSTemplateFormatVersion["']?[ \t]{0,8}:[ \t]{0,8}["']?2010-09-09-OC\b"""
    r"""|[ \t]{1,40}OrganizationBindings?[ \t]{0,8}:)""",
    re.MULTILINE,
)
"""Templates of org-formation, which makes those of CloudFormation from them.

They have a version of their own, or say in which accounts a resource is.

https://github.com/org-formation/org-formation-cli
"""
_FILES = expression(r"\$\{file\(")
_AWS = expression(r"""^(?:[ \t]{0,20}["']?name["']?[ \t]*:)?[ \t]*["']?aws\b""", re.MULTILINE)
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
    if _OF_ORGANIZATIONS.search(text):
        return False
    return _json_root(text) if text.lstrip()[:1] == "{" else _yaml_root(text)


def may_be_service_of_files(text: str) -> bool:
    """Whether a text is meant as a service of the Serverless Framework with resources in files."""
    return "${file(" in text and _looks_like_service(text, _FILES)


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


def is_service(tree: Tree) -> bool:
    """Whether a document is a service of the Serverless Framework that is deployed to AWS.

    https://www.serverless.com/framework/docs/providers/aws/guide/serverless.yml
    """
    if not isinstance(tree, dict) or not tree.keys() >= {"service", "provider", "resources"}:
        return False
    provider = tree["provider"]
    name = provider.get("name") if isinstance(provider, dict) else provider
    return name == "aws" and not any(section in tree for section in _SECTIONS)


def _json_root(text: str) -> bool:
    import json

    try:
        root = json.loads(text)
    except (ValueError, RecursionError):
        return _JSON_MARK.search(text) is not None
    if isinstance(root.get("Resources"), list):
        from auditor.source.other_tools import is_appspec

        if is_appspec(root):
            return False
    return any(section in root for section in _SECTIONS) or is_service(root)


def _yaml_root(text: str) -> bool:
    first = _FIRST_KEY.search(text)
    if first is None or first.group(2) or (_APPSPEC_VERSION.search(text) and _APPSPEC.search(text)):
        return False
    if not first.group(1) and _looks_like_service(text):
        return True
    mark = rf"""^{first.group(1)}["']?(?:{_NAMES})["']?[ \t]*:"""
    return re.search(mark, text, re.MULTILINE) is not None


def _looks_like_service(text: str, held: re.Pattern[str] = _SERVICE_RESOURCES) -> bool:
    """Whether a text has the keys of a service at its root, with AWS and resources below them."""
    below: dict[str, str] = {}
    for key in _SERVICE_KEY.finditer(text):
        after = _NEXT_KEY.search(text, key.end())
        below[key.group(1)] = text[key.end() : len(text) if after is None else after.start()]
    return (
        len(below) == 3
        and _AWS.search(below["provider"]) is not None
        and held.search(below["resources"]) is not None
    )
