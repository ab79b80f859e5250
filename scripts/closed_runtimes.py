"""Writes `auditor/data/closed_runtimes.json`: since when Lambda creates no function with a runtime.

`python scripts/closed_runtimes.py MONTH`. The package cfn-lint (MIT-0) must be installed, which
has AWS's dates; MONTH (`YYYY-MM`) is the month of the table, and runtimes that close later are left
out. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import version
from pathlib import Path

import cfnlint

DATA = Path(__file__).parents[1] / "auditor" / "data"
_TABLE = Path(cfnlint.__file__).parent / "data" / "AdditionalSpecs" / "LmbdRuntimeLifecycle.json"


def main() -> None:
    """Reads the dates, and writes those that have passed."""
    month = sys.argv[1]
    rows = json.loads(_TABLE.read_bytes())
    table = {
        "as_of": month,
        "source": "https://github.com/aws-cloudformation/cfn-lint",
        "version": version("cfn-lint"),
        "licence": "MIT-0",
        "runtimes": {
            name: {"closed": row["create-block"], "successor": row["successor"]}
            for name, row in sorted(rows.items())
            if row["create-block"] is not None and row["create-block"][:7] <= month
        },
    }
    text = json.dumps(table, indent=1)
    (DATA / "closed_runtimes.json").write_text(f"{text}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
