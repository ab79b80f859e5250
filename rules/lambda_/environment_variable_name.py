"""environment-variable-name"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, rule
from auditor.api.lambda_ import LambdaFunction
from auditor.api.template import tool_of

_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9_]+")
_FORM = "a name must begin with a letter, and have letters, digits and underscores only"
_SHORT = "a name must have at least two characters"
_OF_LAMBDA = ("_HANDLER", "_X_AMZN_TRACE_ID")


@rule(id="environment-variable-name", severity=Severity.ERROR, on=LambdaFunction)
def environment_variable_name(fn: LambdaFunction) -> Iterator[Finding]:
    """An environment variable with a name that Lambda does not accept.

    ## What it does
    Reads the names in `Environment.Variables`, of Globals too. A name has a letter first, then
    letters, digits and underscores, and at least two characters. It is silent about names that
    another tool fills in.

    ## Why it fails
    Lambda refuses the function.

    ## Error
    ```
    Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint:
      [Member must satisfy regular expression pattern: <pattern>]
    Map keys must satisfy constraint: [Member must satisfy regular expression pattern:
      [a-zA-Z]
    ```

    ## Fix safety
    There is no fix: the code reads the variable by its name.

    ## References
    - [Environment variables](https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html)
    - Error, recorded: [cdk-preflight](https://github.com/badmintoncryer/cdk-preflight/blob/main/rules/lambda/pf-lambda-env-key-start-letter/meta.yaml)
    """
    for case in fn.resource.cases("Environment", "Variables"):
        for name in case.value if isinstance(case.value, dict) else ():
            if _NAME.fullmatch(name) or name in _OF_LAMBDA or name.startswith("Fn::"):
                continue
            if tool_of(name) is not None:
                continue  # another tool writes the name
            yield Finding(
                at=(*case.path, name),
                on_key=True,
                message=f"{fn.resource.label} has an environment variable '{name}', which Lambda"
                f" rejects: {_SHORT if len(name) == 1 else _FORM}",
                severity=Severity.WARNING if case.when else Severity.ERROR,
                fix=Fix("Rename the variable, here and in the code", safety=Safety.DISPLAY),
            )
