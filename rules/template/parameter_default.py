"""parameter-default"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Severity, Template, rule
from auditor.api.template import default_faults


@rule(id="parameter-default", severity=Severity.ERROR, on=Template, words=("Default",))
def parameter_default(template: Template) -> Iterator[Finding]:
    """A default that the parameter itself does not allow.

    ## What it does
    Holds the default of each parameter against its `AllowedValues`, `MinLength`, `MaxLength`,
    `MinValue`, `MaxValue` and `AllowedPattern`, and against its type. Patterns that could be slow
    to match are not judged.

    ## Why it fails
    CloudFormation refuses the template, whatever value is passed.

    ## Error
    ```
    Parameter '<name>' must be one of AllowedValues
    Template format error: Every Default member must be a string.
    ```

    cfn-lint says `E2015 <title> Default should be` or `E2015 <title> Default should have`.

    ## Fix safety
    There is no fix: whether the default or what is allowed is meant, only the author knows.

    ## References
    - The errors: [for allowed values](https://github.com/aws-amplify/amplify-cli/issues/6224),
      [for functions](https://github.com/cloudtools/troposphere/pull/808)
    - [Parameters](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html)
    """
    for name, fault in default_faults(template):
        yield Finding(
            at=("Parameters", name, "Default"),
            message=f"Parameter '{name}' has a default that {fault}",
        )
