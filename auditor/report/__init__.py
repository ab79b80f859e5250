"""Report formats: each a function from a report to text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from auditor.model.report import Report

Render = Callable[[Report], str]

_MODULES: Mapping[str, str] = {
    "text": "text",
    "concise": "concise",
    "json": "json_v1",
    "sarif": "sarif",
    "github": "github",
    "gitlab": "gitlab",
    "junit": "junit",
    "markdown": "markdown",
    "html": "html",
}
FORMATS = tuple(_MODULES)


def renderer(name: str) -> Render:
    """The function that writes a format; its module is imported only now."""
    render: Render = import_module(f"auditor.report.{_MODULES[name]}").render
    return render
