"""What `samconfig.toml` beside a template says of its deployments: Region and parameters.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from auditor.config.fault import BadConfiguration
from auditor.config.parameters import from_list, from_words
from auditor.config.read import toml_of

_COMMANDS = ("global", "deploy")
"""The tables whose parameters hold for `sam deploy`; the later one wins."""


class Deployment(Struct, frozen=True):
    """How an environment is deployed, None where the file leaves something open."""

    environment: str
    region: str | None
    parameters: Mapping[str, str]
    template: str | None = None
    """The file that is deployed, where it is not called `template.yaml`, `.yml` or `.json`."""


def deployments(path: Path) -> tuple[Deployment, ...]:
    """The environments of a file. Raises BadConfiguration."""
    return tuple(_deployments(path, toml_of(path)))


def _deployments(path: Path, table: Mapping[str, Any]) -> Iterator[Deployment]:
    for name, environment in table.items():
        if not isinstance(environment, Mapping):
            continue
        said: dict[str, Any] = {}
        for command in _COMMANDS:
            inner = environment.get(command)
            parameters = inner.get("parameters") if isinstance(inner, Mapping) else None
            said.update(parameters if isinstance(parameters, Mapping) else {})
        if said:
            yield Deployment(
                name,
                _text(said.get("region")),
                _overrides(path, name, said.get("parameter_overrides")),
                _text(said.get("template_file")) or _text(said.get("template")),
            )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _overrides(path: Path, name: str, written: Any) -> dict[str, str]:
    if written is None:
        return {}
    found = None
    if isinstance(written, str):
        found = from_words(written)
    elif isinstance(written, list):
        found = from_list(written)
    if found is None:
        raise BadConfiguration(
            f"{path}: parameter_overrides of [{name}] must be a string such as 'Stage=prod Size=2'"
        )
    return found
