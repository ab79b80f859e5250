"""Where web ACLs log to."""

from __future__ import annotations

from auditor.aws.waf.logging import LogDestination, log_destinations, renamed

__all__ = ["LogDestination", "log_destinations", "renamed"]
