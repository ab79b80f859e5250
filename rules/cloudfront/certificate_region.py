"""certificate-region"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, graded, rule
from auditor.api.cloudfront import EDGE_REGION, EdgeCertificate


@rule(id="certificate-region", severity=Severity.ERROR, on=EdgeCertificate)
def certificate_region(certificate: EdgeCertificate) -> Iterator[Finding]:
    """A certificate for CloudFront that is not in us-east-1.

    ## What it does
    Reads the Region in the ARN of the certificate of a distribution, and of an edge-optimized
    domain name of API Gateway, and finds any other than `us-east-1`. Where the ARN comes from a
    parameter's default it is a warning. A certificate of the template is in the Region of the
    stack: it is found where the configured Regions of the deployment do not have `us-east-1`, in a
    program unless another provider or Region may create it. The rule is silent about partitions
    other than `aws`.

    ## Why it fails
    CloudFront reads certificates in one Region only.

    ## Error
    ```
    The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or
      doesn't include a valid certificate chain.
    ```
    API Gateway says `Certificate must be in 'us-east-1'`, tools that deploy a site
    `Certificate must be in us-east-1, not in <region>`, and the CDK `Distribution certificates must
    be in the us-east-1 region and the certificate you provided is in <region>`.

    ## Fix safety
    There is no fix: a certificate for the same names has to be created in `us-east-1`.

    ## References
    - [Certificates for CloudFront](https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html)
    - [aws-cdk issue 3464](https://github.com/aws/aws-cdk/issues/3464)
    """
    if certificate.region == EDGE_REGION:
        return
    resource = certificate.resource
    yield Finding(
        at=certificate.case.path,
        message=f"{resource.label} has a certificate in {certificate.region}, and CloudFront finds"
        f" those in {EDGE_REGION} only",
        severity=graded(certificate.case),
        fix=Fix(f"Use a certificate in {EDGE_REGION}", safety=Safety.DISPLAY),
    )
