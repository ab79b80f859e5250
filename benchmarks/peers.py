"""Whole commands side by side, each round once on the same templates."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.staged import installed

US = "cfnaudit"
_LONG = 60
"""Seconds from which on a tool is timed once only, where there is a single round."""
_MORE = 2
"""Rounds that follow such a one."""
SMALL = """\
AWSTemplateFormatVersion: "2010-09-09"
Description: A small stack
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 30
Outputs:
  QueueUrl:
    Value: !Ref Queue
"""
_LINTER = "import sys; from cfnlint.runner import main; sys.exit(main())"
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


def tools(command: Path, templates: Sequence[str]) -> Mapping[str, list[str]]:
    """Our command, and those of others that are installed here or on the path, by name."""
    commands = {US: [str(command), "check", "--no-cache", "--exit-zero", *templates]}
    python = str(command.with_name("python"))
    beside = str(Path(sys.executable).parent)
    linter = shutil.which("cfn-lint", path=beside) or shutil.which("cfn-lint")
    if find_spec("cfnlint"):
        commands["cfn-lint"] = [python, "-I", "-c", _LINTER, "--", *templates]
    elif linter is not None:
        commands["cfn-lint"] = [linter, "--", *templates]
    if find_spec("cloudformation_validate"):
        commands["cloudformation-validate"] = [python, "-I", "-c", _LIBRARY, *templates]
    return commands


def section(title: str, templates: Sequence[Path], rounds: int) -> str:
    """A table of all tools that are installed.

    A single round is for what takes minutes: a tool that does not is timed in two more.
    """
    paths = [str(path) for path in templates]
    with TemporaryDirectory() as name:
        ours = installed(Path(name))
        commands = tools(ours, paths)
        # the first round fills the machine's caches; where one takes long, a template has to do
        for command in tools(ours, paths if rounds > 1 else paths[:1]).values():
            seconds(command)
        taken = [_round(commands) for _ in range(rounds)]
        if rounds == 1:
            short = {tool: commands[tool] for tool, time in taken[0].items() if time < _LONG}
            taken += [_round(short) for _ in range(_MORE)]
    lines = [
        f"\n## {title}\n",
        f"{rounds} rounds.\n" if rounds > 1 else f"{_MORE + 1} rounds, 1 of what takes minutes.\n",
        "| tool | seconds | ms a template | times cfnaudit |",
        "|---|---|---|---|",
    ]
    for tool in commands:
        median = statistics.median(times[tool] for times in taken if tool in times)
        ratio = _ratio(tool, taken)
        each = median / len(templates) * 1000
        lines.append(f"| {tool} | {median:.2f} | {each:.1f} | {ratio:.1f} |")
    return "\n".join(lines) + "\n"


def _round(commands: Mapping[str, Sequence[str]]) -> dict[str, float]:
    return {tool: seconds(command) for tool, command in commands.items()}


def _ratio(tool: str, taken: Sequence[Mapping[str, float]]) -> float:
    """How often our time fits into that of a tool: round by round, where it was in all of them."""
    if all(tool in times for times in taken):
        return statistics.median(times[tool] / times[US] for times in taken)
    ours = statistics.median(times[US] for times in taken)
    return statistics.median(times[tool] for times in taken if tool in times) / ours


def seconds(command: Sequence[str], environment: Mapping[str, str] | None = None) -> float:
    """How long a command takes from start to end, whatever it answers."""
    start = time.perf_counter()
    subprocess.run(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        check=False,
    )
    return time.perf_counter() - start
