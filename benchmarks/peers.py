"""Times whole commands against each other: `python -m benchmarks.peers FOLDER [TEMPLATES] [RUNS]`.

Each round runs every tool once on the same templates, so that a drift of the machine's speed
meets all of them; figures are medians, and the ratios are taken round by round.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from auditor import files
from auditor.source.detect import looks_like_template

US = "cfnaudit"
_LIBRARY = """
import sys
from cloudformation_validate import CompositeEngine, ValidationError

engine = CompositeEngine()
for path in sys.argv[1:]:
    try:
        engine.validate_template(path)
    except ValidationError:
        pass
"""
"""cloudformation-validate has no command: this is the shortest program with it."""


def tools(templates: Sequence[str]) -> Mapping[str, list[str]]:
    """The commands that are installed beside this Python or on the path, by name."""
    commands = {
        US: ["cfnaudit", "check", "--exit-zero", *templates],
        "cfn-lint": ["cfn-lint", "--", *templates],
    }
    if find_spec("cloudformation_validate"):
        commands["cloudformation-validate"] = [sys.executable, "-c", _LIBRARY, *templates]
    else:
        print("cloudformation-validate is not installed and not measured")
    beside = str(Path(sys.executable).parent)
    found: dict[str, list[str]] = {}
    for name, command in commands.items():
        program = shutil.which(command[0], path=beside) or shutil.which(command[0])
        if program is None:
            print(f"{name} is not installed and not measured")
        else:
            found[name] = [program, *command[1:]]
    return found


def seconds(command: Sequence[str]) -> float:
    """How long a command takes from start to end, whatever it answers."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def main(folder: Path, count: int, runs: int) -> None:
    """Prints a table for one template and one for many."""
    found = [
        str(path)
        for path in files.candidates(folder, print)
        if looks_like_template(files.read(path).text)
    ]
    chosen = found[:: max(1, len(found) // count)][:count]
    for templates in (chosen[len(chosen) // 2 :][:1], chosen):
        commands = tools(templates)
        rounds = [{name: seconds(command) for name, command in commands.items()}]
        rounds = [
            {name: seconds(command) for name, command in commands.items()} for _ in range(runs)
        ]
        print(
            f"\n{len(templates)} templates, {runs} rounds after a first one that is not counted\n"
        )
        print("| tool | median s | median ms a template | times cfnaudit |")
        print("|---|---|---|---|")
        for name in commands:
            median = statistics.median(times[name] for times in rounds)
            ratio = statistics.median(times[name] / times[US] for times in rounds)
            each = median / len(templates) * 1000
            print(f"| {name} | {median:.2f} | {each:.1f} | {ratio:.1f} |")


if __name__ == "__main__":
    arguments = [*sys.argv[2:], "50", "5"]
    main(Path(sys.argv[1]), int(arguments[0]), int(arguments[1] if len(sys.argv) > 3 else 5))
