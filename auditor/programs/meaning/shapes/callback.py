"""Functions whose handler is a function of the program: Pulumi makes what is not given."""

from __future__ import annotations

from auditor.programs.meaning.shapes.given import argument
from auditor.programs.meaning.shapes.shaper import Parts, Shaper
from auditor.programs.values import Made

_MADE = (("role", "Role"), ("runtime", "Runtime"))


def callback(shaper: Shaper, made: Made, _name: str) -> Parts:
    """The code and the handler, and what Pulumi makes for them."""
    parts = [(key, shaper.converter.unknown(made)) for key in ("Code", "Handler")]
    missing = [key for given, key in _MADE if argument(made, given) is None]
    return [*parts, *((key, shaper.converter.unknown(made)) for key in missing)]
