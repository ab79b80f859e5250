"""yaml-alias"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Severity, rule
from auditor.api.template import SourceText


@rule(id="yaml-alias", severity=Severity.INFO, on=SourceText)
def yaml_alias(source: SourceText) -> Iterator[Finding]:
    """An alias or a merge key of YAML, which CloudFormation itself does not read.

    ## What it does
    Finds aliases (`*name`), those of merge keys among them. `aws cloudformation package`, `aws
    cloudformation deploy` and the SAM CLI write them out before CloudFormation sees the template;
    a template that is created in the console, or by `create-stack`, is refused.

    ## Why it fails
    CloudFormation refuses aliases.

    ## Error
    ```
    Template error: YAML aliases are not allowed in CloudFormation templates
    ```

    ## Fix safety
    There is no fix: without the alias, the values can no longer be changed in one place.

    ## References
    - [Template formats](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html)
    - [The error](https://github.com/seeebiii/aws-cloudformation-templates/issues/1)
    - [aws cloudformation package writes aliases out](https://github.com/aws/aws-cli/pull/3827)
    """
    for path, span in source.aliases[:1]:
        count = len(source.aliases)
        told = "a YAML alias" if count == 1 else f"{count} YAML aliases"
        yield Finding(
            at=path,
            span=span,
            message=f"Template has {told}, which CloudFormation rejects unless a tool"
            " resolves " + ("it" if count == 1 else "them") + " before the deployment",
        )
