"""Where web ACLs log to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.waf.logging import LogDestination, log_destinations, renamed
    from auditor.aws.waf.rules import (
        ACL_TYPES,
        AclClash,
        AclRule,
        acl_clashes,
        acl_rules,
        short_statements,
    )
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = [
    "ACL_TYPES",
    "AclClash",
    "AclRule",
    "LogDestination",
    "acl_clashes",
    "acl_rules",
    "log_destinations",
    "renamed",
    "short_statements",
]
