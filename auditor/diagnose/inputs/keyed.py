"""Events as keys and values on lines: YAML, a table with a row for each key, a piece of JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from auditor.diagnose.event import Event
from auditor.diagnose.inputs.block import Block, alone
from auditor.diagnose.inputs.stack_event import KEYS, stack_event
from auditor.expression import expression

_LINE = expression(
    r"\s{0,40}(?P<item>- )?(?P<list>- )?\"?(?P<key>[A-Z][A-Za-z]{3,40})\"?:(?: |$)(?P<value>.*)$"
    r"|[|\s]{1,12}(?P<cell>[A-Z][A-Za-z]{3,40})\s{0,40}\|\s{2}(?P<text>.*)$"
)
_STARTS = frozenset(
    (
        *("ResourceStatus", "ResourceStatusReason", "LogicalResourceId", "EventId", "StackId"),
        *("OperationId", "ClientRequestToken", "EventType", "HookType", "ValidationName"),
    )
)
"""Keys that nothing else has: with these an event may begin in the middle of a text."""
_SAYS = frozenset(("ResourceStatus", "EventType", "OperationStatus", "HookStatus"))
_BLOCKS = ("|", "|-", ">", ">-")
_LISTS = ("StackEvents:", "OperationEvents:")
_TITLES = ("DescribeStackEvents", "DescribeEvents")
_FEWEST_KEYS = 2
_FEW = 50_000
"""Characters at the start of a text in which it shows what it is: lines of tables are long."""


def begins_text(text: str) -> bool:
    """Whether a text is a list of events in YAML, or a table of them, and not a log around one."""
    lines = [line.strip(" -|\t") for line in text[:_FEW].splitlines()]
    first = next((line for line in lines if line), "")
    if first in _TITLES:
        return any(_key(line) for line in text[:_FEW].splitlines())
    return first in _LISTS or first.startswith(("EventId:", "ClientRequestToken:"))


def events_in_list(lines: Iterable[str]) -> Iterator[Event]:
    """The events of such a list, one by one."""
    item = _Item()
    for line in lines:
        if not item.takes(line):
            yield from item.event()
            item = _Item()
            item.takes(line)
    yield from item.event()


class Table:
    """A table whose first row has the keys, and each further one an event."""

    def __init__(self) -> None:
        self._keys: list[str] = []

    def is_frame(self, line: str) -> bool:
        """Whether a line only belongs to a table; the keys of its head are remembered."""
        if "|" not in line:
            self._keys = []
            return False
        cells = _cells(line)
        if len(cells) > _FEWEST_KEYS and KEYS.issuperset(cells):
            self._keys = cells
        return cells == self._keys or not line.strip("|+- ")

    def begins(self, line: str) -> Block | None:
        """A row of the table."""
        cells = _cells(line) if self._keys else []
        if not cells or len(cells) != len(self._keys):
            return None
        return Block(stack_event(dict(zip(self._keys, cells, strict=True))), alone)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def begins(line: str) -> Block | None:
    """A line of a key with which an event may begin."""
    if ":" not in line and "|" not in line:
        return None
    found = _key(line)
    if found is None or found[0] not in _STARTS:
        return None
    item = _Item()
    item.takes(line)

    def goes_on(_event: Event, below: str) -> Event | None:
        return stack_event(item.fields) if item.takes(below) else None

    return Block(stack_event(item.fields), goes_on, is_asked_first=True)


class _Item:
    """The keys of one event with their values, as far as its lines are read."""

    def __init__(self) -> None:
        self._written: dict[str, list[str]] = {}
        self._key = ""

    @property
    def fields(self) -> Mapping[str, str]:
        """The values by their keys, without the quotes of YAML."""
        return {key: _plain(pieces) for key, pieces in self._written.items()}

    def event(self) -> Iterator[Event]:
        """The event, where the keys say what happened."""
        if _SAYS.intersection(self._written):
            yield stack_event(self.fields)

    def takes(self, line: str) -> bool:
        """Whether a line belongs to it; False at the next one, and where a table ends."""
        found = _key(line)
        if found is None:
            return self._takes_more(line)
        key, value, is_new = found
        if self._written and (is_new or key in self._written):
            return False
        if key in KEYS:
            self._written[key] = [value]
        self._key = key
        return True

    def _takes_more(self, line: str) -> bool:
        """Whether a line goes on with the value above it."""
        text = line.strip()
        if not text.strip("{}[],"):
            self._key = ""
            return True
        if text.startswith(("|+", "+-", "|-", "---")) or not self._key:
            return not self._written
        if self._key in self._written:
            self._written[self._key].append(text)
        return True


def _key(line: str) -> tuple[str, str, bool] | None:
    """The key and the value of a line, and whether a new event begins with it."""
    found = _LINE.match(line)
    if found is None:
        return None
    if found["cell"]:
        text = found["text"].rstrip()
        is_heading = text.partition("|")[0].strip() in KEYS
        is_known = found["cell"] in KEYS and text.endswith("|") and not is_heading
        return (found["cell"], text.rstrip("|").rstrip(), False) if is_known else None
    if found["key"] not in KEYS and f"{found['key']}:" not in _LISTS:
        return None
    return found["key"], found["value"], bool(found["item"])


def _plain(pieces: list[str]) -> str:
    """A value without its quotes, on one line."""
    first, *more = pieces
    text = " ".join(more if first in _BLOCKS else pieces).replace("\\ \\ ", "").strip(" ,")
    for quote in ("'", '"'):
        if text[:1] == quote == text[-1:] and len(text) > 1:
            text = text[1:-1]
            return text.replace("''", "'") if quote == "'" else text.replace('\\"', '"')
    return text
