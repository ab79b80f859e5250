"""reserved-domain"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, graded, rule
from auditor.api.route53 import WantedDomain


@rule(id="reserved-domain", severity=Severity.ERROR, on=WantedDomain)
def reserved_domain(domain: WantedDomain) -> Iterator[Finding]:
    """A public hosted zone or a certificate for a domain that nobody can own.

    ## What it does
    Finds `example.com`, `example.net`, `example.org` and what lies below them as the name of a
    public hosted zone or of a certificate. Where the name is a parameter's default it is a warning.
    Private zones may have any name.

    ## Why it fails
    These domains are reserved for documentation. Route 53 refuses a zone, and a certificate waits
    for a validation that never comes, until the stack times out.

    ## Error
    ```
    <name> is reserved by AWS!
    ```

    ## Severity
    An error, since nobody can own these domains. A warning where the name is the default of a
    parameter, because whoever deploys may give another one.

    ## Fix safety
    There is no fix: only the author knows the domain.

    ## References
    - [RFC 2606](https://www.rfc-editor.org/rfc/rfc2606)
    - [CreateHostedZone, InvalidDomainName](https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html)
    - [Reported](https://github.com/aws-samples/sample-agentic-value-accelerator/pull/126)
    """
    if domain.reserved is None or domain.is_private:
        return
    kind = domain.resource.type.rpartition("::")[2]
    is_zone = kind == "HostedZone"
    outcome = "Route 53 refuses it" if is_zone else "its validation never ends"
    yield Finding(
        at=domain.case.path,
        message=f"{'Hosted zone' if is_zone else kind} '{domain.resource.logical_id}' is for"
        f" '{domain.case.text}', which is reserved for documentation, so {outcome}",
        severity=graded(domain.case),
        fix=Fix("Use a domain of your own", safety=Safety.DISPLAY),
    )
