"""The rules of other packages, which they offer as entry points.

https://packaging.python.org/en/latest/specifications/entry-points/
"""

from __future__ import annotations

from auditor.engine import registry
from auditor.engine.culprit import place_in
from auditor.model.rule import AnyRule
from auditor.model.selection import hint, shortened

GROUP = "cfnaudit.rules"


class BadPlugin(ValueError):
    """A plugin that cannot be used, in one plain sentence."""


def plugin_rules(name: str) -> tuple[AnyRule, ...]:
    """The rules of the package or module that an entry point names. Raises BadPlugin.

    Nothing of the package is imported before, and nothing of any other one.
    """
    module = _module(name)
    try:
        rules = registry.load(module)
    except (Exception, SystemExit) as error:
        cause = f"{type(error).__name__}: {error}".rstrip(": ")
        place = place_in(module.partition(".")[0], error.__traceback__)
        where = f", at {place}" if place else ""
        raise BadPlugin(
            f"the plugin {shortened(name)} cannot be loaded ({cause}){where}"
        ) from error
    if not rules:
        raise BadPlugin(f"the plugin {shortened(name)} has no rules in '{module}'")
    return rules


def _module(name: str) -> str:
    """The module that an entry point names."""
    from importlib.metadata import entry_points

    known = entry_points(group=GROUP)
    values = sorted({entry.value for entry in known if entry.name == name})
    if not values:
        advice = hint(name, known.names) or f"; its package has an entry point in '{GROUP}'"
        raise BadPlugin(f"no installed package has the plugin {shortened(name)}{advice}")
    if len(values) > 1:
        raise BadPlugin(f"more than one installed package has the plugin {shortened(name)}")
    if ":" in values[0]:
        raise BadPlugin(
            f"the plugin {shortened(name)} names an object, '{values[0]}', and must name a module"
        )
    return values[0].strip()
