"""What a template takes in a process that runs already, in time of the processor."""

from __future__ import annotations

import gc
import json
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

from auditor import files
from auditor.cli.program import MADE_BETWEEN_SEARCHES
from auditor.engine import registry
from auditor.engine.check import check
from auditor.model.settings import Settings
from auditor.project import ProjectFolder
from auditor.source.detect import looks_like_template
from auditor.source.json_.document import JsonDocument
from auditor.source.yaml_.document import YamlDocument
from auditor.template.subjects.schema_fault import SchemaFault
from auditor.template.template import Template
from benchmarks.growth import resources

_PLACES = 5
_SIZES = 60
_RESOURCES = 100


def templates(folder: Path) -> list[Path]:
    """The templates below a folder that can be read."""
    found = []
    for path in files.candidates(folder, print):
        try:
            text = files.read(path).text
        except files.Unreadable:
            continue
        if looks_like_template(text):
            found.append(path)
    return found


def section(paths: Sequence[Path], rounds: int) -> str:
    """Milliseconds a template, and reading against the readers that we are built on."""
    gc.set_threshold(MADE_BETWEEN_SEARCHES)  # as the command has it, and its workers
    rules = registry.load()
    without_code = [rule for rule in rules if rule.service != "code"]
    texts = [(path, files.read(path).text) for path in paths]

    def checked(chosen: Sequence[object]) -> Callable[[], None]:
        def run() -> None:
            for path, text in texts:
                check(text, chosen, Settings(), ProjectFolder(path.parent))  # type: ignore[arg-type]

        return run

    ways = {
        f"a template, {len(rules)} rules": checked(rules),
        "without the rules about code": checked(without_code),
        **_peer(paths),
    }
    for run in ways.values():
        run()  # the first round imports what it needs
    taken = [{way: _spent(run) for way, run in ways.items()} for _ in range(rounds)]
    rows = ""
    for way in ways:
        each = statistics.median(times[way] for times in taken) / len(texts) * 1000
        rows += f"| {way} | {each:.1f} ms |\n"
    source = "\n".join(
        f"  Queue{number}:\n    Type: AWS::SQS::Queue\n    Properties: {{DelaySeconds: {number}}}"
        for number in range(_SIZES)
    )
    text = f"Resources:\n{source}\n"
    tree = YamlDocument(text).tree
    as_json = json.dumps(tree, indent=2)
    yaml_ratio = _ratio(
        lambda: _read(YamlDocument, text), lambda: yaml.compose(text, yaml.CSafeLoader), rounds
    )
    json_ratio = _ratio(lambda: _read(JsonDocument, as_json), lambda: json.loads(as_json), rounds)
    return (
        "\n## In a process that runs\n\n"
        "| what | |\n|---|---|\n"
        f"{rows}"
        f"| {_RESOURCES} resources against their schemas | {_schemas(rounds) * 1000:.1f} ms |\n"
        f"| YAML with {_PLACES} places, against `yaml.compose` of libyaml | {yaml_ratio:.1f} |\n"
        f"| JSON with {_PLACES} places, against `json.loads` | {json_ratio:.1f} |\n"
    )


def _peer(paths: Sequence[Path]) -> dict[str, Callable[[], None]]:
    """AWS's own engine on the same templates, where it is installed."""
    if not find_spec("cloudformation_validate"):
        return {}
    theirs: Any = import_module("cloudformation_validate")
    engine = theirs.CompositeEngine()

    def run() -> None:
        for path in paths:
            with suppress(theirs.ValidationError):
                engine.validate_template(str(path))

    return {"a template, cloudformation-validate": run}


def _schemas(rounds: int) -> float:
    """Seconds that the resources of a template take against AWS's schemas of their types."""
    tree: Any = YamlDocument(resources(_RESOURCES)).tree

    def judge() -> None:
        for _fault in SchemaFault.find(Template(tree, Settings())):
            pass

    judge()
    return statistics.median(_spent(judge) for _ in range(max(rounds, 5)))


def _read(make: Callable[[str], YamlDocument | JsonDocument], text: str) -> None:
    document = make(text)
    for number in range(_PLACES):
        document.span(("Resources", f"Queue{number * 7}", "Properties", "DelaySeconds"))


def _spent(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def _ratio(ours: Callable[[], object], theirs: Callable[[], object], rounds: int) -> float:
    def often(run: Callable[[], object]) -> float:
        return _spent(lambda: [run() for _ in range(20)])

    often(ours)
    return statistics.median(often(ours) / often(theirs) for _ in range(rounds))
