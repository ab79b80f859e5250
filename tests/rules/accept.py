"""Writes what rules say now into their expectations: `python -m tests.rules.accept ID...`.

For whoever adds a case: read every line of the change before it is committed.
"""

from __future__ import annotations

import sys

from auditor.testing import accept
from tests.rules.cases import cases

if __name__ == "__main__":
    for wanted in cases():
        if wanted.rule in sys.argv[1:]:
            accept(wanted)
