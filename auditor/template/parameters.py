"""The parameters of a template as a deployment gives them."""

from __future__ import annotations

from auditor.model.settings import Settings
from auditor.model.tree import Tree
from auditor.template.resolve import scalar_text

Declared = dict[str, dict[str, Tree]]
"""The entries of `Parameters`, by their names."""


def mappings_in(section: Tree) -> dict[str, dict[str, Tree]]:
    """The entries of a section that are mappings; what is none cannot be read further."""
    if not isinstance(section, dict):
        return {}
    return {key: value for key, value in section.items() if isinstance(value, dict)}


def deployed(declared: Declared, settings: Settings) -> Declared:
    """Parameters with those that are deployed with a known value allowing nothing else.

    The very mapping that was given where no value is known.
    """
    if not (settings.parameters or settings.defaults or settings.has_all_parameters):
        return declared
    return {name: _as_given(name, body, settings) for name, body in declared.items()}


def _as_given(name: str, body: dict[str, Tree], settings: Settings) -> dict[str, Tree]:
    value = settings.parameters.get(name)
    if name not in settings.parameters and name in settings.defaults:
        rest = {key: value for key, value in body.items() if key != "Default"}
        default = settings.defaults[name]
        return rest if default is None else {**rest, "Default": default}
    if value is None and settings.has_all_parameters:
        value = scalar_text(body.get("Default"))
    return body if value is None else {**body, "Default": value, "AllowedValues": [value]}
