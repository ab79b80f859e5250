"""A whole schedule expression: which kind it is, what is wrong with it, how it is put right."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from auditor.grammar.fault import Fault
from auditor.grammar.schedule import at, cron, rate
from auditor.grammar.schedule.envelope import Envelope, open_envelope
from auditor.grammar.schedule.service import Service

_AT_ON_RULE = (
    "EventBridge rules accept only cron(...) and rate(...), at(...) is for EventBridge Scheduler"
)


class Schedule(Struct, frozen=True):
    """A schedule expression as it was read.

    `kind` is "cron", "rate", "at" or "unknown"; `faults` are in order of start, their offsets
    count in `text`.
    """

    text: str
    kind: str
    faults: tuple[Fault, ...]


def parse(text: str, service: Service) -> Schedule:
    """Read a schedule expression as `service` does, and say what is wrong with it.

    A fault is certain where AWS documents the rule or is known to refuse the text. A repair is
    offered where it keeps the meaning; it carries no certain fault itself.

    Sources: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
    and https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
    """
    envelope = open_envelope(text)
    if envelope is None:
        return Schedule(text, "unknown", (_unknown_form(text, service),))
    if envelope.kind == "at" and service is Service.RULE:
        fault = Fault(0, len(text), _AT_ON_RULE, repair=at.at_as_cron(text))
        return Schedule(text, "at", (fault,))
    faults = _faults(envelope, service)
    if faults:
        faults = _with_repair(faults, text, _candidate(envelope, text), service)
    return Schedule(text, envelope.kind, faults)


def _unknown_form(text: str, service: Service) -> Fault:
    forms = "cron(...) or rate(...)"
    if service is Service.SCHEDULER:
        forms = "cron(...), rate(...) or at(...)"
    # PutRule documents no least length, so an empty expression may count as none at all.
    certain = bool(text) or service is Service.SCHEDULER
    return Fault(0, len(text), f"a schedule expression must be {forms}", certain=certain)


def _faults(envelope: Envelope, service: Service) -> tuple[Fault, ...]:
    if not envelope.closed:
        return envelope.faults
    if envelope.kind == "cron":
        inner = cron.faults(envelope.body, envelope.start)
    elif envelope.kind == "rate":
        inner = rate.faults(envelope.body, envelope.start, service)
    else:
        inner = at.faults(envelope.body, envelope.start)
    return tuple(sorted([*envelope.faults, *inner], key=lambda fault: (fault.start, fault.end)))


def _candidate(envelope: Envelope, text: str) -> str | None:
    if not envelope.closed:
        return None
    if envelope.kind == "cron":
        return f"cron({cron.repaired(envelope.body)})"
    if envelope.kind == "rate":
        return f"rate({rate.repaired(envelope.body)})"
    placed = at.at_for_scheduler(text)
    if placed is None or placed[1] is not None:
        return None
    return placed[0]


def _with_repair(
    faults: tuple[Fault, ...], text: str, candidate: str | None, service: Service
) -> tuple[Fault, ...]:
    """The faults, with `candidate` as the repair of those that it takes away."""
    if candidate is None or candidate == text:
        return faults
    envelope = open_envelope(candidate)
    if envelope is None:
        return faults
    left = _faults(envelope, service)
    if any(fault.certain for fault in left):
        return faults
    remaining = {fault.message for fault in left}
    return tuple(
        fault if fault.message in remaining else replace(fault, repair=candidate)
        for fault in faults
    )
