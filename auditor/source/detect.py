"""Which format a text has, and whether it is a template at all."""

from __future__ import annotations

import re

from auditor.source.base import Document, SyntaxFault

_YAML_MARK = re.compile(
    r"""^["']?(?:AWSTemplateFormatVersion|Resources|Transform)["']?[ \t]*:""", re.MULTILINE
)
_JSON_MARK = re.compile(r"""[{,]\s*"(?:AWSTemplateFormatVersion|Resources|Transform)"\s*:""")
_TYPE = re.compile(r"""["']?Type["']?\s*:\s*["']?(?:AWS|Custom|Alexa)::""")


def parse(text: str) -> Document:
    """Reads a text as JSON where it begins like JSON, else as YAML. Raises SyntaxFault.

    A flow mapping of YAML begins like JSON too: it is read as YAML where JSON refuses it and it
    is no JSON with a slip.
    """
    from auditor.source.json_.document import JsonDocument

    if text.lstrip()[:1] not in ("{", "["):
        return _yaml(text)
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
    """Whether a text is meant as a template, judged without reading it as one."""
    mark = _JSON_MARK if text.lstrip()[:1] == "{" else _YAML_MARK
    if not mark.search(text):
        return False
    return "AWSTemplateFormatVersion" in text or _TYPE.search(text) is not None
