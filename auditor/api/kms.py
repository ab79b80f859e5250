"""Keys, and what is encrypted with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.iam.answer import Answer
    from auditor.aws.kms.encrypted import EncryptedDelivery, EncryptedLogGroup
    from auditor.aws.kms.key import Key
    from auditor.aws.kms.trail import EncryptedTrail
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = ["Answer", "EncryptedDelivery", "EncryptedLogGroup", "EncryptedTrail", "Key"]
