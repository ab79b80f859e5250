"""Where web ACLs log to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.waf.logging import LogDestination, log_destinations, renamed
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = ["LogDestination", "log_destinations", "renamed"]
