"""Schemas of AppSync, and the fields that resolvers are for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.appsync.fields import RESOLVER, UnknownField, unknown_fields
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = ["RESOLVER", "UnknownField", "unknown_fields"]
