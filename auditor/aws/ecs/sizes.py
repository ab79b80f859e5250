"""Sizes of tasks on Fargate: which amounts of memory go with which CPU.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from auditor.template.resolve import scalar_text
from auditor.template.template import Resource, Template
from auditor.template.values import Case

_TASK = "AWS::ECS::TaskDefinition"
_GB = 1024
MEMORY: Mapping[int, tuple[int, ...]] = {
    256: (512, 1 * _GB, 2 * _GB),
    512: (*range(1 * _GB, 4 * _GB + 1, _GB),),
    1024: (*range(2 * _GB, 8 * _GB + 1, _GB),),
    2048: (*range(4 * _GB, 16 * _GB + 1, _GB),),
    4096: (*range(8 * _GB, 30 * _GB + 1, _GB),),
    8192: (*range(16 * _GB, 60 * _GB + 1, 4 * _GB),),
    16384: (*range(32 * _GB, 120 * _GB + 1, 8 * _GB),),
}
"""MiB of memory by units of CPU."""
_LARGEST = max(MEMORY)
"""Beyond, a size may be newer than the table."""


class TaskSize(Struct, frozen=True):
    """A size that Fargate does not have: `allowed` is the memory for the CPU, empty for no CPU."""

    resource: Resource
    cpu: Case
    memory: Case
    units: int
    mebibytes: int
    allowed: tuple[int, ...]


def refused_sizes(template: Template) -> Iterator[TaskSize]:
    """All of a template's task definitions for Fargate."""
    for task in template.of_type(_TASK):
        kinds = [case for case in task.cases("RequiresCompatibilities") if _is_fargate(case)]
        cpus, memories = task.cases("Cpu"), task.cases("Memory")
        is_one = len(cpus) == len(memories) == 1
        for cpu in cpus if kinds else ():
            for memory in memories:
                units, mebibytes = _amount(cpu, "vcpu"), _amount(memory, "gb")
                if units is None or mebibytes is None or units > _LARGEST:
                    continue
                if not (is_one or cpu.certain or memory.certain):
                    continue  # entries of mappings, which one parameter may choose together
                allowed = MEMORY.get(units, ())
                if mebibytes not in allowed and template.can_meet(kinds[0], cpu, memory):
                    yield TaskSize(task, cpu, memory, units, mebibytes, allowed)


def _is_fargate(case: Case) -> bool:
    return case.certain and isinstance(case.value, list) and "FARGATE" in case.value


def _amount(case: Case, unit: str) -> int | None:
    """A number of units or MiB, as it is written or in the larger `unit`; None for all else."""
    text = scalar_text(case.value) if case.known else None
    bare = "" if text is None else text.strip().lower()
    number = bare.removesuffix(unit).strip()
    try:
        return int(float(number) * _GB) if number != bare else int(number)
    except (OverflowError, ValueError):
        return None
