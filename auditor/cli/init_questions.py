"""What `init` asks a person, one thing at a time; an empty answer leaves it open."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from auditor.config.build import unknown_region
from auditor.config.fault import BadConfiguration
from auditor.config.parameters import from_file
from auditor.config.starting import Answers, Environment
from auditor.data.regions import REGIONS
from auditor.expression import expression
from auditor.model.selection import shortened

_TYPE = expression(r"AWS::[A-Za-z0-9]+(?:::[A-Za-z0-9]+)?")
_MOST = 2**31 - 1
_NONE = "none"
_INTRODUCTION = """\
What no template shows decides some findings. Press Enter where you do not know, Ctrl-C to stop.

"""
Answer = TypeVar("Answer")


class Questions:
    """Asks on standard error and hears standard input. Raises EOFError at the end of it."""

    def __init__(self) -> None:
        self._is_introduced = False

    def about_account(self, answers: Answers) -> Answers:
        """The answers with what is still open asked for."""
        if answers.regions is None:
            regions = self._asked("Regions that you deploy to, such as eu-central-1", _regions)
            answers = replace(answers, regions=regions)
        if answers.concurrency is None:
            question = "Limit of concurrent Lambda executions (aws lambda get-account-settings)"
            answers = replace(answers, concurrency=self._asked(question, _count))
        if answers.api_gateway_logging_role is None:
            question = "Has API Gateway a role to write logs (aws apigateway get-account)? y or n"
            answers = replace(answers, api_gateway_logging_role=self._asked(question, _flag))
        in_use = self._asked(
            "Services in use that AWS closed to new customers, such as AWS::Cloud9, or none",
            _types,
        )
        singletons = self._asked(
            "Types that the account has its only one of already, such as"
            " AWS::GuardDuty::Detector, or none",
            _types,
        )
        return replace(answers, services_in_use=in_use, singletons=singletons)

    def environments(self) -> tuple[str, ...]:
        """The names of the environments."""
        return self._asked("Environments, such as dev, prod", _names) or ()

    def about_environment(self, environment: Environment) -> Environment:
        """The environment with what differs there."""
        name, known = environment.name, ", ".join(environment.parameter_files)
        regions = self._asked(f"Regions of {name}, if they differ", _regions)
        suggestion = f" [{known}]" if known else ""
        files = self._asked(f"Parameter files of {name}{suggestion}", _parameter_files)
        return Environment(name, regions or (), files or environment.parameter_files)

    def yes_or_no(self, question: str) -> bool:
        """Whether somebody agrees; silence is not enough."""
        return bool(self._asked(f"{question} y or n", _flag))

    def _asked(self, question: str, read: Callable[[str], Answer]) -> Answer | None:
        """The answer, None for none; asks again for one that cannot be."""
        while True:
            written = self._line(f"{question}: ").strip()
            if not written:
                return None
            try:
                return read(written)
            except ValueError as error:
                sys.stderr.write(f"  {error}\n")

    def _line(self, question: str) -> str:
        if not self._is_introduced:
            self._is_introduced = True
            sys.stderr.write(_INTRODUCTION)
        sys.stderr.write(question)
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            sys.stderr.write("\n")
            raise EOFError
        return line


def _names(written: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, re.split(r"[,\s]+", written))))


def _parameter_files(written: str) -> tuple[str, ...]:
    for name in _names(written):
        try:
            from_file(Path(name))
        except BadConfiguration as error:
            raise ValueError(str(error)) from None
    return _names(written)


def _regions(written: str) -> tuple[str, ...]:
    for name in _names(written):
        if name not in REGIONS:
            raise ValueError(unknown_region(name))
    return _names(written)


def _types(written: str) -> tuple[str, ...]:
    if written.lower() == _NONE:
        return ()
    for name in _names(written):
        if _TYPE.fullmatch(name) is None:
            raise ValueError(f"{shortened(name)} is not a resource type")
    return _names(written)


def _count(written: str) -> int:
    digits = written.replace(",", "").replace("_", "")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 11):
        raise ValueError("write a whole number")
    if not 1 <= int(digits) <= _MOST:
        raise ValueError(f"write a number from 1 to {_MOST}")
    return int(digits)


def _flag(written: str) -> bool:
    if written.lower() not in ("y", "yes", "n", "no"):
        raise ValueError("write y or n")
    return written.lower().startswith("y")
