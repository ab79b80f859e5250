"""access-log-format"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from auditor.api import Case, Finding, Fix, Path, Safety, SetValue, Severity, graded, rule
from auditor.api.apigateway import GAP, ApiStage, text_with_gaps

_LINE_END = re.compile(r"[\r\n]+")
_REQUEST_ID = re.compile(r"context\.(?:requestId|extendedRequestId)\b")


@rule(id="access-log-format", severity=Severity.ERROR, on=ApiStage)
def access_log_format(stage: ApiStage) -> Iterator[Finding]:
    """An access log format that API Gateway refuses.

    ## What it does
    Looks at the `Format` of access logs: on stages of REST, HTTP and WebSocket APIs, in the
    `StageDescription` of a deployment, and on APIs of SAM with their `Globals`. It finds formats
    with a line break inside (one at the very end is allowed), formats that hold neither
    `$context.requestId` nor `$context.extendedRequestId`, and empty ones.

    ## Why it fails
    API Gateway accepts formats of one line that identify the request. A YAML block scalar with `|`
    keeps its line breaks, and so does one with `>` where lines are indented deeper.

    ## Error
    ```
    Access Log format must be single line, new line character is allowed only at end of the
      format
    ```
    or `Access Log value must not be empty`.

    ## Fix safety
    Safe: the stack could not deploy. The fix writes the format in one line, and JSON stays the
    JSON that it was. To add a request id that is missing is unsafe: what reads the logs gets a
    field more. There is no fix for an empty format.

    API Gateway refuses the format as it is, so that a deployed stack has an older one: the
    update changes the stage in place, to what the author wrote.

    ## References
    - [AccessLogSetting](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigateway-stage-accesslogsetting.html)
    - [One line only: serverless issue 7162](https://github.com/serverless/serverless/issues/7162)
    - [Either id will do: aws-cdk pull request 22591](https://github.com/aws/aws-cdk/pull/22591)
    """
    destinations = [case for case in stage.destinations if not case.absent]
    for written in stage.formats:
        if not any(stage.template.can_meet(written, case) for case in destinations):
            continue
        for text in _texts(stage, written):
            yield from _faults(stage, text)


class _Text(Struct, frozen=True):
    """A format as the deployment gets it, and the place of the string that it comes from."""

    value: str
    case: Case
    place: tuple[str, Path] | None


def _faults(stage: ApiStage, text: _Text) -> Iterator[Finding]:
    if not text.value:
        yield _finding(stage, text, "is empty", None)
        return
    if _LINE_END.search(text.value.rstrip()):
        fix = None
        if text.place is not None:
            source, path = text.place
            edit = SetValue(path, _on_one_line(source))
            fix = Fix("Write the format in one line", (edit,), Safety.SAFE)
        yield _finding(stage, text, "has more than one line", fix)
    if GAP not in text.value and not _REQUEST_ID.search(text.value):
        fix = None
        if text.place is not None:
            source, path = text.place
            edit = SetValue(path, _with_request_id(source))
            fix = Fix("Add $context.requestId to the format", (edit,), Safety.UNSAFE)
        missing = "has neither $context.requestId nor $context.extendedRequestId"
        yield _finding(stage, text, missing, fix)


def _finding(stage: ApiStage, text: _Text, fault: str, fix: Fix | None) -> Finding:
    return Finding(
        at=text.case.path,
        message=f"{stage.label} has an access log format that {fault}, so API Gateway rejects it",
        severity=graded(text.case),
        fix=fix,
    )


def _texts(stage: ApiStage, written: Case) -> Iterator[_Text]:
    """What a format can be, with gaps where it is not known."""
    if not written.known:
        return
    read = stage.template.cases(written.value, written.path, written.when)
    if all(case.text is not None for case in read):
        yield from (_Text(case.text or "", case, _source(written, case)) for case in read)
        return
    text = text_with_gaps(stage.template, written.value)
    if text is not None:
        yield _Text(text, written, _source(written, written))


def _source(written: Case, case: Case) -> tuple[str, Path] | None:
    """The string that a format is made of, where an edit of it changes the format alike."""
    if case.text is not None and case.direct:
        return case.text, case.path
    is_below = case.path[: len(written.path)] == written.path
    if not (isinstance(written.value, dict) and written.direct and is_below):
        return None
    ((function, argument),) = written.value.items()
    path = (*written.path, function)
    if function == "Fn::Sub" and isinstance(argument, list):
        argument, path = argument[0], (*path, 0)
    if function == "Fn::Sub" and isinstance(argument, str):
        return argument, path
    if function == "Fn::Join" and case.text is not None and case.certain:
        return case.text, written.path
    return None


def _on_one_line(text: str) -> str:
    """The text with its lines joined: by a space where words, or members of JSON, would meet."""
    lines = [line.strip() for line in _LINE_END.split(text) if line.strip()]
    is_json = text.lstrip().startswith(("{", "["))
    joined = lines[0] if lines else ""
    for line in lines[1:]:
        joined += _between(joined, line, is_json=is_json) + line
    return joined


def _between(one: str, other: str, *, is_json: bool) -> str:
    if is_json:
        return "" if one.endswith(("{", "[")) or other.startswith(("}", "]")) else " "
    is_tight = one.endswith(",") or (one.endswith(">") and other.startswith("<"))
    return "" if is_tight else " "


def _with_request_id(text: str) -> str:
    """The text with the request id as its first member where it is JSON, else as its last word."""
    begin = re.match(r"\s*\{\s*", text)
    if begin is None:
        return f"{text.rstrip()} $context.requestId"
    rest = text[begin.end() :]
    comma = "" if rest.startswith("}") else ", " if ", " in rest else ","
    return f'{begin.group()}"requestId":"$context.requestId"{comma}{rest}'
