"""Failures that begin with the name of a resource: Pulumi, Serverless, Amplify, eksctl, rain..."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from auditor.diagnose.event import Event
from auditor.diagnose.inputs.block import Block, added, alone, failed
from auditor.diagnose.inputs.columns import STATUS, TYPE
from auditor.expression import expression

_PULUMI = expression(r"\s{0,12}([\w-]{1,80}:[\w/-]{1,200}:\w{1,200}) \(([^()\n]{1,200})\):\s*$")
_PULUMI_ENDS = expression(r"(?:update|preview|destroy|refresh|import) failed\s*\Z")
"""What is said of the stack where a resource of it failed, whose own error has the reason."""
_RAISED = expression(r"(?:Uncaught )?[A-Z][\w.]{0,80}(?:Error|Exception): \S")
"""What a program raised, which Pulumi prints without a word of its own before it."""
_SERVERLESS = expression(
    rf"\s{{0,12}}(?:Error:\s{{1,4}})?({STATUS}): (\S{{1,255}}) \(({TYPE})\)\s?(.*)$"
)
_SERVERLESS_OLD = expression(r"\s{0,12}An error occurred: ([\w*]{1,255}) - (.*)$")
_PARAMETERS = "Parameters: ["
"""What is said of a resource so is said of a nested stack: no other resource has parameters."""
_RAIN = expression(
    rf"\s{{0,12}}- Resource: (\w{{1,255}}) \(({TYPE})\), Validation: (\w{{1,80}}), Reason: (.*)$"
)
_AMPLIFY = expression(rf"\s{{0,12}}Resource Name: (\S{{1,255}}) \(({TYPE})\)\s*$")
_AMPLIFY_PART = expression(r"\s{0,12}(Event Type|Reason|URL): ?(.*)$")
_EKSCTL = expression(
    r"(?:\d{4}-\S{1,20} \S{1,20} )?\s{0,12}\[.\]\s{1,4}"
    rf"({TYPE})/(\w{{1,255}}): ({STATUS})(?: [\u2013-] \"?(.{{0,100000}}?)\"?)?$"
)
_PARALLEL_CLUSTER = expression(rf"\s{{0,12}}- ({TYPE}) ([\w-]{{1,255}}) (\S.{{0,100000}})$")
_TERRAFORM = expression(r"[\s│╷]{0,8}Error: (.{1,100000})$")
_TERRAFORM_WITH = expression(r"[\s│]{0,8}with ((?:module\.[\w-]{1,80}\.)*\w{1,80}\.[\w-]{1,200})")


def begins(line: str) -> Block | None:
    """A line with which an event begins."""
    return next((block for one in _FORMS if (block := one(line)) is not None), None)


def _pulumi(line: str) -> Block | None:
    found = _PULUMI.match(line)
    if found is None:
        return None
    margin = len(line) - len(line.lstrip())

    def goes_on(event: Event, below: str) -> Event | None:
        """The lines that are further in."""
        text = below.strip()
        if text and len(below) - len(below.lstrip()) <= margin:
            return None
        said = text.removeprefix("error:").strip()
        if text.startswith("error:"):
            is_of_others = event.type.startswith("pulumi:") and _PULUMI_ENDS.match(said)
            return replace(added(event, said), status="STACK" if is_of_others else event.status)
        is_told = event.reason or _RAISED.match(text)
        return added(event, text) if is_told and text else event

    return Block(
        failed("Pulumi", "", found.group(2), found.group(1), construct=found.group(2)), goes_on
    )


def _serverless(line: str) -> Block | None:
    found = _SERVERLESS.match(line)
    if found is not None:
        status, logical_id, type, reason = found.groups()
        return Block(failed("Serverless", reason, logical_id, type, status), _paragraph)
    found = _SERVERLESS_OLD.match(line)
    if found is not None:
        logical_id, reason = found.groups()
        type = "AWS::CloudFormation::Stack" if reason.startswith(_PARAMETERS) else ""
        return Block(failed("Serverless", reason, logical_id, type), _paragraph)
    return None


def _rain(line: str) -> Block | None:
    found = _RAIN.match(line)
    if found is None:
        return None
    logical_id, type, check, reason = found.groups()
    event = failed("rain", reason, logical_id, type, "VALIDATION_FAILED")
    return Block(replace(event, check=check), alone)


def _amplify(line: str) -> Block | None:
    found = _AMPLIFY.match(line)
    if found is None:
        return None

    def goes_on(event: Event, below: str) -> Event | None:
        part = _AMPLIFY_PART.match(below)
        if part is None:
            return added(event, below.strip()) if event.reason and below.strip() else None
        if part.group(1) == "Reason":
            return added(event, part.group(2))
        return event if part.group(1) == "Event Type" else None

    return Block(failed("Amplify", "", found.group(1), found.group(2), "CREATE_FAILED"), goes_on)


def _eksctl(line: str) -> Block | None:
    found = _EKSCTL.match(line)
    if found is None:
        return None
    type, logical_id, status, reason = found.groups()
    said = (reason or "").replace('\\"', '"')
    return Block(failed("eksctl", said, logical_id, type, status), alone)


def _parallel_cluster(line: str) -> Block | None:
    found = _PARALLEL_CLUSTER.match(line)
    if found is None:
        return None
    type, logical_id, reason = found.groups()
    event = failed("ParallelCluster", reason, logical_id, type, "CREATE_FAILED")
    return Block(event, _paragraph)


def _terraform(line: str) -> Block | None:
    found = _TERRAFORM.match(line)
    if found is None or "│" not in line:
        return None

    def goes_on(event: Event, below: str) -> Event | None:
        if not below.startswith("│"):
            return None
        text = below.strip(" │")
        place = _TERRAFORM_WITH.match(below)
        if place is not None:
            return replace(event, construct=place.group(1), logical_id=place.group(1))
        # what a provider says stands at the margin, before the place or after it
        is_of_place = event.construct and below.startswith("│  ")
        return event if not text or is_of_place else added(event, text)

    return Block(failed("Terraform", found.group(1)), goes_on)


_FORMS: tuple[Callable[[str], Block | None], ...] = (
    _pulumi,
    _serverless,
    _rain,
    _amplify,
    _eksctl,
    _parallel_cluster,
    _terraform,
)


def _paragraph(event: Event, line: str) -> Event | None:
    """The event with a further line of its paragraph."""
    return added(event, line.strip()) if line.strip() and begins(line) is None else None
