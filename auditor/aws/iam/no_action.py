"""Actions of a policy that no service has, and what was meant by them.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import Struct

from auditor.data.iam_actions import action_exists, actions_of
from auditor.expression import expression
from auditor.template.nearest import meant

_CHECKED_AS = {
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
    "s3:CompleteMultipartUpload": "PutObject",
    "s3:CopyObject": "GetObject PutObject",
    "s3:CreateMultipartUpload": "PutObject",
    "s3:DeleteObjects": "DeleteObject",
    "s3:HeadBucket": "ListBucket",
    "s3:HeadObject": "GetObject",
    "s3:ListBuckets": "ListAllMyBuckets",
    "s3:ListMultipartUploads": "ListBucketMultipartUploads",
    "s3:ListObjectVersions": "ListBucketVersions",
    "s3:ListObjects": "ListBucket",
    "s3:ListObjectsV2": "ListBucket",
    "s3:ListParts": "ListMultipartUploadParts",
    "s3:UploadPart": "PutObject",
    "s3:UploadPartCopy": "GetObject PutObject",
    # https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
    "lambda:Invoke": "InvokeFunction",
    "lambda:InvokeWithResponseStream": "InvokeFunction",
    # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html
    "sqs:SendMessageBatch": "SendMessage",
    # https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html
    "sns:PublishBatch": "Publish",
    # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
    "dynamodb:TransactGetItems": "GetItem",
    "dynamodb:TransactWriteItems": "ConditionCheckItem DeleteItem PutItem UpdateItem",
    # https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
    "bedrock:Converse": "InvokeModel",
    # https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html
    "bedrock:ConverseStream": "InvokeModelWithResponseStream",
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
    "kms:ReEncrypt": "ReEncryptFrom ReEncryptTo",
}
"""Operations of the services' interfaces that are checked under other names."""

_BY_NAME = {operation.lower(): actions for operation, actions in _CHECKED_AS.items()}
_SETTLED = frozenset(
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
        "ssm",
        "states",
    }
)
"""Services whose operations are known well enough to say that there is no such one."""
_PLAIN = frozenset(
    {
        "add",
        "create",
        "delete",
        "describe",
        "get",
        "list",
        "put",
        "read",
        "remove",
        "set",
        "update",
        "write",
    }
)
"""What operations begin with. Others, as `Pass`, begin actions that no operation has, which the
lists of operations tell nothing of."""
_WORD = expression(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*|[a-z0-9]+")
_MOST_OF_A_KIND = 4


class NoAction(Struct, frozen=True):
    """What stands in place of an action that there is not.

    `instead` are actions of the service as `service:Name`. `is_checked` is True where the name is
    an operation that needs all of them, `is_sure` where just the one is meant beyond doubt.
    """

    instead: tuple[str, ...]
    is_checked: bool = False
    is_sure: bool = False


def no_action(action: str) -> NoAction | None:
    """What to say of an `Action` that certainly does not exist; None of all others.

    Silent about wildcards, about services that are not known, and where the name may be newer than
    what is known: a name counts as wrong where it is an operation that is checked as another
    action, a slip of the pen, or a plain operation (`Create`, `Get`) of a thing that a settled
    service knows, but not this of it.
    """
    service, _, name = action.partition(":")
    if not (name.isascii() and name.isalnum()) or action_exists(action) is not False:
        return None
    checked = _BY_NAME.get(action.lower())
    if checked is not None:
        instead = tuple(f"{service}:{one}" for one in checked.split())
        return NoAction(instead, is_checked=True, is_sure=len(instead) == 1)
    names = actions_of(service)
    found = _slip(name, names)
    is_sure = len(found) == 1
    if not found and service.lower() in _SETTLED:
        found = _made_up(name, names)
    return NoAction(tuple(f"{service}:{one}" for one in found), is_sure=is_sure) if found else None


def _slip(name: str, names: Collection[str]) -> list[str]:
    """The action that a name is a slip of; with it those of many at once, where it may be these."""
    verb = _verb(name, names)
    # Get and Put are near each other, and not what is meant by one another
    peers = [one for one in names if one.lower().startswith(verb)] if verb else names
    found = meant(name, peers)
    if found is None:
        return []
    if name.lower() != f"{found.lower()}s":
        return [found]
    batches = (one for one in names if "batch" in one.lower() and found.lower() in one.lower())
    return [found, *(one for one in batches if one != found)]


def _made_up(name: str, names: Collection[str]) -> list[str]:
    """What there is of the thing that a plain operation is named for."""
    verb = next((one for one in _PLAIN if name.lower().startswith(one)), None)
    noun = name.lower().removeprefix(verb or "").removesuffix("s")
    of_it = [one for one in names if _noun(one).removesuffix("s") == noun]
    if verb is None or not noun or not of_it:
        return []
    longer = [one for one in names if one.lower().startswith(name.lower())]
    plain = [one for one in of_it if one.lower().startswith(tuple(_PLAIN))]
    return (longer or plain or of_it)[:_MOST_OF_A_KIND]


def _verb(name: str, names: Collection[str]) -> str:
    """The longest first word of the service's actions that a name begins with, '' for none."""
    begun = (one for one in set(_first_words(names)) if name.lower().startswith(one))
    return max(begun, key=len, default="")


def _first_words(names: Collection[str]) -> Iterator[str]:
    for name in names:
        match = _WORD.match(name)
        if match is not None:
            yield match.group().lower()


def _noun(name: str) -> str:
    """What stands behind the first word, in lower case."""
    match = _WORD.match(name)
    return name[match.end() :].lower() if match is not None else ""
