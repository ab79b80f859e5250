"""filter-pattern-syntax"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.api import (
    Case,
    Confidence,
    Fault,
    Finding,
    Fix,
    Safety,
    SetValue,
    Severity,
    Span,
    Template,
    graded,
    rule,
)
from auditor.api.lambda_ import LambdaFunction
from auditor.api.logs import PatternUse, filter_pattern

_QUOTED_WORD = re.compile(r"""["']([A-Za-z0-9_]+)["']""")


@rule(id="filter-pattern-syntax", severity=Severity.ERROR, on=PatternUse)
def filter_pattern_syntax(use: PatternUse) -> Iterator[Finding]:
    """A filter pattern that CloudWatch Logs rejects.

    ## What it does
    Reads filter patterns of metric filters, subscription filters and SAM `CloudWatchLogs` events
    by their whole grammar: terms, JSON patterns, space-delimited patterns and regular
    expressions. What is only reported to fail is a warning of low confidence, among it an
    unquoted value with both `_` and `*` in a space-delimited pattern. It also finds patterns
    without quotes that YAML reads as a list or as a mapping.

    ## Why it fails
    CloudWatch Logs validates the pattern when the filter is created.

    ## Error
    ```
    Invalid metric filter pattern
    ```
    Also seen: `Invalid filter pattern specified`, `Invalid character(s) in term '<term>'`.

    ## Fix safety
    Safe where the meaning is plain and AWS is known to refuse the pattern: quotes around a term,
    `==` to `=`, a missing bracket. For `_` with `*` the fix lists the values that the code
    in the template uses (`kind = PAY_OK || kind = PAY_FAIL`); where it shows none the value is
    quoted, which keeps the meaning. That one is unsafe, as the pattern may work as it is; so is
    putting a list into quotes, since a pattern in brackets can be meant otherwise.

    A pattern that is refused is not deployed anywhere: the update changes the filter in place,
    to the only meaning that the new pattern can have.

    ## References
    - [Filter and pattern syntax](https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html)
    - [aws-cdk issue 15047](https://github.com/aws/aws-cdk/issues/15047)
    - [Two fields in one slot](https://github.com/awsdocs/amazon-cloudwatch-logs-user-guide/issues/21)
    """
    for case in use.cases:
        if isinstance(case.value, list | dict):
            yield _not_a_text(use, case)
        if case.text is None:
            continue
        pattern = filter_pattern.parse(case.text)
        for fault in pattern.faults:
            where = "" if case.direct else f", in '{case.text}'"
            verb = "rejects" if fault.certain else "may reject"
            yield Finding(
                at=case.path,
                message=f"{use.template.label_at(case.path)} has a filter pattern that CloudWatch"
                f" Logs {verb}: {fault.message}{where}",
                severity=graded(case) if fault.certain else Severity.WARNING,
                confidence=Confidence.HIGH if fault.certain else Confidence.LOW,
                within=Span(fault.start, fault.end) if case.direct else None,
                fix=_fix(use.template, case, pattern, fault),
            )


def _not_a_text(use: PatternUse, case: Case) -> Finding:
    """YAML reads a pattern without quotes as a list or as a mapping, for its brackets."""
    kind = "list" if isinstance(case.value, list) else "mapping"
    return Finding(
        at=case.path,
        message=f"{use.template.label_at(case.path)} has a filter pattern that CloudFormation"
        f" rejects: without quotes YAML reads it as a {kind}",
        severity=graded(case),
        fix=_quoted(case) if case.direct else None,
    )


def _quoted(case: Case) -> Fix | None:
    if not isinstance(case.value, list) or not all(isinstance(item, str) for item in case.value):
        return None
    text = f"[{', '.join(case.value)}]"
    if filter_pattern.parse(text).faults:
        return None
    return Fix(f"Put the pattern in quotes: '{text}'", (SetValue(case.path, text),))


def _fix(
    template: Template, case: Case, pattern: filter_pattern.FilterPattern, fault: Fault
) -> Fix | None:
    repair = fault.repair
    if not fault.certain:
        repair = _written_out(template, pattern) or repair
    if repair is None or not case.direct:
        return None
    safety = Safety.SAFE if fault.certain else Safety.UNSAFE
    return Fix(f"Write it as '{repair}'", (SetValue(case.path, repair),), safety)


def _written_out(template: Template, pattern: filter_pattern.FilterPattern) -> str | None:
    """The pattern with the values that the inline code of the template shows for its wildcards."""
    words: dict[str, None] = {}
    if pattern.wildcards:
        for fn in LambdaFunction.find(template):
            for code in fn.inline_codes:
                words.update(dict.fromkeys(_QUOTED_WORD.findall(code.text.text)))
    values = {
        wildcard: [word for word in words if _matches(wildcard, word)]
        for wildcard in {found.value for found in pattern.wildcards}
    }
    return filter_pattern.spelled_out(pattern, values)


def _matches(wildcard: str, word: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, wildcard.split("*"))), word) is not None
