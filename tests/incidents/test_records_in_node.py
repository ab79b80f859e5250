"""The handler of report 004 fails for an event without records, and after its fix does not."""

from __future__ import annotations

import shutil
import subprocess
from functools import partial
from pathlib import Path

import pytest

from auditor.engine import registry
from auditor.engine.check import check
from auditor.engine.fixpoint import fix
from auditor.model.finding import Safety
from auditor.model.settings import Settings
from auditor.source.detect import parse

STAGE = Path(__file__).parents[2] / "fixtures" / "incidents" / "004-stage-without-methods"
RULES = {one.id: one for one in registry.load()}
SDK = "module.exports = { S3Client: class {}, GetObjectCommand: class {} };"
"""The part of the SDK that the handler needs to be loaded; nothing is called for no records."""


def run(code: str, event: str, folder: Path) -> subprocess.CompletedProcess[str]:
    sdk = folder / "node_modules" / "@aws-sdk" / "client-s3"
    sdk.mkdir(parents=True, exist_ok=True)
    (sdk / "index.js").write_text(SDK)
    (folder / "index.js").write_text(code)
    script = f"require('./index.js').handler({event}).then(() => console.log('done'))"
    command = ["node", "-e", script]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
@pytest.mark.parametrize("event", ["{}", "{ Service: 'Amazon S3', Event: 's3:TestEvent' }"])
def test_an_event_without_records_fails_until_the_fix(event: str, tmp_path: Path) -> None:
    text = (STAGE / "template.yaml").read_text()
    checking = partial(check, rules=[RULES["unguarded-records"]], settings=Settings())
    fixed = fix(text, checking, Safety.UNSAFE).final.text
    before, after = (
        run(
            parse(one).tree["Resources"]["FileProcessor"]["Properties"]["Code"]["ZipFile"],
            event,
            tmp_path,
        )
        for one in (text, fixed)
    )
    assert "event.Records is not iterable" in before.stderr
    assert after.stdout == "done\n"
