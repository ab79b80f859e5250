"""How safe a fix is, whatever its rule says: what holds for the fixes of all rules."""

from __future__ import annotations

from msgspec.structs import replace

from auditor.model.finding import Finding, Safety
from auditor.template.on_update import on_update
from auditor.template.template import Template


def judged(finding: Finding, template: Template | None) -> Finding:
    """A finding whose fix says what it does to a deployed stack, and is no safer than that.

    One that may fail there, or that replaces or removes a resource, is never safe.
    """
    fix = finding.fix
    if fix is None or not fix.edits:
        return finding
    effect = fix.on_update or on_update(template, fix.edits)
    safety = fix.safety if effect.is_harmless else min(fix.safety, Safety.UNSAFE)
    return replace(finding, fix=replace(fix, on_update=effect, safety=safety))
