"""reserved-environment-variable"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Case, Finding, Fix, Remove, Safety, Severity, rule
from auditor.api.lambda_ import LambdaFunction

_RESERVED = frozenset(
    {
        *("AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION", "AWS_EXECUTION_ENV"),
        *("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_NAME"),
        *("AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE"),
        *("AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API"),
        *("AWS_REGION", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"),
        *("LAMBDA_RUNTIME_DIR", "LAMBDA_TASK_ROOT", "_HANDLER", "_X_AMZN_TRACE_ID"),
    }
)
"""https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime"""
_REGION: dict[str, object] = {"Ref": "AWS::Region"}


@rule(id="reserved-environment-variable", severity=Severity.ERROR, on=LambdaFunction)
def reserved_environment_variable(fn: LambdaFunction) -> Iterator[Finding]:
    """An environment variable that only Lambda itself may set.

    ## What it does
    Finds names in `Environment.Variables` that Lambda reserves, such as `AWS_REGION`.

    ## Why it fails
    Lambda sets these itself and refuses a function that does.

    ## Error
    ```
    Lambda was unable to configure your environment variables because the environment variables
      you have provided contains reserved keys that are currently not supported for
      modification. Reserved keys used in this request: <names>
    ```
    or `environment variables contain reserved keys`,
    or `Reserved environment variable name: <name>`, or `Invalid AWS Lambda parameters. Reserved
    keys used in this request`.

    cfn-lint says `E3663 <name> is a reserved variable name`.

    ## Fix safety
    Safe for the Region of the stack, which is what the runtime sets. Unsafe for anything else: the
    code then sees the value of the runtime and not the one of the template, under the same name.

    Lambda refuses the variable, so that a deployed function does not have it; the update
    changes the function in place.

    ## References
    - [Reserved environment variables](https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime)
    - [Error, reported](https://github.com/aws/aws-cdk/pull/28048)
    """
    for case in fn.resource.cases("Environment", "Variables"):
        for name, value in case.value.items() if isinstance(case.value, dict) else ():
            if name in _RESERVED:
                yield _finding(fn, case, name, is_region=value == _REGION)


def _finding(fn: LambdaFunction, case: Case, name: str, *, is_region: bool) -> Finding:
    path = (*case.path, name)
    safety = Safety.SAFE if is_region and name.endswith("_REGION") else Safety.UNSAFE
    return Finding(
        at=path,
        on_key=True,
        message=f"Function '{fn.resource.logical_id}' sets {name}, which Lambda reserves,"
        " so the function cannot be created",
        severity=Severity.WARNING if case.when else Severity.ERROR,
        fix=Fix(f"Remove {name}: the runtime sets it", (Remove(path),), safety),
    )
