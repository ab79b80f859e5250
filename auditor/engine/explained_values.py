"""What a value of a template can be, as rules see it, for somebody who wants to know why."""

from __future__ import annotations

import json
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from auditor.engine.check import Checked
from auditor.expression import expression
from auditor.model.path import Path
from auditor.model.selection import hint, shortened
from auditor.model.text import Lines, Position
from auditor.model.tree import Tree
from auditor.template.below import field
from auditor.template.intrinsics import is_plain_mapping
from auditor.template.template import Template
from auditor.template.values import ABSENT, UNKNOWN, Case

_STEP = expression(r"\.?([^.\[\]]+)|\[(\d{1,9})\]")
_DEEPEST = 200
_LONGEST = 400
_NAMED = ("Resources", "Properties")


class NoSuchValue(Exception):
    """A path that leads nowhere in a template, in one plain sentence."""


class ValueCase(Struct, frozen=True):
    """One of the values: as JSON, or as words where it is not there or not known.

    `start` is where it is written, None where it is not there.
    `written` is what stands in the template where the value is not known, else empty. Without
    `is_certain` it can be something else as well: it is a default, or one of several entries.
    """

    value: str
    start: Position | None
    conditions: tuple[tuple[str, bool], ...] = ()
    is_certain: bool = True
    written: str = ""


class Explained(Struct, frozen=True):
    """The cases of the value at a path, and the conditions that they name, as they are written.

    `advice` names the nearest key where there is none of this name, else it is empty.
    """

    path: Path
    cases: tuple[ValueCase, ...]
    conditions: tuple[tuple[str, str], ...]
    advice: str = ""


def explained(checked: Checked, asked: str) -> Explained:
    """The cases of the value at a path such as `Orders.Handler`. Raises NoSuchValue."""
    template = checked.template
    if template is None:
        raise NoSuchValue("is not a template that can be read")
    path = _path(template, asked)
    found = _cases(template, path)
    told = tuple(_told(checked, template, case) for case in found)
    names = sorted({name for case in found for name, _ in case.when})
    declared = template.tree.get("Conditions")
    conditions = tuple(
        (name, _json(declared[name]))
        for name in names
        if isinstance(declared, dict) and name in declared
    )
    is_absent = all(case.absent for case in found)
    advice = _advice(template.tree, path) if is_absent else ""
    return Explained(path, tuple(dict.fromkeys(told)), conditions, advice)


def _advice(tree: Tree, path: Path) -> str:
    try:
        beside = _raw(tree, path[:-1])
    except NoSuchValue:
        return ""
    return hint(str(path[-1]), beside) if isinstance(beside, dict) else ""


def _path(template: Template, asked: str) -> Path:
    """The whole path: a logical ID may come first, and a property next."""
    steps = _steps(asked)
    first, second = steps[0], steps[1] if len(steps) > 1 else None
    if first not in template.tree and first in template.resources:
        body = template.resources[str(first)].body
        between = _NAMED[1:] if second is not None and second not in body else ()
        steps = ["Resources", first, *between, *steps[1:]]
    elif first not in template.tree:
        known = {*template.tree, *template.resources}
        raise NoSuchValue(f"has no {shortened(str(first))}{hint(str(first), known)}")
    return _joined(template.tree, steps)


def _steps(asked: str) -> list[str | int]:
    steps: list[str | int] = []
    at = 0
    while at < len(asked) and len(steps) < _DEEPEST:
        found = _STEP.match(asked, at)
        if found is None:
            break
        steps.append(found[1] if found[2] is None else int(found[2]))
        at = found.end()
    if at < len(asked) or not steps:
        raise NoSuchValue(
            f"{shortened(asked)} is not a path such as Resources.Orders.Properties.Layers[0]"
        )
    return steps


def _joined(tree: Tree, steps: list[str | int]) -> Path:
    """The steps with those put together that are one key with dots."""
    path: list[str | int] = []
    here: Tree = tree
    while steps:
        count = 1
        if isinstance(here, dict) and steps[0] not in here:
            counts = range(2, len(steps) + 1)
            count = next((one for one in counts if ".".join(map(str, steps[:one])) in here), 1)
        step = steps[0] if count == 1 else ".".join(map(str, steps[:count]))
        if isinstance(here, dict):
            here = here.get(str(step))
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
        else:
            here = None
        path.append(step)
        steps = steps[count:]
    return tuple(path)


def _cases(template: Template, path: Path) -> list[Case]:
    resource = template.resources.get(str(path[1])) if path[0] == _NAMED[0] and path[1:] else None
    if any(str(step).startswith("Fn::") for step in path):
        return template.cases(_raw(template.tree, path), path)
    below = 3
    if resource is not None and path[2:3] == _NAMED[1:] and path[below:]:
        keys: list[str] = []
        for step in path[below:]:
            if not isinstance(step, str):
                break
            keys.append(step)
        found = resource.cases(*keys)
        rest = path[below + len(keys) :]
    else:
        found, rest = [Case(template.tree, (), direct=True)], path
    for step in rest:
        found = [case for holder in found for case in _step(template, holder, step)]
    return found


def _raw(tree: Tree, path: Path) -> Tree:
    for step in path:
        known = dict(enumerate(tree)) if isinstance(tree, list) else tree
        if not isinstance(known, dict) or step not in known:
            raise NoSuchValue(f"has nothing at {shortened(str(step))} of this path")
        tree = known[step]
    return tree


def _step(template: Template, holder: Case, step: str | int) -> Iterable[Case]:
    if not holder.known:
        return [holder]
    if isinstance(step, str):
        is_outer = len(holder.path) < len(_NAMED)
        if is_outer and isinstance(holder.value, dict) and step not in holder.value:
            raise NoSuchValue(f"has no {shortened(step)}{hint(step, holder.value)}")
        if isinstance(holder.value, dict):
            return field(template, holder, step)
        return [replace(holder, value=ABSENT, path=(*holder.path, step), direct=False)]
    path = (*holder.path, step)
    if isinstance(holder.value, list):
        if step < len(holder.value):
            return template.cases(holder.value[step], path, holder.when)
        return [replace(holder, value=ABSENT, path=path, direct=False)]
    open_ = not is_plain_mapping(holder.value)
    return [replace(holder, value=UNKNOWN if open_ else ABSENT, path=path, direct=False)]


def _told(checked: Checked, template: Template, case: Case) -> ValueCase:
    document = checked.document
    start = None
    if document is not None and not case.absent:
        start = Lines(checked.text).position(document.span(case.path).start)
    written = ""
    if case.value is UNKNOWN:
        try:
            written = _json(_raw(template.tree, case.path))
        except NoSuchValue:
            written = ""
    return ValueCase(
        _words(case),
        start,
        tuple(sorted(case.when)),
        case.certain,
        written,
    )


def _words(case: Case) -> str:
    if case.value is UNKNOWN:
        return "unknown before the deployment"
    return "not set" if case.value is ABSENT else _json(case.value)


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
