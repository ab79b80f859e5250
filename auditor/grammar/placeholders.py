"""Text that another tool fills in before CloudFormation sees it.

- `${self:…}`, `${opt:…}`, `${file(…)}`: the Serverless Framework,
  https://www.serverless.com/framework/docs/guides/variables
- `{{ … }}`, `{% … %}`: Jinja (Sceptre, Ansible, Cookiecutter), Liquid, Mustache, Go; not
  `{{resolve:…}}`, which CloudFormation reads, and not `{% $… %}`, which is JSONata,
  https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
  https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
- `<% … %>`: ERB, EJS
- `%{ for … }`: Terraform, https://developer.hashicorp.com/terraform/language/expressions/strings
- `@@X@@`, `__X__`, and `%X%` where no value can begin with it: what `sed` replaces in scripts
- `#{…}`: serverless-pseudo-parameters, Octopus, and variables of CodePipeline
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

from auditor.expression import expression

_VARIABLE = expression(r"\$\{(?:self|opt|env|sls|param|file|ssm|cf)[:(]")
_VARIABLE_IN_CODE = expression(r"\$\{(?:self|opt|sls):")
"""The others are calls of JavaScript, or drives of PowerShell, as well."""
_STATEMENT = expression(r"\{%[-+~]?[ \t]{0,20}[A-Za-z]")
_JINJA_LINE = expression(r"^[ \t]{0,200}\{%[-+~]?[ \t]{0,20}[A-Za-z]", re.MULTILINE)
_ERB_LINE = expression(r"^[ \t]{0,200}<%", re.MULTILINE)
_TERRAFORM_LINE = expression(
    r"^[ \t]{0,200}%\{~?[ \t]{0,20}(?:for|if|else|endfor|endif)\b", re.MULTILINE
)
_SED = expression(r"@@[A-Za-z][A-Za-z0-9_.-]{0,80}@@|__[A-Z][A-Z0-9_]{0,80}__")
_PERCENT = expression(r"%[A-Za-z][A-Za-z0-9_]{1,80}%(?![A-Za-z0-9])")
"""Which is text like any other where it can be read: `%TEMP%` is a variable of Windows."""
UNKNOWN_TEXT = "\ue000"
"""A character for private use, of which we write as many as something unknown has."""
_MARKS = (
    *((UNKNOWN_TEXT, expression(UNKNOWN_TEXT)), ("$", _VARIABLE), ("#", expression(r"#\{"))),
    *(("%", expression(r"%(?<=[{<]%)")), ("@", expression("@@")), ("_", expression("__[A-Z]"))),
    ("{", expression(r"\{\{(?!resolve:)")),
)
"""How a placeholder may begin, each with a character that many texts do not have at all.

A search for what begins with a certain character runs many times faster than one for several.
"""


class Tool(Struct, frozen=True):
    """A tool that fills in text: what its files are called, and what gives the finished text."""

    what: str
    advice: str


JINJA = Tool("a Jinja template", "render it first, and check the result")
ERB = Tool("an ERB template", "render it first, and check the result")
TERRAFORM = Tool("a template of Terraform", "render it first, and check the result")
SERVERLESS = Tool(
    "a part of a Serverless Framework service",
    "run 'serverless package', and check .serverless/cloudformation-template-update-stack.json",
)
SCRIPT = Tool("a text whose placeholders a script replaces", "replace them first")
UNNAMED = Tool("a text that another tool fills in", "check what that tool writes")


def may_have_placeholders(text: str) -> bool:
    """Whether a whole file may have placeholders: a cheap question before the exact one."""
    return any(mark in text and found.search(text) is not None for mark, found in _MARKS)


def tool_of(text: str, *, is_code: bool = False) -> Tool | None:
    """The tool that fills in a string of a template; None where nothing is left to fill in.

    In code, and in documents with a language of their own, braces mean other things: only what
    no language has counts there.
    """
    if UNKNOWN_TEXT in text:
        return UNNAMED
    if "${" in text and (_VARIABLE_IN_CODE if is_code else _VARIABLE).search(text):
        return SERVERLESS
    if _closed(text, "{%", "%}", lambda at: _STATEMENT.match(text, at) is not None):
        return JINJA
    if _closed(text, "<%", "%>"):
        return ERB
    if is_code:
        return None
    if _closed(text, "{{", "}}", lambda at: not text.startswith("{{resolve:", at)):
        return JINJA
    if ("@@" in text or "__" in text) and _SED.search(text):
        return SCRIPT
    return UNNAMED if _closed(text, "#{", "}") else None


def statement_at(text: str, offset: int) -> Tool | None:
    """The tool without which a text cannot be read, where reading it failed at an offset.

    That is one whose blocks stand on lines of their own, or a value in the line of the fault.
    """
    for tool, begins in ((JINJA, _JINJA_LINE), (ERB, _ERB_LINE), (TERRAFORM, _TERRAFORM_LINE)):
        if begins.search(text):
            return tool
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = text[start : end if end >= 0 else len(text)]
    found = tool_of(line)
    if found in (JINJA, ERB):
        return found
    return SCRIPT if _PERCENT.match(text, offset) else None


def _closed(
    text: str, begin: str, end: str, counts: Callable[[int], bool] = lambda _at: True
) -> bool:
    """Whether a mark that counts has its end behind it; each mark is looked at once."""
    if begin not in text:
        return False
    last = text.rfind(end)
    at = text.find(begin, 0, max(last, 0))
    while at >= 0:
        if counts(at):
            return True
        at = text.find(begin, at + len(begin), last)
    return False
