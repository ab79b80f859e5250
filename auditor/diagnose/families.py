"""The kind of an error that no pattern knows, by its codes and by the usual words of AWS."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from auditor.data.error_families import Family, error_families
from auditor.data.known_errors import Kind
from auditor.diagnose.event import Event, Phase
from auditor.diagnose.normalise import Message
from auditor.diagnose.signatures import signature, squeezed
from auditor.expression import expression

_CODE = expression(
    r"\b([A-Z]\w{3,80}(?:\.[A-Z]\w{2,60})?)(?=: |\"|\)|')|\b([A-Z]\w{2,80}(?:Exception|Fault))\b"
    r"|(?<=: )([A-Z][a-z0-9]{1,40}[A-Z]\w{1,60})(?=\s*\Z)"
)
_MOST_CODES = 40
_ARN = expression(r"\barn:aws[\w-]{0,20}:\S{1,2000}")
_NO_WORDS = expression(
    r"https?://\S{1,2000}|\b(?:AWS|Alexa|Custom)::[\w:-]{1,200}"
    r"|\b(?:CREATE|UPDATE|DELETE|IMPORT|REVIEW|ROLLBACK)(?:_ROLLBACK)?"
    r"_(?:FAILED|COMPLETE\w{0,30}|IN_PROGRESS)\b(?! state)"
    r"|\bat (?:async |new )?[^()\s]{1,120}(?: \[as [^\]\s]{1,60}\])?"
    r" \([^()\s]{1,400}:\d{1,6}:\d{1,6}\)"
    r"|\b(?!Internal)(?:[A-Z][a-z]{1,30}){1,4}ServerError\b|\bServerError\b(?=\W{1,4}4\d\d\b)"
)
"""Classes of a client that say of any answer that it is an error of the server;
links, types, states and the lines of a traceback: words in them mean nothing."""
_NAME = expression(r"\b[A-Za-z]?[a-z0-9]{0,60}(?:[A-Z][a-z0-9]{1,60}){2,20}\b")
"""A name with humps: its words are no loose sign of anything."""
_NAMED = expression(
    r"\b((?:[Qq]ueue|[Tt]opic|[Tt]able|[Ff]unction|[Bb]ucket|[Rr]ole|[Gg]roup|[Aa]larm|[Rr]ule|[Ss]tream"
    r"|[Cc]luster|[Uu]ser|[Pp]olicy|[Pp]arameter|[Ss]ecret|[Dd]omain|[Rr]epository|[Pp]roject"
    r"|[Pp]ipeline|[Ll]ayer|named|called)s? ['\"]?)"
    r"(?:[A-Z][\w-]{1,80}|[a-z0-9]{1,40}(?:-[a-z0-9]{1,40}){1,20})\b"
)
"""A name after what it is the name of: neither are words in it."""
_FEW = 200
"""Characters of what somebody writes in a sentence or two."""
_REACH = 80
"""Characters between words that belong together."""
_STATUS = expression(r"\b(CREATE|UPDATE|DELETE)_FAILED\b")
_CHANGES = expression(
    r"\b[Ee]rror (reading) [A-Z]|\b[Ee]rror:? (updating|deleting|modifying) [A-Z]"
    r"|\bsdk\.helper_schema: (updating|deleting|modifying) [A-Z]"
    r"|\boperation error [\w ]{1,60}: (Update|Delete|Modify)[A-Z]"
    r"|\bwhen calling the (Update|Delete|Modify)[A-Z]\w{1,80} operation"
)
"""What Terraform, Pulumi and clients of AWS write of a resource that was there before."""
_DELETES = expression(
    r"(?i)\b(?:(?:cdk|pulumi|terraform) destroy|(?:sls|serverless) remove|teardown|tear down"
    r"|(?:delet(?:e|ing|ion)|destroy(?:ing)?)(?: of)?(?: (?:the|an?))?(?: [\w-]{1,40}){0,3} ?"
    r"(?:stacks?|fail(?:s|ed)|stuck|hangs)|stack delet(?:e|ion)|delete_in_progress"
    r"|(?:cannot|can't|not|unable to|fail(?:s|ed) to) delete)\b"
)
"""What people write of a deletion where no status says it."""
_OF_RUNNING = (Kind.BUSY, Kind.LIMIT, Kind.ENVIRONMENT, Kind.UNSUPPORTED, Kind.GUARD)
"""What may be said of a failure of code: words about a deployment mean something else there."""
_OF_RETURNED = (*_OF_RUNNING, Kind.IN_USE, Kind.NAME_TAKEN, Kind.TEMPLATE)
"""What a custom resource may hand on: it deploys, too."""


class Signs(Struct, frozen=True):
    """What an error shows of its family: squeezed words, codes, and what was tried."""

    words: str
    loose_words: str
    """The words without names of properties and resources."""
    codes: tuple[str, ...]
    handler_code: str
    status: str
    tried: str
    is_running: bool
    is_own: bool
    """Whether the words are those of the code that ran, and not of a service."""
    is_returned: bool
    """Whether a custom resource hands it on."""


def signs(event: Event, message: Message, *, is_returned: bool = False) -> Signs:
    """The signs of an event, of whose reason `message` is what is inside its wrappers.

    `is_returned` where it is what a custom resource hands on.
    """
    codes = [message.code] if message.code else []
    named = islice(_CODE.finditer(event.reason), _MOST_CODES)
    codes += [found.group(found.lastindex or 1) for found in named]
    told = _STATUS.search(event.status) or _STATUS.search(event.reason)
    tried = "" if told is None else told.group(1)
    if not tried and (changed := _CHANGES.search(event.reason)) is not None:
        is_deletion = str(changed.group(changed.lastindex or 1)).lower().startswith("delet")
        tried = "DELETE" if is_deletion else "UPDATE"
    if not tried and not message.has_facts and _is_deletion(event):
        tried = "DELETE"
    words = _NO_WORDS.sub(" ", _ARN.sub(_kind_of_arn, message.text))
    return Signs(
        squeezed(words),
        squeezed(_NAME.sub(" ", _NAMED.sub(r"\1", without(event.logical_id, words)))),
        tuple(dict.fromkeys(codes)),
        message.handler_code,
        message.status,
        tried,
        event.phase is Phase.INVOCATION,
        event.phase is Phase.INVOCATION and not is_returned and not message.code,
        is_returned,
    )


def _is_deletion(event: Event) -> bool:
    """Whether a few words of somebody are about something that is deleted."""
    said = f"{event.status} {event.reason}"
    return len(said) <= _FEW and not event.type and _DELETES.search(said) is not None


def without(name: str, words: str) -> str:
    """Words without the name of the resource that they are about."""
    return re.sub(rf"\b{re.escape(name)}\b", " ", words) if name else words


def _kind_of_arn(arn: re.Match[str]) -> str:
    """An ARN without the names in it, which mean nothing: whether it is one of a role is left."""
    return "arn:aws: role" if ":role/" in arn.group() else "arn:aws:"


class Families:
    """The table of families, ready to be asked."""

    def __init__(self) -> None:
        self._rows = error_families()
        texts = {text for row in self._rows for text in (*row.texts, *row.loose_texts)}
        # what stands between words of a family is a part of one sentence
        made = {text: signature(text, least=1, reach=_REACH) for text in texts}
        self._words = {text: one for text, one in made.items() if one is not None}

    def family(self, shown: Signs) -> Family | None:
        """The family of an error; None where nothing shows one."""
        fitting = [row for row in self._rows if _is_asked(row, shown)]
        strong = [row for row in fitting if not row.is_weak]
        weak = [row for row in fitting if row.is_weak]
        strongly = (self._has_words, _has_code, _has_handler_code, _has_status)
        # what a service answers says more than a handler that only passes it on
        weakly = (self._has_words, _has_code, _has_status, _has_handler_code, _is_of_code)
        row = next((row for has in strongly if (row := _first(strong, has, shown))), None)
        if row is not None:
            return _or_as_code_says(row, _first(strong, _has_code, shown))
        row = _first(strong, self._has_loose_words, shown)
        if row is not None:
            return _or_refused(replace(row, is_weak=True))
        row = next((row for has in weakly if (row := _first(weak, has, shown)) is not None), None)
        is_raised = row is not None and row.kind is Kind.CODE and shown.is_running
        return replace(row, is_weak=False) if row and is_raised and self._raises(shown) else row

    def _raises(self, shown: Signs) -> bool:
        """Whether an error has the name that a language gives its own errors."""
        return any(row.kind is Kind.CODE and _has_code(row, shown) for row in self._rows)

    def is_by_words(self, kind: Kind, shown: Signs) -> bool:
        """Whether words show a kind, and not only a code."""
        rows = (row for row in self._rows if row.kind is kind and _is_asked(row, shown))
        return any(self._has_words(row, shown) for row in rows)

    def topic(self, words: frozenset[str], tried: str) -> Family | None:
        """The family of what a short text is about; None where no word of it says that."""
        fitting = [row for row in self._rows if not words.isdisjoint(row.topics)]
        of_deletion = [row for row in fitting if row.when == "delete" and tried == "DELETE"]
        others = [row for row in fitting if row.when != "delete"]
        return next(iter((*of_deletion, *others)), None)

    def _has_words(self, row: Family, shown: Signs) -> bool:
        said = shown.loose_words if row.is_weak else shown.words
        return self._has_any(row.texts, said, row, shown)

    def _has_loose_words(self, row: Family, shown: Signs) -> bool:
        return self._has_any(row.loose_texts, shown.loose_words, row, shown)

    def _has_any(self, texts: Iterable[str], said: str, row: Family, shown: Signs) -> bool:
        if shown.is_own and row.when != "run" and not _has_code(row, shown):
            return False
        if row.needs_code and not any(
            has(row, shown) for has in (_has_code, _has_handler_code, _has_status)
        ):
            return False
        return any(self._words[text].fits(said) for text in texts)


def _or_as_code_says(row: Family, coded: Family | None) -> Family:
    """A row that words show, with the kind that the code says, if it says another one."""
    if row.other is not None or coded is None or coded.kind is row.kind:
        return row
    return replace(row, other=coded.kind)


def _or_refused(row: Family) -> Family:
    """A row that only loose words show: it may be a refusal that has such words in it."""
    return row if row.kind is Kind.REFUSED or row.other else replace(row, other=Kind.REFUSED)


def _first(
    rows: Iterable[Family], has: Callable[[Family, Signs], bool], shown: Signs
) -> Family | None:
    return next((row for row in rows if has(row, shown)), None)


def _is_asked(row: Family, shown: Signs) -> bool:
    if shown.is_running or row.when == "run":
        kinds = _OF_RETURNED if shown.is_returned and not row.is_weak else _OF_RUNNING
        return shown.is_running and (row.when == "run" or row.kind in kinds)
    if row.when == "delete":
        return shown.tried == "DELETE"
    return row.when != "change" or shown.tried in ("DELETE", "UPDATE")


def _has_code(row: Family, shown: Signs) -> bool:
    return any(fnmatchcase(code, one) for one in row.codes for code in shown.codes)


def _has_handler_code(row: Family, shown: Signs) -> bool:
    return shown.handler_code in row.handler_codes


def _is_of_code(row: Family, shown: Signs) -> bool:  # noqa: ARG001
    return row.when == "run"


def _has_status(row: Family, shown: Signs) -> bool:
    return shown.status in row.statuses
