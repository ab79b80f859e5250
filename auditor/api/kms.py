"""Keys, and what is encrypted with them."""

from __future__ import annotations

from auditor.aws.iam.answer import Answer
from auditor.aws.kms.encrypted import EncryptedDelivery, EncryptedLogGroup
from auditor.aws.kms.key import Key

__all__ = ["Answer", "EncryptedDelivery", "EncryptedLogGroup", "Key"]
