"""The keys of objects in events of Amazon S3, which are encoded as in the query of an address.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
"""

from __future__ import annotations

from msgspec import Struct

from auditor.model.text import Span


class EncodedKey(Struct, frozen=True):
    """A key that is handed to a call of S3 as the event has it, or with its plus signs.

    `span` is the key in the event, and `is_decoded` says that all but plus signs are decoded.
    """

    span: Span
    is_decoded: bool = False
