"""One page of HTML that needs nothing but itself."""

from __future__ import annotations

from auditor.report.html.page import render

__all__ = ["render"]
