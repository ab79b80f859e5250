"""The text of a configuration to start with: what is known as keys, the rest as comments."""

from __future__ import annotations

import json
from collections.abc import Iterator
from textwrap import wrap
from typing import Any

from msgspec import Struct

from auditor.config.schema import schema
from auditor.expression import expression

_WIDTH = 96
_BARE_KEY = expression(r"[A-Za-z0-9_-]+")
_HEAD = """\
# What cfnaudit cannot see in a template. All keys: cfnaudit schema; those that hold for a file, and
# why: cfnaudit check --show-settings FILE.
"""
_SOURCES = {
    "concurrency": "'aws lambda get-account-settings' prints it as ConcurrentExecutions.",
    "api-gateway-logging-role": "'aws apigateway get-account' prints a cloudwatchRoleArn then.",
}
"""Where the answers can be looked up."""


class Environment(Struct, frozen=True):
    """What is deployed where, with which files of parameters."""

    name: str
    regions: tuple[str, ...] = ()
    parameter_files: tuple[str, ...] = ()


class Answers(Struct, frozen=True):
    """What was answered; None was not, and an empty tuple says that there are none."""

    regions: tuple[str, ...] | None = None
    concurrency: int | None = None
    api_gateway_logging_role: bool | None = None
    services_in_use: tuple[str, ...] | None = None
    singletons: tuple[str, ...] | None = None
    environments: tuple[Environment, ...] = ()

    @property
    def open(self) -> tuple[str, ...]:
        """The keys that were not answered."""
        account = [f"account.{key}" for key, value in self.account.items() if value is None]
        return (*(() if self.regions else ("regions",)), *account)

    @property
    def account(self) -> dict[str, Any]:
        """The facts of the account by their keys."""
        return {
            "concurrency": self.concurrency,
            "api-gateway-logging-role": self.api_gateway_logging_role,
            "services-in-use": self.services_in_use,
            "singletons": self.singletons,
        }


def text(answers: Answers) -> str:
    """The configuration as TOML, each key with what it means."""
    published = schema()["properties"]
    parts = [_HEAD, _key("regions", answers.regions or None, published["regions"])]
    account = published["account"]
    keys = (
        _key(name, value, account["properties"][name]) for name, value in answers.account.items()
    )
    parts.append(f"{_comment(account['description'])}[account]\n" + "\n".join(keys))
    parts += _environments(answers.environments, published["environments"])
    return "\n".join(parts)


def _key(name: str, value: Any, published: dict[str, Any]) -> str:
    about = _comment(f"{published['title']}. {_SOURCES.get(name, '')}".rstrip())
    if value is not None:
        return f"{about}{name} = {_toml(value)}\n"
    none = " An empty list says that there are none." if published["type"] == "array" else ""
    line = f"# {name} = {_toml(published['examples'][0])}\n"
    return (_comment(f"{published['title']}.{none}") if none else about) + line


def _environments(environments: tuple[Environment, ...], published: Any) -> Iterator[str]:
    about = _comment(f"{published['title']}. {published['description'].replace('`', '')}")
    if not environments:
        yield f'{about}# [environments.prod]\n# regions = ["eu-central-1"]\n'
        return
    for number, one in enumerate(environments):
        name = one.name if _BARE_KEY.fullmatch(one.name) else _toml(one.name)
        keys = {"regions": one.regions, "parameter-files": one.parameter_files}
        rows = "".join(f"{key} = {_toml(value)}\n" for key, value in keys.items() if value)
        yield f"{'' if number else about}[environments.{name}]\n{rows}"


def _comment(sentences: str) -> str:
    return "".join(f"# {line}\n" for line in wrap(sentences, _WIDTH, break_on_hyphens=False))


def _toml(value: Any) -> str:
    """A value as TOML: JSON but for a delete character, which TOML wants escaped."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
