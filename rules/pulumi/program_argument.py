"""program-argument"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, meant, near, rule
from auditor.api.programs import ArgumentFault, ReplaceInFile


@rule(id="program-argument", severity=Severity.ERROR, on=ArgumentFault)
def program_argument(fault: ArgumentFault) -> Iterator[Finding]:
    """An argument that a resource class does not accept, or the lack of one that it requires.

    ## What it does
    Compares the arguments of `pulumi_aws` and `pulumi_aws_native` classes (`@pulumi/aws` and
    `@pulumi/aws-native` in JavaScript and TypeScript) with those that the class has in the
    provider's version. The major version is read from requirements.txt, pyproject.toml, Pipfile or
    package.json; where it is not said, it is an error only if the last two major versions agree.
    Arguments that are spread from what cannot be read are not judged.

    ## Why it fails
    Python refuses an argument that the constructor does not have, and TypeScript does not compile.
    JavaScript ignores it, so that it is a warning there: what was meant is not deployed. Every
    language refuses a resource without an argument that is required.

    Version 7 of the provider removed arguments that older examples still have, such as
    `stage_name` of `apigateway.Deployment`.

    ## Error
    ```
    TypeError: Deployment._internal_init() got an unexpected keyword argument 'stage_name'
    ```
    or `TypeError: Missing required property 'role'`.

    In general: `TypeError: <class>._internal_init() got an unexpected keyword argument
    '<argument>'` and `TypeError: Missing required property '<argument>'`.

    ## Fix safety
    The rename of an argument that is a slip of one that the class has is safe: no stack was
    deployed by a program that Python refuses. In JavaScript it is unsafe, since the stack exists
    without the argument. Everything else has no fix, since only the author knows what is meant.
    In a deployed stack the resource is changed in place.

    ## References
    - [Pulumi AWS provider, version 7](https://www.pulumi.com/registry/packages/aws/how-to-guides/7-0-migration/)
    - [API docs of the provider](https://www.pulumi.com/registry/packages/aws/api-docs/)
    """
    where = "aws-native" if fault.version == "native" else f"pulumi-aws {fault.version}"
    if fault.missing:
        yield Finding(
            at=fault.at,
            message=f"{fault.called} has no argument '{fault.name}', which {fault.kind} of {where}"
            " requires",
            severity=Severity.ERROR if fault.is_certain else Severity.WARNING,
            file=fault.file,
            span=fault.span,
        )
        return
    fails = (
        "so that the program stops"
        if fault.is_python
        else "so that the program does not compile"
        if fault.is_typescript
        else "so that it is ignored"
    )
    is_sure = fault.is_certain and (fault.is_python or fault.is_typescript)
    yield Finding(
        at=fault.at,
        message=f"{fault.called} has the argument '{fault.name}', which {fault.kind} of {where}"
        f" does not accept, {fails}",
        severity=Severity.ERROR if is_sure else Severity.WARNING,
        file=fault.file,
        span=fault.span,
        fix=_fix(fault),
    )


def _fix(fault: ArgumentFault) -> Fix | None:
    if fault.is_option:
        place = "opts" if fault.is_python else "the options, the third argument"
        return Fix(f"Move {fault.name} into {place}", safety=Safety.DISPLAY)
    wanted = meant(fault.name, fault.other)
    if wanted is None or fault.key is None:
        names = near(fault.name, fault.other)
        listed = " or ".join(f"'{name}'" for name in names)
        return Fix(f"Use {listed}", safety=Safety.DISPLAY) if names else None
    edit = ReplaceInFile(fault.file, fault.key.start, fault.key.end, wanted)
    is_safe = fault.is_python and fault.is_certain
    safety = Safety.SAFE if is_safe else Safety.UNSAFE
    return Fix(f"Rename it to '{wanted}'", (edit,), safety)
