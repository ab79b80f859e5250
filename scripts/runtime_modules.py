"""Writes `auditor/data/runtime_modules.json` from interpreters that are installed here.

    python scripts/runtime_modules.py /path/to/python3.8 ... /path/to/node14 ...

Each interpreter is asked for the modules that it has built in. A Python that is not given and is
newer than all that are given is told from the newest of them and from `stdlib/VERSIONS` of
typeshed, which comes with mypy and must be installed:
https://github.com/python/typeshed/blob/main/stdlib/VERSIONS

What the Lambda service adds to the interpreters is in the table below, with its sources.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import mypy

TABLE = Path(__file__).parents[1] / "auditor" / "data" / "runtime_modules.json"
TYPESHED = Path(mypy.__file__).parent / "typeshed" / "stdlib" / "VERSIONS"
COLLECTED = "2026-11"
PYTHONS = tuple(f"3.{minor}" for minor in range(8, 15))
ASK_PYTHON = """
import json, os, pkgutil, sys, sysconfig
names = set(getattr(sys, "stdlib_module_names", ()))
if not names:
    folder = sysconfig.get_path("stdlib")
    folders = [folder, os.path.join(folder, "lib-dynload")]
    names = {m.name for m in pkgutil.iter_modules(folders)} | set(sys.builtin_module_names)
print(json.dumps({"version": "%d.%d" % sys.version_info[:2], "full": sys.version.split()[0],
                  "names": sorted(names)}))
"""
ASK_NODE = """
const names = new Set();
for (const name of require('module').builtinModules) {
  names.add(name);
  if (!name.startsWith('node:')) names.add('node:' + name);
}
for (const name of ['sea', 'sqlite', 'test', 'test/reporters']) {
  try { require('node:' + name); names.add('node:' + name); } catch (error) { }
}
console.log(JSON.stringify({version: process.version.slice(1).split('.')[0],
                            full: process.version.slice(1), names: [...names].sort()}));
"""
BUILD_DEPENDENT = (
    "ensurepip idlelib msilib msvcrt nt test tkinter turtle turtledemo winreg winsound"
    " xxlimited xxsubtype"
)
"""Modules of other systems, of a graphical surface, of Python's own tests: not in every build."""
NO_SOURCE = "not documented, hence neither claimed nor denied"
PYTHON = {
    "provided": {
        "awslambdaric": "https://github.com/aws/aws-lambda-python-runtime-interface-client",
        "bootstrap": "https://github.com/aws/aws-lambda-python-runtime-interface-client",
        "boto3": "https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html",
        "botocore": "https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html",
        "dateutil": "https://github.com/aio-libs/aiobotocore/issues/833",
        "jmespath": "https://github.com/aio-libs/aiobotocore/issues/833",
        "s3transfer": "https://github.com/aio-libs/aiobotocore/issues/833",
        "six": "https://github.com/aio-libs/aiobotocore/issues/833",
        "urllib3": "https://github.com/aio-libs/aiobotocore/issues/833",
    },
    "doubtful": {
        "pip": "https://github.com/aws/aws-lambda-python-runtime-interface-client/issues/93",
        "pkg_resources": NO_SOURCE,
        "runtime_client": "https://github.com/aws/aws-lambda-python-runtime-interface-client",
        "setuptools": NO_SOURCE,
        "simplejson": "https://github.com/aws/aws-lambda-python-runtime-interface-client/issues/93",
        "snapshot_restore_py": "https://github.com/aws/aws-lambda-python-runtime-interface-client",
        "wheel": NO_SOURCE,
    },
    "unusable": {"botocore.vendored.requests": "https://github.com/boto/botocore/issues/2217"},
}
NODE = {
    "sdk": {"v2": ["12", "14", "16"], "v3": ["18", "20", "22", "24"]},
    "sdk_source": "https://github.com/aws/aws-cdk/issues/22976",
    "doubtful_v2": "buffer events ieee754 jmespath querystring sax url util uuid xml2js xmlbuilder",
    "doubtful_v3": "aws-crt bowser fast-xml-parser mnemonist obliterator strnum tslib uuid",
    "doubtful": "aws-lambda-ric",
    "reported_missing": {
        "@aws-sdk/util-retry": "https://github.com/aws/aws-sdk-js-v3/issues/5122",
        "@aws-sdk/util-utf8": "https://github.com/aws/aws-sdk-js-v3/issues/4401",
        "@smithy/node-http-handler": "https://github.com/aws/aws-sdk-js-v3/issues/6169",
        "@smithy/service-error-classification": "https://github.com/aws/aws-cdk/issues/33099",
    },
}
NODE_12_LACKS = frozenset(
    ["diagnostics_channel", "fs/promises", "node:diagnostics_channel", "node:fs/promises"]
)
"""`builtinModules` of 12 is that of 14 without those that 14 added:
https://nodejs.org/docs/latest-v14.x/api/fs.html#fs_fs_promises_api and diagnostics_channel.html"""
NODE_16_LATER = ("node:test",)
"""Added in 16.17: https://nodejs.org/docs/latest-v18.x/api/test.html"""


