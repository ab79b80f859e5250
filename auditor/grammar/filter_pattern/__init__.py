"""Filter patterns of CloudWatch Logs: terms, JSON patterns, space-delimited patterns.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
No public implementation judges patterns as AWS does. What AWS documents, or is reported or
recorded to refuse, is a certain fault; what is only suspected is not; the rest is taken as right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.grammar.lazily import offering

if TYPE_CHECKING:
    from auditor.grammar.filter_pattern.pattern import FilterPattern, Form, parse
    from auditor.grammar.filter_pattern.wildcard import spelled_out

__all__ = ["FilterPattern", "Form", "parse", "spelled_out"]

__getattr__ = offering(
    __name__,
    {"FilterPattern": "pattern", "Form": "pattern", "parse": "pattern", "spelled_out": "wildcard"},
)
