"""The disk: templates are read, found in folders, and written whole or not at all."""

from __future__ import annotations

from auditor.files.reading import (
    MAX_BYTES,
    MEGABYTE,
    SourceFile,
    TooLarge,
    Unreadable,
    begins_like_template,
    mentions,
    read,
    read_stream,
)
from auditor.files.walking import BySuffix, Search, candidates

__all__ = [
    "MAX_BYTES",
    "MEGABYTE",
    "BySuffix",
    "Search",
    "SourceFile",
    "TooLarge",
    "Unreadable",
    "begins_like_template",
    "candidates",
    "mentions",
    "read",
    "read_stream",
]
