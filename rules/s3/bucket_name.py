"""bucket-name"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, rule
from auditor.api.s3 import Bucket, NameFault, faults

_STACK = "AWS::StackName"


@rule(id="bucket-name", severity=Severity.ERROR, on=Bucket)
def bucket_name(bucket: Bucket) -> Iterator[Finding]:
    """A bucket name that S3 does not accept.

    ## What it does
    Spells out `BucketName` as far as it is known, through `Fn::Sub`, `Fn::Join` and the defaults of
    parameters, and compares it with S3's rules: lower-case letters, digits, hyphens and periods,
    3 to 63 characters, a letter or a digit at both ends, no reserved beginnings and ends. Account
    numbers and Regions count with their lengths.

    A fault that comes from a parameter's default is a warning, since whoever deploys may give
    another value. So is `${AWS::StackName}`, because stack names may have upper-case letters.

    ## Why it fails
    S3 refuses the name when the bucket is created, and the stack rolls back.

    ## Error
    ```
    Bucket name should not contain uppercase characters
    ```
    or `Bucket name should not contain '<character>'`, or `The specified bucket is not valid`. In
    the same way `Bucket name should not contain white space`, `Bucket name should not contain two
    adjacent periods`, `Bucket name should not contain dashes next to periods`, `Bucket name should
    not begin with a <character>`, `Bucket name should not end with '-' or '.'`, `Bucket name should
    be between <count> and <count or more> characters long`, `Bucket name must not be formatted as
    an IP Address`, `Bucket name must start with a letter or number`. The CDK says `Invalid S3
    bucket name (value: <name>)` before it deploys, the provider of Terraform and Pulumi `validating
    S3 Bucket (<name>) name: <reason>`, cfn-lint `E1161 <name> is not a 'AWS::S3::Bucket.Name' with
    pattern`.

    ## Severity
    An error for a name that S3 refuses whatever is deployed. A warning where the default of a
    parameter or the name of the stack decides.

    ## Fix safety
    Unsafe, although letters are only changed to lower case and underscores to hyphens in a
    text, or in the default of a parameter, that nothing else in the template uses: no bucket
    can have had the old name, but a deployed stack may have the bucket under an earlier one.
    The update then replaces it, and fails to delete the old one where that has objects. There
    is no fix where something else has the same text, where the length is at fault, and for the
    name of the stack: the simplest is to leave out `BucketName`.

    ## References
    - [Bucket naming rules](https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html)
    - [BucketName](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html)
    - [Error, reported](https://github.com/Hubs-Foundation/hubs-cloud/issues/13)
    """
    for fault in faults(bucket):
        is_certain = not fault.source and not fault.case.when
        yield Finding(
            at=fault.case.path,
            message=_message(bucket.resource.logical_id, fault),
            severity=Severity.ERROR if is_certain else Severity.WARNING,
            fix=_fix(fault),
        )


def _message(bucket: str, fault: NameFault) -> str:
    if fault.source == _STACK:
        return (
            f"Bucket '{bucket}' is named after the stack, so S3 rejects it where the name of the"
            " stack has upper-case letters"
        )
    by = f" by the default of parameter '{fault.source}'" if fault.source else ""
    return f"Bucket '{bucket}' has a name that S3 rejects{by}: {fault.reason}"


def _fix(fault: NameFault) -> Fix:
    if fault.edits:
        return Fix("Use lower-case letters and hyphens", fault.edits, Safety.SAFE)
    return Fix("Use a name that S3 accepts, or leave out BucketName", safety=Safety.DISPLAY)
