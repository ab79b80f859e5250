"""What SAM makes of a template, and what it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.sam.made import Taken, taken
    from auditor.aws.sam.refused.api_events import ApiFault, RefusedEvent, refused_events
    from auditor.aws.sam.refused.refusal import Refusal, Refused
    from auditor.aws.sam.refused.refused import refused
    from auditor.data.sam_passed_on import sam_types
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = [
    "ApiFault",
    "Refusal",
    "Refused",
    "RefusedEvent",
    "Taken",
    "refused",
    "refused_events",
    "sam_types",
    "taken",
]
