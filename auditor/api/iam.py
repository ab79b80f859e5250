"""What roles may do, who may invoke functions, and which calls are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.iam.answer import Answer
    from auditor.aws.iam.attached import AttachedPolicy
    from auditor.aws.iam.bucket_messages import bucket_behind
    from auditor.aws.iam.calls import RefusedCall
    from auditor.aws.iam.conditions import condition_keys
    from auditor.aws.iam.documents import PolicyDocument, Use
    from auditor.aws.iam.grant import grant
    from auditor.aws.iam.invocation import may_invoke, permit
    from auditor.aws.iam.invokers import other_invokers
    from auditor.aws.iam.network import ConnectedFunction
    from auditor.aws.iam.no_action import NoAction, no_action
    from auditor.aws.iam.not_arn import NotArn, not_arn
    from auditor.aws.iam.object_events import only_by_buckets
    from auditor.aws.iam.principals import NamedRole, named_roles
    from auditor.aws.iam.receiving import Sending
    from auditor.aws.iam.syntax import PolicyFault
    from auditor.aws.iam.syntax import faults as policy_faults
    from auditor.aws.iam.triggers import Trigger
    from auditor.aws.iam.trust import HandedRole
    from auditor.aws.iam.uses import ReadUse, SendUse
    from auditor.aws.iam.written import PolicyStatement
    from auditor.data.condition_keys import global_key, joined_key, key_exists, keys_of
    from auditor.data.managed_policy_names import ManagedName, managed_name
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = [
    "Answer",
    "AttachedPolicy",
    "ConnectedFunction",
    "HandedRole",
    "ManagedName",
    "NamedRole",
    "NoAction",
    "NotArn",
    "PolicyDocument",
    "PolicyFault",
    "PolicyStatement",
    "ReadUse",
    "RefusedCall",
    "SendUse",
    "Sending",
    "Trigger",
    "Use",
    "bucket_behind",
    "condition_keys",
    "global_key",
    "grant",
    "joined_key",
    "key_exists",
    "keys_of",
    "managed_name",
    "may_invoke",
    "named_roles",
    "no_action",
    "not_arn",
    "only_by_buckets",
    "other_invokers",
    "permit",
    "policy_faults",
]
