"""What a Lambda runtime brings along: modules that a function can import without packaging them.

The table is `runtime_modules.json`, written by `scripts/runtime_modules.py`; the names that an
interpreter has built in were asked of that interpreter, and each name that Lambda adds stands with
its source. https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html and
https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from auditor.data.table import read_table
from auditor.expression import expression

_PYTHON = expression(r"python(\d+\.\d+)\Z", re.ASCII)
_NODE = expression(r"nodejs(\d+)\.x\Z", re.ASCII)
_NODE_PACKAGE = expression(r"(?:@[a-z0-9~][\w.~-]*/)?[A-Za-z0-9~][\w.~-]*\Z", re.ASCII)
_CERTAIN_OF_SDK = ("@aws-sdk/client-", "@aws-sdk/lib-", "@aws-sdk/s3-request-presigner")
_SCOPES = ("@aws-sdk/", "@smithy/", "@aws-crypto/", "@aws/")


class Availability(Enum):
    """Whether a runtime brings a module: `DOUBTFUL` is no ground to say anything."""

    PROVIDED = "provided"
    DOUBTFUL = "doubtful"
    ABSENT = "absent"


class PythonModules(Struct, frozen=True):
    """The top-level modules of a Python runtime.

    `standard` is Python's own library, `provided` what Lambda adds, `doubtful` what some builds
    have. `unusable` are dotted names that can be imported and do not work. Names that begin with
    one underscore are in none of them and count as doubtful.
    """

    standard: frozenset[str]
    provided: frozenset[str]
    doubtful: frozenset[str]
    unusable: frozenset[str]

    def availability(self, module: str) -> Availability:
        """Of a module by its dotted name; only the first part of the name is looked at."""
        top = module.partition(".")[0]
        if top in self.standard or top in self.provided:
            return Availability.PROVIDED
        if top in self.doubtful or top.startswith("_") or not top.isidentifier():
            return Availability.DOUBTFUL
        return Availability.ABSENT


class NodeModules(Struct, frozen=True):
    """The modules of a Node.js runtime.

    `builtin` holds the names with and without `node:`, as Node itself takes them. `sdk_v2` is the
    package `aws-sdk`, `sdk_v3` are the packages in `@aws-sdk/` and `@smithy/`. `doubtful` are
    packages that came with a version of the SDK; `reported_missing` are those of version 3 that
    users did not find, each with the issue that says so.
    """

    builtin: frozenset[str]
    sdk_v2: bool
    sdk_v3: bool
    doubtful: frozenset[str]
    reported_missing: Mapping[str, str]

    def availability(self, specifier: str) -> Availability:
        """Of what stands in `require(...)` or `import ... from`.

        Paths, URLs and names that start with `#` are doubtful: no runtime provides or lacks them.
        """
        if specifier in self.builtin:
            return Availability.PROVIDED
        if specifier.startswith("node:"):
            return Availability.ABSENT
        package = package_of(specifier)
        if package is None or package in self.doubtful or package in self.builtin:
            return Availability.DOUBTFUL
        if package == "aws-sdk":
            return Availability.PROVIDED if self.sdk_v2 else Availability.ABSENT
        if package.startswith(_SCOPES) and self.sdk_v3:
            certain = package.startswith(_CERTAIN_OF_SDK) and package == specifier
            return Availability.PROVIDED if certain else Availability.DOUBTFUL
        return Availability.ABSENT


def package_of(specifier: str) -> str | None:
    """The npm package that an import specifier names; None for paths, URLs and `#` names.

    https://nodejs.org/api/esm.html#terminology
    """
    parts = specifier.split("/", 2)
    package = "/".join(parts[: 2 if specifier.startswith("@") else 1])
    return package if _NODE_PACKAGE.match(package) else None


def inline_module(runtime: str) -> str | None:
    """The module that Lambda puts beside inline code of a runtime (`Code.ZipFile`), and only there.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code-cfnresponsemodule.html
    """
    if runtime.startswith("python"):
        return "cfnresponse"
    return "cfn-response" if runtime.startswith("nodejs") else None


@lru_cache(maxsize=32)
def python_modules(runtime: str) -> PythonModules | None:
    """The modules of a runtime identifier such as `python3.12`; None where it is not known."""
    table, version = _version(_PYTHON, runtime, "python")
    if version is None:
        return None
    return PythonModules(
        standard=_words(version["standard"]),
        provided=frozenset(table["provided"]),
        doubtful=frozenset(table["doubtful"]) | _words(table["build_dependent"]),
        unusable=frozenset(table["unusable"]),
    )


@lru_cache(maxsize=32)
def node_modules(runtime: str) -> NodeModules | None:
    """The modules of a runtime identifier such as `nodejs20.x`; None where it is not known."""
    table, version = _version(_NODE, runtime, "node")
    if version is None:
        return None
    number = runtime.removeprefix("nodejs").removesuffix(".x")
    has_v2, has_v3 = (number in table["sdk"][sdk] for sdk in ("v2", "v3"))
    words = table["doubtful"], table["doubtful_v2" if has_v2 else "doubtful_v3"]
    return NodeModules(
        builtin=_words(version["builtin"]),
        sdk_v2=has_v2,
        sdk_v3=has_v3,
        doubtful=_words(" ".join(words)),
        reported_missing=MappingProxyType(table["reported_missing"] if has_v3 else {}),
    )


def _version(pattern: re.Pattern[str], runtime: str, language: str) -> tuple[Any, Any]:
    table = read_table("runtime_modules.json")[language]
    match = pattern.match(runtime)
    return table, table["versions"].get(match.group(1)) if match else None


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())
