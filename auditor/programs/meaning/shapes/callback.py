"""Functions whose handler is a function of the program: Pulumi makes what is not given."""

from __future__ import annotations

from auditor.programs.meaning.out import Out
from auditor.programs.meaning.shapes.given import argument
from auditor.programs.meaning.shapes.shaper import Parts, Shaper
from auditor.programs.values import Made, Output


def callback(shaper: Shaper, made: Made, _name: str) -> Parts:
    """The code and the handler, and what Pulumi makes for them."""
    parts = [(key, shaper.converter.unknown(made)) for key in ("Code", "Handler")]
    parts.append(("Role", _role(shaper, made)))
    if argument(made, "runtime") is None:
        parts.append(("Runtime", shaper.converter.unknown(made)))
    return parts


def _role(shaper: Shaper, made: Made) -> Out:
    """The role, which is given by its ARN or as the resource itself."""
    item = argument(made, "role")
    if item is None:
        return shaper.converter.unknown(made)
    if not isinstance(item.value, Made):
        return shaper.verbatim(item)
    role = Output(node=item.value.node, resource=item.value, path=("arn",))
    out = shaper.converter.of(role, {}, None, verbatim=True)
    out.item = item
    return out
