"""program-entry-point"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, rule
from auditor.api.programs import EntryFault, ReplaceInFile

_MOST_NAMED = 3


@rule(id="program-entry-point", severity=Severity.ERROR, on=EntryFault)
def program_entry_point(fault: EntryFault) -> Iterator[Finding]:
    """A program that cannot start.

    ## What it does
    Looks for the file that the runtime of `Pulumi.yaml` runs: `main`, where it is given, else
    `__main__.py` in Python, and in Node.js the `main` of package.json or an index. Finds modules
    of Python that have a syntax error, too.

    ## Why it fails
    Pulumi stops before it has read a single resource.

    ## Error
    ```
    error: could not find main entrypoint
    ```
    In Node.js `Error: Cannot find module '…/index.mjs'`, in Python `can't find '__main__' module`.
    Older versions say `error: Running program
    '<folder>' failed with an unhandled exception: error: Error: Cannot find module`. No public page
    shows the first text.

    ## Fix safety
    Unsafe: `main` becomes the only file beside it that uses Pulumi, where there is just one. What
    should be run is for the author to say. In a
    deployed stack, resources are changed in place as far as that program differs.

    ## References
    - [Project file reference](https://www.pulumi.com/docs/iac/concepts/projects/project-file/)
    - Errors, reported: [of Node.js](https://github.com/pulumi/pulumi/issues/535),
      [of `main` in package.json](https://github.com/pulumi/pulumi/issues/913),
      [of Python](https://github.com/pulumi/pulumi/issues/10362),
      [of `main` in Pulumi.yaml](https://github.com/pulumi/pulumi/issues/10246)
    """
    if fault.message:
        yield Finding(
            at=(),
            message=f"Module '{fault.wanted[0]}' cannot be run, since it has a syntax error:"
            f" {fault.message.partition('. ')[0]}",
            file=fault.file,
            span=fault.span,
        )
        return
    wanted = " or ".join(f"'{name}'" for name in fault.wanted[:_MOST_NAMED]) or "its entry point"
    yield Finding(
        at=(),
        message=f"Program has no file {wanted}, so that Pulumi finds nothing to run",
        span=fault.span,
        fix=_fix(fault),
    )


def _fix(fault: EntryFault) -> Fix:
    if len(fault.candidates) != 1:
        return Fix(
            f"Create {fault.wanted[0]}, or name the right file as main", safety=Safety.DISPLAY
        )
    only = fault.candidates[0]
    if fault.main is not None:
        edit = ReplaceInFile("", fault.main.start, fault.main.end, only)
    else:
        edit = ReplaceInFile("", fault.span.start, fault.span.start, f"main: {only}\n")
    return Fix(f"Name '{only}' as main", (edit,))
