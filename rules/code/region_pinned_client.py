"""region-pinned-client"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.api import Confidence, Fails, Finding, Fix, Safety, Severity, Span, rule
from auditor.api.code import Client, CodeFile

_REGION = re.compile(r"[a-z]{2}(?:-[a-z]+){1,2}-\d")
_LINE_END = re.compile(r"[ \t]*\r?\n")
_COMMENTS = ("#", "//", "*/")
_PREFIX = "client-"
_GLOBAL = frozenset(
    {
        "account",
        "acm",
        "billing",
        "budgets",
        "ce",
        "chatbot",
        "cloudfront",
        "costandusagereportservice",
        "costexplorer",
        "cur",
        "ecrpublic",
        "globalaccelerator",
        "health",
        "iam",
        "marketplacecatalog",
        "networkmanager",
        "organizations",
        "pricing",
        "route53",
        "route53domains",
        "savingsplans",
        "shield",
        "sts",
        "support",
        "waf",
        "wafv2",
    }
)
"""Services with few endpoints, which clients in other Regions have to name:
https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html"""
_OFTEN_ELSEWHERE = (
    "bedrock",
    "chime",
    "cloudwatch",
    "comprehend",
    "connect",
    "ec2",
    "lex",
    "pinpoint",
    "polly",
    "rekognition",
    "s3",
    "ses",
    "ssm",
    "textract",
    "transcribe",
    "translate",
)
"""How services begin that are called in another Region on purpose: those with few Regions, and
those whose resources other Regions share."""


@rule(
    id="region-pinned-client",
    severity=Severity.WARNING,
    on=CodeFile,
    fails=Fails.INVOCATION,
)
def region_pinned_client(file: CodeFile) -> Iterator[Finding]:
    """An AWS client in code that is pinned to a Region that the template is not deployed to.

    ## What it does
    Looks for SDK clients with a literal Region (`boto3.client("sns", region_name="us-west-2")`,
    `new SNSClient({ region: "us-west-2" })`) that is none of the configured Regions, or any where
    several are configured, for then it is wrong in all but one. It is only a hint for
    services that are called in other Regions on purpose, as Amazon Bedrock and S3 are. It is
    silent where no Region is configured, for clients with an endpoint of their own, and for
    services whose clients have to name a Region (IAM, CloudFront, Route 53, pricing and others).

    ## Why it fails
    The resources of the stack are in the Region that it is deployed to. A client that is pinned to
    another one does not find them, or finds those of another stack.

    ## Error
    ```
    ResourceNotFoundException: Requested resource not found
    ```
    or `Could not connect to the endpoint URL`.

    ## Fix safety
    Unsafe: the function may call another Region on purpose. The fix removes the argument; the
    client then uses the function's own Region, which Lambda hands over as `AWS_REGION`. There is
    none for hints, and where a comment or other positional arguments are beside the argument.

    In a deployed stack the code changes in place, and from then on it calls the Region of the
    stack: what it has stored in the other one is not found there.

    ## References
    - [Variables of the runtime](https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html)
    - Error, reported: [boto3 issue 1151](https://github.com/boto/boto3/issues/1151)
    """
    regions = tuple(dict.fromkeys(file.template.settings.regions))
    told: set[Span] = set()
    # a document client has the Region of the client that it is made of
    clients = sorted(file.facts.clients, key=lambda client: client.client == "lib-dynamodb")
    for client in clients if regions else ():
        region, argument = _pinned(file, client), client.region_argument
        service = client.plain_client
        if region is None or argument is None or argument in told or service in _GLOBAL:
            continue
        told.add(argument)
        if regions != (region,):
            yield _finding(file, client, argument, region, regions)


def _finding(
    file: CodeFile, client: Client, argument: Span, region: str, regions: tuple[str, ...]
) -> Finding:
    is_shared = argument.start < client.span.start or not client.client
    is_usual = not is_shared and client.plain_client.startswith(_OFTEN_ELSEWHERE)
    pinned = "the SDK" if is_shared else f"its {client.client.removeprefix(_PREFIX)} client"
    places = " and ".join(regions) if len(regions) < 3 else "several Regions"
    gap = None if is_usual else _gap(file, client, argument)
    changes = None if gap is None else file.changes([(gap, "")])
    title = "Remove the Region, so that the client uses the function's"
    return file.finding(
        client.region_value or argument,
        f"{file.label} pins {pinned} to {region}, and does not find what is deployed to {places}",
        severity=Severity.INFO if is_usual else Severity.WARNING,
        confidence=Confidence.LOW if is_usual else Confidence.MEDIUM,
        fix=None if changes is None else Fix(title, changes, Safety.UNSAFE),
    )


def _pinned(file: CodeFile, client: Client) -> str | None:
    """The Region that a client is pinned to, where it calls AWS itself."""
    region = client.region.literal if client.region is not None else None
    has_endpoint = "endpoint" in file.text[client.span.start : client.span.end].lower()
    return region if region and _REGION.fullmatch(region) and not has_endpoint else None


def _gap(file: CodeFile, client: Client, argument: Span) -> Span | None:
    """An argument with the comma that goes with it; None where taking it away is not plain."""
    text, start, end = file.text, argument.start, argument.end
    before = text[:start].rstrip()
    line = before[before.rfind("\n") + 1 :]
    follows = end + len(text[end:]) - len(text[end:].lstrip())
    opener, closer = before[-1:], text[follows : follows + 1]
    if opener not in ("(", "{", ",") or any(mark in line for mark in _COMMENTS):
        return None
    is_positional = file.language == "python" and client.region_value == argument
    if closer == "," and not is_positional:
        return _with_comma_behind(text, Span(start, follows + 1), len(before))
    if closer not in (")", "}") or (opener != "," and is_positional):
        return None
    return Span(len(before) - 1, end) if opener == "," else Span(len(before), follows)


def _with_comma_behind(text: str, argument: Span, before: int) -> Span | None:
    """An argument and the comma behind it, with its line where it has one of its own."""
    line = text.rfind("\n", 0, argument.start) + 1
    line_end = _LINE_END.match(text, argument.end)
    if line_end is not None:
        has_own_line = not text[line : argument.start].strip()
        return Span(line, line_end.end()) if has_own_line else Span(before, argument.end)
    rest = text[argument.end :].lstrip(" \t")
    if rest.startswith((")", "}")):
        return Span(before, argument.end)
    return None if rest.startswith(("#", "/")) else Span(argument.start, len(text) - len(rest))
