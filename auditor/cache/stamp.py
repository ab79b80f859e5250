"""What a result depends on besides its job: this program, its Python, and rules of others."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.cache.program import program
from auditor.config.own import own_rules
from auditor.disk import asking


def stamp(config: str | None, *, isolated: bool) -> str:
    """A text that differs where another program, Python, plugin or house rule would run.

    Raises BadConfiguration and OSError.
    """
    own = own_rules(config, isolated=isolated)
    parts = [program()]
    for file in own.house:
        with open(file.name, "rb") as stream:  # noqa: PTH123
            parts.append(f"{file.name} {stream.read()!r}")
    for plugin in own.plugins:
        parts += (plugin.name, *_plugin(plugin.name))
    return "\n".join(parts)


def _plugin(name: str) -> Iterator[str]:
    """The state of the code of a plugin, which may be edited in place."""
    from importlib.metadata import entry_points
    from importlib.util import find_spec

    for entry in entry_points(group="cfnaudit.rules"):
        if entry.name == name:
            top = entry.value.partition(".")[0]
            spec = find_spec(top)
            if spec is not None:
                places = (*(spec.submodule_search_locations or ()), spec.origin or "")
                yield from map(asking.code, filter(None, places))
