"""Events of functions and state machines that SAM refuses, other than those of APIs.

https://github.com/aws/serverless-application-model/tree/develop/samtranslator/model/eventsources
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.aws.sam.event import sam_events, seen_function
from auditor.aws.sam.refused.refusal import Refusal, Refused
from auditor.model.tree import Tree, at
from auditor.template.intrinsics import function_of
from auditor.template.template import Template
from auditor.template.values import Case

_BUCKETS = ("AWS::S3::Bucket", "AWS::Serverless::")
_WITH_DEAD_LETTERS = ("CloudWatchEvent", "EventBridgeRule", "Schedule", "ScheduleV2")
_BASIC = "BASIC_AUTH"
_IN_NETWORK = ("VPC_SECURITY_GROUP", "VPC_SUBNET")
"""The kinds of access that need one another."""


class _Accesses(Struct, frozen=True):
    """The kinds of access of a source: those of which it takes one alone, and others."""

    proofs: tuple[str, ...]
    others: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """All that it takes."""
        return (*self.proofs, *self.others)


_ACCESSES = {
    "DocumentDB": _Accesses((_BASIC,)),
    "MQ": _Accesses((_BASIC,), ("VIRTUAL_HOST",)),
    "SelfManagedKafka": _Accesses(
        ("SASL_SCRAM_256_AUTH", "SASL_SCRAM_512_AUTH", _BASIC, "CLIENT_CERTIFICATE_TLS_AUTH"),
        ("SERVER_ROOT_CA_CERTIFICATE", *_IN_NETWORK),
    ),
}
"""https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/eventsources/pull.py"""
_KNOWN = frozenset(kind for one in _ACCESSES.values() for kind in one.all)


def foreign_buckets(template: Template) -> Iterator[Refused]:
    for event in sam_events(template, "S3"):
        holder = template.resources.get(str(event.path[1]))
        if holder is not None and "Bucket" in event.properties:
            place = (*event.path, "Bucket")
            for case in template.branches(event.properties["Bucket"], place, event.when):
                if _is_foreign(template, case):
                    yield Refused(holder, Refusal.FOREIGN_BUCKET, case.path, case)


def _is_foreign(template: Template, case: Case) -> bool:
    """Whether a value is certainly no `Ref` to a bucket of the template."""
    if isinstance(case.value, str):
        return True
    call = function_of(case.value) if isinstance(case.value, dict) else None
    if call is None:
        return False
    name, argument = call
    if name != "Ref" or not isinstance(argument, str):
        return name in ("Fn::ImportValue", "Fn::Sub", "Fn::GetAtt", "Fn::Join")
    target = template.resources.get(argument)
    return argument in template.parameters or (
        target is not None and not target.type.startswith(_BUCKETS)
    )


def triggers(template: Template) -> Iterator[Refused]:
    """Triggers that a second event, or the pool itself, has; SAM asks for no conditions."""
    seen: set[tuple[str, str]] = set()
    for event in sam_events(template, "Cognito"):
        call = function_of(event.properties.get("UserPool"))
        pool = template.resources.get(str(call[1])) if call and call[0] == "Ref" else None
        holder = template.resources.get(str(event.path[1]))
        written = event.properties.get("Trigger")
        if pool is None or holder is None:
            continue
        for name in written if isinstance(written, list) else [written]:
            if not isinstance(name, str):
                continue
            key = pool.logical_id, name
            if key in seen or pool.has("LambdaConfig", name):
                path = (*event.path, "Trigger")
                case = Case(name, path, direct=True)
                yield Refused(holder, Refusal.TRIGGER_TWICE, path, case, name)
            seen.add(key)


def queues(template: Template) -> Iterator[Refused]:
    for event in sam_events(template, *_WITH_DEAD_LETTERS):
        settings = event.properties.get("DeadLetterConfig")
        holder = template.resources.get(str(event.path[1]))
        given = settings.get("QueueLogicalId") if isinstance(settings, dict) else None
        is_call = seen_function(given) is not None
        if holder is not None and is_call and "Arn" not in (settings or ()):
            path = (*event.path, "DeadLetterConfig", "QueueLogicalId")
            case = Case(given, path)
            yield Refused(holder, Refusal.NO_TEXT, path, case, "QueueLogicalId")


def accesses(template: Template) -> Iterator[Refused]:
    """What proves to a source of events who asks: there is one, of a kind that the source has.

    What no source has, and what is missing in all, the schema of the event refuses.
    """
    for event in sam_events(template, *_ACCESSES):
        listed = event.properties.get("SourceAccessConfigurations")
        holder = template.resources.get(str(event.path[1]))
        kinds = _kinds(listed)
        if holder is None or kinds is None:
            continue
        taken, path = _ACCESSES[event.type], (*event.path, "SourceAccessConfigurations")
        proofs = [place for place, kind in enumerate(kinds) if kind in taken.proofs]
        foreign = [place for place, kind in enumerate(kinds) if kind in _KNOWN - {*taken.all}]
        for why, places in ((Refusal.ACCESS_TWICE, proofs[1:2]), (Refusal.FOREIGN_ACCESS, foreign)):
            for place in places:
                case = Case(at(template.tree, (*path, place)), (*path, place))
                yield Refused(holder, why, case.path, case, kinds[place], taken.all)
        pair = [kind for kind in _IN_NETWORK if kind in kinds]
        if len(pair) == 1 and pair[0] in taken.all:
            (other,) = (kind for kind in _IN_NETWORK if kind not in pair)
            yield Refused(holder, Refusal.ACCESS_MISSING, path, Case(listed, path), other)


def _kinds(listed: Tree) -> list[str] | None:
    """The kinds of access in a list; None where one of them is not known."""
    if not isinstance(listed, list):
        return None
    kinds = [one.get("Type") if isinstance(one, dict) else None for one in listed]
    known = [kind for kind in kinds if isinstance(kind, str)]
    return known if len(known) == len(kinds) else None
