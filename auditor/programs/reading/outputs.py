"""Outputs where a program wants their text before they have one."""

from __future__ import annotations

from auditor.programs.reading.machine import Machine
from auditor.programs.reading.textual import Textual, Way
from auditor.programs.syntax import Binary, Node
from auditor.programs.values import Joined, Mapping, Output, Sequence, Unknown, Value

NO_TEXT = "output in a text"
"""Why a text is unknown that an output was put into."""
_PLAIN = frozenset({"pulumi_resource_name", "pulumiResourceName", "pulumi_resource_type"})
"""What resources have as texts, not as outputs."""
_MOST_PARTS = 500
_MOST_TERMS = 20
_STYLE_OF_JSON = frozenset(
    {"indent", "separators", "sort_keys", "ensure_ascii", "skipkeys", "allow_nan", "check_circular"}
)
"""Arguments of `json.dumps` that do not say what becomes of an output."""


def note_text(machine: Machine, values: list[Value], node: Node | None, way: Way) -> bool:
    """Whether one of the values is an output that has no text here, which is remembered."""
    course = machine.course
    if course.inside_apply:
        return False
    for value in values:
        output = output_of(value)
        if output is None:
            continue
        if node is not None and not course.unasked:
            is_sure = not course.when and not course.loops
            found = Textual(node, way, output.resource, output.path, is_sure)
            machine.textual.append(found)
        return True
    return False


def note_json(machine: Machine, path: str, given: list[Value], named: Mapping, node: Node) -> None:
    """Remembers outputs in what `json.dumps` and `JSON.stringify` are given."""
    if not given or len(given) > 1 or named.is_open or not named.items.keys() <= _STYLE_OF_JSON:
        return
    if path not in ("json.dumps", "JSON.stringify"):
        return
    found: list[Value] = []
    _gather(given[0], found)
    note_text(machine, found, node, Way.JSON)


def widened(machine: Machine, left: Value, node: Node | None) -> bool:
    """Whether a sum goes on in which an output stands: it is one text then."""
    if not isinstance(node, Binary) or left.node is not node.left:
        return False
    if not isinstance(left, Unknown) or left.why != NO_TEXT:
        return False
    for found in machine.textual[-_MOST_TERMS:]:
        if found.node is left.node and found.way is Way.PLUS:
            found.node = node
            return True
    return False


def output_of(value: Value) -> Output | None:
    """The output that a value is, or is put together of, by the helpers of the package."""
    if isinstance(value, Output) and not (len(value.path) == 1 and value.path[0] in _PLAIN):
        return value
    if isinstance(value, Joined):
        return next((found for part in value.parts if (found := output_of(part))), None)
    return None


def _gather(value: Value, found: list[Value]) -> None:
    if len(found) > _MOST_PARTS:
        return
    found.append(value)
    if isinstance(value, Mapping) and not value.kind:
        for item in value.items.values():
            _gather(item.value, found)
    elif isinstance(value, Sequence):
        for one in value.items:
            _gather(one, found)
