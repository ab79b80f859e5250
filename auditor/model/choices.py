"""What the user decided about rules' findings: how severe they are, how safe their fixes."""

from __future__ import annotations

from collections.abc import Mapping, Set

from msgspec import Struct, field
from msgspec.structs import replace

from auditor.model.finding import Finding, Safety, Severity


class Choices(Struct, frozen=True):
    """What was decided about rules by their ids; what is not in it stays as the rule says.

    `named` are the rules that the user asked for by name, None for all. Findings below `shown_from`
    are quiet unless their rule is named. The fixes of hints and of what only asks are held unless
    their rule is named, and those of the rules in `unfixable` in any case. Without
    `heeds_suppressions` nothing that the source says suppresses a finding. Where fixes are
    `only_shown`, they are advice: a program writes the text anew.
    """

    severities: Mapping[str, Severity] = field(default_factory=dict)
    safeties: Mapping[str, Safety] = field(default_factory=dict)
    named: Set[str] | None = None
    unfixable: Set[str] = frozenset()
    shown_from: Severity = Severity.INFO
    heeds_suppressions: bool = True
    only_shown: bool = False

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
        if self.only_shown and finding.fix is not None:
            finding = replace(finding, fix=replace(finding.fix, safety=Safety.DISPLAY))
        is_named = self.named is None or finding.rule in self.named
        is_asking = finding.ask is not None
        is_low = (finding.severity or Severity.ERROR) < self.shown_from
        quiet = is_low and not is_asking and not is_named
        is_hint = finding.severity is Severity.INFO
        held = ((is_hint or is_asking) and not is_named) or finding.rule in self.unfixable
        held = held or quiet
        return replace(finding, quiet=quiet, held=held) if quiet or held else finding


AS_RULES_SAY = Choices()
