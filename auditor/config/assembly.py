"""Cloud assemblies: the folders that `cdk synth` writes.

https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/cloud-assembly-schema/README.md
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from auditor.data.regions import REGIONS
from auditor.disk import asking

_FOLDER = "cdk.out"
_MANIFEST = "manifest.json"
_OF_STAGE = "assembly-"
_STACK = "aws:cloudformation:stack"
_MOST_BYTES = 50_000_000
"""Larger ones are not written for any app."""


class Assembly(Struct, frozen=True):
    """What a manifest says of the templates of an assembly, by their names.

    `regions` are those that they are for, and `stacks` the IDs that the app gives their stacks:
    none in the assembly of a stage, where an ID says nothing without that of the stage.
    """

    regions: Mapping[str, str] = {}
    stacks: Mapping[str, str] = {}


def is_assembly(folder: Path) -> bool:
    """Whether CDK wrote a folder: it has a manifest, and the name or the mark of an assembly."""
    name = folder.absolute().name
    is_called_so = name == _FOLDER or name.startswith(_OF_STAGE)
    is_marked = is_called_so or asking.is_file(folder / _FOLDER)
    return is_marked and asking.is_file(folder / _MANIFEST)


def read(folder: Path) -> Assembly:
    """What the manifest of an assembly says, as far as it can be read."""
    path = folder / _MANIFEST
    try:
        _, content = asking.content(path, _MOST_BYTES)
        if content is None or len(content) > _MOST_BYTES:
            return Assembly()
        artifacts = json.loads(content)["artifacts"]
        regions = dict(map(_region, artifacts.values()))
        stacks = {_template(one): id for id, one in artifacts.items() if one.get("type") == _STACK}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        # whoever deploys it is told by CDK; we only know less
        return Assembly()
    if folder.absolute().name.startswith(_OF_STAGE):
        stacks = {}
    return Assembly(
        {name: region for name, region in regions.items() if region in REGIONS},
        {name: id for name, id in stacks.items() if isinstance(name, str) and name},
    )


def _region(artifact: Mapping[str, Any]) -> tuple[str, str]:
    """The template of an artifact and its Region; empty for an artifact without."""
    return _template(artifact), artifact.get("environment", "").rpartition("/")[2]


def _template(artifact: Mapping[str, Any]) -> str:
    name: str = artifact.get("properties", {}).get("templateFile", "")
    return name
