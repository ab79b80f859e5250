"""local-artifact"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.api import Finding, Resource, Severity, Template, rule
from auditor.api.template import PACKAGED_PROPERTIES

_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|arn:")


@rule(id="local-artifact", severity=Severity.INFO, on=Template, types=tuple(PACKAGED_PROPERTIES))
def local_artifact(template: Template) -> Iterator[Finding]:
    """A path on a local disk, where a plain deployment needs a place in S3.

    ## What it does
    Points out local paths in the properties that `aws cloudformation package` and the SAM command
    line replace: `CodeUri`, `Code`, `TemplateURL` and the like. It does not look whether the file
    is there, and is silent about paths that a parameter gives.

    ## Why it fails
    CloudFormation cannot read local files. With `sam deploy`, or after `package`, all is well;
    only the template as it is cannot be deployed. Therefore it is a hint.

    ## Error
    ```
    '<property>' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId
      query parameter.
    Properties validation failed for resource <logical ID> with message: #/Code: expected type:
      JSONObject, found: String
    Properties validation failed for resource <logical ID> with message: #/Content: expected type:
      JSONObject, found: String
    #/Code: expected type: JSONObject, found: String
    Value of property Code must be an object
    Value of property {/Code} does not match type
    ```
    or `TemplateURL must be an Amazon S3 URL`, and today `TemplateURL must be a supported URL`.

    ## Fix safety
    There is no fix: the template is as it should be, where a tool packages it.

    ## References
    - [aws cloudformation package](https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html)
    - [sam package](https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-cli-command-reference-sam-package.html)
    - [serverless-application-model issue 61](https://github.com/aws/serverless-application-model/issues/61)
    """
    for resource in template.resources.values():
        for keys in PACKAGED_PROPERTIES.get(resource.type, ()):
            if not _has_no_package(resource):
                yield from _local(resource, keys)


def _has_no_package(resource: Resource) -> bool:
    """Whether the code of a SAM function is in the template or in an image."""
    return resource.type == "AWS::Serverless::Function" and any(
        resource.has(key) is not False for key in ("InlineCode", "ImageUri")
    )


def _local(resource: Resource, keys: tuple[str, ...]) -> Iterator[Finding]:
    for case in resource.cases(*keys):
        if case.text and case.direct and not _REMOTE.match(case.text):
            yield Finding(
                at=case.path,
                message=f"{resource.label} has the local path '{case.text}' in {keys[-1]}, which"
                " CloudFormation rejects unless 'sam deploy' or 'aws cloudformation package' has"
                " uploaded it",
            )
