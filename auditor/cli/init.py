"""The command `init`: asks what no template shows, and writes a configuration."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from auditor.cli.init_questions import Questions
from auditor.cli.terminal import fail, put, tell
from auditor.config.build import unknown_region
from auditor.config.facts import MAX_BYTES, Facts, facts_of
from auditor.config.fault import BadConfiguration
from auditor.config.find import NAMES, PYPROJECT
from auditor.config.parameters import from_file
from auditor.config.read import read
from auditor.config.samconfig import deployments
from auditor.config.starting import Answers, Environment, text
from auditor.data.regions import REGIONS
from auditor.files import Unreadable

FILE = "cfnaudit.toml"
_SAM = "samconfig.toml"
_PIPED = "<stdin>"
_PLACES = {
    "parameters": ("*", "*-parameters", "parameters-*"),
    "params": ("*", "*-params", "params-*"),
    ".": ("*-parameters", "parameters-*", "*.parameters", "parameters.*"),
}
"""Where files of parameters are looked for; the star is the name of an environment."""


class Given(Struct, frozen=True):
    """What the command line answers, None or empty where it does not."""

    regions: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    concurrency: int | None = None
    api_gateway_logging_role: bool | None = None


def init(given: Given, *, asks: bool, overwrite: bool) -> int:
    """Writes the configuration of the working folder; says by the exit code how it went."""
    path = Path(FILE)
    try:
        _refuse_unknown(given.regions)
        piped = _piped()
        questions = Questions() if asks and piped is None else None
        if not overwrite:
            _refuse_configured(questions)
        answers = _answers(given, piped or Facts(), questions)
        _write(path, text(answers))
    except (BadConfiguration, Unreadable) as error:
        fail(str(error))
        return 2
    except EOFError:
        fail("nothing was written")
        return 130
    put(sys.stdout, f"Wrote {FILE}\n{_next(answers)}")
    return 0


def _piped() -> Facts | None:
    """The facts in standard input; None where a person sits at it."""
    if sys.stdin is None:
        return Facts()
    if sys.stdin.isatty():
        return None
    try:
        return facts_of(sys.stdin.buffer.read(MAX_BYTES + 1), _PIPED)
    except OSError as error:
        raise Unreadable(f"{_PIPED}: cannot be read ({error.strerror})") from None


def _refuse_unknown(regions: Sequence[str]) -> None:
    for region in regions:
        if region not in REGIONS:
            raise BadConfiguration(f"--region: {unknown_region(region)}")


def _refuse_configured(questions: Questions | None) -> None:
    """Refuses to write over a configuration, or beside one, unless somebody says so."""
    for name in (*NAMES, PYPROJECT):
        path = Path(name)
        if not (path.is_symlink() or path.exists()):
            continue
        if name == PYPROJECT and read(path) is None:
            continue
        if name == NAMES[0]:
            raise BadConfiguration(f"{name}: configures this folder, and counts before {FILE}")
        does = "replace it" if name == FILE else f"write {FILE}, which counts before it"
        if questions is None:
            raise BadConfiguration(f"{name}: configures this folder already; --force to {does}")
        if not questions.yes_or_no(f"{name} configures this folder already; {does}?"):
            raise EOFError


def _answers(given: Given, piped: Facts, questions: Questions | None) -> Answers:
    names = given.environments
    role = given.api_gateway_logging_role
    answers = Answers(
        regions=given.regions or None,
        concurrency=piped.concurrency if given.concurrency is None else given.concurrency,
        api_gateway_logging_role=piped.api_gateway_logging_role if role is None else role,
        environments=tuple(map(_environment, names)),
    )
    known = Path(_SAM)
    if not names and known.is_file():
        found = ", ".join(one.environment for one in deployments(known))
        tell(f"{_SAM}: its environments are used as they are ({found or 'none'})")
    if questions is None:
        return answers
    answers = questions.about_account(answers)
    if not known.is_file() and not names:
        answers = replace(answers, environments=tuple(map(_environment, questions.environments())))
    environments = tuple(questions.about_environment(one) for one in answers.environments)
    return replace(answers, environments=environments)


def _environment(name: str) -> Environment:
    """An environment with the file of parameters that is called after it."""
    found = (
        Path(folder, f"{stem}{suffix}")
        for folder, stems in _PLACES.items()
        for stem in stems
        for suffix in (".json", ".yaml", ".yml")
    )
    names = (path.with_name(path.name.replace("*", name)) for path in found)
    first = next((path.as_posix() for path in names if _has_parameters(path)), None)
    return Environment(name, parameter_files=() if first is None else (first,))


def _has_parameters(path: Path) -> bool:
    try:
        return path.is_file() and bool(from_file(path))
    except (BadConfiguration, OSError):
        return False


def _write(path: Path, content: str) -> None:
    """Puts the whole text in the place of what is there."""
    from auditor.files import read as read_file
    from auditor.files.writing import NewText, save, write

    if path.exists():
        write([NewText(read_file(path), content)])
    else:
        save(path, content)


def _next(answers: Answers) -> str:
    left = f"Not answered: {', '.join(answers.open)}\n" if answers.open else ""
    return f"{left}Next: cfnaudit check\n"
