"""What a clean small template imports: work is counted, never time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.peers import SMALL

CODE = """
import sys
from auditor.__main__ import main
try:
    main()
except SystemExit:
    pass
print(*sys.modules)
"""


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder: Path = tmp_path_factory.mktemp("start")
    (folder / "small.yaml").write_text(SMALL)
    command = [sys.executable, "-c", CODE, "check", "--no-cache", "small.yaml"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=True, text=True)
    assert done.stdout.startswith("No findings in 1 file")
    return set(done.stdout.splitlines()[-1].split())


NEEDED_BY_PYTHON_3_10 = pytest.mark.skipif(
    sys.version_info < (3, 11), reason="msgspec needs typing_extensions there, which imports it"
)


@pytest.mark.parametrize(
    "module",
    [
        "typer",
        "rich",
        "pathspec",
        "tree_sitter",
        "dataclasses",
        pytest.param("inspect", marks=NEEDED_BY_PYTHON_3_10),
        "yaml.reader",
        "yaml.resolver",
        "msgspec.inspect",
        "datetime",
        "fractions",
        "json",
        "pickle",
        "platform",
        "signal",
        "unicodedata",
        "auditor.aws.cycles",
        "auditor.aws.iam.statements",
        "auditor.aws.kms.key",
        "auditor.aws.lambda_.code.file",
        "auditor.aws.order.stages",
        "auditor.cache.store",
        "auditor.data.meant",
        "auditor.engine.excerpts",
        "auditor.engine.fixpoint",
        "auditor.schemas.evaluate",
        "auditor.source.json_.document",
        "auditor.source.yaml_.places",
        "auditor.rules.lambda_.handler_not_found",
        "auditor.rules.s3.acl_disabled",
        "auditor.rules.template.invalid_type",
        "auditor.run.nested",
    ],
)
def test_what_is_not_needed_is_not_imported(imported: set[str], module: str) -> None:
    assert module not in imported


def test_what_is_needed_is(imported: set[str]) -> None:
    assert {"auditor.engine.check", "auditor.rules.template.undefined_reference"} <= imported
