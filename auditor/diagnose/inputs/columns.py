"""Rows in columns: `sam deploy`, Amplify, the console as it is copied, and `--output text`."""

from __future__ import annotations

from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from auditor.diagnose.event import Event
from auditor.diagnose.inputs.block import Block, added, alone, failed
from auditor.diagnose.inputs.stack_event import stack_event
from auditor.expression import expression

STATUS = r"(?:UPDATE_ROLLBACK|ROLLBACK|CREATE|UPDATE|DELETE|IMPORT|REVIEW)_[A-Z_]{2,40}"
TYPE = r"(?:AWS|Alexa|Custom|[A-Za-z0-9]{2,64})::[A-Za-z0-9_@:-]{2,200}"
_TIME = r"[\d-]{0,10} ?\d\d:\d\d:\d\d(?: UTC[+-]\d{4})?"
_SAM = expression(
    rf"\s{{0,12}}(?:{_TIME}\s{{1,12}})?({STATUS})\s{{1,60}}({TYPE})"
    r"\s{1,120}(?!(?:The|An?|This|Your)\s)(\w[\w-]{0,254})\s{1,200}(\S.*)$"
)
_MARGIN = 8
"""What stands between columns at most: a cell is narrower than its column by that."""
_BEGINS = ("arn:", "http:", "https:", "'", '"', "(", "[")
"""What long words begin with."""
_IS_PIECE = expression(r"[A-Z_]{1,40}\Z")
_IS_RULE = expression(r"\s{0,12}[-=]{8}")
_IS_ROW = expression(rf"\s{{0,12}}{STATUS}\s")
_AMPLIFY = expression(
    rf"\s{{0,12}}({STATUS})\s{{1,60}}(\w[\w-]{{0,254}})\s{{1,200}}({TYPE})\s{{1,120}}"
    r"\w{3} \w{3} \d{1,2} \d{4} [\d:]{8} GMT[+-]\d{4} \([^()]{1,60}\)\s{0,200}(.*)$"
)
_IS_STATUS = expression(rf"{STATUS}\Z")
_IS_TYPE = expression(rf"{TYPE}\Z")
_IS_ID = expression(r"[A-Za-z][\w-]{0,254}\Z")
_IS_TIME = expression(r"[\d:./ -]{5,30}(?: ?UTC[+-]\d{2,4}| ?[AP]M)?\Z|\d{4}-\d\d-\d\dT\S{8,20}\Z")
_BULLETS = ("STACKEVENTS", "OPERATIONEVENTS")
_IS_KIND = expression(r"(?:STACK_EVENT|[A-Z_]{4,40}_ERROR)\Z")
_IS_WORD = expression(r"[A-Z_]{4,40}\Z")
_IS_EVENT_ID = expression(rf"[\w-]{{1,255}}-{STATUS}-|[0-9a-f]{{8}}-[0-9a-f-]{{27}}\Z")
_IS_STACK = expression(r"arn:aws[\w-]{0,20}:cloudformation:\S{1,300}:stack/")
_IS_POINTER = expression(r"/\S{1,1000}\Z")
_IS_ISO_TIME = expression(r"\d{4}-\d\d-\d\dT\S{8,30}\Z")


def begins(line: str) -> Block | None:
    """A row with which an event begins."""
    if "\t" in line:
        return _tabbed(line)
    found = _AMPLIFY.match(line)
    if found is not None:
        status, logical_id, type, reason = found.groups()
        return Block(failed("Amplify", reason, logical_id, type, status), _below)
    found = _SAM.match(line)
    if found is None:
        return None
    status, type, logical_id, reason = found.groups()
    row = failed("sam deploy", "" if reason == "-" else reason, logical_id, type, status)
    cells = _Cells(found.start(2), found.start(3), found.start(4), [reason.strip()])
    return Block(row, _below if "  " not in line.strip() else cells.below)


