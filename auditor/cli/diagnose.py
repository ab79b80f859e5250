"""The command `diagnose`: from what a tool printed to the cause, the rule and the line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from auditor.cli.check import Terminal
from auditor.cli.terminal import fail, put, styled, use_colours, width
from auditor.config.fault import BadConfiguration
from auditor.diagnose.cause import Diagnosis, diagnosed
from auditor.diagnose.deployment import Deployment
from auditor.diagnose.findings import Explained, Search
from auditor.diagnose.inputs.reading import Unusable, read_events, read_text
from auditor.diagnose.judge import is_known
from auditor.diagnose.known import Catalogue
from auditor.diagnose.place import TemplateIndex
from auditor.diagnose.redact import redacted
from auditor.files import Unreadable, read
from auditor.model.finding import Safety, Severity
from auditor.model.report import Status
from auditor.report.plain import inert_json
from auditor.run.collect import Exit
from auditor.run.every_rule import every_rule
from auditor.run.request import STDIN, Request


class Wanted(Struct, frozen=True):
    """What the command line asks for; `request` is how templates are checked and fixed."""

    events: str | None
    request: Request
    as_json: bool
    redact: bool


def diagnose(wanted: Wanted) -> int:
    """Does the job and says by the exit code how it went."""
    use_colours(wanted.request.color)
    try:
        return _diagnosed(wanted)
    except (BadConfiguration, Unreadable) as error:
        fail(str(error))
        return Exit.NOT_DONE


def _diagnosed(wanted: Wanted) -> int:
    request = wanted.request
    rules = every_rule(request.config, isolated=request.isolated)
    catalogue = Catalogue(rules)
    deployment = _read(wanted.events, catalogue)
    diagnosis = diagnosed(deployment.failures(), catalogue)
    templates = [TemplateIndex(read(Path(path)), path) for path in request.paths]
    search = Search(request, Terminal(request), rules)
    found: Sequence[Explained] = tuple(map(Explained, diagnosis.causes))
    if templates and found:
        found = search.explained(diagnosis.causes, templates)
    _show(found, diagnosis, deployment, wanted)
    broken = [template.name for template in templates if template.is_broken]
    if broken and found and not any(one.entries for one in found):
        name = broken[0]
        fail(
            f"{name}: cannot be read, so no cause is looked for in it; see 'cfnaudit check {name}'"
        )
        return Exit.NOT_DONE
    if found and templates and _is_of_other_stack(found, templates):
        fail(
            f"{', '.join(request.paths)}: has none of the resources that failed; are these the"
            " events of another stack?"
        )
        return Exit.NOT_DONE
    return _exit(found, search)


def _is_of_other_stack(found: Sequence[Explained], templates: Sequence[TemplateIndex]) -> bool:
    """Whether resources failed, and the templates have none of them."""
    is_any_there = any(one.place or one.entries for one in found)
    is_any_named = any(one.cause.event.logical_id for one in found)
    is_program = any(template.is_program for template in templates)
    return is_any_named and not is_any_there and not is_program


def _read(events: str | None, catalogue: Catalogue) -> Deployment:
    """What failed, out of a file, standard input or a text. Raises Unreadable."""
    deployment = Deployment()
    knows = partial(is_known, catalogue=catalogue)
    with _input(events) as (name, stream):
        try:
            found = read_text(events or "", knows) if stream is None else read_events(stream, knows)
            for event in found:
                deployment.add(event)
        except Unusable as error:
            raise Unreadable(f"{name} {error}") from None
        except OSError as error:
            raise Unreadable(f"{name} cannot be read ({error.strerror})") from None
    if not deployment.events:
        raise Unreadable(f"{name} has neither events of a stack nor the text of an error")
    return deployment


@contextmanager
def _input(events: str | None) -> Iterator[tuple[str, BinaryIO | None]]:
    """What the input is called, and where it is read from: None for a text that was given."""
    if events in (None, STDIN):
        if sys.stdin is None or (events is None and sys.stdin.isatty()):
            raise Unreadable(
                "diagnose needs events: a file, the text of an error in quotes, or a pipe"
                " from 'aws cloudformation describe-stack-events'"
            )
        yield "standard input", sys.stdin.buffer
    elif events is not None and os.path.lexists(events):
        try:
            stream = open(events, "rb")  # noqa: PTH123, SIM115 (pipes of shells have paths too)
        except OSError as error:
            raise Unreadable(f"{events} cannot be read ({error.strerror})") from None
        with stream:
            yield f"{events}:", stream
    elif events is not None and (events.split()[1:] or not events.strip()):
        yield "the text", None
    else:
        raise Unreadable(f"{events}: does not exist, and is no text of an error")


def _show(
    found: Sequence[Explained], diagnosis: Diagnosis, deployment: Deployment, wanted: Wanted
) -> None:
    shown: Callable[[str], str] = redacted if wanted.redact else str
    if wanted.as_json:
        from auditor.diagnose.json_report import render

        text = render(found, diagnosis.consequences, deployment.formats, shown)
        put(sys.stdout, inert_json(text).encode("utf-8", "backslashreplace"))
        return
    from auditor.diagnose.text_report import pieces

    columns = width(sys.stdout)
    least = Safety.UNSAFE if wanted.request.given.get("unsafe-fixes") else Safety.SAFE
    told = pieces(found, diagnosis.consequences, deployment.formats, least, columns, shown)
    put(sys.stdout, styled(told, sys.stdout))


def _exit(found: Sequence[Explained], search: Search) -> int:
    if not found:
        return Exit.CLEAN
    if search.summary is not None and search.summary.exit_code is Exit.NOT_DONE:
        return Exit.NOT_DONE
    is_done = all(_is_fixed(one) for one in found)
    return Exit.CLEAN if is_done else Exit.FOUND


def _is_fixed(one: Explained) -> bool:
    return all(
        entry.status is Status.FIXED or entry.severity is Severity.INFO for entry in one.entries
    ) and any(entry.status is Status.FIXED for entry in one.entries)
