"""All rules of a run: ours, those of plugins, and those of the house."""

from __future__ import annotations

from operator import attrgetter
from pathlib import Path

from auditor.config.fault import BadConfiguration
from auditor.config.own import Named, own_rules
from auditor.engine import registry
from auditor.model.rule import AnyRule
from auditor.model.selection import names_of

_RESERVED = "house"
"""The service of house rules."""


def every_rule(config: str | None = None, *, isolated: bool = False) -> tuple[AnyRule, ...]:
    """The rules by id, own ones as the configuration of the working folder names them.

    `config` is the file that stands for all configurations; with `isolated` there is none.
    Raises BadConfiguration.
    """
    rules: tuple[AnyRule, ...] = registry.listed()
    own = own_rules(config, isolated=isolated)
    for plugin in own.plugins:
        rules += _of_plugin(plugin, rules)
    for file in own.house:
        rules += _of_house(file, rules)
    return tuple(sorted(rules, key=attrgetter("id")))


def _of_plugin(plugin: Named, known: tuple[AnyRule, ...]) -> tuple[AnyRule, ...]:
    from auditor.engine.plugins import BadPlugin, plugin_rules

    try:
        found = plugin_rules(plugin.name)
    except BadPlugin as error:
        raise BadConfiguration(f"{plugin.place}: {error}") from error
    taken = names_of(known) | {_RESERVED}
    for rule in found:
        if rule.id in taken:
            raise BadConfiguration(
                f"{plugin.place}: the plugin '{plugin.name}' has a rule '{rule.id}',"
                " and that name is taken by another rule"
            )
    return found


def _of_house(file: Named, known: tuple[AnyRule, ...]) -> tuple[AnyRule, ...]:
    from auditor.config.read import text_of
    from auditor.house.read import BadHouseRules, house_rules

    try:
        text = text_of(Path(file.name))
    except BadConfiguration as error:
        raise BadConfiguration(f"{file.place}: {error}") from None
    try:
        return house_rules(text, file.name, names_of(known) | {_RESERVED})
    except BadHouseRules as error:
        raise BadConfiguration(str(error)) from None