class _Cells(Struct):
    """Where the cells of a row begin: those after the status, wrapped each in its own column.

    `pieces` are the lines of its reason.
    """

    type: int
    logical_id: int
    reason: int
    pieces: list[str]

    def below(self, event: Event, line: str) -> Event | None:
        """The event with the pieces of a further line of its row."""
        status = line[: self.type].strip()
        if not line.strip() or (status and not _IS_PIECE.match(status)) or _IS_ROW.match(line):
            return None
        start = len(line) - len(line.lstrip())
        if start not in (0, self.type, self.logical_id, self.reason) and "   " not in line.strip():
            # copied, and not in its column any more
            self.pieces.append(line.strip())
            return replace(event, reason=self._reason())
        if piece := line[self.reason :].strip():
            self.pieces.append(piece)
        return replace(
            event,
            reason=self._reason(),
            type=event.type + line[self.type : self.logical_id].strip(),
            logical_id=event.logical_id + line[self.logical_id : self.reason].strip(),
        )

    def _reason(self) -> str:
        """The lines of the reason, in one where a word that is longer than a line goes on."""
        width = max(map(len, self.pieces))
        is_full = width >= self.reason - self.logical_id - _MARGIN
        whole = self.pieces[0]
        for before, piece in pairwise(self.pieces):
            word = len(before.split()[-1]) + len(piece.split()[0])
            is_broken = is_full and len(before) == width and word > width
            whole += piece if is_broken and not piece.startswith(_BEGINS) else f"\n{piece}"
        return whole


def _below(event: Event, line: str) -> Event | None:
    """What follows a row without columns: the rest of a sentence."""
    is_other = not line.strip() or _IS_ROW.match(line) or _IS_RULE.match(line)
    return None if is_other else added(event, line.strip())


def _tabbed(line: str) -> Block | None:
    """A row with tabs, in whatever order: the words of CloudFormation are known by their form."""
    cells = [cell.strip() for cell in line.split("\t")]
    if cells[0] in _BULLETS:
        return Block(_of_api(cells[1:]), alone)
    status = next((cell for cell in cells if _IS_STATUS.match(cell)), None)
    if status is None:
        return None
    type = next((cell for cell in cells if _IS_TYPE.match(cell)), "")
    others = [
        cell for cell in cells if cell not in (status, type, "-", "") and not _IS_TIME.match(cell)
    ]
    logical_id = next((cell for cell in others if _IS_ID.match(cell)), "")
    reason = max((cell for cell in others if " " in cell), key=len, default="")
    event = failed("rows with tabs", reason, logical_id, type, status)
    return Block(event, alone)


def _of_api(cells: list[str]) -> Event:
    """A row of `--output text`: the values in the order of their keys, which are not printed."""
    kind = next((n for n, cell in enumerate(cells) if _IS_KIND.match(cell)), None)
    said: dict[str, str] = {}
    for cell in cells:
        key = _of_form(cell)
        if key is not None:
            said.setdefault(key, cell)
    start = _event_id(cells) if kind is None else kind
    names = (n for n in range(start + 1, len(cells)) if _IS_ID.match(cells[n]))
    name = next((n for n in names if not _IS_WORD.match(cells[n])), len(cells))
    said["LogicalResourceId"], said["PhysicalResourceId"] = (*cells, "", "", "")[name : name + 2]
    reason = max((cell for cell in cells if " " in cell), key=len, default="")
    if kind is not None:
        said["ValidationName"] = next((one for one in cells if one.endswith("_VALIDATION")), "")
        said["ValidationFailureMode"] = "WARN" if "WARN" in cells else "FAIL"
        said |= {"EventType": cells[kind], "OperationId": "", "HookStatusReason": reason}
        said |= {"ValidationStatusReason": reason}
    return stack_event(said | {"ResourceStatusReason": reason})


def _event_id(cells: list[str]) -> int:
    """Where the ID of an event is: of a resource, its name and status; of a stack, a UUID."""
    for number, cell in enumerate(cells[:2]):
        if _IS_EVENT_ID.match(cell) and cells[number + 1 : number + 2] != [""]:
            return number
    return 1


def _of_form(cell: str) -> str | None:
    """The key of an event whose values look like a cell, where only its values do."""
    if _IS_STATUS.match(cell):
        return "ResourceStatus"
    if _IS_STACK.match(cell):
        return "StackId"
    if _IS_TYPE.match(cell):
        return "ResourceType"
    if _IS_POINTER.match(cell):
        return "ValidationPath"
    return "Timestamp" if _IS_ISO_TIME.match(cell) else None
