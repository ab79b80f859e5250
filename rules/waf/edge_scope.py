"""edge-scope"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, Template, rule

_TYPES = (
    "AWS::WAFv2::IPSet",
    "AWS::WAFv2::RegexPatternSet",
    "AWS::WAFv2::RuleGroup",
    "AWS::WAFv2::WebACL",
)
_EDGE, _HOME = "CLOUDFRONT", "us-east-1"


@rule(id="edge-scope", severity=Severity.WARNING, on=Template, types=_TYPES)
def edge_scope(template: Template) -> Iterator[Finding]:
    """A web ACL for CloudFront in a stack that is deployed to another Region than us-east-1.

    ## What it does
    Looks at web ACLs, rule groups, IP sets and pattern sets of WAF with the scope `CLOUDFRONT`.
    Where the Regions of the deployment are configured (`regions`), it finds those that are created
    in another one than `us-east-1`; where none is configured, it gives a hint. It is silent about
    resources under a condition, which may ask for the Region.

    ## Why it fails
    WAF keeps what is for CloudFront in `us-east-1`, and refuses the scope in all other Regions.

    ## Error
    ```
    The scope is not valid., field: SCOPE_VALUE, parameter: CLOUDFRONT
    ```

    ## Severity
    An error where `us-east-1` is none of the configured Regions, a warning where it is one of
    several, since then the stacks in the others fail, and a hint where the Region is not known.

    ## Fix safety
    There is no fix but advice: the web ACL has to be created by a stack in `us-east-1`, and its ARN
    to be handed to the distribution.

    ## References
    - [AWS::WAFv2::WebACL, Scope](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-wafv2-webacl.html)
    - Errors, reported: [aws-waf-security-automations issue 300](https://github.com/aws-solutions/aws-waf-security-automations/issues/300),
      [aws-genai-llm-chatbot issue 585](https://github.com/aws-samples/aws-genai-llm-chatbot/issues/585)
    - [WAF for CloudFront](https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html)
    """
    regions = template.settings.regions
    if tuple(regions) == (_HOME,):
        return
    severity, where = Severity.INFO, f"in other Regions than {_HOME}"
    if regions:
        severity = Severity.WARNING if _HOME in regions else Severity.ERROR
        where = f"in {', '.join(sorted(set(regions) - {_HOME}))}"
    for resource in template.of_type(*_TYPES):
        if resource.may_be_elsewhere:
            continue
        for scope in resource.cases("Scope"):
            if scope.text != _EDGE or scope.when or resource.condition is not None:
                continue
            is_sure = scope.certain or severity is not Severity.ERROR
            yield Finding(
                at=scope.path,
                message=f"{resource.label} has the scope {_EDGE}, which WAF rejects {where}",
                severity=severity if is_sure else Severity.WARNING,
                fix=Fix(f"Create it with a stack in {_HOME}", safety=Safety.DISPLAY),
            )
