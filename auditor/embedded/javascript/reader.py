"""All facts about one JavaScript file, put together."""

from __future__ import annotations

from auditor.embedded.facts import Facts
from auditor.embedded.javascript.environment import Environment, loads_files
from auditor.embedded.javascript.imports import Imports
from auditor.embedded.javascript.meanings import Meanings
from auditor.embedded.javascript.scopes import scopes_of
from auditor.embedded.javascript.sdk import Calls


def facts_of(source: str, *, typescript: bool) -> Facts | None:
    """The facts; None where the text does not parse."""
    scopes = scopes_of(source, typescript=typescript)
    if scopes is None:
        return None
    items = scopes.items
    meanings = Meanings(items, scopes)
    sdk = Calls(items, meanings)
    clients, calls = sdk.clients(), tuple(sdk.calls())
    environment = Environment(items, meanings, sdk.values)
    imports = Imports(items, meanings, typescript=typescript)
    return Facts(
        imports=imports.found,
        reads=environment.reads(),
        clients=clients,
        calls=calls,
        sets=frozenset(environment.sets),
        sets_more=environment.sets_more or loads_files([one.module for one in imports.found]),
        opaque=imports.opaque,
    )
