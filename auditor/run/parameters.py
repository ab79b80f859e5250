"""Whether the parameters that values are given for are in any template.

A file of values may serve several templates, so that a name is only wrong where none of them has
it; and it is only known to be in none where all that it holds for were checked.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from auditor.config.configuration import Configuration
from auditor.config.layer import Layer
from auditor.config.lookup import Configurations
from auditor.disk.asking import is_folder
from auditor.model.selection import hint, shortened
from auditor.run.request import Request

_SAM_TEMPLATES = frozenset({"template.yaml", "template.yml", "template.json"})
"""What `sam deploy` deploys where nobody says otherwise."""
_FEW = 5
_LEFT_OUT = "sam deploy leaves out a parameter that no checked template has:"


class _Declared:
    """The parameters of the templates that some values hold for; `is_open`: and maybe others."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.templates: set[Path] = set()
        self.is_open = False

    def add(self, path: Path | None, names: Iterable[str] | None) -> None:
        """Adds a template."""
        self.is_open |= names is None
        self.names.update(names or ())
        if path is not None:
            self.templates.add(path)

    def wrong(
        self,
        given: Iterable[tuple[str, str]],
        says: str = "no checked template has a parameter",
    ) -> Iterator[str]:
        """What to say of the names, each with the place that it is given at."""
        if self.is_open:
            return
        for name, place in given:
            if name not in self.names:
                yield f"{place}: {says} {_about(name, self.names)}"


class ParameterNames:
    """Gathers the parameters of the checked templates."""

    def __init__(self, request: Request, configurations: Configurations) -> None:
        self._given = request.given.get("parameters", {})
        self._configurations = configurations
        self._searched = [Path(os.path.abspath(path)) for path in request.paths if is_folder(path)]
        self._is_whole = not (request.exclude or request.templates_only)
        self._has_one_configuration = request.config is not None
        self._all = _Declared()
        self._of_layer: dict[int, tuple[Layer, _Declared]] = {}
        self._of_folder: dict[Path, _Declared] = {}

    def add(self, path: Path | None, names: tuple[str, ...] | None) -> None:
        """Adds a template with its parameters, None where it is not known which it has."""
        self._all.add(path, names)
        configuration = self._configurations.for_file(path)
        for layer in configuration.layers:
            self._of_layer.setdefault(id(layer), (layer, _Declared()))[1].add(path, names)
        if path is not None and self._uses_sam(configuration):
            self._of_folder.setdefault(path.parent, _Declared()).add(path, names)

    def wrong(self) -> Iterator[str]:
        """One line for each name that no template has, but for those that SAM leaves out."""
        yield from self._all.wrong((name, "--parameters") for name in self._given)
        for layer, declared in self._of_layer.values():
            if self._is_searched_whole(layer):
                from auditor.config.given import named_parameters

                yield from declared.wrong(named_parameters(layer))

    def left_out(self) -> Iterator[str]:
        """One line for each override of SAM that no template has, and that it passes to none.

        https://github.com/aws/aws-sam-cli/blob/develop/samcli/commands/deploy/deploy_context.py
        """
        for folder, declared in self._of_folder.items():
            yield from declared.wrong(self._of_sam(folder, declared.templates), _LEFT_OUT)

    def _is_searched_whole(self, layer: Layer) -> bool:
        folder = Path() if self._has_one_configuration else layer.source.path.parent
        whole = Path(os.path.abspath(folder))
        return self._is_whole and any(map(whole.is_relative_to, self._searched))

    def _uses_sam(self, configuration: Configuration) -> bool:
        return not configuration.written("environments", {})

    def _of_sam(self, folder: Path, templates: set[Path]) -> Iterator[tuple[str, str]]:
        """The names in a `samconfig.toml` for templates that were checked."""
        checked = {path.name for path in templates}
        for one in self._configurations.deployments(folder / "any"):
            deployed = _SAM_TEMPLATES if one.template is None else {Path(one.template).name}
            if not deployed.isdisjoint(checked):
                place = f"{folder / 'samconfig.toml'}: [{one.environment}]"
                yield from ((name, place) for name in one.parameters)


def _about(name: str, known: set[str]) -> str:
    """The name, and the nearest right one, or all where they are few."""
    advice = hint(name, known)
    if not advice and 0 < len(known) <= _FEW:
        advice = f"; the parameters are {', '.join(sorted(known))}"
    return f"{shortened(name)}{advice}"
