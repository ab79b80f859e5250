"""What terminals and CI put into and before the lines of a tool."""

from __future__ import annotations

from auditor.expression import expression

_ESCAPE = expression(r"\x1b(?:\[[0-9;?]{0,40}[ -/]{0,4}[@-~]|\][^\x07\x1b]{0,400}(?:\x07|\x1b\\))")
_STAMPS = (
    # GitHub Actions and Azure Pipelines, with the step's name in downloads by gh
    expression(r"\A(?:[^\t\n]{1,100}\t[^\t\n]{1,100}\t)?\ufeff?\d{4}-\d\d-\d\dT[\d:]{8}\.\d{7}Z ?"),
    # GitLab, since 17.0
    expression(r"\A\d{4}-\d\d-\d\dT[\d:]{8}\.\d{6}Z \d\d[OE][ +]"),
    # Jenkins, CodeBuild, Bitbucket
    expression(
        r"\A\[(?:\d{4}-\d\d-\d\dT[\d:.]{8,12}Z?|\d\d:\d\d:\d\d|Container)\]"
        r" (?:\d{4}[/\d :.]{15,22} )?"
    ),
    # the log of the AWS Toolkit for VS Code, quotations and comments
    expression(r"\A(?:,(?=\s|[A-Z_]{6})|> ?|# |// ?| \* )"),
    # those of warnings are left: what follows tells no failure
    expression(r"\A##\[(?:error|group|endgroup|command|section)\]"),
    expression(r"\A::error(?: [^:\n]{0,200})?::"),
    expression(r"\A(?:npm ERR!|remote:|ERROR:root:) ?"),
)


_QUERY = ("@timestamp,", "@message,", '"@timestamp",', "@ptr,")


def is_query_export(text: str) -> bool:
    """Whether a text is what CloudWatch Logs Insights exports of a query, as CSV."""
    return text.lstrip().startswith(_QUERY)


def clean(line: str) -> str:
    """The line without colours, movements of the cursor and the stamps of CI systems."""
    line = line.rstrip("\r")
    if "\r" in line:
        line = line.rpartition("\r")[2]
    if "\x1b" in line:
        line = _ESCAPE.sub("", line)
    for stamp in _STAMPS:
        line = stamp.sub("", line)
    return line
