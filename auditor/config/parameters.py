"""Values of parameters as people deploy with them, in the forms that AWS's tools read.

- CloudFormation: `[{"ParameterKey": "Stage", "ParameterValue": "prod"}]`
- CodePipeline: `{"Parameters": {"Stage": "prod"}}`
- Git sync: a deployment file with `template-file-path` and `parameters`
- `Stage=prod` and `ParameterKey=Stage,ParameterValue=prod`, as on command lines

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-cli-creating-stack.html,
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/continuous-delivery-codepipeline-cfn-artifacts.html,
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/git-sync-concepts-terms.html
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from auditor.config.fault import BadConfiguration
from auditor.config.read import text_of

_FORMS = (
    "is not a file of parameters: write a list of ParameterKey and ParameterValue,"
    ' or {"Parameters": {"Name": "value"}}'
)


def from_file(path: Path) -> dict[str, str]:
    """The values in a file, by the names of parameters. Raises BadConfiguration with its path."""
    text = text_of(path)
    try:
        read = json.loads(text) if text.lstrip()[:1] in ("[", "{") else _yaml(text)
    except (ValueError, RecursionError) as error:
        raise BadConfiguration(f"{path}: {_FORMS}") from error
    found = from_list(read) if isinstance(read, list) else _from_mapping(read)
    if found is None:
        raise BadConfiguration(f"{path}: {_FORMS}")
    return found


def from_words(text: str) -> dict[str, str] | None:
    """The values in a text such as `Stage=prod Size="2 GB"`; None where it is of no such form."""
    try:
        words = shlex.split(text)
    except ValueError:
        return None
    found: dict[str, str] = {}
    for word in words:
        known = pair(word)
        if known is None:
            return None
        found[known[0]] = known[1]
    return found


def text_of_value(value: Any) -> str | None:
    """A value as CloudFormation is given it, lists joined by commas; None where it cannot be."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    if isinstance(value, list):
        texts = [text_of_value(one) for one in value if not isinstance(one, list)]
        known = [text for text in texts if text is not None]
        return ",".join(known) if len(known) == len(value) else None
    return None


def pair(word: str) -> tuple[str, str] | None:
    """The name and the value in a word such as `Stage=prod`; None where it is none."""
    name, equals, value = word.partition("=")
    if not equals or not name:
        return None
    if name == "ParameterKey":
        name, comma, rest = value.partition(",")
        key, equals, value = rest.partition("=")
        return (name, value) if comma and key == "ParameterValue" and equals else None
    return name, value


def from_list(entries: list[Any]) -> dict[str, str] | None:
    """The values in a list of pairs, or of ParameterKey and ParameterValue; None in another."""
    found: dict[str, str] = {}
    for entry in entries:
        if isinstance(entry, str):
            known = pair(entry)
            if known is None:
                return None
            found[known[0]] = known[1]
            continue
        if not isinstance(entry, Mapping) or not isinstance(entry.get("ParameterKey"), str):
            return None
        value = text_of_value(entry.get("ParameterValue"))
        if value is not None:  # else UsePreviousValue: what the stack has is not known
            found[entry["ParameterKey"]] = value
    return found


def _from_mapping(read: Any) -> dict[str, str] | None:
    if not isinstance(read, Mapping):
        return None
    named = next((read[key] for key in ("Parameters", "parameters") if key in read), None)
    if named is None:
        named = {} if "template-file-path" in read else read
    if isinstance(named, list):
        return from_list(named)
    if not isinstance(named, Mapping):
        return None
    texts = {str(name): text_of_value(value) for name, value in named.items()}
    found = {name: text for name, text in texts.items() if text is not None}
    return found if len(found) == len(texts) else None


def _yaml(text: str) -> Any:
    """The values of a YAML text, every scalar as it is written."""
    import yaml

    try:
        return yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506
    except yaml.YAMLError as error:
        raise ValueError from error
