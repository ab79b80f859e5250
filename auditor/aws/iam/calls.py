"""Calls in the code of functions that AWS will refuse, by the role and what the template shows.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

from msgspec import Struct

from auditor.aws.iam.answer import Answer
from auditor.aws.iam.needs import PASS_ROLE, Need, needs
from auditor.aws.iam.own_policies import any_may_allow_roles, may_allow_roles
from auditor.aws.iam.role import Role, roles_of
from auditor.aws.iam.runs import handlers, runs
from auditor.aws.iam.target import Target
from auditor.aws.lambda_.code.file import CodeFile
from auditor.aws.lambda_.code.function import FunctionCode
from auditor.embedded.facts import SdkCall
from auditor.expression import expression
from auditor.model.finding import Confidence
from auditor.model.text import Span
from auditor.template.template import Template
from auditor.template.values import Case, When

_KEYS = "kms:"
"""A key's own policy decides, and it may leave the role out or allow all."""
_OF_THE_INITIATOR = frozenset({"s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"})
"""What whoever began an upload may do without a policy:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions"""
_WITH_POLICIES = frozenset(
    {
        *("acm-pca", "aoss", "apigateway", "backup", "bedrock", "cassandra", "cloudtrail"),
        *("codeartifact", "codebuild", "dynamodb", "ecr", "elasticfilesystem", "es", "events"),
        *("glacier", "glue", "kafka", "kinesis", "lakeformation", "lambda", "lex", "logs"),
        *("mediastore", "mobiletargeting", "networkmanager", "organizations", "osis", "ram"),
        *("redshift", "refactor-spaces", "resource-groups", "s3", "s3-outposts", "s3express"),
        *("s3tables", "schemas", "secretsmanager", "serverlessrepo", "ses", "signer", "sns"),
        *("sqs", "ssm-contacts", "ssm-incidents", "sts", "vpc-lattice", "wisdom", "xray"),
    }
)
"""Services whose resources can have policies, or trust, that allow a role of their account more:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html"""
_ON_ALL = expression(
    r"ec2:Describe\w+|cloudwatch:(GetMetricData|GetMetricStatistics|ListMetrics|PutMetricData)"
    r"|dynamodb:ListTables|kinesis:ListStreams|lambda:ListFunctions"
    r"|s3:ListAllMyBuckets|secretsmanager:ListSecrets|sns:ListTopics|sqs:ListQueues"
    r"|ssm:DescribeParameters|xray:Put\w+"
)
"""Actions that an ARN of one resource never allows. AWS's reference says it of more of them, but
`states:SendTaskSuccess` is allowed by the ARN of the state machine, as CDK grants it:
https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_stepfunctions.StateMachine.html#grantwbrtaskwbrresponseidentity"""
_OTHER_CREDENTIALS = {
    "python": expression(
        r"aws_(access_key_id|session_token)|profile_name|assume_role\w{0,40}\s{0,20}\(|botocore_session"
        r"|RefreshableCredentials|_credentials\s*=|UNSIGNED|setup_default_session"
        r"|Session\s*\(\s*\*\*"
    ),
    "javascript": expression(
        r"accessKeyId|secretAccessKey|[aA]ssumeRole\w{0,40}\s{0,20}\(|[cC]redentials\s*[:=(,})]"
        r"|TemporaryCredentials|credential-providers?\b|fromIni\b|fromEnv\b"
    ),
}
"""What shows that clients may speak for another principal than the role of the function."""
_FOR_ALL_CLIENTS = expression(
    r"setup_default_session|AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|PROFILE)"
    r"|\.config\.(?:update|credentials)|TemporaryCredentials|credential-providers?\b"
    r"|[aA]ssumeRole\w{0,40}\s{0,20}\(|assume_role\w{0,40}\s{0,20}\(|\bStubber\b"
)
"""What in any file of a function may change the clients of the others."""
_FOR_ALL_WORDS = (
    *("setup_default_session", "AWS_", ".config.", "TemporaryCredentials", "credential-provider"),
    *("ssumeRole", "assume_role", "Stubber"),
)
"""Without any of them nothing does: words are found much faster than expressions."""
_CLIENT_VARIABLES = (
    "AWS_ENDPOINT_URL",
    "AWS_PROFILE",
    "AWS_CONFIG_FILE",
    "AWS_SHARED_CREDENTIALS_FILE",
    "AWS_ROLE_ARN",
)
"""https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html"""
_OTHER_ENDPOINT = expression(r"endpoint|credential|\*\*|\.\.\.", re.IGNORECASE)
"""What shows it, or another service than AWS, where a client is made."""
_BY_ENDPOINT = frozenset({"execute-api", "iot", "mediaconvert", "timestream"})
"""Services that are only called at endpoints of one's own."""


