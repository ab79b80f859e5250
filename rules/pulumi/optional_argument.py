"""optional-argument"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, rule
from auditor.api.programs import MissingUse, ReplaceInFile


@rule(id="optional-argument", severity=Severity.ERROR, on=MissingUse)
def optional_argument(use: MissingUse) -> Iterator[Finding]:
    """A value that is used where it may be missing.

    ## What it does
    Finds what a program uses although it is certainly missing when it is run: an argument that
    the component's caller does not give, or a property that the object does not have, followed
    into methods and helpers. That is an error.

    Finds constructors of components, too, that use an argument which callers may leave out
    (without a default in JavaScript, with the default `None` in Python) without asking whether it
    is there: an error where the program leaves it out, a warning where only a test beside it does.
    In TypeScript the compiler says so.

    ## Why it fails
    The program stops before it has created a resource.

    ## Error
    ```
    TypeError: Cannot read properties of undefined (reading 'environmentSuffix')
    ```
    or `AttributeError: 'NoneType' object has no attribute 'environment_suffix'`.

    In general: `TypeError: Cannot read properties of undefined (reading '<argument>')` and
    `AttributeError: 'NoneType' object has no attribute '<argument>'`.

    ## Fix safety
    The default `{}` for the argument of a constructor in JavaScript is safe: where the argument is
    given, nothing changes. Everything else has no fix. In a deployed stack, what the
    component creates is changed in place where it is given nothing.

    ## References
    - [Component resources](https://www.pulumi.com/docs/iac/concepts/components/)
    - [Default parameters](https://developer.mozilla.org/docs/Web/JavaScript/Reference/Functions/Default_parameters)
    - Errors of the languages: [TypeError](https://developer.mozilla.org/docs/Web/JavaScript/Reference/Errors/Unexpected_type),
      [AttributeError](https://docs.python.org/3/library/exceptions.html#AttributeError)
    """
    if not use.parameter:
        nothing = "None" if use.is_python else "undefined"
        yield Finding(
            at=(),
            message=f"Program reads '{use.attribute}' of '{use.text}', which is {nothing} here, so"
            " that it stops",
            file=use.file,
            span=use.span,
            fix=Fix(f"Ask whether '{use.text}' is there first", safety=Safety.DISPLAY),
        )
        return
    severity = Severity.ERROR if use.is_in_program else Severity.WARNING
    yield Finding(
        at=(),
        message=f"Constructor of '{use.owner}' reads '{use.attribute}' of '{use.parameter}', and"
        f" stops where it is left out, as '{use.omitted}' does",
        severity=severity,
        file=use.file,
        span=use.span,
        fix=_fix(use),
    )


def _fix(use: MissingUse) -> Fix:
    if use.is_python or use.declared is None:
        return Fix(f"Ask whether '{use.parameter}' is None first", safety=Safety.DISPLAY)
    edit = ReplaceInFile(use.file, use.declared.end, use.declared.end, " = {}")
    return Fix(f"Give '{use.parameter}' the default {{}}", (edit,), Safety.SAFE)
