"""Gives something of a template another name, wherever the template mentions it."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.expression import expression
from auditor.model.edit import Edit, Rename, ReplaceText, SetValue
from auditor.model.path import Path
from auditor.model.tree import at
from auditor.template.intrinsics import sub_parts
from auditor.template.mentions import MapLookup, Mention
from auditor.template.subjects.usage import Usage
from auditor.template.template import Template

_APART = expression(r"[^A-Za-z0-9]+")


def rename_everywhere(
    template: Template, section: str, name: str
) -> tuple[str, tuple[Edit, ...]] | None:
    """A name of letters and digits for another one, and the edits; None where there is none."""
    parts = [part for part in _APART.split(name) if part]
    wanted = "".join([*parts[:1], *(part[0].upper() + part[1:] for part in parts[1:])])
    if not wanted or template.is_name_taken(wanted):
        return None
    edits: list[Edit] = [Rename((section, name), wanted)]
    if section in ("Resources", "Mappings"):
        edits += _in_mentions(template, section, name, wanted)
    return wanted, tuple(edits)


def _in_mentions(template: Template, section: str, name: str, wanted: str) -> Iterator[Edit]:
    for mention in template.once(Usage).all:
        if isinstance(mention, MapLookup):
            if section == "Mappings" and mention.arguments[:1] == [name]:
                yield ReplaceText((*mention.path, 0), 0, len(name), wanted)
        elif section == "Resources" and mention.name == name and _is_of_resource(mention):
            yield from _at(template, mention, wanted)


def _is_of_resource(mention: Mention) -> bool:
    return mention.function not in ("Condition", "Fn::If")


def _at(template: Template, mention: Mention, wanted: str) -> Iterator[Edit]:
    if mention.function == "Fn::GetAtt" and mention.path[-1] == 0:
        # not each part of a short form can be changed on its own
        call = at(template.tree, mention.path[:-1])
        yield SetValue(mention.path[:-2], {mention.function: [wanted, *call[1:]]})
        return
    if mention.function != "Fn::Sub":
        yield ReplaceText(mention.path, mention.start, mention.end, wanted)
        return
    path: Path = mention.path
    for part in sub_parts(at(template.tree, path)):
        variable, _, attribute = part.text.partition(".")
        is_asked = bool(attribute) is (mention.attribute is not None)
        same = mention.attribute is None or attribute == mention.attribute
        if part.is_variable and variable == mention.name and is_asked and same:
            start = at(template.tree, path).index(variable, part.start + 2)
            yield ReplaceText(path, start, start + len(variable), wanted)
