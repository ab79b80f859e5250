"""Where output goes: colours and widths only where a terminal reads it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO, TypeVar

from auditor.cache.runs import ERR, OUT, TOLD
from auditor.files import Unreadable
from auditor.model.report import Report
from auditor.model.rule import AnyRule
from auditor.report import renderer
from auditor.report.plain import inert, inert_json, inert_xml, one_line
from auditor.run.result import Failure

if TYPE_CHECKING:
    from auditor.cache.runs import Printed
    from auditor.report.text import Piece

_MANY = 20
"""Files from which on a progress bar is shown."""
_MIN_WIDTH, _WIDTH, _MAX_WIDTH = 40, 100, 160

_CODES = {"bold": 1, "red": 31, "green": 32, "yellow": 33, "blue": 34, "cyan": 36}
"""The styles of the report: https://en.wikipedia.org/wiki/ANSI_escape_code#Select_Graphic_Rendition"""

DIFF_STYLES = {"+": "green", "-": "red", "@": "cyan"}
"""The styles of a diff's lines by their first character."""

Item = TypeVar("Item")


_heard: list[Printed] | None = None


def listen() -> list[Printed]:
    """From now on what is printed is written down as well, in what is returned."""
    global _heard  # noqa: PLW0603 (as the streams themselves)
    _heard = []
    return _heard


def fail(message: str) -> None:
    """One line on standard error that says what could not be done."""
    if sys.stderr is not None:
        line = f"cfnaudit: {one_line(message)}\n"
        if _heard is not None:
            _heard.append((TOLD, line.encode("utf-8", "backslashreplace")))
        with suppress(OSError):
            sys.stderr.write(line)
            sys.stderr.flush()


def tell(message: str) -> None:
    """One line on standard error about something that was done, or is good to know."""
    fail(message)


def internal_error(failure: Failure, where: str = "") -> None:
    """One line about a fault of cfnaudit; with CFNAUDIT_DEBUG the traceback as well."""
    if failure.traceback and sys.stderr is not None:
        sys.stderr.write(failure.traceback)
    if failure.plugin is not None:
        fail(
            f"{where}fails at {failure.place} ({failure.cause}); the rule comes with the plugin"
            f" '{failure.plugin}', whose authors can correct it"
        )
        return
    fail(f"{where}internal error ({failure.cause}); please report it, with the template if you can")


def put(stream: TextIO | None, content: str | bytes) -> None:
    """Writes all of the content: bytes as they are, text in the stream's own encoding.

    A reader that has gone away, as `head` does, is no fault. Raises Unreadable where the stream
    cannot be written.
    """
    if stream is None:
        raise Unreadable("the output cannot be written (closed)")
    if isinstance(content, str):
        content = content.encode(stream.encoding, "backslashreplace")
    if _heard is not None:
        _heard.append((ERR if stream is sys.stderr else OUT, content))
    try:
        stream.buffer.write(content)
        stream.buffer.flush()
    except OSError as error:
        # or Python meets the same error again when it closes the stream
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if not isinstance(error, BrokenPipeError):
            raise Unreadable(f"the output cannot be written ({error.strerror})") from None


def show(
    report: Report,
    output_format: str,
    stream: TextIO | None,
    rules: Iterable[AnyRule],
    *,
    quiet: bool = False,
    with_fixes: bool = False,
) -> None:
    """Writes the report: text in colours where wanted, what programs read in UTF-8."""
    if output_format == "concise":
        from auditor.report import concise

        put(stream, concise.render(report, quiet=quiet))
        return
    if output_format != "text":
        # an escape of a character that UTF-8 does not have is an escape of JSON too
        put(stream, written(report, output_format, rules).encode("utf-8", "backslashreplace"))
        return
    from auditor.report.text import pieces

    columns = terminal_columns(stream)
    shown = pieces(
        report,
        columns or _WIDTH,
        quiet=quiet,
        with_fixes=with_fixes,
        wrapped=columns is not None,
    )
    put(stream, styled(shown, stream))


