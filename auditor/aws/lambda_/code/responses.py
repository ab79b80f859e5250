"""Whether the function of a custom resource answers CloudFormation.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources.html
"""

from __future__ import annotations

import re
import sys

from auditor.aws.lambda_.code.file import CodeFile
from auditor.aws.lambda_.code.function import FunctionCode
from auditor.embedded.facts import Import
from auditor.expression import expression
from auditor.model.edit import Change
from auditor.model.text import Span, newline_of

_ANSWERS = expression(
    r"cfn_?-?response|ResponseURL|response_?url|crhelper|CfnResource|cfn_resource|send_?response",
    re.IGNORECASE,
)
"""How code names what it answers with: the module of Lambda, the field of the event, libraries."""
_OF_SDK = frozenset({"boto3", "botocore", "aws-sdk"})
_RESPONSE = "cfnresponse"


def never_answers(code: FunctionCode) -> bool:
    """Whether nothing in the code, all of which is known, can answer."""
    if code.fn.resource.has("Layers") is not False or not code.files:
        return False
    if code.use.folder is not None and not code.use.has_all_files:
        return False
    return not any(_may_answer(file) for file in code.files)


def _may_answer(file: CodeFile) -> bool:
    if not file.is_whole or not file.facts.parses or file.facts.opaque:
        return True
    if _ANSWERS.search(file.text):
        return True
    return not all(_is_plain(file, imported) for imported in file.facts.imports)


def _is_plain(file: CodeFile, imported: Import) -> bool:
    """Whether a module is one of the language or of the SDK, or a file of the code."""
    top = imported.module.partition(".")[0]
    if imported.level or imported.module.startswith((".", "/")):
        return True
    if file.language == "python":
        return top in _OF_SDK or top in sys.stdlib_module_names
    name = imported.module.removeprefix("node:")
    return name in _OF_SDK or name.startswith("@aws-sdk/") or name in _OF_NODE


_OF_NODE = frozenset({"crypto", "fs", "http", "https", "os", "path", "url", "util", "zlib"})


def silent_deletes(file: CodeFile, handler: str) -> list[Span]:
    """Each `return` that leaves the deletion of the resource without an answer."""
    if file.python is None:
        return []
    from auditor.embedded.python import responses

    return responses.silent_deletes(file.python, handler)


def answered(file: CodeFile, handler: str, span: Span) -> tuple[Change, ...] | None:
    """Answers before such a `return`; None where the code does not import `cfnresponse`."""
    if not re.search(rf"^[ \t]*import {_RESPONSE}\b", file.text, re.MULTILINE):
        return None
    found = re.search(rf"\bdef {re.escape(handler)}\s*\(\s*(\w+)\s*,\s*(\w+)\s*\)", file.text)
    start = file.text[: span.start]
    indentation = start.replace("\r", "\n").rpartition("\n")[2]
    if found is None or indentation.strip(" \t"):
        return None
    event, context = found.groups()
    call = f"{_RESPONSE}.send({event}, {context}, {_RESPONSE}.SUCCESS, {{}})"
    text = f"{call}{newline_of(file.text)}{indentation}"
    return file.changes([(Span(span.start, span.start), text)])
