"""unknown-field"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, Template, graded, meant, rewritten, rule
from auditor.api.appsync import RESOLVER, UnknownField, unknown_fields


@rule(id="unknown-field", severity=Severity.ERROR, on=Template, types=(RESOLVER,))
def unknown_field(template: Template) -> Iterator[Finding]:
    """A resolver for a type or a field that the schema of its API does not have.

    ## What it does
    Reads the schema of an API of AppSync where it is written in `Definition`, and compares
    `TypeName` and `FieldName` of the resolvers of that API with its object types and interfaces. It
    is silent where the schema is in S3, or cannot be read.

    ## Why it fails
    AppSync attaches a resolver to a field, and refuses one for a field that does not exist.

    ## Error
    ```
    No field named <field> found on type <type>
    Type <type> not found
    ```

    ## Fix safety
    Unsafe: the name that is spelled most alike is used. Otherwise it is advice, since the field may
    have to be added to the schema.

    In a deployed stack the resolver is replaced.

    ## References
    - [CreateResolver](https://docs.aws.amazon.com/appsync/latest/APIReference/API_CreateResolver.html)
    - Errors, reported: [of a field](https://github.com/aws/aws-cdk/issues/32848),
      [of a type](https://github.com/aws/aws-cdk/issues/17997)
    """
    for unknown in unknown_fields(template):
        what = (
            f"a field {unknown.name} of {unknown.type_name}"
            if unknown.type_name
            else (f"a type {unknown.name}")
        )
        yield Finding(
            at=unknown.cases[0].path,
            message=f"{unknown.resolver.label} is for {what}, which the schema does not have, so"
            " the deployment fails",
            severity=graded(*unknown.cases),
            fix=_fix(template, unknown),
        )


def _fix(template: Template, unknown: UnknownField) -> Fix:
    wanted = meant(unknown.name, unknown.names)
    edit = None if wanted is None else rewritten(template, unknown.cases[0], wanted)
    if edit is None:
        return Fix("Add it to the schema, or name another one", safety=Safety.DISPLAY)
    return Fix(f"Use {wanted}", (edit,))
