"""destination-name"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, Template, graded, rule
from auditor.api.waf import LogDestination, log_destinations, renamed

_PREFIX = "aws-waf-logs-"


@rule(
    id="destination-name",
    severity=Severity.ERROR,
    on=Template,
    types=("AWS::WAFv2::LoggingConfiguration",),
)
def destination_name(template: Template) -> Iterator[Finding]:
    """A destination for logs of AWS WAF whose name does not begin with `aws-waf-logs-`.

    ## What it does
    Looks at the log groups, buckets and Firehose streams of the template to which a web ACL
    logs, and finds those whose name does not begin with `aws-waf-logs-`. A resource without a name
    gets one that begins with the name of the stack: a warning, since a stack may be called so.

    ## Why it fails
    AWS WAF accepts no other names, and complains of the ARN.

    ## Error
    ```
    Error reason: The ARN isn't valid. A valid ARN begins with arn: and includes other information
    separated by colons or slashes., field: LOG_DESTINATION
    ```

    ## Fix safety
    Unsafe: the log group or stream gets a name with the prefix, which may be named elsewhere by its
    old name. A bucket is not renamed.

    A deployed stack has been created without this fault; a changed name replaces the resource.

    ## References
    - [Destinations of logs](https://docs.aws.amazon.com/waf/latest/developerguide/logging-destinations.html)
    - Reported: [aws-cdk issue 35311](https://github.com/aws/aws-cdk/issues/35311),
      [pulumi-aws issue 1214](https://github.com/pulumi/pulumi-aws/issues/1214)
    """
    for destination in log_destinations(template):
        name = destination.name
        if name.text is None and not name.absent:
            continue
        if name.text is not None and name.text.startswith(_PREFIX):
            continue
        told = "has a generated name" if name.absent else f"has the name '{name.text}'"
        yield Finding(
            at=destination.case.path,
            message=f"{destination.target.label} {told}, and AWS WAF only logs to names that begin"
            f" with {_PREFIX}",
            severity=Severity.WARNING if name.absent else graded(destination.case, name),
            fix=_fix(destination),
        )


def _fix(destination: LogDestination) -> Fix:
    edit = renamed(destination, _PREFIX)
    if edit is None:
        return Fix(f"Give it a name that begins with {_PREFIX}", safety=Safety.DISPLAY)
    return Fix(f"Put {_PREFIX} before its name", (edit,))
