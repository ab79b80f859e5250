"""Says in words what holds for a file, and why a rule runs on it or does not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from auditor.config.configuration import DEFAULTS, OF_THE_RUN, Configuration
from auditor.config.lookup import Chosen
from auditor.model.finding import Safety
from auditor.model.rule import AnyRule
from auditor.model.selection import Named, deciding


def settings_text(
    name: str, own: Configuration, run: Configuration, chosen: Chosen, rules: Sequence[AnyRule]
) -> str:
    """The settings for a file as TOML, each with its origin as a comment.

    `own` is the file's configuration, `run` that of the working folder, which decides some keys.
    """
    where = "none" if own.source is None else str(own.source.path)
    ids = {rule.id for rule in chosen.rules}
    idle = [rule.id for rule in rules if rule.id not in ids]
    lines = [
        f"# settings for {_comment(name)}",
        f"# configuration file: {_comment(where)}",
        f"# {len(ids)} of {len(rules)} rules run; not: {', '.join(idle) or 'none'}",
    ]
    table = ""
    for key in sorted(DEFAULTS, key=lambda key: ("." in key, list(DEFAULTS).index(key))):
        above, _, last = key.rpartition(".")
        if above != table:
            table = above
            lines += ["", f"[{table}]"]
        lines += _lines(last, key, run if key in OF_THE_RUN else own)
    return "\n".join(lines) + "\n"


def _lines(label: str, key: str, configuration: Configuration) -> Iterator[str]:
    value = configuration.value(key)
    added = configuration.written(key, []) if key == "ignore" else []
    if key == "ignore" and added and value != added:
        # the command line adds to what the file ignores
        value = [*added, *value]
        origin = f"{configuration.source_origin(key)}, {configuration.origin(key)}"
    elif key == "extend-select" and "select" in configuration.given:
        value, origin = list(configuration.given.get(key, ())), "--select"
    else:
        origin = configuration.origin(key)
    if value is None:
        yield f"# {label} is not set  # {origin}"
    else:
        yield f"{label} = {_toml(value)}  # {_comment(origin)}"


def _toml(value: Any) -> str:
    """A value as TOML on one line; strings as JSON writes them, which TOML reads too."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_toml(key)} = {_toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    """A text that ends no comment."""
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)


def reasons(rule: AnyRule, name: str, path: Path, configuration: Configuration) -> str:
    """Why a rule runs on a file or does not, and what was decided about it."""
    return "".join(f"{_comment(line)}\n" for line in _reasons(rule, name, path, configuration))


def _reasons(rule: AnyRule, name: str, path: Path, configuration: Configuration) -> Iterator[str]:
    decision = deciding(rule, configuration.selectors())
    local = deciding(rule, configuration.ignored_in(path))
    if local is not None:
        pattern = local.at[-1]
        yield (
            f"{rule.id} does not run on {name}: {_meant(rule, local)} is ignored in '{pattern}'"
            f" ({configuration.origin(*local.at)})"
        )
    elif decision is None:
        yield f"{rule.id} does not run on {name}: not selected ({configuration.origin('select')})"
    elif not decision.is_for:
        origin = configuration.origin(*decision.at)
        yield f"{rule.id} does not run on {name}: {_meant(rule, decision)} is ignored ({origin})"
    else:
        origin = configuration.origin(*decision.at) if decision.at else "default"
        yield f"{rule.id} runs on {name}: {_meant(rule, decision)} is selected ({origin})"
    graded = deciding(rule, configuration.names("severity", is_for=True))
    if graded is not None:
        level = configuration.written("severity")[graded.name]
        yield f"its findings count as {level} ({configuration.origin(*graded.at)})"
    trusted = deciding(rule, configuration.safeties())
    if trusted is not None:
        safety = Safety.SAFE if trusted.is_for else Safety.UNSAFE
        yield f"its fixes count as {safety} ({configuration.origin(*trusted.at)})"
    index = None if configuration.exclude is None else configuration.exclude.match(path)
    if index is not None:
        origin = configuration.origin("exclude", index)
        yield f"a search passes over {name}: it is excluded ({origin})"


def _meant(rule: AnyRule, named: Named) -> str:
    """The name that decides, where it is not the rule's own."""
    if named.name == rule.id:
        return "it"
    return "every rule" if named.name == "all" else f"the service '{named.name}'"
