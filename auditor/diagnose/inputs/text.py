"""Lines of a text: each reader is asked whether an event begins in one; the rest is prose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from auditor.diagnose.event import PROSE, Event, Phase
from auditor.diagnose.inputs import cdk, columns, keyed, lambda_, named
from auditor.diagnose.inputs.block import Block
from auditor.diagnose.naming import function_in
from auditor.expression import expression

_READERS = (lambda_.begins, keyed.begins, columns.begins, cdk.begins, named.begins)
_MOST_LINES = 40
"""Lines of a paragraph that are taken together: a text of more is no message."""
_SPEAKS = expression(
    r"(?i)fail|error|exception|denied|invalid|\bnot\b|\bno\b|cannot|can't|refused|\bmust\b|exceed|exists"
    r"|unable|limit|quota|require|rollback|timed out|missing|unsupported|should|cancelled|doesn't"
    r"|taken|\(service:|maximum|reached|exhausted|throttl|insufficient|\bin use\b|already|expired"
    r"|unknown|\bonly\b|undefined|conflict|mismatch|incorrect|malformed|rejected|timeout|unavailable"
    r"|illegal|too many|too large|too long|incompatible|abort|forbidden|unauthori[sz]ed|deprecated"
    r"|mandatory|unreachable|unhealthy|overlap|\bstuck\b|crash|killed|isn't|aren't|wasn't|won't"
    r"|tim(?:es?|ing) out|exit(?:ed)? (?:with )?(?:code|status)|\bhangs?\b|\bhung\b"
    r"|roll(?:s|ed)?[ _]back|denie[sd]|\bwrong\b"
)


_SPEAKS_ALONE = expression(
    r"(?i)n't\b|\bnor\b|without|\bneeds?\b|expected|allowed|support|valid|found|\bexist|wait"
    r"|pending|reject|permission|access|match|duplicate|minimum|greater|less than|more than"
    r"|at least|at most|between|different|belong|\bsame\b|instead|available|refus|violat"
    r"|\bspecify\b|please|make sure|\bensure\b|did you|exclusive|reserved|permissible|unique"
    r"|\beither\b"
    r"|\bstop(?:s|ped|ping)?\b|restart|unbound|never|\bdie[sd]\b"
    r"|\bbroken?\b|bad gateway|\b50[0-4]\b"
)
"""What a text of a few lines says that is asked about: a log may say it of what went well."""
_FEW = 3
"""Lines of a text that is nothing but a message."""
_FEW_ASKED = 12
"""The same of a text that somebody has written down to be asked about."""


def message_in(text: str, knows: Callable[[Event], bool], *, is_asked: bool) -> Iterator[Event]:
    """A text of a few lines in which no event was found, if it may be the message of an error.

    `knows` says whether what failed in an event is known; `is_asked` is true for a text that
    somebody has written down to be asked about.
    """
    event = Event(reason=text.strip(), format=PROSE)
    most = _FEW_ASKED if is_asked else _FEW
    is_short = event.reason and len(event.reason.splitlines()) <= most
    is_said = is_asked and _SPEAKS_ALONE.search(text)
    if is_short and (knows(event) or is_said):
        yield event


def said_in(text: str, knows: Callable[[Event], bool] | None = None) -> Iterator[Event]:
    """A text in which a failure is, but no event was found: all of it, as a message.

    With `knows`, only what is known.
    """
    event = Event(reason=text.strip(), format=PROSE)
    if _SPEAKS.search(event.reason) and (knows is None or knows(event)):
        yield event


_WARNS = expression(
    r"\W{0,8}(?:\d[\d:.,TZ+/ -]{6,40}\W{0,8})?"
    r"(?:(?i:warn(?:ing)?|npm warn|ignoring|skipping)\b"
    r"|(?i:debug|notice)\b(?!\s{0,4}=)(?!.{0,200}(?i:fail|error|exception|denied))"
    r"|\(node:\d{1,8}\) .{0,40}Warning"
    r"|\w{1,255} (?:may not have authorization defined|has no authentication)\b)"
)
"""What a line of a log begins with that tells no failure: the last two are of the SAM CLI."""
_HEADING = expression(r"\W{0,8}(?:Serverless |Stack )?(?:Error|Trace|Warning) -{5,}\s*\Z")
"""What a tool prints above a message."""
_GOES_ON = expression(r"[a-z] (?:the|an?|of|to|is|is not|not|in|for|with|and|or|by|when)\s*\Z")
"""How no sentence ends: some pages put an empty line between the lines of one."""
_LOG_GROUPS = "/aws/lambda/"
_OF_FUNCTION = expression(
    r"/var/(?:task|runtime)/|\b(?:START|END|REPORT) RequestId: "
    r"|\bInit error when loading handler\b|\b(?:Init|Function)<\w{1,60}>"
    r"|\bRequestId: [\w-]{36} (?:Error|Process)|\bRuntime\.[A-Z][a-z]{1,40}[A-Z]\w{1,60}: "
)
"""The folders of a function's code and of its runtime, and what the runtime logs."""
_OF_JAVA = expression(
    r"\bjava\.(?:lang|util)\.[\w.]{1,60}(?:Exception|Error)\b[^\n]{0,2000}"
    r"\n\s{0,20}at (?!software\.amazon\.(?:jsii|cloudformation)|org\.(?:apache\.maven|gradle)\b"
    r"|com\.pulumi\b)[\w.$<>/]{3,200}\([\w$]{1,80}\.(?:java|kt|scala):\d{1,6}\)"
)
"""An error that Java has itself, above its traceback: of a function, if not of a tool."""


