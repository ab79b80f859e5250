"""refused-record"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, SetValue, Severity, Template, graded, rule
from auditor.api.route53 import (
    RefusedRecord,
    RefusedRecordReason,
    refused_records,
)


@rule(
    id="refused-record",
    severity=Severity.ERROR,
    on=Template,
    types=("AWS::Route53::RecordSet", "AWS::Route53::RecordSetGroup"),
)
def refused_record(template: Template) -> Iterator[Finding]:
    """A record that Route 53 refuses, for its name in the zone or for its value.

    ## What it does
    Compares the names of records with the name of their hosted zone, where both are known: it finds
    a CNAME for the name of the zone itself, and names outside of the zone. Of TXT and SPF records
    it finds values without quotation marks, of A records values that are not IPv4 addresses, and of
    MX records values without a preference. Of alias records it finds a zone that the target is not
    in: another one than that of CloudFront for a distribution, the zone of the record itself for a
    load balancer, a distribution or a domain name of an API, and for load balancers, domain names of
    APIs and websites of S3 a zone of another kind or another Region, by a table of these zones (as
    of 2026-11).

    ## Why it fails
    The name of the zone has an SOA and NS records, beside which the DNS allows no CNAME. Route 53
    refuses a change of records as a whole where one of them is wrong.

    ## Error
    ```
    RRSet of type CNAME with DNS name <name> is not permitted at apex in zone <zone>
    RRSet with DNS name <name> is not permitted in zone <zone>
    InvalidCharacterString (Value should be enclosed in quotation marks)
    ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)
    MXRRDATANotTwoFields
    Tried to create an alias that targets <name>, type <type> in zone <zone>, but the alias target name does not lie within the target zone
    ```

    cfn-lint says `E3023 <value> is not a 'ipv4'`, `E3023: Validate Route53 RecordSets` or `E3023
    <value> does not match`.

    ## Fix safety
    Unsafe: quotation marks are put around a text that has none of its own, and an alias gets the
    zone that its target is in, where there is one only for its kind and Region. Otherwise it is advice; at the
    name of the zone an alias record can do what a CNAME is meant for.

    In a deployed stack the record changes in place.

    ## References
    - [Types of records](https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html)
    - [Alias records](https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html)
    - [AliasTarget](https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html)
    - Zones of [load balancers](https://docs.aws.amazon.com/general/latest/gr/elb.html) and of
      [websites](https://docs.aws.amazon.com/general/latest/gr/s3.html)
    - Errors, reported of [addresses](https://github.com/aws/aws-cdk/issues/14800) and of
      [aliases](https://github.com/aws/aws-cdk/issues/19643)
    - Error, reported of the apex: [cdk-preflight](https://github.com/badmintoncryer/cdk-preflight/blob/main/rules/route53/pf-route53-apex-cname/meta.yaml)
    """  # noqa: E501 (an error is one line)
    for record in refused_records(template):
        yield Finding(
            at=record.cases[0].path,
            message=f"{record.resource.label} {_told(record)}, so the deployment fails",
            severity=graded(*record.cases),
            fix=_fix(record),
        )


def _told(record: RefusedRecord) -> str:
    value = record.cases[0].text
    match record.why:
        case RefusedRecordReason.APEX:
            return f"has a CNAME for '{value}', which is the name of the zone itself"
        case RefusedRecordReason.OUTSIDE:
            return f"has a record for '{value}', which is outside of the zone '{record.zone}'"
        case RefusedRecordReason.QUOTES:
            return "has a text without quotation marks in its value"
        case RefusedRecordReason.ADDRESS:
            return f"is an A record with the value '{value}', which is not an IPv4 address"
        case RefusedRecordReason.EXCHANGE:
            return f"is an MX record with the value '{value}', which needs a preference and a name"
        case RefusedRecordReason.ALIAS | RefusedRecordReason.ZONE:
            return "is an alias for a name that is not in the zone of its HostedZoneId"


def _fix(record: RefusedRecord) -> Fix:
    case = record.cases[0]
    if record.why is RefusedRecordReason.QUOTES:
        text = str(case.text)
        if case.direct and '"' not in text and len(text) <= _LONGEST:
            return Fix("Put quotation marks around it", (SetValue(case.path, f'"{text}"'),))
        return Fix("Put quotation marks around each string", safety=Safety.DISPLAY)
    if record.why is RefusedRecordReason.ZONE:
        title = f"Set HostedZoneId to {record.zone}"
        if case.path[-1] == "HostedZoneId":
            return Fix(title, (SetValue(case.path, record.zone),))
        return Fix(title, safety=Safety.DISPLAY)
    if record.why is RefusedRecordReason.ALIAS:
        return Fix("Use the hosted zone of the target", safety=Safety.DISPLAY)
    if record.why in (RefusedRecordReason.ADDRESS, RefusedRecordReason.EXCHANGE):
        return Fix("Correct the value", safety=Safety.DISPLAY)
    if record.why is RefusedRecordReason.APEX:
        return Fix("Use an alias record", safety=Safety.DISPLAY)
    return Fix("Choose a name in the zone", safety=Safety.DISPLAY)


_LONGEST = 255
"""Characters of one string."""
