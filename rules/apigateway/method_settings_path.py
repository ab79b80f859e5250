"""method-settings-path"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Case,
    Finding,
    Fix,
    Resource,
    Safety,
    Severity,
    Template,
    field,
    graded,
    items,
    rewritten,
    rule,
)

_STAGES = ("AWS::ApiGateway::Stage", "AWS::Serverless::Api")
_NAMED = ("ResourcePath", "HttpMethod")


@rule(id="method-settings-path", severity=Severity.ERROR, on=Template, types=_STAGES)
def method_settings_path(template: Template) -> Iterator[Finding]:
    """Settings of methods that do not say which methods they are for.

    ## What it does
    Looks at `MethodSettings` of stages, and finds entries without `ResourcePath` or `HttpMethod`,
    which often are one entry that was written as several, and paths that do not begin with a slash.

    ## Why it fails
    API Gateway builds a path of both, and refuses the stage where a part is missing. A path
    without its slash is a warning, since only the documentation asks for it.

    ## Error
    ```
    Invalid method setting path: null/null/logging/dataTrace. Must be one of: [/deploymentId, ...
    ```
    In general: `Invalid method setting path: <path>. Must be one of: [<paths>`.

    ## Fix safety
    Unsafe: a slash is put before the path. An entry without a path or method is shown as
    advice, since only the author knows what it is for.

    In a deployed stack the stage changes in place.

    ## References
    - [MethodSetting](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigateway-stage-methodsetting.html)
    - Reported: [SAM issue 399](https://github.com/aws/serverless-application-model/issues/399)
    """
    for stage in template.of_type(*_STAGES):
        for listed in stage.cases("MethodSettings"):
            for entry in items(template, listed):
                if isinstance(entry.value, dict):
                    missing = [
                        case
                        for name in _NAMED
                        for case in field(template, entry, name)
                        if case.absent
                    ]
                    if missing:
                        yield Finding(
                            at=entry.path,
                            message=f"{stage.label} has method settings without"
                            f" {missing[0].path[-1]}, which API Gateway rejects",
                            severity=graded(entry, missing[0]),
                            fix=Fix(
                                "Put ResourcePath and HttpMethod into the same entry",
                                safety=Safety.DISPLAY,
                            ),
                        )
                    yield from _without_slash(stage, template, entry)


def _without_slash(stage: Resource, template: Template, entry: Case) -> Iterator[Finding]:
    for case in field(template, entry, "ResourcePath"):
        if case.text and not case.text.startswith("/"):
            edit = rewritten(template, case, f"/{case.text}")
            yield Finding(
                at=case.path,
                message=f"{stage.label} has method settings for the path '{case.text}', which does"
                " not begin with a slash",
                severity=Severity.WARNING,
                fix=Fix("Put a slash before the path", (edit,)) if edit else None,
            )
