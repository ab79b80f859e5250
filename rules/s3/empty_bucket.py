"""empty-bucket"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, rule
from auditor.api.s3 import EmptySource


@rule(id="empty-bucket", severity=Severity.WARNING, on=EmptySource)
def empty_bucket(source: EmptySource) -> Iterator[Finding]:
    """Code or a definition from a bucket that the same stack creates, and that nothing fills.

    ## What it does
    Finds functions, layers, APIs, state machines, canaries and application versions of Elastic
    Beanstalk whose code or definition is in a bucket of the same template. It is silent where the
    resource waits for something that may fill the bucket: a custom resource, a nested stack, an
    instance, a build and the like. It is silent, too, where the resource has a condition that the
    bucket has not, as where the stack is deployed in two steps, about the bucket with which the
    Serverless Framework creates a stack before it uploads code, and in programs.

    ## Why it fails
    The service reads the object when the resource is created. The bucket has just been created, so
    there is no object yet.

    ## Error
    None: Lambda says that GetObject failed with NoSuchKey, as for each object that is
    not there.

    ## Fix safety
    Advice: who creates the bucket and uploads the object before is for the author to say.

    In a deployed stack that was created without the resource, the object may have been uploaded
    since. That is why it is a warning: it is certain for a new stack only.

    ## References
    - [Code of a function](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html)
    - [Errors of deployments](https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-deployment.html)
    - [Stacks of the Serverless Framework](https://www.serverless.com/framework/docs/providers/aws/guide/deploying)
    - Error, reported: [of a function](https://github.com/aws-solutions/aws-waf-security-automations/issues/189)
    """
    reader, bucket = source.resource, source.bucket
    nothing = "nothing fills" if source.is_sure else "nothing that it waits for fills"
    yield Finding(
        at=source.case.path,
        message=f"{reader.label} is created from an object in {bucket.label}, which the stack"
        f" creates empty and {nothing}, so the object is not found",
        fix=Fix(f"Create '{bucket.logical_id}' in a stack before this one", safety=Safety.DISPLAY),
    )
