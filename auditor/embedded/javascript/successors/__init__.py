"""Moves code from version 2 of the AWS SDK for JavaScript, `aws-sdk`, to version 3.

Version 3 has for each service a class with the same methods (`S3` of `@aws-sdk/client-s3`), and
they return promises: the author's calls stay as they are. What else changes is told in
https://github.com/aws/aws-sdk-js-v3/blob/main/UPGRADING.md and in the models of both versions: no
global configuration, bodies that are streams, bytes that are no Buffer, lists of XML that are
missing instead of empty, `$metadata` in each answer, the names in errors, and times that must be
a Date. Each of these is rewritten where it is plain; else nothing is.
"""

from __future__ import annotations

from auditor.embedded.javascript.successors.edits import successor_edits
from auditor.embedded.javascript.successors.nouns import Changes, Successor

__all__ = ["Changes", "Successor", "successor_edits"]
