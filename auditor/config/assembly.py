"""Cloud assemblies: the folders that `cdk synth` writes.

https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/cloud-assembly-schema/README.md
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from auditor.data.regions import REGIONS
from auditor.disk import asking

_FOLDER = "cdk.out"
_MANIFEST = "manifest.json"
_MOST_BYTES = 50_000_000
"""Larger ones are not written for any app."""


def is_assembly(folder: Path) -> bool:
    """Whether CDK wrote a folder: it has a manifest, and the name or the mark of an assembly."""
    name = folder.absolute().name
    is_called_so = name == _FOLDER or name.startswith("assembly-")
    is_marked = is_called_so or asking.is_file(folder / _FOLDER)
    return is_marked and asking.is_file(folder / _MANIFEST)


def regions(folder: Path) -> Mapping[str, str]:
    """The Regions that the templates of an assembly are for, by their names, as far as it says."""
    path = folder / _MANIFEST
    try:
        _, content = asking.content(path, _MOST_BYTES)
        if content is None or len(content) > _MOST_BYTES:
            return {}
        artifacts = json.loads(content)["artifacts"]
        found = dict(map(_region, artifacts.values()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        # whoever deploys it is told by CDK; we only know less
        return {}
    return {name: region for name, region in found.items() if region in REGIONS}


def _region(artifact: Mapping[str, Any]) -> tuple[str, str]:
    """The template of an artifact and its Region; empty for an artifact without."""
    name = artifact.get("properties", {}).get("templateFile", "")
    return name, artifact.get("environment", "").rpartition("/")[2]
