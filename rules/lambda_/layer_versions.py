"""layer-versions"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Remove, Severity, graded, rule
from auditor.api.lambda_ import LayeredFunction


@rule(id="layer-versions", severity=Severity.ERROR, on=LayeredFunction)
def layer_versions(layered: LayeredFunction) -> Iterator[Finding]:
    """A function with two versions of one layer.

    ## What it does
    Compares the ARNs of a function's layers and finds two that differ in nothing but the version.

    ## Why it fails
    Lambda refuses the function.

    ## Error
    ```
    Two different versions of the same layer are not allowed to be referenced in the same function.
    ```

    ## Fix safety
    Unsafe: the older version is removed, and the code may need it. In a deployed stack the function
    changes in place.

    ## References
    - [Layers](https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html)
    - [Error, recorded](https://github.com/localstack/localstack/blob/main/tests/aws/services/lambda_/test_lambda_api.snapshot.json)
    """
    for first, second in layered.twice():
        older = min(first, second, key=lambda layer: int(layer.version))
        fix = Fix(f"Remove version {older.version}", (Remove(older.case.path),))
        yield Finding(
            at=second.case.path,
            message=f"{layered.fn.resource.label} has versions {first.version} and {second.version}"
            " of the same layer, so Lambda refuses it",
            severity=graded(first.case, second.case),
            fix=fix if older.case.direct else None,
        )
