"""Nested stacks are checked with what their parents hand on, where both are in the run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from auditor import files
from auditor.config.fault import BadConfiguration
from auditor.config.lookup import Configurations
from auditor.disk import asking
from auditor.model.settings import Settings
from auditor.run.inputs import Input

if TYPE_CHECKING:
    from auditor.engine.nested import Nested, Parent

_WORDS = (b"TemplateURL", b"AWS::Serverless::Application")
"""One of which is in every template that has a nested stack."""
_DEEPEST = 8
_MOST = 16
"""Ways to deploy a template that are told apart; with more of them nothing is known."""


def may_name_above(text: str) -> bool:
    """Whether a template may have nested stacks whose templates lie outside of its folder."""
    return "../" in text and any(word.decode() in text for word in _WORDS)


class _Use(Struct, frozen=True):
    """A nested stack in a parent."""

    parent: Input
    logical_id: str

    @property
    def label(self) -> str:
        """What findings call it that do not hold in all uses."""
        return f"{self.logical_id} of {self.parent.name}"


class NestedStacks:
    """Finds the nested stacks of the inputs whose templates are inputs as well."""

    def __init__(
        self, inputs: Sequence[Input], configurations: Configurations, max_bytes: int
    ) -> None:
        self._configurations = configurations
        self._parents: dict[str, Parent] = {}
        self._uses: dict[str, list[_Use]] = {}
        self._known: dict[tuple[str, bool], tuple[Settings, ...]] = {}
        by_key = {one.key: one for one in inputs if one.path is not None}
        for one in by_key.values() if len(by_key) > 1 else ():
            self._add(one, by_key, max_bytes)

    def _add(self, one: Input, by_key: dict[str, Input], max_bytes: int) -> None:
        if one.path is None or not files.mentions(one.path, _WORDS, max_bytes):
            return
        from auditor.engine.nested import Parent

        try:
            text = one.read(max_bytes).text
        except files.Unreadable:  # said where the file itself is checked
            return
        parent = self._parents[one.key] = Parent(text)
        for nested in parent.nested(Settings()).values():
            key = _real(one.path.parent / nested.file)
            if key in by_key and key != one.key:
                self._uses.setdefault(key, []).append(_Use(one, nested.logical_id))

    def settings(self, one: Input, *, by_the_run: bool = False) -> tuple[Settings, ...]:
        """What rules may know of a template, in each use. Raises BadConfiguration.

        Each file's configuration says so, or `by_the_run` that of the working folder.
        """
        return self._settings(one, frozenset(), by_the_run)

    def _settings(
        self, one: Input, above: frozenset[str], by_the_run: bool
    ) -> tuple[Settings, ...]:
        known = (one.key, by_the_run)
        if known in self._known:
            return self._known[known]
        path = one.place
        configuring = self._configurations.own if by_the_run else self._configurations.for_file
        own = self._configurations.settings(configuring(path), path)
        uses = self._uses.get(one.key, ())
        if not uses or one.key in above or len(above) >= _DEEPEST:
            return own
        found: list[Settings] = []
        for use in uses:
            for outer in self._of_parent(use.parent, above | {one.key}, by_the_run):
                nested = self._parents[use.parent.key].nested(outer).get(use.logical_id)
                if nested is None:
                    return own
                label = use.label if len(uses) > 1 else None
                found.append(_handed_on(own, outer, nested, label))
        self._known[known] = tuple(found) if 0 < len(found) <= _MOST else own
        return self._known[known]

    def _of_parent(
        self, parent: Input, above: frozenset[str], by_the_run: bool
    ) -> Iterable[Settings]:
        try:
            return self._settings(parent, above, by_the_run)
        except BadConfiguration:  # said where the parent itself is checked
            return (Settings(),)


def _real(path: Path) -> str:
    """Where a path leads to; empty where it cannot be one."""
    try:
        return asking.real(path)
    except (OSError, ValueError):
        return ""


def _handed_on(
    own: Sequence[Settings], outer: Settings, nested: Nested, label: str | None
) -> Settings:
    """What is known of a template as a nested stack, with that of its parent as `outer`."""
    base = next((one for one in own if one.environment == outer.environment), own[0])
    names = [name for name in (outer.environment, label) if name is not None]
    return replace(
        base,
        regions=base.regions or outer.regions,
        parameters={**base.parameters, **nested.parameters},
        defaults=nested.defaults,
        has_all_parameters=nested.is_whole,
        environment=", ".join(names) or None,
    )
