"""user-data-encoding"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, SetValue, Severity, Template, graded, rule
from auditor.api.ec2 import USER_DATA_TYPES, plain_user_data


@rule(id="user-data-encoding", severity=Severity.ERROR, on=Template, types=USER_DATA_TYPES)
def user_data_encoding(template: Template) -> Iterator[Finding]:
    """User data that is written as it is, where EC2 needs it in Base64.

    ## What it does
    Looks at `UserData` of instances, launch templates and launch configurations, and at the parts
    that are known where it is a `Fn::Sub` or a `Fn::Join`. It finds what has characters that Base64
    does not have. It is silent where `Fn::Base64` is around it, and where the text may be encoded
    already.

    ## Why it fails
    CloudFormation hands the text on, and EC2 refuses to decode it.

    ## Error
    ```
    Invalid BASE64 encoding of user data
    UserData does not appear to be base64 encoded
    ```

    ## Fix safety
    Safe: `Fn::Base64` is put around the value, and no stack was created with the text as it is. A
    deployed resource changes in place. It is unsafe for a launch configuration, which is replaced.

    ## References
    - [Fn::Base64](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-base64.html)
    - [RunInstances](https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html)
    - Errors, reported: [aws-cdk issue 3419](https://github.com/aws/aws-cdk/issues/3419),
      [of Auto Scaling](https://github.com/aws/aws-sdk-ruby/issues/922)
    """
    for resource, case in plain_user_data(template):
        edit = SetValue(case.path, {"Fn::Base64": case.value})
        yield Finding(
            at=case.path,
            message=f"{resource.label} has UserData that is not encoded in Base64, which EC2"
            " rejects",
            severity=graded(case),
            fix=Fix("Put Fn::Base64 around the text", (edit,), Safety.SAFE),
        )
