"""Load balancers and target groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.elasticloadbalancing.attributes import (
        LOAD_BALANCER,
        TARGET_GROUP,
        Setting,
        settings,
    )
    from auditor.data.load_balancer_attributes import Attribute, as_of, attributes_of
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = [
    "LOAD_BALANCER",
    "TARGET_GROUP",
    "Attribute",
    "Setting",
    "as_of",
    "attributes_of",
    "settings",
]
