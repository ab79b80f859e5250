"""Files that are merged with others into one template before it is deployed.

`rain merge`, the includes of the Serverless Framework and of Sceptre, and many scripts do so.
https://aws-cloudformation.github.io/rain/rain_merge.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set

from msgspec import Struct

from auditor.expression import expression
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.mentions import FOREIGN, MapLookup, Mention
from auditor.template.nearest import meant
from auditor.template.subjects.usage import Usage
from auditor.template.template import Template

_MANY = 3
"""Names of nothing from which on a file without parameters is none that anybody deploys.

From there on no other one is thought to be a slip either.
"""
_SAM = "AWS::Serverless::"
_SUFFIXES = (".yaml", ".yml", ".json", ".template")
_MOST_FILES = 50
_MOST_FOLDERS = 20
_SECTIONS = frozenset({"Conditions", "Mappings", "Resources"})
_NESTED = ("AWS::CloudFormation::Stack", "AWS::Serverless::Application")
_KEY = expression(r"""^[ \t{,]{0,100}["']?([A-Za-z0-9]{1,255})["']?[ \t]*:""", re.MULTILINE)


class Fragment(Struct, frozen=True):
    """A part of a template: `names` are those that it refers to and does not declare."""

    template: Template
    names: tuple[str, ...]
    path: Path
    """Where the first of them stands."""

    @classmethod
    def find(cls, template: Template) -> Iterator[Fragment]:
        """The one that a file is; none where it is a template."""
        if template.is_fragment:
            missing = _missing(template)
            first = next(iter(missing.values()))
            yield cls(template, tuple(missing), first[1])


def is_fragment(template: Template) -> bool:
    """Whether a template that does not declare all of its names is but a part of one that does.

    It has no parameters, and misses several names, or has types of SAM without its transform, or
    others of its folder, which do not repeat its resources, declare all that it misses.
    """
    if "Parameters" in template.tree or template.is_open or template.is_filled_in:
        return False
    missing = _missing(template)
    if not missing:
        return False
    is_of_sam = any(resource.type.startswith(_SAM) for resource in template.resources.values())
    return (
        len(missing) >= _MANY
        or len({section for section, _ in missing.values()}) > 1
        or (is_of_sam and not template.is_sam)
        or missing.keys() <= set(_declared_beside(template))
        or is_merged(template, missing.keys())
    )


def is_merged(template: Template, names: Set[str]) -> bool:
    """Whether parts beside and below declare all of some names that a template does not.

    Nested stacks have such names, too, but nothing of theirs can be referred to. `Function.Alias`
    is a name of SAM.
    """
    if any(resource.type in _NESTED for resource in template.resources.values()):
        return False
    wanted = {name.partition(".")[0] for name in names}
    return bool(names) and wanted <= set(_declared_in_parts(template))


def _missing(template: Template) -> dict[str, tuple[str, Path]]:
    """The names of nothing, each with its section and its first place; not those that look like
    slips.
    """
    usage = template.once(Usage)
    declared = {
        section: _keys(template.tree, section)
        for section in ("Conditions", "Mappings", "Outputs", "Resources")
    }
    if any(name.startswith("Fn::") for names in declared.values() for name in names):
        return {}
    found: dict[str, tuple[str, Path]] = {}
    slips = set[str]()
    for one in usage.all:
        if isinstance(one, MapLookup):
            name, section = (one.arguments or [None])[0], "Mappings"
            if not isinstance(name, str) or len(one.arguments) < 3:
                continue
        elif one.function == FOREIGN:
            return {}
        else:
            name = one.name
            section = "Conditions" if one.function in ("Condition", "Fn::If") else "Resources"
        names = declared[section]
        if name in names or name in found or name in slips or "${" in name or "&{" in name:
            continue
        if isinstance(one, Mention) and _is_of_elsewhere(usage, one, section):
            continue
        if len(found) < _MANY and meant(name, names) is not None:
            slips.add(name)
        else:
            found[name] = section, one.path
    return found


def _is_of_elsewhere(usage: Usage, mention: Mention, section: str) -> bool:
    """Whether a name is AWS's, SAM's, or one of a script that is no variable of `Fn::Sub`."""
    name = mention.name
    is_of_a_script = mention.function == "Fn::Sub" and (
        not name.isalnum() or name in (name.lower(), name.upper())
    )
    return "::" in name or is_of_a_script or (section == "Resources" and usage.may_be_made(name))


def _keys(tree: Mapping[str, Tree], section: str) -> frozenset[str]:
    content = tree.get(section)
    return frozenset(content) if isinstance(content, dict) else frozenset()


def _declared_beside(template: Template) -> Iterator[str]:
    """The keys of the templates in the folder that do not repeat the resources of this one."""
    for text, keys in _templates_in(template, ""):
        if "AWSTemplateFormatVersion" in text and keys.isdisjoint(template.resources):
            yield from keys


def _declared_in_parts(template: Template) -> Iterator[str]:
    """The keys of the files beside and below that have sections of templates, but no parameters."""
    project = template.project
    folders = [""]
    for folder in folders:
        names = sorted((None if project is None else project.names(folder)) or ())
        below = [f"{folder}/{name}".lstrip("/") for name in names if "." not in name]
        folders += below[: _MOST_FOLDERS - len(folders)]
        for _, keys in _templates_in(template, folder):
            if "Parameters" not in keys and not _SECTIONS.isdisjoint(keys):
                yield from keys


def _templates_in(template: Template, folder: str) -> Iterator[tuple[str, set[str]]]:
    project = template.project
    if project is None:
        return
    files = [file for file in sorted(project.names(folder) or ()) if file.endswith(_SUFFIXES)]
    for file in files[:_MOST_FILES]:
        text = project.read(f"{folder}/{file}" if folder else file) or ""
        yield text, {match[1] for match in _KEY.finditer(text)}
