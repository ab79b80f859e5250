"""log-level-format"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Case, Finding, Fix, InsertKey, Safety, SetValue, Severity, graded, rule
from auditor.api.lambda_ import LambdaFunction

_LEVELS = ("ApplicationLogLevel", "SystemLogLevel")
_KEY = ("LoggingConfig", "LogFormat")


@rule(id="log-level-format", severity=Severity.ERROR, on=LambdaFunction)
def log_level_format(function: LambdaFunction) -> Iterator[Finding]:
    """A log level on a function that logs plain text.

    ## What it does
    Looks at `LoggingConfig` of functions, and finds `ApplicationLogLevel` and `SystemLogLevel`
    without `LogFormat: JSON`. Without `LogFormat` a function logs text.

    ## Why it fails
    Lambda filters by level only where it writes JSON, and refuses the function otherwise.

    ## Error
    ```
    LogLevel is not supported when LogFormat is set to "Text". Remove LogLevel from your request or
    change the LogFormat to "Json" and try again.
    ```

    ## Fix safety
    Unsafe: `LogFormat: JSON` is set. The function then writes other lines, which metric filters and
    readers of the logs do not expect.

    In a deployed stack the format of the function changes in place.

    ## References
    - [Log levels](https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html)
    - Reported: [aws-cdk pull request 28045](https://github.com/aws/aws-cdk/pull/28045)
    """
    levels = [case for name in _LEVELS for case in function.resource.cases("LoggingConfig", name)]
    level = next((case for case in levels if case.known), None)
    if level is None:
        return
    for written in function.resource.cases(*_KEY):
        is_text = written.absent or (written.text or "").lower() == "text"
        if is_text and function.template.can_meet(level, written):
            yield Finding(
                at=level.path,
                message=f"{function.resource.label} sets {level.path[-1]}, which Lambda rejects"
                " where the log format is text",
                severity=graded(level, written),
                fix=_fix(level, written),
            )


def _fix(level: Case, written: Case) -> Fix:
    title = "Set LogFormat to JSON"
    if written.absent and written.path[:-1] == level.path[:-1] and not level.when:
        return Fix(title, (InsertKey(written.path[:-1], "LogFormat", "JSON"),))
    if written.direct:
        return Fix(title, (SetValue(written.path, "JSON"),))
    return Fix(title, safety=Safety.DISPLAY)
