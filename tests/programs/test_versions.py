"""The major version of the provider is that of requirements and lock files."""

from __future__ import annotations

import pytest

from auditor.programs.project import Entry, PulumiProject
from auditor.programs.versions import majors_of
from tests.programs.reading import Files

BOTH = frozenset({"6", "7"})
PACKAGE = '{"dependencies": {"@pulumi/aws": ">=6"}}'
POETRY = 'name = "pulumi-aws"\nversion = "6.83.0"\ndescription = "..."\n'
NPM = """
{"lockfileVersion": 3, "packages": {
  "": {"dependencies": {"@pulumi/aws": "^7.0.0"}},
  "node_modules/@pulumi/aws": {
    "version": "7.1.0"
  },
  "node_modules/other/node_modules/@pulumi/aws": {
    "version": "6.1.0"
  }}}
"""
OLD_NPM = '{"dependencies": {"@pulumi/aws": {"version": "6.1.0", "requires": {}}}}'
YARN = '"@pulumi/aws@^6.0.0", "@pulumi/aws@^6.1.0":\n  version "6.83.0"\n'
BERRY = '"@pulumi/aws@npm:^7.0.0":\n  version: 7.1.0\n  resolution: "@pulumi/aws@npm:7.1.0"\n'
PIPENV = """
{"default": {"pulumi-aws": {
  "hashes": ["sha256:00"], "index": "pypi", "version": "==6.83.0"}}}
"""
CASES = {
    "nothing": ("nodejs", {}, BOTH),
    "requirement": ("python", {"requirements.txt": "pulumi-aws>=6.0.0,<7.0.0"}, {"6"}),
    "open requirement": ("python", {"requirements.txt": "pulumi-aws>=6.0.0"}, BOTH),
    "lock of an open requirement": (
        "python",
        {"pyproject.toml": 'dependencies = ["pulumi-aws>=6"]', "uv.lock": POETRY},
        {"6"},
    ),
    "poetry": ("python", {"poetry.lock": POETRY}, {"6"}),
    "pipenv": ("python", {"Pipfile.lock": PIPENV}, {"6"}),
    "npm": ("nodejs", {"package-lock.json": NPM}, {"7"}),
    "npm before 7": ("nodejs", {"package-lock.json": OLD_NPM}, {"6"}),
    "yarn": ("nodejs", {"yarn.lock": YARN}, {"6"}),
    "yarn from 2": ("nodejs", {"yarn.lock": BERRY}, {"7"}),
    "pnpm before 9": ("nodejs", {"pnpm-lock.yaml": "  /@pulumi/aws@6.83.0:\n"}, {"6"}),
    "pnpm": ("nodejs", {"pnpm-lock.yaml": "  '@pulumi/aws@7.1.0':\n"}, {"7"}),
    "bun": ("nodejs", {"bun.lock": '"@pulumi/aws": ["@pulumi/aws@7.1.0", ""]'}, {"7"}),
    "old lock": (
        "nodejs",
        {"package.json": PACKAGE.replace(">=6", "^7.0.0"), "yarn.lock": YARN},
        BOTH,
    ),
    "other package": ("nodejs", {"yarn.lock": YARN.replace("/aws@", "/awsx@")}, BOTH),
    "version that nobody knows": ("nodejs", {"pnpm-lock.yaml": "'@pulumi/aws@5.1.0':"}, set()),
    "old requirement": ("python", {"requirements.txt": "pulumi-aws>=3.2.0,<4.0.0"}, set()),
}


@pytest.mark.parametrize(("runtime", "texts", "majors"), CASES.values(), ids=CASES)
def test_a_lock_says_which_version_is_installed(
    runtime: str, texts: dict[str, str], majors: set[str]
) -> None:
    project = PulumiProject("shop", runtime, None, {})
    found = majors_of(project, Entry("main", ".", ()), Files({"Pulumi.yaml": "", **texts}))
    assert found == majors
