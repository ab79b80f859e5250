"""Domain names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.route53.domains import WantedDomain
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = ["WantedDomain"]
