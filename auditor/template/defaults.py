"""Where a value is written that a property gets: in the property, or in a parameter's default.

And what else would get another value with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.model.edit import Edit, SetValue
from auditor.model.path import Path
from auditor.model.tree import Missing, Tree, at
from auditor.template.intrinsics import function_of
from auditor.template.mentions import Mention, mentions_of_calls
from auditor.template.resolve import scalar_text
from auditor.template.template import Template
from auditor.template.values import Case


def is_allowed(template: Template, parameter: str, value: str) -> bool:
    """Whether a parameter's `AllowedValues` let it have a value; patterns are not read."""
    declared = template.parameters.get(parameter, {})
    allowed = declared.get("AllowedValues")
    if "AllowedPattern" in declared:
        return False
    return not isinstance(allowed, list) or value in [scalar_text(one) for one in allowed]


def default_of(template: Template, case: Case) -> tuple[str, Path] | None:
    """The parameter whose default a case is, with the path of that default."""
    try:
        written: Tree = at(template.tree, case.path)
    except Missing:
        return None
    call = function_of(written)
    if call is None or call[0] != "Ref" or not isinstance(call[1], str):
        return None
    declared = template.parameters.get(call[1])
    if declared is None or declared.get("Default") != case.value:
        return None
    return call[1], ("Parameters", call[1], "Default")


def rewritten(template: Template, case: Case, value: str) -> Edit | None:
    """Puts another text where a case is written; None where that is more than one plain text."""
    if case.direct:
        return SetValue(case.path, value)
    default = default_of(template, case)
    if default is None or not is_allowed(template, default[0], value):
        return None
    return SetValue(default[1], value)


def mentions_of(template: Template, name: str) -> list[Path]:
    """Where a parameter or resource is named, anywhere in the template."""
    return template.once(_mentions).get(name, [])


def _mentions(template: Template) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for section in template.tree:
        for contents in template.walked.section(section):
            for mention in mentions_of_calls(contents.calls):
                if isinstance(mention, Mention):
                    found.setdefault(mention.name, []).append(mention.path)
    return found


def texts_of(template: Template) -> Iterator[tuple[Path, str]]:
    """All strings of the template that are values, with their paths."""
    waiting: list[tuple[Path, Tree]] = [((), template.tree)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, str):
            yield path, value
        elif isinstance(value, dict):
            waiting += [((*path, key), inner) for key, inner in value.items()]
        elif isinstance(value, list):
            waiting += [((*path, index), inner) for index, inner in enumerate(value)]
