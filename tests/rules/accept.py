"""Writes what rules say now into their expectations: `python -m tests.rules.accept ID...`.

For whoever adds a case: read every line of the change before it is committed.
"""

from __future__ import annotations

import json
import shutil
import sys

from tests.rules.cases import Case, cases, told


def accept(case: Case) -> None:
    """Writes the findings and the fixed text of a case beside it, or takes them away."""
    findings = told(case.check(case.text))
    if findings:
        text = json.dumps(findings, indent=2, ensure_ascii=False) + "\n"
        case.findings_path.write_text(text)
    else:
        case.findings_path.unlink(missing_ok=True)
    final = case.fix(case.text).final
    shutil.rmtree(case.fixed_files_path, ignore_errors=True)
    if final.text != case.text:
        case.fixed_path.write_bytes(final.text.encode())
    else:
        case.fixed_path.unlink(missing_ok=True)
    for file, text in final.beside.items():
        path = case.fixed_files_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


if __name__ == "__main__":
    for wanted in cases():
        if wanted.rule in sys.argv[1:]:
            accept(wanted)
