"""Names that stand in assembled code for values that only the deployment knows.

They are names in Python and in JavaScript alike, so that the code around them can be read. What
is said of such code must not take them for what the author wrote.
"""

from __future__ import annotations

from msgspec.structs import replace

from auditor.embedded.facts import Argument, Client, Facts, Part, SdkCall, Step, Text
from auditor.expression import expression

STAND_IN = "cfnaudit_value_"
_NAME = expression(rf"{STAND_IN}\w*")


def without_stand_ins(facts: Facts) -> Facts:
    """The facts with holes for stand-ins in texts, and without what is named by one."""
    calls = (_call(call) for call in facts.calls if not _has(call.client, call.operation))
    clients = (_client(client) for client in facts.clients if not _has(client.client))
    return replace(
        facts,
        imports=tuple(one for one in facts.imports if not _has(one.module, *one.names)),
        reads=tuple(read for read in facts.reads if not _has(read.name)),
        calls=tuple(calls),
        clients=tuple(clients),
    )


def _has(*names: str) -> bool:
    return any(STAND_IN in name for name in names)


def _call(call: SdkCall) -> SdkCall:
    return replace(
        call,
        maker=None if call.maker is None else _client(call.maker),
        resources=tuple(_step(step) for step in call.resources),
        arguments=tuple(_argument(argument) for argument in call.arguments),
    )


def _client(client: Client) -> Client:
    return client if client.region is None else replace(client, region=_text(client.region))


def _step(step: Step) -> Step:
    return replace(step, identifiers=tuple(map(_text, step.identifiers)))


def _argument(argument: Argument) -> Argument:
    return replace(argument, value=_text(argument.value))


def _text(text: Text) -> Text:
    parts: list[Part] = []
    for part in text.parts:
        if not isinstance(part, str):
            parts.append(part)
            continue
        pieces = _NAME.split(part)
        for index, piece in enumerate(pieces):
            if index:
                parts.append(None)
            if piece:
                parts.append(piece)
    return Text(tuple(parts))
