"""task-size"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, SetValue, Severity, Template, graded, rule
from auditor.api.ecs import FARGATE_MEMORY, TaskSize, refused_sizes


@rule(id="task-size", severity=Severity.ERROR, on=Template, types=("AWS::ECS::TaskDefinition",))
def task_size(template: Template) -> Iterator[Finding]:
    """A task for Fargate with an amount of CPU or memory that Fargate does not have.

    ## What it does
    Compares `Cpu` and `Memory` of task definitions that require Fargate with the table of ECS, in
    units and MiB or in vCPU and GB. It is silent above 16 vCPU, where newer sizes may be. The table
    is of 2026-11.

    ## Why it fails
    Each amount of CPU goes with some amounts of memory. ECS refuses a task definition with others
    when it is registered.

    ## Error
    ```
    No Fargate configuration exists for given values
    Invalid 'cpu' setting for task.
    ```

    cfn-lint says `E3047 <size> is not compatible with memory`.

    ## Fix safety
    Unsafe: the task gets the next larger amount of memory that goes with its CPU, which costs more.
    Where the CPU has none that is as large, either can be meant, and the fix is advice.

    In a deployed stack a task definition is replaced by a new revision.

    ## References
    - [The error, and the sizes of tasks](https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html)
    - [Fargate](https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html)
    """
    for size in refused_sizes(template):
        yield Finding(
            at=(size.memory if size.allowed else size.cpu).path,
            message=f"{size.resource.label} has {_told(size)}, so the deployment fails",
            severity=graded(size.cpu, size.memory),
            fix=_fix(size),
        )


def _told(size: TaskSize) -> str:
    if not size.allowed:
        return f"{size.units} units of CPU, and Fargate supports {_listed(tuple(FARGATE_MEMORY))}"
    return (
        f"{size.mebibytes} MiB of memory, and Fargate supports {_listed(size.allowed)} with"
        f" {size.units} units of CPU"
    )


def _listed(numbers: tuple[int, ...]) -> str:
    if len(numbers) > 7:
        step = numbers[1] - numbers[0]
        return f"{numbers[0]} to {numbers[-1]} in steps of {step}"
    return f"{', '.join(map(str, numbers[:-1]))} or {numbers[-1]}"


def _fix(size: TaskSize) -> Fix:
    larger = [one for one in size.allowed if one > size.mebibytes]
    written = size.memory.value
    if larger and size.memory.direct and str(written) == str(size.mebibytes):
        value = larger[0] if isinstance(written, int) else str(larger[0])
        return Fix(f"Set Memory to {value}", (SetValue(size.memory.path, value),))
    return Fix("Choose Cpu and Memory that go together", safety=Safety.DISPLAY)
