"""provisioned-concurrency-version"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Finding,
    Fix,
    Resource,
    Safety,
    SetValue,
    Severity,
    Template,
    graded,
    leading,
    new_resource,
    rule,
)

_ALIAS, _FUNCTION = "AWS::Lambda::Alias", "AWS::Lambda::Function"
_LATEST = "$LATEST"


@rule(
    id="provisioned-concurrency-version",
    severity=Severity.ERROR,
    on=Template,
    types=(_ALIAS,),
)
def provisioned_concurrency_version(template: Template) -> Iterator[Finding]:
    """Provisioned concurrency on an alias of the unpublished version.

    ## What it does
    Looks at aliases with `ProvisionedConcurrencyConfig`, and finds those whose `FunctionVersion`
    is `$LATEST`.

    ## Why it fails
    Lambda provisions published versions only, since it prepares environments with code that
    does not change.

    ## Error
    ```
    Provisioned Concurrency Configs cannot be applied to unpublished function versions.
    ```

    ## Fix safety
    Unsafe: a version of the function is declared, and the alias points to it. From then on the
    alias runs that version, and a change of the code needs a new `AWS::Lambda::Version`.

    In a deployed stack the version is added, and the alias changes in place.

    ## References
    - [Provisioned concurrency](https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html)
    - Reported: [terraform-provider-aws 12120](https://github.com/hashicorp/terraform-provider-aws/issues/12120)
    """
    for alias in template.of_type(_ALIAS):
        if alias.has("ProvisionedConcurrencyConfig") is not True:
            continue
        for case in alias.cases("FunctionVersion"):
            if case.text == _LATEST:
                yield Finding(
                    at=case.path,
                    message=f"{alias.label} provisions concurrency for {_LATEST}, which Lambda"
                    " rejects, since it is not a published version",
                    severity=graded(case),
                    fix=_fix(alias) if case.direct else None,
                )


def _fix(alias: Resource) -> Fix:
    title = "Declare a version, and point the alias to it"
    names = alias.written("FunctionName")
    first = leading(names[0].value, names[0].path) if len(names) == 1 and names[0].known else None
    function = alias.template.resources.get(first.logical_id) if first is not None else None
    if first is None or first.rest or function is None or function.type != _FUNCTION:
        return Fix(title, safety=Safety.DISPLAY)
    version = alias.template.free_name(f"{function.logical_id}Version")
    body = {
        "Type": "AWS::Lambda::Version",
        "Properties": {"FunctionName": {"Ref": function.logical_id}},
    }
    if alias.condition is not None:
        body["Condition"] = alias.condition
    path = (*alias.path, "Properties", "FunctionVersion")
    edits = (
        new_resource(version, body, behind=function),
        SetValue(path, {"Fn::GetAtt": [version, "Version"]}),
    )
    return Fix(title, edits)
