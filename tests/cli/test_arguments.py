"""The quick reader of arguments and typer read every command line alike."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.cli import asked, program
from auditor.cli.app import app
from auditor.cli.arguments import values_of
from auditor.cli.option import Kind, Option
from auditor.cli.options import OPTIONS


class Read(Exception):
    """Ends typer's run with the values that it read."""


@cache
def whole_command() -> Any:
    """What the app makes anew for each line that it reads."""
    return typer.main.get_command(app)


def by_typer(arguments: Sequence[str], patch: pytest.MonkeyPatch) -> dict[str, Any] | None:
    """The values as typer reads them; None where it refuses the line, or prints help."""

    def request_of(values: dict[str, Any]) -> None:
        raise Read(values)

    patch.setattr(asked, "request_of", request_of)
    try:
        whole_command()(["check", *arguments], standalone_mode=False)
    except Read as read:
        values: dict[str, Any] = dict(read.args[0])
        beside = values["stdin_filename"]
        # typer makes the path, the quick reader leaves that to the request
        return {**values, "stdin_filename": None if beside is None else str(beside)}
    except Exception:  # noqa: BLE001 (whatever typer refuses it with)
        return None
    return None


VALUES = {
    Kind.TEXT: ["x", "", "-", "--fix", "a=b"],
    Kind.PATH: ["a.yaml", "sub/a.yaml"],
    Kind.TEXTS: ["x", "a,b", "", "--"],
    Kind.RULES: ["s3", "-x", "a, b"],
    Kind.CHOICE: ["warning", "json", "nothing", "JSON", ""],
    Kind.COUNT: ["1", "30", "101", "3601", "0", "-1", "1.5", "007", "x", "\u0663", "", "9" * 40],
    Kind.FLAG: ["x"],
    Kind.SWITCH: ["x"],
}


def ways(option: Option) -> list[list[str]]:
    """How an option can stand in a line, rightly and wrongly."""
    flags = [option.flag, option.flag.replace("--", "--no-", 1), option.flag[:-1]]
    flags += [option.short] if option.short else []
    written = [[flag] for flag in flags]
    for value in VALUES[option.kind]:
        written += [[flag, value] for flag in flags]
        written += [[f"{flag}={value}"] for flag in flags]
    return written


@pytest.mark.parametrize("option", OPTIONS, ids=[option.name for option in OPTIONS])
def test_each_option_in_each_way(option: Option, monkeypatch: pytest.MonkeyPatch) -> None:
    for way in ways(option):
        for line in (
            ["--unsafe-fixes=s3", *way, "p"],
            ["a.yaml", *way],
            [*way, "a.yaml"],
            [*way, "--", "a.yaml"],
            [*way, *way, "p"],
        ):
            quick = values_of(line)
            if quick is not None:
                assert quick == by_typer(line, monkeypatch), line


@pytest.mark.parametrize("option", OPTIONS, ids=[option.name for option in OPTIONS])
def test_what_is_plainly_right_is_read_quickly(option: Option) -> None:
    value = {Kind.CHOICE: option.choices[:1], Kind.COUNT: ("7",)}.get(option.kind, ("x",))
    takes_nothing = option.kind in (Kind.FLAG, Kind.SWITCH)
    line = [option.flag, *(() if takes_nothing else value), "a.yaml"]
    values = values_of(line)
    assert values is not None
    assert values["paths"] == ["a.yaml"]
    assert values[option.name] not in (None, False)


WORDS = st.sampled_from(
    [word for option in OPTIONS for way in ways(option) for word in way]
    + ["a.yaml", "-", "--", "-i", "-ii", "-h", "--help", "-x", "--", "--=", "---", "", "check"]
)


@given(st.lists(WORDS, max_size=6))
@settings(max_examples=150, deadline=None)
def test_any_line(line: list[str]) -> None:
    quick = values_of(line)
    if quick is not None:
        with pytest.MonkeyPatch.context() as patch:
            assert quick == by_typer(line, patch)


@pytest.mark.parametrize(
    ("arguments", "is_quick"),
    [
        (["check", "a.yaml"], True),
        (["check", "--fix", "a.yaml"], True),
        (["check", "--fix", "--interactive", "a.yaml"], False),
        (["check"], True),
        (["check", "--help"], False),
        (["check", "--fix", "--add-ignores", "a.yaml"], False),
        (["check", "--isolated", "--config", "x.toml", "a.yaml"], False),
        (["check", "--select", "", "a.yaml"], False),
        (["--version"], False),
        (["rules"], False),
        ([], False),
    ],
)
def test_which_lines_need_no_typer(arguments: list[str], is_quick: bool) -> None:
    assert (program._check_asked(arguments) is not None) is is_quick


def test_shells_that_ask_for_completion_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_CFNAUDIT_COMPLETE", "complete_bash")
    assert program._check_asked(["check", "a.yaml"]) is None
