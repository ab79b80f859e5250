"""What `cdk deploy` and `cdk diagnose` print: rows with bars, the tree of 2026, and the last line.

The tree: https://github.com/aws/aws-cdk-cli/pull/1378
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from auditor.diagnose.event import Event
from auditor.diagnose.inputs.block import Block, added, failed
from auditor.diagnose.inputs.columns import STATUS, TYPE
from auditor.expression import expression

_FORMAT = "cdk deploy"
_IS_STATUS = expression(rf"{STATUS}\Z")
_IS_TYPE = expression(rf"{TYPE}\Z")
_IS_ID = expression(r"[A-Za-z]\w{2,254}\Z")
_ID = expression(r"\((\w{1,255})\)(?:\s|\Z)")
_WORD = expression(r"\S{1,400}")
_NODE = expression(
    rf"[\s│|]{{0,200}}(?:[└├]─\s?)?([\w/.@-]{{1,400}})\s{{1,4}}"
    rf"\(({TYPE}) (\w{{1,255}})\)\s{{0,40}}$"
)
_POINTER = expression(r"\s?\(at (/[^\s()]{1,1000})\)\s*$")
_ENDS = (
    "Source Location:",
    "❌",
    "✅",
    "Failed resources",
    "Stack ARN",
    "✨",
    "Resource updates failed",
    "Resolution:",
    "+-",
)
_OF_TASK = "Task stopped:"
"""What begins the reason of a task of ECS, which is printed below the failure of its service."""
_TRACE = ("\\_ ", "at ", "new ")
"""What lines of a stack trace begin with."""
_FAILED = expression(
    r"\s{0,12}❌\s{1,4}(?:Stack )?(\S{1,200}?)(?: \(\S{1,200}\))? failed:?\s(.{0,100000})$"
    r"|.{0,40}?((?:Deployment failed\b|\[CloudFormationDeploymentError\]|\[ToolkitError\])"
    r".{0,100000})$"
)


def begins(line: str) -> Block | None:
    """A line with which an event begins."""
    if line.count("|") >= _FEWEST_BARS:
        return _row(line)
    found = _NODE.match(line)
    if found is not None:
        construct, type, logical_id = found.groups()
        event = failed(_FORMAT, "", logical_id, type, "CREATE_FAILED", construct)
        return Block(event, _Tree().below)
    found = _FAILED.match(line)
    if found is None:
        return None
    stack, said, whole = found.groups()
    return Block(failed(_FORMAT, (said or whole or "").strip(), stack=stack or ""), _below)


_FEWEST_BARS = 2


def _row(line: str) -> Block | None:
    """A row of the progress or of a table: one cell is a status, and the last one the reason."""
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    at = next((n for n, cell in enumerate(cells) if _IS_STATUS.match(cell)), None)
    if at is None:
        return None
    type = next((cell for cell in cells if _IS_TYPE.match(cell)), "")
    after = cells.index(type) if type in cells else at
    first, *more = [cell for cell in cells[after + 1 :] if cell] or [""]
    if more and " " not in first:
        # a table of the AWS CLI, whose last column is the reason
        return Block(failed(_FORMAT, more[-1], first, type, cells[at]), _below)
    rest = "|".join(cells[after + 1 :]).strip()
    if not rest:
        # in another order: the reason before the type
        rest = max((cell for cell in cells[at + 1 : after] if " " in cell), key=len, default="")
        return Block(failed(_FORMAT, rest, "", type, cells[at]), _below)
    if at == 1 and _IS_ID.match(cells[0]):
        # as people copy it: the logical ID, the status and the reason
        return Block(failed(_FORMAT, rest, cells[0], type, cells[at]), _below)
    if not type:
        return Block(failed(_FORMAT, rest, status=cells[at]), _below)
    identified = _ID.search(rest)
    if identified is not None and identified.start() < _FARTHEST:
        construct, logical_id = rest[: identified.start()].strip(), identified.group(1)
        reason = rest[identified.end() :].strip()
    else:
        word = _WORD.match(rest)
        logical_id = construct = "" if word is None else word.group()
        reason = rest[len(construct) :].strip(" |")
    return Block(failed(_FORMAT, reason, logical_id, type, cells[at], construct), _below)


_FARTHEST = 400


def _below(event: Event, line: str) -> Event | None:
    """The event with a wrapped line of its reason."""
    text = line.strip()
    is_over = not text or text.startswith(_ENDS) or begins(line) is not None
    if text.startswith(_TRACE):
        return event
    return None if is_over else added(event, text)


class _Tree(Struct):
    """What stands below a node of the tree; `is_apart` where an empty line goes before."""

    is_apart: bool = False

    def below(self, event: Event, line: str) -> Event | None:
        """The event with a line below its node."""
        text = line.strip(" \t│").removeprefix("🛑").strip()
        if not text and event.reason and not self.is_apart:
            self.is_apart = True
            return event
        if self.is_apart and not text.startswith(_OF_TASK):
            return None
        return _in_tree(event, line, text)


def _in_tree(event: Event, line: str, text: str) -> Event | None:
    if not text or text.startswith(_ENDS) or _NODE.match(line):
        return None
    pointer = _POINTER.search(text)
    if pointer is None:
        return added(event, text)
    return replace(added(event, text[: pointer.start()]), pointer=pointer.group(1))
