"""The stacks of a project: `Pulumi.<stack>.yaml` says what each is deployed with.

https://www.pulumi.com/docs/iac/concepts/config/
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from auditor.model.project import Project
from auditor.model.settings import Settings
from auditor.model.tree import Tree
from auditor.programs.program import Program
from auditor.programs.values import Setting
from auditor.source.base import SyntaxFault

_STACK = re.compile(r"Pulumi\.([\w.-]{1,100})\.ya?ml")
_MOST_STACKS = 20


def stack_settings(
    program: Program, settings: Mapping[str, Setting], files: Project, base: Settings
) -> Sequence[Settings]:
    """What rules may know under each stack; what the user says himself stays as it is."""
    found: list[Settings] = []
    for name in sorted(files.names(".") or ())[:2000]:
        stack = _STACK.fullmatch(name)
        values = _values(files.read(name)) if stack else None
        if stack is None or values is None or len(found) >= _MOST_STACKS:
            continue
        prefix = f"{program.project.name}:"
        known = {key.removeprefix(prefix): value for key, value in values.items()}
        known["pulumi:stack"] = stack.group(1)
        parameters = {
            parameter: known[setting.name]
            for parameter, setting in settings.items()
            if setting.name in known
        }
        region = known.get("aws:region")
        regions = base.regions or ((region,) if region else ())
        found.append(
            replace(
                base,
                parameters={**parameters, **base.parameters},
                regions=regions,
                environment=stack.group(1),
            )
        )
    if len(found) == 1:
        return (replace(found[0], environment=None),)
    return found or (base,)


def _values(text: str | None) -> dict[str, str] | None:
    from auditor.source.yaml_.document import YamlDocument

    if text is None:
        return None
    try:
        tree: Tree = YamlDocument(text).tree
    except SyntaxFault:
        return None
    config = tree.get("config") if isinstance(tree, dict) else None
    if not isinstance(config, dict):
        return {}
    return {
        str(key): str(value).lower() if isinstance(value, bool) else str(value)
        for key, value in config.items()
        if isinstance(value, str | int | float)
    }
