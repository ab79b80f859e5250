"""The clients of both versions, and what is written instead."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from auditor.model.text import Span

Edit = tuple[Span, str]


class NotPlain(Exception):
    """Some use in the file may change its meaning, so that nothing is rewritten."""


class Changes(Struct, frozen=True, forbid_unknown_fields=True):
    """What version 3 hands out or takes in another way in one operation, by names of members.

    `lists` come from XML: version 2 has an empty list where version 3 has nothing. `blobs` are a
    Buffer in version 2, and bytes or a stream in version 3. `times` are parameters that must be a
    Date in version 3.
    """

    lists: frozenset[str] = frozenset()
    nested_lists: frozenset[str] = frozenset()
    blobs: frozenset[str] = frozenset()
    nested_blobs: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()


class Successor(Struct, frozen=True):
    """A client of version 2, and the package and class of version 3.

    `changed` are the operations that version 3 answers otherwise, `same` all others.
    """

    name: str
    package: str
    client: str
    is_xml: bool
    changed: Mapping[str, Changes]
    same: frozenset[str]

    def changes(self, method: str) -> Changes | None:
        """What changes in an operation; None where version 3 has no such method."""
        return self.changed.get(method) or (Changes() if method in self.same else None)


DOCUMENTS = Successor(
    name="DynamoDB.DocumentClient",
    package="@aws-sdk/lib-dynamodb",
    client="DynamoDBDocument",
    is_xml=False,
    changed={},
    same=frozenset(
        {
            *("get", "put", "update", "delete", "query", "scan"),
            *("batchGet", "batchWrite", "transactGet", "transactWrite"),
        }
    ),
)
"""https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-aws-sdk-lib-dynamodb/"""