def show_diff(diff: bytes, stream: TextIO | None) -> None:
    """Writes a diff: in colours where wanted, else byte for byte."""
    before, after = _without_commands() if diff else (b"", b"")
    if not _wants_colours(stream):
        put(stream, before + diff + after)
        return
    lines = diff.decode("utf-8", "replace").splitlines()
    shown = (piece for line in lines for piece in ((_style_of(line), one_line(line)), ("", "\n")))
    put(stream, before.decode() + _coloured(shown) + after.decode())


def _without_commands() -> tuple[bytes, bytes]:
    """Lines around a text whose own lines GitHub Actions is not to take for commands.

    It looks behind blanks, and for `##[` anywhere, so that the signs of a diff do not help, and a
    diff cannot be written in another way. Programs that apply it pass over such lines.
    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
    """
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return b"", b""
    from secrets import token_hex

    token = token_hex()
    return f"::stop-commands::{token}\n".encode(), f"::{token}::\n".encode()


def _style_of(line: str) -> str:
    if line.startswith(("+++", "---")):
        return "bold"
    return DIFF_STYLES.get(line[:1], "")


def use_colours(choice: str | None) -> None:
    """Heeds what the command line says of colours, over what the environment does."""
    if choice in ("always", "never"):
        variables = {"always": "FORCE_COLOR", "never": "NO_COLOR"}
        for variable in variables.values():
            os.environ.pop(variable, None)
        os.environ[variables[choice]] = "1"


def styled(written: Iterable[Piece], stream: TextIO | None) -> str:
    """The pieces as text for a stream: in colours where it wants them."""
    from auditor.report.text import unstyled

    return inert(_coloured(written) if _wants_colours(stream) else unstyled(written))


_INERT = {
    "json": inert_json,
    "gitlab": inert_json,
    "sarif": inert_json,
    "junit": inert_xml,
    "html": inert_xml,
}


def written(report: Report, output_format: str, rules: Iterable[AnyRule]) -> str:
    """The report in a format, without colours, and without what terminals and pages act on."""
    content = _written(report, output_format, rules)
    return _INERT.get(output_format, inert)(content)


def _written(report: Report, output_format: str, rules: Iterable[AnyRule]) -> str:
    if output_format != "sarif":
        return renderer(output_format)(report)
    from auditor import __version__
    from auditor.cli.catalogue import rule_texts
    from auditor.report.sarif import render

    return render(report, rules=rule_texts(rules), version=__version__)


def tracked(items: Iterator[Item], count: int) -> Iterator[Item]:
    """The items, with a progress bar on standard error if they are many and a terminal reads."""
    if count < _MANY or sys.stderr is None or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    # refreshed by a thread, it could hold a lock when a worker is forked, which then waits for ever
    bar = track(
        items, "Checking", count, console=Console(stderr=True), transient=True, auto_refresh=False
    )
    yield from bar


def _wants_colours(stream: TextIO | None) -> bool:
    """NO_COLOR (https://no-color.org) beats FORCE_COLOR (https://force-color.org)."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def width(stream: TextIO | None) -> int:
    """The columns of a terminal, within reason; a fixed width for all else."""
    return terminal_columns(stream) or _WIDTH


def terminal_columns(stream: TextIO | None) -> int | None:
    """The columns of a terminal, within reason; None for all else."""
    if stream is None or not stream.isatty():
        return None
    try:
        columns = os.get_terminal_size(stream.fileno()).columns
    except OSError:
        columns = 0
    return min(max(columns or _WIDTH, _MIN_WIDTH), _MAX_WIDTH)


def _coloured(pieces: Iterable[Piece]) -> str:
    return "".join(
        f"\x1b[{_CODES[style]}m{text}\x1b[0m" if style else text for style, text in pieces
    )
