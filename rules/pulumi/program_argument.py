"""program-argument"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, meant, near, rule
from auditor.api.programs import ArgumentFault, Checked, ReplaceInFile

_FAILS = {
    Checked.PYTHON: "the program stops",
    Checked.COMPILER: "the program does not compile",
    Checked.PROVIDER: "the provider refuses the resource",
    Checked.PERHAPS: "the provider refuses or ignores it",
    Checked.NOBODY: "it is ignored",
}


@rule(id="program-argument", severity=Severity.ERROR, on=ArgumentFault)
def program_argument(fault: ArgumentFault) -> Iterator[Finding]:
    """An argument that a resource class does not accept, or the lack of one that it requires.

    ## What it does
    Compares the arguments of `pulumi_aws` and `pulumi_aws_native` classes (`@pulumi/aws` and
    `@pulumi/aws-native` in JavaScript and TypeScript) with those that the class has in the
    provider's version. The major version is read from requirements.txt, pyproject.toml, Pipfile or
    package.json, and from lock files; where it is not said, it is an error only if the last two
    major versions agree.
    Arguments that are spread from what cannot be read are not judged. What lies in an argument is
    compared with its nested type: `Args` classes, dictionaries and objects, at any depth.

    ## Why it fails
    Python refuses an argument that the constructor does not have, and TypeScript does not compile.
    JavaScript ignores it, so that it is a warning there: what was meant is not deployed. Every
    language refuses a resource without an argument that is required.

    A dictionary of Python or an object of JavaScript within an argument is handed to the provider
    as it is. That of aws-native refuses a key that it does not know, and both refuse an object
    without one that is required. Most resources of pulumi-aws refuse unknown keys as well, some
    ignore them: it is a warning.

    Version 7 of the provider removed arguments that older examples still have, such as
    `stage_name` of `apigateway.Deployment`.

    ## Error
    ```
    TypeError: Deployment._internal_init() got an unexpected keyword argument 'stage_name'
    ```
    or `TypeError: Missing required property 'role'`.

    In general: `TypeError: <class>._internal_init() got an unexpected keyword argument
    '<argument>'` and `TypeError: Missing required property '<argument>'`.

    Of nested types `TypeError: <type>.__init__() got an unexpected keyword argument '<argument>'`,
    and of the provider `Invalid or unknown key. Examine values at '<place>'`.

    ## Fix safety
    The rename of an argument that is a slip of one that the class has is safe: no stack was
    deployed by a program that Python refuses. In JavaScript it is unsafe, since the stack exists
    without the argument. Everything else has no fix, since only the author knows what is meant.
    In a deployed stack the resource is changed in place.

    ## References
    - [Pulumi AWS provider, version 7](https://www.pulumi.com/registry/packages/aws/how-to-guides/7-0-migration/)
    - [API docs of the provider](https://www.pulumi.com/registry/packages/aws/api-docs/)
    - Errors, reported: [a missing argument](https://github.com/pulumi/pulumi-aws/issues/515),
      [an unknown one](https://github.com/pulumi/pulumi-aws/issues/2459)
    """
    where = "aws-native" if fault.version == "native" else f"pulumi-aws {fault.version}"
    inside = f" in {fault.place}" if fault.place else ""
    if fault.missing:
        yield Finding(
            at=fault.at,
            message=f"{fault.called} has no argument '{fault.name}'{inside}, which {fault.kind} of"
            f" {where} requires",
            severity=Severity.ERROR if fault.is_certain else Severity.WARNING,
            file=fault.file,
            span=fault.span,
        )
        return
    is_sure = fault.is_certain and fault.checked not in (Checked.PERHAPS, Checked.NOBODY)
    yield Finding(
        at=fault.at,
        message=f"{fault.called} has the argument '{fault.name}'{inside}, which {fault.kind} of"
        f" {where} does not accept, so that {_FAILS[fault.checked]}",
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
    edit = ReplaceInFile(fault.file, fault.key.start, fault.key.end, fault.quoted(wanted))
    is_safe = fault.is_certain and fault.checked is Checked.PYTHON
    safety = Safety.SAFE if is_safe else Safety.UNSAFE
    return Fix(f"Rename it to '{wanted}'", (edit,), safety)
