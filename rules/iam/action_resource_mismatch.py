"""action-resource-mismatch"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Case, Fails, Finding, Fix, Safety, SetValue, Severity, listed, rule
from auditor.api.iam import NoAction, PolicyStatement, Use, no_action
from auditor.api.s3 import unmatched_actions

_OWN_ARNS_ONLY = frozenset(
    {
        "dynamodb",
        "events",
        "firehose",
        "kinesis",
        "lambda",
        "logs",
        "s3",
        "secretsmanager",
        "sns",
        "sqs",
        "states",
        "timestream",
    }
)
"""Services whose actions are for ARNs of the same service and no other:
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"""


@rule(
    id="action-resource-mismatch",
    severity=Severity.WARNING,
    on=PolicyStatement,
    fails=Fails.INVOCATION,
)
def action_resource_mismatch(statement: PolicyStatement) -> Iterator[Finding]:
    """A statement whose actions do not exist, or belong to another service than all its ARNs.

    ## What it does
    Looks at policies of roles, users, groups and SAM functions. It finds statements where no
    action can ever match an ARN, because all actions are of one set of services and all ARNs of
    another. It knows DynamoDB, EventBridge, Data Firehose, Kinesis, Lambda, CloudWatch Logs, S3,
    Secrets Manager, SNS, SQS, Step Functions and Timestream, whose actions are for their own ARNs
    only, and is silent about statements with any other service, a wildcard in its place, or an ARN
    that is not known.

    It also finds actions that no service has: operations that are checked as another action
    (`s3:ListObjects`), slips (`logs:CreateLogGroups`), and for the services above operations that
    the service does not have for a thing that it knows (`dynamodb:CreateItem`). It is silent about
    wildcards, services that it does not know, and names that may be new. Where the statement,
    or a managed policy that SAM attaches to the function, allows the right action as well, such a
    name is superfluous, and a hint.

    Of S3 it finds actions on a bucket (`s3:ListBucket`) in statements that name objects only
    (`bucket/*`), and actions on objects in those that name a bucket. In a bucket policy this is an
    error.

    ## Why it fails
    IAM accepts the policy. The statement, or the name, allows nothing, and the first call is
    refused. S3 reads bucket policies more closely: `Action does not apply to any resource(s) in
    statement`.

    ## Error
    As for an action that nothing allows: `User: <role> is not authorized to perform: <action> on
    resource: <resource>`.

    ## Fix safety
    Unsafe, since it allows what was refused before: a name becomes the action that is meant, where
    that is beyond doubt, or the other ARN of the same bucket is added. Where actions and ARNs do
    not belong together there is no fix: only the author knows which of them are meant.

    In a deployed stack the policy changes in place, and its role may do at once what was
    refused so far.

    ## References
    - [Actions and resource types of each service](https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html)
    - [Actions for operations of S3](https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html)
    - Error, documented: [access denied messages](https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html)
    """
    yield from _buckets(statement)
    if statement.use is not Use.IDENTITY or statement.body.get("Effect") != "Allow":
        return
    yield from _mismatch(statement)
    replaced: set[str] = set()
    for case in statement.actions:
        found = no_action(case.text) if case.certain and case.text is not None else None
        if found is not None:
            yield _missing(statement, case, found, replaced)


def _buckets(statement: PolicyStatement) -> Iterator[Finding]:
    """Actions on a bucket with ARNs of its objects only, or the other way round."""
    is_policy = statement.document.place.service == "s3"
    is_identity = statement.use is Use.IDENTITY and statement.body.get("Effect") == "Allow"
    for found in unmatched_actions(statement) if is_policy or is_identity else ():
        is_bucket = found.wanted == "bucket"
        given = "objects" if is_bucket else "a bucket"
        wanted = "a bucket" if is_bucket else "objects"
        outcome = "S3 rejects the policy" if is_policy else "the action is not allowed"
        is_certain = is_policy and not found.case.when
        title = f"Add the ARN of {'the bucket' if is_bucket else 'its objects'}"
        yield Finding(
            at=found.case.path,
            message=f"{_label(statement)} names {given} only in a statement with"
            f" '{found.case.text}', which is for {wanted}, so {outcome}",
            severity=Severity.ERROR if is_certain else Severity.WARNING,
            fails=Fails.DEPLOYMENT if is_policy else Fails.INVOCATION,
            fix=Fix(title, (found.edit,)) if found.edit else Fix(title, safety=Safety.DISPLAY),
        )


def _mismatch(statement: PolicyStatement) -> Iterator[Finding]:
    actions = statement.action_services
    # most are of other services, and resources take longer to read
    if not actions or not actions <= _OWN_ARNS_ONLY:
        return
    resources = statement.resource_services
    if not resources or actions & resources or not resources <= _OWN_ARNS_ONLY:
        return
    acts, arns = " and ".join(sorted(map(str, actions))), " and ".join(sorted(map(str, resources)))
    yield Finding(
        at=(*statement.case.path, "Resource"),
        message=f"{_label(statement)} allows nothing by a statement whose actions are of {acts} and"
        f" whose resources are of {arns}",
        fix=Fix(f"Use ARNs of {acts}, or actions of {arns}", safety=Safety.DISPLAY),
    )


def _missing(
    statement: PolicyStatement, case: Case, found: NoAction, replaced: set[str]
) -> Finding:
    """An action that does not exist; `replaced` are the actions that fixes have brought so far."""
    unknown = f"{_label(statement)} allows '{case.text}', which is not an action"
    is_one = len(found.instead) == 1
    if all(statement.is_allowed_anyway(action) for action in found.instead):
        return Finding(
            at=case.path,
            message=f"{unknown}: {listed(found.instead)} {'is' if is_one else 'are'} allowed as"
            " well",
            severity=Severity.INFO,
        )
    if found.is_checked:
        hint = f"the call needs {listed(found.instead)}"
    else:
        hint = f"{'the nearest is' if is_one else 'the nearest are'} {listed(found.instead)}"
    fix = None
    if found.is_sure and case.direct and not replaced.issuperset(found.instead):
        replaced.update(found.instead)
        edit = SetValue(case.path, found.instead[0])
        fix = Fix(f"Replace it with {found.instead[0]}", (edit,))
    return Finding(at=case.path, message=f"{unknown} and allows nothing: {hint}", fix=fix)


def _label(statement: PolicyStatement) -> str:
    return statement.template.label_at(statement.case.path)
