"""program-attribute"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, meant, near, rule
from auditor.api.programs import LostOutput, ReplaceInFile


@rule(id="program-attribute", severity=Severity.ERROR, on=LostOutput)
def program_attribute(lost: LostOutput) -> Iterator[Finding]:
    """An attribute that a resource class does not have.

    ## What it does
    Follows the resources of a program to where their outputs are used, through variables,
    attributes of components, functions and `apply`, and compares them with the outputs that the
    class has in the provider's version (see program-argument).

    ## Why it fails
    Python raises, and TypeScript does not compile. In JavaScript the value is undefined, which is
    a warning: the property that it is for is not set.

    ## Error
    ```
    AttributeError: 'Database' object has no attribute 'name'
    ```
    In general: `AttributeError: '<class>' object has no attribute '<attribute>'`.

    ## Fix safety
    Safe in Python where one output can be meant: the program cannot have run. That is a slip, or
    `name` of a class whose name is called otherwise (`database_name`). Unsafe in the other
    languages. In a deployed
    stack, what the value is for is changed in place.

    ## References
    - [Inputs and outputs](https://www.pulumi.com/docs/iac/concepts/inputs-outputs/)
    - [API docs of the provider](https://www.pulumi.com/registry/packages/aws/api-docs/)
    - The error is one of Python: [AttributeError](https://docs.python.org/3/library/exceptions.html#AttributeError)
    """
    where = "aws-native" if lost.version == "native" else f"pulumi-aws {lost.version}"
    fails = (
        "so that the program stops"
        if lost.is_python
        else "so that the program does not compile"
        if lost.is_typescript
        else "so that the value is undefined"
    )
    is_sure = lost.is_certain and lost.is_python
    yield Finding(
        at=lost.at,
        message=f"{lost.called} is asked for '{lost.name}', which {lost.kind} of {where} does not"
        f" have, {fails}",
        severity=Severity.ERROR if is_sure else Severity.WARNING,
        file=lost.file,
        span=lost.span,
        fix=_fix(lost),
    )


def _fix(lost: LostOutput) -> Fix | None:
    wanted = _own_name(lost) or meant(lost.name, lost.other)
    if wanted is None:
        names = near(lost.name, lost.other)
        listed = " or ".join(f"'{name}'" for name in names)
        return Fix(f"Use {listed}", safety=Safety.DISPLAY) if names else None
    edit = ReplaceInFile(lost.file, lost.span.start, lost.span.end, wanted)
    safety = Safety.SAFE if lost.is_python and lost.is_certain else Safety.UNSAFE
    return Fix(f"Use '{wanted}'", (edit,), safety)


def _own_name(lost: LostOutput) -> str | None:
    """What a class calls its name: `database_name` of a `Database`."""
    if lost.name != "name":
        return None
    own = lost.kind.rpartition(".")[2].lower() + "name"
    found = [one for one in lost.other if one.replace("_", "").lower() == own]
    return found[0] if len(found) == 1 else None
