"""Writes `auditor/data/sam_connectors.json`: `python scripts/sam_connectors.py`.

What connectors of SAM can connect, and with which permissions, comes from the SAM translator
(Apache-2.0), which must be installed. Of its types it says as which of CloudFormation they count.

https://github.com/aws/serverless-application-model
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from samtranslator.model.connector.connector import _SAM_TO_CFN_RESOURCE_TYPE
from samtranslator.model.connector_profiles.profile import PROFILE

TABLE = Path(__file__).parents[1] / "auditor" / "data" / "sam_connectors.json"


def _accepted(profile: Any) -> list[str]:
    """The permissions, or the combinations of them where only some are accepted."""
    properties = profile["Properties"]
    together = properties.get("ValidAccessCategories")
    if together is not None:
        return [" + ".join(sorted(one)) for one in together]
    return sorted(properties["AccessCategories"])


def text() -> str:
    """The text of the table, a source on a line."""
    head = {
        "source": "https://github.com/aws/serverless-application-model",
        "version": version("aws-sam-translator"),
        "licence": "Apache-2.0",
        "types": dict(sorted(_SAM_TO_CFN_RESOURCE_TYPE.items())),
        "combined": sorted(
            f"{source} {destination}"
            for source, ends in PROFILE["Permissions"].items()
            for destination, profile in ends.items()
            if "ValidAccessCategories" in profile["Properties"]
        ),
    }
    lines = [
        f"    {json.dumps(source)}: "
        + json.dumps({end: _accepted(profile) for end, profile in sorted(ends.items())})
        for source, ends in sorted(PROFILE["Permissions"].items())
    ]
    told = "".join(f"  {json.dumps(key)}: {json.dumps(value)},\n" for key, value in head.items())
    return "{\n" + told + '  "connections": {\n' + ",\n".join(lines) + "\n  }\n}\n"


def main() -> int:
    """Writes the table anew."""
    TABLE.write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
