"""What the user decided about rules' findings: how severe they are, how safe their fixes."""

from __future__ import annotations

from collections.abc import Mapping, Set

from msgspec import Struct, field
from msgspec.structs import replace

from auditor.model.finding import Finding, Safety, Severity


class Choices(Struct, frozen=True):
    """Severities and safeties by the ids of rules; what is not in them stays as the rule says.

    `named` are the rules that the user asked for by name: the fixes of what only asks are made for
    these alone. None means all rules.
    """

    severities: Mapping[str, Severity] = field(default_factory=dict)
    safeties: Mapping[str, Safety] = field(default_factory=dict)
    named: Set[str] | None = None

    def applied(self, finding: Finding) -> Finding:
        """A finding with the user's choices. Advice stays advice: it was never tried as a fix.

        A severity answers what a finding asks: it is reported as any other.
        """
        severity = self.severities.get(finding.rule)
        if severity is not None:
            finding = replace(finding, severity=severity, ask=None)
        safety, fix = self.safeties.get(finding.rule), finding.fix
        if safety is not None and fix is not None and fix.safety is not Safety.DISPLAY:
            finding = replace(finding, fix=replace(fix, safety=safety))
        is_named = self.named is None or finding.rule in self.named
        if finding.ask is not None and not is_named:
            finding = replace(finding, held=True)
        return finding


AS_RULES_SAY = Choices()