def events_in(lines: Iterable[str]) -> Iterator[Event]:
    """The events that tools print, and the paragraphs that may be messages of errors."""
    text = _Text()
    for line in lines:
        if not text.goes_on(line):
            yield from text.after(line)
    yield from text.ended()


class _Text:
    """What of a text is read and not yet told: one event at most, and the prose before a line."""

    def __init__(self) -> None:
        self._block: Block | None = None
        self._prose: list[str] = []
        self._warned: list[Event] = []
        self._is_told = False
        self._function = ""
        self._table = keyed.Table()

    def goes_on(self, line: str) -> bool:
        """Whether a line only adds to what is read."""
        if self._table.is_frame(line):
            return True
        return self._block is not None and self._block.is_asked_first and self._block.takes(line)

    def after(self, line: str) -> Iterator[Event]:
        """What is over with a line, which may begin something else."""
        started = self._started(line)
        if started is None and self._block is not None and self._block.takes(line):
            return
        if self._block is not None:
            self._is_told = True
            yield self._block.event
        self._block = started
        is_end = not line.strip() and not (self._prose and _GOES_ON.search(self._prose[-1]))
        if started is not None or is_end or len(self._prose) >= _MOST_LINES:
            yield from self._paragraph()
        if _LOG_GROUPS in line:
            self._function = function_in(line) or self._function
        if started is None and line.strip():
            self._prose.append(line)

    def ended(self) -> Iterator[Event]:
        """What is over at the end."""
        if self._block is not None:
            self._is_told = True
            yield self._block.event
        yield from self._paragraph()
        # of a text that has nothing but warnings, the first one
        yield from () if self._is_told else self._warned

    def _started(self, line: str) -> Block | None:
        readers = (self._table.begins, *_READERS)
        started = next((found for one in readers if (found := one(line)) is not None), None)
        if started is not None and started.event.phase is Phase.INVOCATION:
            name = function_in(line) if _LOG_GROUPS in line else ""
            started.event = replace(started.event, function=name or self._function)
        return started

    def _paragraph(self) -> Iterator[Event]:
        prose = [line for line in self._prose if not _HEADING.match(line)]
        told = [line for line in prose if not _WARNS.match(line)]
        for event in _message(told, self._function):
            self._is_told = True
            yield event
        if not told and not self._warned:
            self._warned = list(_message(self._prose, self._function))
        self._prose = []


def _message(lines: list[str], function: str) -> Iterator[Event]:
    text = "\n".join(lines).strip()
    if _SPEAKS.search(text):
        is_of_function = _OF_FUNCTION.search(text) or _OF_JAVA.search(text)
        phase = Phase.INVOCATION if is_of_function else Phase.UNKNOWN
        yield Event(reason=text, format=PROSE, phase=phase, function=function)
