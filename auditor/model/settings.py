"""What the user says about the account and the house, and rules cannot see in a template."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field


class Settings(Struct, frozen=True):
    """Options of rules; None means not said, and then nothing is claimed about it."""

    account_concurrency: int | None = None
    """The account's limit of concurrent Lambda executions in the Region."""
    log_retention_days: int = 30
    """How long log groups that a fix declares keep their events."""
    api_gateway_logging_role: bool | None = None
    """Whether the account has a role in the Region with which API Gateway writes logs."""
    regions: tuple[str, ...] = ()
    """The Regions that the templates are deployed to."""
    services_in_use: tuple[str, ...] | None = None
    """The services that the account used before they were closed to new customers: resource types,
    or what they begin with, such as `AWS::Cloud9`."""
    singletons: tuple[str, ...] | None = None
    """The resource types of which the Region of the account has its only one, in another stack or
    made by hand, such as `AWS::GuardDuty::Detector`."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    """The values with which the templates are deployed, by the names of parameters."""
    defaults: Mapping[str, str | None] = field(default_factory=dict)
    """What parameters may be instead of the default that the template says, None where that is not
    known: what the parent of a nested stack hands on."""
    has_all_parameters: bool = False
    """Whether all other parameters are deployed with the default that the template says."""
    environment: str | None = None
    """The environment that all this holds for, None where there is only one."""
