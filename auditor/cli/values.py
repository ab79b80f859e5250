"""The command `explain --values`: what a value of a template can be, and when."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from auditor.cli.terminal import fail, put
from auditor.config.fault import BadConfiguration
from auditor.config.lookup import Configurations
from auditor.engine.check import check
from auditor.engine.explained_values import Explained, NoSuchValue, ValueCase, explained
from auditor.files import Unreadable, read
from auditor.model.path import dotted
from auditor.report.plain import inert
from auditor.run.every_rule import every_rule


def show_values(template: str, path: str, config: str | None, *, isolated: bool) -> int:
    """Prints the cases of the value at a path, in each environment where they differ."""
    try:
        text = read(Path(template)).text
        known = Configurations(
            every_rule(config, isolated=isolated), {}, file=config, isolated=isolated
        )
        place = Path(template)
        found = {
            settings.environment or "": explained(check(text, (), settings), path)
            for settings in known.settings(known.for_file(place), place)
        }
    except (BadConfiguration, Unreadable) as error:
        fail(str(error))
        return 2
    except NoSuchValue as error:
        fail(f"{template}: {error}")
        return 2
    put(sys.stdout, inert("".join(f"{line}\n" for line in _lines(template, found))))
    return 0


def _lines(template: str, found: dict[str, Explained]) -> Iterator[str]:
    first = next(iter(found.values()))
    yield f"{dotted(first.path)} in {template}"
    by_result: dict[Explained, list[str]] = {}
    for environment, one in found.items():
        by_result.setdefault(one, []).append(environment)
    for one, environments in by_result.items():
        yield ""
        if len(by_result) > 1:
            yield f"In {', '.join(environments)}:"
        for case in one.cases:
            yield from _case(template, case, one.advice)
        if one.conditions:
            yield ""
        for name, written in one.conditions:
            yield f"'{name}' is {written}"


def _case(template: str, case: ValueCase, advice: str) -> Iterator[str]:
    yield case.value + advice
    if case.conditions:
        wanted = (f"'{name}' is {'true' if holds else 'false'}" for name, holds in case.conditions)
        yield f"  where {' and '.join(wanted)}"
    if case.written:
        yield f"  written as {case.written}"
    if not case.is_certain:
        yield "  or another value: it is a default, or one of several entries"
    if case.start is not None:
        yield f"  at {template}:{case.start.line}:{case.start.column}"
