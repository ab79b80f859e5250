"""web-acl-rule"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Remove, Safety, Severity, Template, graded, rule
from auditor.api.waf import ACL_TYPES, AclRule, acl_clashes, acl_rules, short_statements


@rule(id="web-acl-rule", severity=Severity.ERROR, on=Template, types=ACL_TYPES)
def web_acl_rule(template: Template) -> Iterator[Finding]:
    """A rule of a web ACL whose action, statement, priority or name AWS WAF does not accept.

    ## What it does
    Looks at rules of web ACLs and rule groups. A rule that refers to a rule group, managed or of
    one's own, has `OverrideAction`, any other has `Action`, and each has just one of them. An
    `AndStatement` or an `OrStatement` joins two statements or more. No two rules have the same
    priority or the same name.

    ## Why it fails
    AWS WAF refuses the web ACL.

    ## Error
    ```
    You have used none or multiple values for a field that requires exactly one value., field: RULE
    A reference in your rule statement is not valid.
    You haven't met a minimum requirement for a threshold setting.
    You have a duplicate priority. Priorities must be unique.
    You have duplicated some of the information in the parameter.
    ```

    ## Fix safety
    Unsafe: of two actions the one is removed that does not fit the statement. Otherwise the fix is
    shown as advice, since only the author knows what the rule should do, which statement is
    missing, or which rule comes first.

    In a deployed stack the web ACL changes in place.

    ## References
    - [Rules of AWS WAF](https://docs.aws.amazon.com/waf/latest/APIReference/API_Rule.html)
    - [AWS::WAFv2::WebACL](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-wafv2-webacl.html)
    - [AndStatement](https://docs.aws.amazon.com/waf/latest/APIReference/API_AndStatement.html)
    - [Error, reported](https://github.com/hashicorp/terraform-provider-aws/issues/29321)
    - [Error of one statement, reported](https://github.com/hashicorp/terraform-provider-aws/issues/34320)
    - [Errors of priorities and names, reported](https://github.com/badmintoncryer/cdk-preflight/blob/main/rules/wafv2/pf-wafv2-rule-unique/meta.yaml)
    """
    for clash in acl_clashes(template):
        yield Finding(
            at=clash.cases[0].path,
            message=f"{clash.resource.label} has two rules with the {clash.key} '{clash.text}',"
            " which AWS WAF rejects",
            severity=graded(*clash.cases),
            fix=Fix(f"Choose another {clash.key}", safety=Safety.DISPLAY),
        )
    for resource, name, joined in short_statements(template):
        yield Finding(
            at=joined.path,
            message=f"{resource.label} has {name} with fewer than two statements, which AWS WAF"
            " rejects",
            severity=graded(joined),
            fix=Fix(f"Use the statement alone, without {name}", safety=Safety.DISPLAY),
        )
    for acl_rule in acl_rules(template):
        if acl_rule.actions != (acl_rule.wanted,):
            yield Finding(
                at=acl_rule.case.path,
                message=f"{acl_rule.resource.label} has a rule '{acl_rule.name}'"
                f" {_fault(acl_rule)}, which AWS WAF rejects, since {_need(acl_rule)}",
                severity=graded(acl_rule.case),
                fix=_fix(acl_rule),
            )


def _fault(acl_rule: AclRule) -> str:
    if not acl_rule.actions:
        return f"without {acl_rule.wanted}"
    return f"with {' and '.join(acl_rule.actions)}"


def _need(acl_rule: AclRule) -> str:
    article = "a" if acl_rule.is_group else "no"
    return f"a rule that refers to {article} rule group needs {acl_rule.wanted} only"


def _fix(acl_rule: AclRule) -> Fix:
    others = [name for name in acl_rule.actions if name != acl_rule.wanted]
    if len(acl_rule.actions) == 2 and acl_rule.case.direct:
        return Fix(f"Remove {others[0]}", (Remove((*acl_rule.case.path, others[0])),))
    if others:
        return Fix(f"Use {acl_rule.wanted} in the place of {others[0]}", safety=Safety.DISPLAY)
    return Fix(f"Set {acl_rule.wanted}", safety=Safety.DISPLAY)
