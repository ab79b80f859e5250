"""What the user decided about rules' findings: how severe they are, how safe their fixes."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from auditor.model.finding import Finding, Safety, Severity


class Choices(Struct, frozen=True):
    """Severities and safeties by the ids of rules; what is not in them stays as the rule says."""

    severities: Mapping[str, Severity] = field(default_factory=dict)
    safeties: Mapping[str, Safety] = field(default_factory=dict)

    def applied(self, finding: Finding) -> Finding:
        """A finding as the user wants it told. Advice stays advice: it was never tried as a fix."""
        severity = self.severities.get(finding.rule)
        if severity is not None:
            finding = replace(finding, severity=severity)
        safety, fix = self.safeties.get(finding.rule), finding.fix
        if safety is not None and fix is not None and fix.safety is not Safety.DISPLAY:
            finding = replace(finding, fix=replace(fix, safety=safety))
        return finding


AS_RULES_SAY = Choices()
