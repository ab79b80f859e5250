"""What a program calls the values that CloudFormation has pseudo parameters for.

The provider's functions: https://www.pulumi.com/registry/packages/aws/api-docs/getcalleridentity/
"""

from __future__ import annotations

from collections.abc import Set

from msgspec import Struct

from auditor.data.pulumi_classes import NEWEST
from auditor.programs.lowering.style import Style
from auditor.source.base import NotSure

REGION = "AWS::Region"
_CALLS = {
    "AWS::AccountId": ("get_caller_identity().account_id", "getCallerIdentityOutput().accountId"),
    "AWS::Partition": ("get_partition().partition", "getPartitionOutput().partition"),
}
PSEUDO = frozenset({REGION, *_CALLS})


class PseudoParameters(Struct, frozen=True):
    """Those of a program: its majors of the provider, and whether each stack says its Region."""

    majors: Set[str]
    is_region_configured: bool

    def expression(self, name: str, style: Style) -> str:
        """An expression for a pseudo parameter: a text in Python, an output in JavaScript.

        Raises NotSure where the module does not import the provider.
        """
        package = style.package("aws")
        if name != REGION:
            return f"{package}.{_CALLS[name][not style.is_python]}"
        if style.is_python and self.is_region_configured:
            return f"{package}.config.region"
        output = "region" if self.majors == {NEWEST} else "name"
        return f"{package}.{'get_region' if style.is_python else 'getRegionOutput'}().{output}"

    def region_text(self, style: Style) -> str:
        """An expression for the Region that is a text at once. Raises NotSure."""
        if style.is_python:
            return self.expression(REGION, style)
        if not self.is_region_configured:
            raise NotSure("no stack of the project says its Region")
        return f"{style.package('aws')}.config.region"
