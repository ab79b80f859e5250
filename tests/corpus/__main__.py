"""Tries all rules and all fixes on a folder of real templates: `python -m tests.corpus FOLDER`.

Exits with 1 where a rule crashes, a fix harms a file or does not settle, or cfn-lint reports an
error or a warning after fixing that it did not report before. A fix that was tried and undone harms
nothing: it is listed.
"""

from __future__ import annotations

import sys
from collections import Counter
from functools import partial
from pathlib import Path

from auditor import files
from auditor.engine import registry
from auditor.engine.check import Checked, check
from auditor.engine.fixpoint import Fixed, fix
from auditor.engine.verify import objection
from auditor.model.finding import Safety
from auditor.model.settings import Settings
from auditor.source.detect import looks_like_template
from tests.family.tables import style
from tests.judge.cfn_lint import new_codes
from tests.judge.style import laws

_KNOWN = {
    "error_api_swagger_integration_with_join_intrinsic_api_id.yaml": (
        "E3038 at Resources/HtmlApi",
    ),
    "error_invalid_logical_id.yaml": (
        "E2533 at Resources/BadFunctionName",
        "E3038 at Resources/BadFunctionName",
    ),
}
"""By file names, what cfn-lint does not say of a resource as long as another fault is in it: the
templates lack the transform of SAM, and one names a retired runtime."""


def main(folder: Path) -> int:
    """Runs everything, prints what was found, and says by the exit code whether all is well."""
    run = partial(check, rules=registry.load(), settings=Settings())
    counts: Counter[tuple[str, str]] = Counter()
    changed: dict[Path, tuple[str, str]] = {}
    troubles: list[str] = []
    rejected: list[str] = []
    templates = 0
    for path in files.candidates(folder, troubles.append):
        file = files.read(path)
        if not looks_like_template(file.text):
            continue
        templates += 1
        fixed = fix(file.text, run, Safety.UNSAFE)
        counts.update((found.rule, str(found.severity)) for found in fixed.original.findings)
        troubles += (f"{path}: {trouble}" for trouble in _troubles(fixed, run))
        rejected += (f"{path}: {finding.rule}: {why}" for finding, why in fixed.rejected)
        if fixed.final.text != file.text:
            changed[path] = (file.text, fixed.final.text)
    for (rule, severity), count in sorted(counts.items()):
        print(f"{count:6} {severity:8} {rule}")
    print(f"{templates} templates, {len(changed)} changed by fixes; asking cfn-lint about those")
    print(*style(sum((laws(*texts) for texts in changed.values()), Counter())), sep="\n")
    for path, texts in changed.items():
        known = _KNOWN.get(path.name, ())
        troubles += (
            f"{path}: cfn-lint says {new}" for new in new_codes(*texts) if new not in known
        )
    for one in rejected:
        print(f"rejected {one}")
    for trouble in troubles:
        print(f"TROUBLE {trouble}")
    print(f"{templates - len({t.partition(':')[0] for t in troubles})} templates passed")
    return 1 if troubles or not templates else 0


def _troubles(fixed: Fixed, run: partial[Checked]) -> list[str]:
    troubles = [f"{crash.rule} crashed: {crash.error!r}" for crash in fixed.original.crashes]
    if fixed.cycle:
        troubles.append(f"the fixes of {fixed.cycle} undo each other")
    again = fix(fixed.final.text, run, Safety.UNSAFE)
    if again.final.text != fixed.final.text:
        troubles.append("the second run changed the file again")
    if fixed.final.document is not None and objection(fixed.final, again.final, ()):
        troubles.append("the fixed file is not what it was taken for")
    return troubles


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
