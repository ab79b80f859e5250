"""The stacks of a project: `Pulumi.<stack>.yaml` says what each is deployed with.

https://www.pulumi.com/docs/iac/concepts/config/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from auditor.expression import expression
from auditor.model.project import Project
from auditor.model.settings import Settings
from auditor.model.tree import Tree
from auditor.programs.project import PulumiProject
from auditor.programs.values import Setting
from auditor.source.base import SyntaxFault

_STACK = expression(r"Pulumi\.([\w.-]{1,100})\.ya?ml")
_MOST_STACKS = 20
_MOST_FILES = 2_000
_DEEPEST = 8
Values = Mapping[str, str]
"""Values of the configuration by their keys, parts of objects by `key.part`."""


def configured(project: PulumiProject, files: Project) -> dict[str, dict[str, Tree]]:
    """What each stack is deployed with, what the project file says for all of them included."""
    found: dict[str, dict[str, Tree]] = {}
    for name in sorted(files.names(".") or ())[:_MOST_FILES]:
        stack = _STACK.fullmatch(name)
        given = _config(files.read(name)) if stack else None
        if stack is not None and given is not None and len(found) < _MOST_STACKS:
            values = {**project.config, **given, "pulumi:stack": stack.group(1)}
            prefix = f"{project.name}:"
            found[stack.group(1)] = {
                **values,
                **{key.removeprefix(prefix): value for key, value in values.items()},
            }
    return found


def scalars_of(stacks: Mapping[str, Mapping[str, Tree]]) -> dict[str, Values]:
    """The scalars of the configuration of each stack."""
    return {stack: dict(flattened(given)) for stack, given in stacks.items()}


def stack_settings(
    stacks: Mapping[str, Values], settings: Mapping[str, Setting], base: Settings
) -> Sequence[Settings]:
    """What rules may know under each stack; what the user says himself stays as it is.

    `settings` are the values that the program asks for, by the names of the parameters.
    """
    found: list[Settings] = []
    for stack, values in stacks.items():
        parameters = {
            parameter: values[setting.name]
            for parameter, setting in settings.items()
            if setting.name in values
        }
        region = values.get("aws:region")
        found.append(
            replace(
                base,
                parameters={**parameters, **base.parameters},
                regions=base.regions or ((region,) if region else ()),
                environment=stack,
            )
        )
    return found


def flattened(
    given: Mapping[str, Tree], prefix: str = "", depth: int = 0
) -> Iterator[tuple[str, str]]:
    """The scalars of a configuration with their keys; what is encrypted is an object, and none."""
    for key, value in given.items():
        name = f"{prefix}{key}"
        if isinstance(value, bool):
            yield name, str(value).lower()
        elif isinstance(value, str | int | float):
            yield name, str(value)
        elif isinstance(value, dict) and "secure" not in value and depth < _DEEPEST:
            yield from flattened(value, f"{name}.", depth + 1)
        elif isinstance(value, list) and depth < _DEEPEST:
            listed = {str(at): one for at, one in enumerate(value)}
            yield from flattened(listed, f"{name}.", depth + 1)


def _config(text: str | None) -> dict[str, Tree] | None:
    """The values of a stack file; None where it cannot be read."""
    from auditor.source.yaml_.document import YamlDocument

    if text is None:
        return None
    try:
        tree: Tree = YamlDocument(text).tree
    except SyntaxFault:
        return None
    config = tree.get("config") if isinstance(tree, dict) else None
    return config if isinstance(config, dict) else {}