def ask(programs: list[str]) -> tuple[dict[str, tuple[str, list[str]]], ...]:
    """For Python and for Node, by version: the exact version, and the names of the modules."""
    pythons: dict[str, tuple[str, list[str]]] = {}
    nodes: dict[str, tuple[str, list[str]]] = {}
    for program in programs:
        is_node = "node" in Path(program).name
        option, code = ("-e", ASK_NODE) if is_node else ("-c", ASK_PYTHON)
        run = subprocess.run([program, option, code], capture_output=True, check=True)  # noqa: S603
        told = json.loads(run.stdout)
        (nodes if is_node else pythons)[told["version"]] = told["full"], told["names"]
    return pythons, nodes


def typeshed(version: str) -> set[str]:
    """The top-level modules that typeshed gives a version of Python."""
    wanted = _number(version)
    names = set()
    for line in TYPESHED.read_text(encoding="utf-8").splitlines():
        name, colon, versions = line.partition("#")[0].strip().partition(": ")
        first, _, last = versions.partition("-")
        is_public = bool(colon) and "." not in name and not name.startswith("_")
        if is_public and _number(first) <= wanted and (not last or wanted <= _number(last)):
            names.add(name)
    return names


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def standard(asked: dict[str, tuple[str, list[str]]]) -> dict[str, tuple[str, set[str]]]:
    """By version of Python: where its names are from, and the public ones."""
    made: dict[str, tuple[str, set[str]]] = {}
    for version in PYTHONS:
        if version in asked:
            full, names = asked[version]
            kept = {name for name in names if not name.startswith("_")}
            made[version] = f"CPython {full}", kept | {"__future__", "__main__"}
            continue
        older = max(made, key=_number)
        new, old = typeshed(version), typeshed(older)
        source = f"as {older}, changed as typeshed tells (mypy's copy)"
        made[version] = source, (made[older][1] - (old - new)) | (new - old)
    return made


def builtin(asked: dict[str, tuple[str, list[str]]]) -> dict[str, tuple[str, list[str]]]:
    """By version of Node: where its names are from, and the names."""
    made = dict(asked)
    if "14" in asked:
        made["12"] = asked["14"][0], [name for name in asked["14"][1] if name not in NODE_12_LACKS]
    if "16" in asked:
        made["16"] = asked["16"][0], sorted({*asked["16"][1], *NODE_16_LATER})
    return made


def table(programs: list[str]) -> dict[str, object]:
    """The whole table; names are words in one string, which keeps the file small."""
    pythons, nodes = ask(programs)
    uncertain = BUILD_DEPENDENT.split()
    return {
        "collected": COLLECTED,
        "python": {
            "versions": {
                version: {
                    "from": source,
                    "standard": " ".join(sorted(names.difference(uncertain))),
                }
                for version, (source, names) in standard(pythons).items()
            },
            "build_dependent": BUILD_DEPENDENT,
            **PYTHON,
        },
        "node": {
            "versions": {
                version: {"from": f"Node.js {full}", "builtin": " ".join(names)}
                for version, (full, names) in sorted(builtin(nodes).items())
            },
            **NODE,
        },
    }


def main() -> int:
    """Writes the table anew."""
    TABLE.write_text(json.dumps(table(sys.argv[1:]), indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
