"""Files that are merged with others into one template before it is deployed.

`rain merge`, the includes of the Serverless Framework and of Sceptre, and many scripts do so.
https://aws-cloudformation.github.io/rain/rain_merge.html
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from auditor.expression import expression
from auditor.template.template import Template

_MANY = 3
"""Names of nothing from which on a file without parameters is none that anybody deploys."""
_SUFFIXES = (".yaml", ".yml", ".json", ".template")
_MOST_FILES = 50
_KEY = expression(r"""^[ \t{,]{0,100}["']?([A-Za-z0-9]{1,255})["']?[ \t]*:""", re.MULTILINE)


def looks_like_part(template: Template, names: Collection[str]) -> bool:
    """Whether a template that does not declare the names is but a part of one that does.

    It has no parameters, and misses several names, or others of its folder, which do not repeat
    its resources, declare all that it misses.
    """
    if "Parameters" in template.tree or not names:
        return False
    return len(names) >= _MANY or set(names) <= set(_declared_beside(template))


def _declared_beside(template: Template) -> Iterator[str]:
    project = template.project
    files = sorted((None if project is None else project.names("")) or ())
    texts = [file for file in files if file.endswith(_SUFFIXES)][:_MOST_FILES]
    for file in texts:
        text = (None if project is None else project.read(file)) or ""
        keys = {match[1] for match in _KEY.finditer(text)}
        if "AWSTemplateFormatVersion" in text and keys.isdisjoint(template.resources):
            yield from keys
