"""access-log-destination"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.api import (
    Case,
    Confidence,
    Finding,
    Fix,
    Resource,
    Safety,
    SetValue,
    Severity,
    graded,
    rule,
)
from auditor.api.apigateway import GAP, ApiStage, Protocol, text_with_gaps
from auditor.api.logs import LOG_GROUP

_STREAM = "AWS::KinesisFirehose::DeliveryStream"
_PREFIX = "amazon-apigateway-"
_UNREADABLE = ("AWS::CloudFormation::", "AWS::Serverless::Application", "Custom::", "AWS::SSM::")
"""How the types begin whose attributes may be any text."""
_TARGETS = "the ARN of a CloudWatch log group or of a Firehose stream"
_MISNAMED = f"whose name does not begin with '{_PREFIX}' as API Gateway requires"


@rule(id="access-log-destination", severity=Severity.ERROR, on=ApiStage)
def access_log_destination(stage: ApiStage) -> Iterator[Finding]:
    """A destination of access logs that API Gateway cannot write to.

    ## What it does
    Looks at the `DestinationArn` of access logs and finds what is neither the ARN of a log group
    nor that of a Firehose stream whose name begins with `amazon-apigateway-`: ARNs of other
    services, above all of S3 buckets, names and `Ref` where an ARN is asked for, and empty texts.
    For HTTP APIs, which write to log groups only, it finds Firehose streams as well. A log group's
    ARN may end with `:*`, as `Fn::GetAtt` gives it.

    ## Why it fails
    API Gateway hands access logs to CloudWatch Logs or to Firehose. A bucket gets them by way of a
    stream.

    ## Error
    ```
    Invalid ARN specified in the request
    ```
    or `Access log destination must only contain characters a-z, A-Z, 0-9, '_', '-', '/', '.'`, or
    `Access Log value must not be empty`.

    ## Fix safety
    Unsafe where a `Ref` to a log group becomes its `Arn`. Anything else has no fix: where the logs
    should go is for the author to say.

    CloudFormation refuses the name, so that a deployed stack has no such setting, or an older
    one; the update changes the stage in place, and from then on its requests are logged.

    ## References
    - [AccessLogSetting](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigateway-stage-accesslogsetting.html)
    - [Access logs by Firehose](https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-logging-to-kinesis.html)
    - [Logging of HTTP APIs](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html)
    - [The error for characters: serverless issue 6304](https://github.com/serverless/serverless/issues/6304)
    - The first error: [cdk-preflight](https://github.com/badmintoncryer/cdk-preflight/blob/main/rules/apigateway/pf-apigw-stage-access-log-destination-arn/meta.yaml)
    """
    for written in stage.destinations:
        for case, fault in _faults(stage, written):
            yield Finding(
                at=case.path,
                message=f"{stage.label} sends access logs to {fault.message}",
                severity=graded(case) if fault.is_certain else Severity.WARNING,
                confidence=Confidence.HIGH if fault.is_certain else Confidence.MEDIUM,
                fix=_fix(written, fault),
            )


class _Fault(Struct, frozen=True):
    """What is wrong with a destination, as the end of a sentence that begins with the stage.

    `group` is the log group that is meant, if one is.
    """

    message: str
    is_certain: bool = True
    group: Resource | None = None


def _faults(stage: ApiStage, written: Case) -> Iterator[tuple[Case, _Fault]]:
    """What is wrong with a destination, as far as it is known, and the case in which it is."""
    if not written.known:
        return
    template = stage.template
    read = template.cases(written.value, written.path, written.when)
    if all(case.text is not None for case in read):
        found = [(case, _fault_in(stage, case.text or "")) for case in read]
    else:
        found = [(written, _fault_of_value(stage, written))]
    yield from ((case, fault) for case, fault in found if fault is not None)


def _fault_of_value(stage: ApiStage, written: Case) -> _Fault | None:
    name = stage.template.name(written.value)
    if name and not isinstance(name[0], str):
        logical_id, _, attribute = name[0].expression.partition(".")
        resource = stage.template.resources.get(logical_id)
        return None if resource is None else _fault_of(stage, resource, attribute)
    text = text_with_gaps(stage.template, written.value)
    return None if text is None else _fault_in(stage, text)


def _fault_of(stage: ApiStage, resource: Resource, attribute: str) -> _Fault | None:
    """What is wrong with a resource, or an attribute of one, as the destination."""
    if resource.is_module or resource.type.startswith(_UNREADABLE):
        return None
    if not resource.type.startswith("AWS::"):
        return None
    is_target = resource.type in (LOG_GROUP, _STREAM)
    if is_target and not attribute:
        group = resource if resource.type == LOG_GROUP else None
        message = f"the name of {resource.label}, and API Gateway accepts its ARN only"
        return _Fault(message, is_certain=False, group=group)
    if resource.type == _STREAM:
        return _fault_of_stream(stage, resource)
    is_arn = not attribute or attribute.endswith("Arn")
    if resource.type == LOG_GROUP or not is_arn:
        return None
    return _Fault(f"{resource.label}, and API Gateway accepts {_TARGETS} only")


def _fault_of_stream(stage: ApiStage, stream: Resource) -> _Fault | None:
    if stage.protocol is Protocol.HTTP:
        return _http_fault()
    for case in stream.written("DeliveryStreamName"):
        if case.absent:
            return _Fault(
                f"{stream.label}, whose generated name begins with the name of the stack and not"
                f" with '{_PREFIX}' as API Gateway requires",
                is_certain=False,
            )
        name = text_with_gaps(stage.template, case.value) if case.known else None
        if name and not _may_begin(name, _PREFIX):
            is_certain = case.direct and not case.when
            return _Fault(f"{stream.label}, {_MISNAMED}", is_certain)
    return None


def _fault_in(stage: ApiStage, text: str) -> _Fault | None:
    """What is wrong with a text as the destination."""
    if not text:
        return _Fault(f"an empty destination, and API Gateway accepts {_TARGETS} only")
    if not _may_begin(text, "arn:"):
        return _Fault(f"a destination that is not an ARN, and API Gateway accepts {_TARGETS} only")
    parts = text.split(":", 5)
    if len(parts) < 6 or any(GAP in part and part != GAP for part in parts[:5]):
        is_open = GAP in text
        reason = f"an incomplete ARN, and API Gateway accepts {_TARGETS} only"
        return None if is_open else _Fault(reason)
    service, resource = parts[2], parts[5]
    if service == "firehose":
        if stage.protocol is Protocol.HTTP:
            return _http_fault()
        if not _may_begin(resource, f"deliverystream/{_PREFIX}"):
            return _Fault(f"a Firehose stream {_MISNAMED}")
    elif service == "logs":
        if not _may_begin(resource, "log-group:"):
            return _Fault(
                "an ARN of CloudWatch Logs without 'log-group:' after the account, and API Gateway"
                " accepts a log group only"
            )
    elif service != GAP:
        return _Fault(f"the service '{service}', and API Gateway accepts {_TARGETS} only")
    return None


def _http_fault() -> _Fault:
    return _Fault("a Firehose stream, and an HTTP API accepts log groups only", is_certain=False)


def _may_begin(text: str, start: str) -> bool:
    """Whether a text with gaps may begin so."""
    known = text.partition(GAP)[0]
    return known.startswith(start) or (GAP in text and start.startswith(known))


def _fix(written: Case, fault: _Fault) -> Fix | None:
    if fault.group is None or not written.direct:
        return None
    arn = {"Fn::GetAtt": [fault.group.logical_id, "Arn"]}
    title = f"Refer to the ARN of {fault.group.logical_id}"
    return Fix(title, (SetValue(written.path, arn),), Safety.UNSAFE)
