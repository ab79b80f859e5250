"""Writes `auditor/data/engine_versions.json`: `python scripts/engine_versions.py`.

The versions come from the lists that cfn-lint (MIT-0) keeps by asking RDS and ElastiCache; the
package must be installed. Those of Kubernetes are written by hand, here. `retired` are those of
which no new database can be created any more on the table's date, `listed` all others. Majors
alone (`8.0`, `15`), for which the service picks a version, are left out: the lists call some of
them retired that are not. So are engines of which the lists do not say what is retired and whose
versions have no order that templates rely on.

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBEngineVersions.html
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import cfnlint

SCHEMAS = Path(cfnlint.__file__).parent / "data" / "schemas"
TABLE = Path(__file__).parents[1] / "auditor" / "data" / "engine_versions.json"
_RDS = ("aws_rds_dbinstance", "aws_rds_dbcluster")
_CACHE = "aws_elasticache_cachecluster"
_LEFT_OUT = ("custom-", "db2-", "oracle-", "sqlserver-")
_MAJOR_PARTS = {"postgres": 1, "aurora-postgresql": 1}
"""Numbers that make up a major version of these engines; two of all others."""
_KUBERNETES = {
    "as_of": "2026-11",
    "listed": [f"1.{minor}" for minor in range(32, 37)],
    "retired": [f"1.{minor}" for minor in range(10, 32)],
}
"""By hand: retired are the versions of EKS whose extended support has ended, 1.31 on 2026-11-26.

Extended support of 1.32 ends on 2027-03-23, of 1.33 on 2027-07-29, of 1.34 on 2027-12-02, and of
1.35 on 2028-03-27.
https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html#kubernetes-release-calendar
"""


def _branches(folder: str, name: str) -> list[dict[str, Any]]:
    path = SCHEMAS / "extensions" / folder / name
    branches: list[dict[str, Any]] = json.loads(path.read_text())["allOf"]
    return branches


def _known(folder: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for branch in _branches(folder, "engine_version.json"):
        engine = branch["if"]["properties"]["Engine"].get("const")
        if engine is not None:
            versions = branch["then"]["properties"]["EngineVersion"]["enum"]
            found.setdefault(engine, set()).update(versions)
    return found


def _retired(folder: str) -> dict[str, set[str]]:
    return {
        branch["if"]["properties"]["Engine"]["const"]: set(
            branch["if"]["properties"]["EngineVersion"]["enum"]
        )
        for branch in _branches(folder, "engine_version_deprecated.json")
    }


def _is_whole(engine: str, text: str) -> bool:
    numbers = [part for part in text.split(".") if part]
    return len(numbers) > _MAJOR_PARTS.get(engine, 2)


def _order(text: str) -> list[tuple[int, str]]:
    parts = text.replace("-", ".").split(".")
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def text() -> str:
    """The text of the table."""
    known: dict[str, set[str]] = {}
    retired: dict[str, set[str]] = {}
    for folder in _RDS:
        for engine, versions in _known(folder).items():
            known.setdefault(engine, set()).update(versions)
        for engine, versions in _retired(folder).items():
            retired.setdefault(engine, set()).update(versions)
    engines: dict[str, Any] = {}
    for engine, versions in sorted(known.items()):
        if engine.startswith(_LEFT_OUT):
            continue
        gone = retired.get(engine, set())
        whole = sorted((one for one in versions | gone if _is_whole(engine, one)), key=_order)
        engines[engine] = {
            "listed": [one for one in whole if one not in gone],
            "retired": [one for one in whole if one in gone],
        }
    for engine, versions in sorted(_known(_CACHE).items()):
        engines[engine] = {"listed": sorted(versions, key=_order), "retired": []}
    engines["kubernetes"] = _KUBERNETES
    head = {
        "as_of": json.loads((SCHEMAS / "version.json").read_text())["schema_date"][:7],
        "source": "https://github.com/aws-cloudformation/cfn-lint",
        "version": version("cfn-lint"),
        "licence": "MIT-0",
    }
    told = "".join(f"  {json.dumps(key)}: {json.dumps(value)},\n" for key, value in head.items())
    rows = [f"    {json.dumps(name)}: {json.dumps(entry)}" for name, entry in engines.items()]
    return "{\n" + told + '  "engines": {\n' + ",\n".join(rows) + "\n  }\n}\n"


def main() -> int:
    """Writes the table anew."""
    TABLE.write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