class RefusedCall(Struct, frozen=True):
    """A call in code, with a role that does not allow what it needs.

    `need` says what. `is_certain`: whenever the function runs, it makes the call, and nothing can
    allow it.
    """

    file: CodeFile
    call: SdkCall
    role: Role
    need: Need
    confidence: Confidence
    is_certain: bool

    types: ClassVar[tuple[str, ...]] = FunctionCode.types

    @classmethod
    def find(cls, template: Template) -> Iterator[RefusedCall]:
        """All of a template, in the order of the code: of equal ones in a file the first."""
        codes = {id(code.use): code for code in FunctionCode.find(template)}
        for code in codes.values():
            if not any(file.facts.calls for file in code.files) or _may_speak_for_others(code):
                continue
            for file in code.files:
                if not _has_other_credentials(file):
                    users = [codes[id(use)] for use in file.uses if id(use) in codes]
                    yield from _first(_refused(code, file, users))

    @property
    def span(self) -> Span:
        """The call, or the argument that hands a role over."""
        argument = self.need.argument
        return self.call.span if argument is None else argument.span

    @property
    def place(self) -> str | None:
        """What the action is needed on, None where that is not known."""
        target = self.need.target
        if target is None:
            return None
        pattern = target.part.pattern or ""
        if not pattern:
            return target.logical_id
        if pattern == "/*":
            return f"objects of {target.logical_id}"
        index = pattern.rpartition("/")[2]
        return f"{'an index' if index == '*' else f'the index {index}'} of {target.logical_id}"

    @property
    def name(self) -> str:
        """A name for a statement that allows it."""
        verb = self.need.action.partition(":")[2]
        target = self.need.target
        if target is None:
            return verb
        pattern = target.part.pattern or ""
        part = "".join(letter for letter in pattern.title() if letter.isalnum())
        return f"{verb}On{target.logical_id}{part}"


def _may_speak_for_others(code: FunctionCode) -> bool:
    """Whether the environment or any file may give clients another principal or endpoint."""
    resource = code.fn.resource
    is_set = any(
        resource.has("Environment", "Variables", name) is not False for name in _CLIENT_VARIABLES
    )
    return is_set or any(
        any(word in file.text for word in _FOR_ALL_WORDS) and _FOR_ALL_CLIENTS.search(file.text)
        for file in code.files
    )


def _has_other_credentials(file: CodeFile) -> bool:
    found = _OTHER_CREDENTIALS.get(file.language)
    return found is None or found.search(file.text) is not None


def _refused(
    code: FunctionCode, file: CodeFile, users: list[FunctionCode]
) -> Iterator[RefusedCall]:
    for call in sorted(file.facts.calls, key=lambda call: call.span.start):
        if not runs(code, file, call, users):
            continue
        is_own = call.at_load or call.function in handlers(code)
        is_made = call.always and file in code.entries and is_own
        yield from _of_code(code, file, call, is_made=is_made)


def _of_code(
    code: FunctionCode, file: CodeFile, call: SdkCall, *, is_made: bool
) -> Iterator[RefusedCall]:
    roles = [(case, role) for case, role in roles_of(code.fn.resource) if role is not None]
    for need in needs(code, file, call) if roles else ():
        if need.action.startswith(_KEYS) or need.action in _OF_THE_INITIATOR:
            continue
        if _is_elsewhere(file, call, need.action):
            continue
        for case, role in roles:
            when = _when(code, case, need)
            if not code.fn.template.can_hold(when):
                continue
            confidence = _confidence(role, need, when)
            if confidence is not None:
                is_sure = is_made and code.is_certain and case.certain and need.certain
                is_certain = is_sure and not when and confidence is Confidence.HIGH
                yield RefusedCall(file, call, role, need, confidence, is_certain)


def _is_elsewhere(file: CodeFile, call: SdkCall, action: str) -> bool:
    """Whether the client may speak to something else than AWS, or as somebody else."""
    if call.maker is None or action.partition(":")[0] in _BY_ENDPOINT:
        return False
    made = file.text[call.maker.span.start : call.maker.span.end]
    return _OTHER_ENDPOINT.search(made) is not None


def _when(code: FunctionCode, role: Case, need: Need) -> When:
    resources = [code.fn.resource] + ([] if need.target is None else [need.target.resource])
    own = frozenset[tuple[str, bool]]().union(*(resource.when for resource in resources))
    return own | code.case.when | role.when | need.when


def _confidence(role: Role, need: Need, when: When) -> Confidence | None:
    """How certain it is that a call is refused, None where it may be allowed."""
    if need.target is not None:
        return _on_target(role, need.action, need.target, when)
    service = need.action.partition(":")[0]
    if any_may_allow_roles(role.template, service):
        return None
    if role.answer_anywhere(need.action, when) is Answer.DENIED:
        is_sure = service not in _WITH_POLICIES and need.is_known
        return Confidence.HIGH if is_sure else Confidence.MEDIUM
    if need.on_all and _ON_ALL.fullmatch(need.action):
        found = role.answer_anywhere(need.action, when, on_all=True)
        return Confidence.MEDIUM if found is Answer.DENIED else None
    return None


def _on_target(role: Role, action: str, target: Target, when: When) -> Confidence | None:
    if role.answer(action, target, when) is not Answer.DENIED:
        return None
    if action != PASS_ROLE and may_allow_roles(target):
        return None
    return Confidence.HIGH


def _first(found: Iterable[RefusedCall]) -> Iterator[RefusedCall]:
    """The first of all that are refused alike; those of unknown resources yield to known ones."""
    listed = list(found)
    known = {(it.role.logical_id, it.need.action) for it in listed if it.need.target is not None}
    told: set[tuple[str, str, str, str | None]] = set()
    for refused in listed:
        role, action, target = refused.role.logical_id, refused.need.action, refused.need.target
        if target is None and (role, action) in known:
            continue
        on = ("", None) if target is None else (target.logical_id, target.part.pattern)
        if (role, action, *on) not in told:
            told.add((role, action, *on))
            yield refused
