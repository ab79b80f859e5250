"""policy-syntax"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Fails, Finding, Fix, Safety, Severity, rule
from auditor.api.iam import PolicyDocument, PolicyFault, policy_faults


@rule(id="policy-syntax", severity=Severity.ERROR, on=PolicyDocument)
def policy_syntax(document: PolicyDocument) -> Iterator[Finding]:
    """A policy document that the policy language does not allow.

    ## What it does
    Reads policies of identities, trust policies and policies of resources by the grammar of the
    policy language. It finds elements in another case or number (`actions`), missing and forbidden
    ones (a trust policy with `Resource`), a `Version` that is none, principals without a word for
    what they are, actions without or with two services (`ec2:ec2:RunInstances`), statements and
    lists inside of lists, unknown operators, and `Sid`s that IAM does not accept or that are there
    twice. A statement of a queue's policy without `Principal` gets a warning: SQS accepts it, and
    it allows nobody anything.

    It is silent about what functions return, but for the branches of `Fn::If`.

    ## Why it fails
    The service reads the policy when it is created, and the stack rolls back.

    ## Error
    ```
    Syntax errors in policy.
    ```
    or, for instance, `Missing required field Action`, `Missing required field Principal`, `Missing
    required field Resource`, `Missing required field Statement`, `Missing required field Effect`,
    `Policy statement must contain actions.`, `Policy statement must contain resources.`, `Policy
    document must be version 2012-10-17 or greater.`, `Actions/Condition can contain
    only one colon.`, `Actions/Conditions must be prefaced by a vendor`, `Policy document should not
    specify a principal.`, `Has
    prohibited field Resource`, `Has prohibited field Principal`, `Invalid policy syntax.`,
    `Statement IDs (SID) must be alpha-numeric.`, `Statement IDs (SID) in a single policy must be
    unique.`, `The passed in policy has a statement with no principals`, `The policy failed legacy
    parsing`, `This policy contains invalid Json`, `Policies must be valid JSON and the first byte
    must be '{'`, `Error Code: MalformedPolicyDocument`, and of
    SNS, which does not say what it is, `Invalid parameter: Policy Error: null`.

    cfn-lint says `E3510 <name> is a required property`, `E3512 <name> is a required property`,
    `E3530 <name> is a required property`, `E3510 <title> is not one of ['Allow', 'Deny']`, `E3512
    <title> is not one of ['Allow', 'Deny']`, `E3530 <title> is not one of ['Allow', 'Deny']`,
    `is not one of ['2008-10-17', '2012-10-17']`, `E3510 <title> Additional properties are not
    allowed`, `E3512 <title> Additional properties are not allowed` or `E3530 <title> Additional
    properties are not allowed`.

    ## Fix safety
    Safe where one reading exists, since no stack can have such a policy: the element's own
    spelling, the only current `Version`, a word for the principal, the statement moved out of the
    list. What is missing has no fix.

    IAM refuses the policy, so that a deployed one is as an earlier template said; the update
    changes it in place.

    ## References
    - [Grammar of the policy language](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html)
    - [Elements](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html)
    - What KMS says of a missing Action: [cdk-preflight](https://pypi.org/project/cdk-preflight/)
    - [Errors, reported: a principal](https://github.com/hashicorp/terraform-provider-aws/issues/10419),
      [and legacy parsing](https://github.com/99designs/iamy/issues/65),
      [and no principal](https://github.com/hashicorp/terraform-provider-aws/issues/7756),
      [and of a topic](https://github.com/serverless/serverless/issues/5519)
    - [SQS and no principal](https://github.com/Netflix/security_monkey/pull/350)
    - [What IAM says of each part of a policy](https://github.com/getmoto/moto/blob/master/moto/iam/policy_validation.py)
    """
    for fault in policy_faults(document):
        safety = Safety.SAFE if fault.edits else Safety.DISPLAY
        is_warning = fault.when or fault.is_accepted
        yield Finding(
            at=fault.path,
            message=f"{document.template.label_at(fault.path)} has a {_effect(fault)}:"
            f" {_inside(fault.message)}",
            severity=Severity.WARNING if is_warning else Severity.ERROR,
            fails=Fails.LATER if fault.is_accepted else None,
            on_key=fault.on_key,
            fix=Fix(fault.advice, fault.edits, safety),
        )


def _effect(fault: PolicyFault) -> str:
    if fault.is_accepted:
        return "statement that applies to nobody"
    return "policy that the service rejects"


def _inside(message: str) -> str:
    """A sentence as it is written after a colon."""
    begins = message.startswith(("The ", "A ", "An "))
    return message[:1].lower() + message[1:] if begins else message
