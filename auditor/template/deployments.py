"""The deployments that a template allows: what its parameters can be, and what holds at once."""

from __future__ import annotations

from functools import cached_property

from auditor.model.settings import Settings
from auditor.model.tree import Tree
from auditor.template.conditions import Conditions
from auditor.template.parameters import deployed, mappings_in
from auditor.template.resolve import has_plain_type, parameter_value, scalar_text
from auditor.template.values import ALWAYS, UNKNOWN, Case, When, is_possible


class Deployments:
    """The parameters and conditions of a template, with the values that are given."""

    def __init__(self, tree: dict[str, Tree], settings: Settings) -> None:
        self.tree = tree
        self.settings = settings
        self.parameters = mappings_in(tree.get("Parameters"))
        self.deployed_parameters = deployed(self.parameters, settings)
        self._texts: dict[str, frozenset[str | None] | None] = {}
        self.knows_parameters = self.deployed_parameters is not self.parameters
        """Whether the values of some parameters are given."""

    @cached_property
    def _conditions(self) -> Conditions:
        return Conditions(mappings_in(self.tree.get("Conditions")), self.deployed_parameters)

    def can_hold(self, when: When) -> bool:
        """Whether the conditions can be so at once, whatever the parameters are."""
        return not when or (is_possible(when) and self._conditions.can_hold(when))

    def can_meet(self, *cases: Case) -> bool:
        """Whether the cases can be the case at once."""
        return self.can_hold(frozenset().union(*(case.when for case in cases)))

    def undecided(self, when: When) -> When:
        """The conditions that can also be otherwise, with the parameters that are known."""
        return frozenset(
            (name, holds) for name, holds in when if self.can_hold(frozenset({(name, not holds)}))
        )

    def parameter(self, name: str, when: When = ALWAYS) -> tuple[Tree, bool]:
        """What a parameter is under conditions, and whether it can be nothing else.

        UNKNOWN where it has no default, or one that the conditions rule out.
        """
        declared = self.deployed_parameters.get(name)
        value, certain = parameter_value(declared)
        if declared is None or not has_plain_type(declared) or (certain and value is not UNKNOWN):
            return value, certain
        forced = self._conditions.forced(name, when)
        if forced is not None:
            return forced, True
        text = scalar_text(value)
        if text is not None and not self._conditions.can_be(name, text, when):
            return UNKNOWN, True
        return value, certain

    def can_be(self, parameter: str, text: str, when: When = ALWAYS) -> bool:
        """Whether a parameter can have a value under conditions."""
        declared = self.parameters.get(parameter)
        if declared is None or not has_plain_type(declared):
            return True
        allowed = self._allowed(parameter)
        if allowed is not None and text not in allowed:
            return False
        return self._conditions.can_be(parameter, text, when)

    def _allowed(self, parameter: str) -> frozenset[str | None] | None:
        """The texts that a parameter allows; None where it allows all."""
        if parameter not in self._texts:
            allowed = self.parameters[parameter].get("AllowedValues")
            self._texts[parameter] = (
                frozenset(map(scalar_text, allowed)) if isinstance(allowed, list) else None
            )
        return self._texts[parameter]
