"""Random ways to write a tree, one a format."""

from __future__ import annotations

from tests.source.json_layout import JsonLayout
from tests.source.yaml_layout import YamlLayout

__all__ = ["JsonLayout", "YamlLayout"]
