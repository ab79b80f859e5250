"""Writes `auditor/data/sam_policy_templates.json`: `python scripts/sam_policy_templates.py`.

The policy templates come from the SAM translator (Apache-2.0), which must be installed. Each
keeps its statements; in the strings of `Fn::Sub` the parameters of the template go by their own
names, as in `${QueueName}`, so that the values a function gives can be put in as they are.

https://github.com/aws/serverless-application-model
"""

from __future__ import annotations

import json
import re
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import samtranslator

SOURCE = Path(samtranslator.__file__).parent / "policy_templates_data" / "policy_templates.json"
TABLE = Path(__file__).parents[1] / "auditor" / "data" / "sam_policy_templates.json"
_VARIABLE = re.compile(r"\$\{(\w+)\}")


def _spelled(value: Any) -> Any:
    """A value with each `Fn::Sub` as one string that names the template's parameters."""
    if isinstance(value, list):
        return [_spelled(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() != {"Fn::Sub"}:
        return {key: _spelled(item) for key, item in value.items()}
    argument = value["Fn::Sub"]
    if isinstance(argument, str):
        return {"Fn::Sub": argument}
    text, variables = argument
    names = {variable: reference["Ref"] for variable, reference in variables.items()}
    return {"Fn::Sub": _VARIABLE.sub(lambda found: f"${{{names[found[1]]}}}", text)}


def _entry(template: Any) -> dict[str, Any]:
    return {
        "parameters": sorted(template["Parameters"]),
        "statements": [_spelled(one) for one in template["Definition"]["Statement"]],
    }


def text() -> str:
    """The text of the table, a template on a line."""
    templates = json.loads(SOURCE.read_text(encoding="utf-8"))["Templates"]
    lines = [
        f"    {json.dumps(name)}: {json.dumps(_entry(template), sort_keys=True)}"
        for name, template in sorted(templates.items())
    ]
    head = {
        "source": "https://github.com/aws/serverless-application-model",
        "version": version("aws-sam-translator"),
        "licence": "Apache-2.0",
    }
    told = "".join(f"  {json.dumps(key)}: {json.dumps(value)},\n" for key, value in head.items())
    return "{\n" + told + '  "templates": {\n' + ",\n".join(lines) + "\n  }\n}\n"


def main() -> int:
    """Writes the table anew."""
    TABLE.write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
