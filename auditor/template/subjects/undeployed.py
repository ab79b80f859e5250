"""Fixes of what no stack can be deployed with."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from auditor.data.resource_schemas import schema_of
from auditor.model.edit import Edit, InsertKey, Rename
from auditor.model.finding import Fix, OnUpdate, Safety


def undeployed(fix: Fix | None, type_name: str) -> Fix | None:
    """A safe fix of a resource that CloudFormation refuses as it is written.

    No stack is deployed with the resource as it is, so that nothing of one changes. The resource
    may be there from an earlier version of the template: then a fix that sets a property which
    only a new resource can have, and which the resource can do without, is not harmless.
    """
    if fix is None or fix.safety is not Safety.SAFE:
        return fix
    schema = schema_of(type_name) or {}
    pointers = schema.get("createOnlyProperties", ())
    create_only = {pointer.split("/")[0] for pointer in pointers}
    if create_only - {*schema.get("required", ())} & {*_set_by(fix)}:
        return fix
    return replace(fix, on_update=OnUpdate.NOTHING)


def _set_by(fix: Fix) -> Iterator[str]:
    """The properties that edits set."""
    for edit in fix.edits:
        if isinstance(edit, Edit):
            path = (*edit.path, edit.key) if isinstance(edit, InsertKey) else edit.path
            if isinstance(edit, Rename):
                path = (*path[:-1], edit.key)
            below = path[path.index("Properties") + 1 :] if "Properties" in path else ()
            yield from (step for step in below[:1] if isinstance(step, str))
