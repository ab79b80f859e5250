"""Names of buckets, character by character, and the rules that S3 has for them.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.aws.s3.bucket import Bucket
from auditor.expression import expression
from auditor.model.edit import Edit, ReplaceText, SetValue
from auditor.model.path import Path
from auditor.template.defaults import is_allowed, mentions_of, texts_of
from auditor.template.pieces import HOLE, Composed, composed
from auditor.template.resolve import scalar_text
from auditor.template.template import Template
from auditor.template.values import Case

_LONGEST = 63
_SHORTEST = 3
_PSEUDO = {
    "AWS::AccountId": "0" * 12,
    "AWS::Region": "us-east-1",
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
}
"""The shortest value of each, whose characters are all allowed."""
_REFUSED = expression(r"[^a-z0-9.-]")
_BEGINNINGS = ("xn--", "sthree-", "amzn-s3-demo-")
_ENDS = ("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3")
_DYNAMIC = "{{resolve:"
_ADDRESS = expression(r"[0-9]{1,3}(\.[0-9]{1,3}){3}")


class NameFault(Struct, frozen=True):
    """What S3 does not accept in a name.

    `source` is the parameter whose default is at fault, or `AWS::StackName`; empty where it is
    what the template itself says. `edits` put a name there that is accepted; none where that would
    change something else as well.
    """

    case: Case
    reason: str
    source: str = ""
    edits: tuple[Edit, ...] = ()


def faults(bucket: Bucket) -> Iterator[NameFault]:
    """The faults in the names that a bucket can have; one for each name and source."""
    for case in bucket.resource.written("BucketName"):
        if case.known:
            yield from _of(bucket.template, case)


def _of(template: Template, case: Case) -> Iterator[NameFault]:
    name = composed(case.value, case.path)
    if _DYNAMIC in name.text:
        return
    text, is_whole = "", True
    for place, letter in enumerate(name.text):
        if letter != HOLE:
            text += letter
            continue
        expression = name.holes.get(place, "")
        yield from _of_hole(template, case, expression)
        known = _PSEUDO.get(expression)
        is_whole = is_whole and known is not None
        text += HOLE if known is None else known
    own = _characters(name.text.replace(HOLE, ""))
    reason = own or _whole(text, is_whole)
    if reason:
        yield NameFault(case, reason, edits=_respelled(template, name) if own else ())


def _of_hole(template: Template, case: Case, expression: str) -> Iterator[NameFault]:
    if expression == "AWS::StackName":
        yield NameFault(case, "the name of a stack may have upper-case letters", expression)
    elif expression in template.parameters:
        default = scalar_text(template.parameter(expression, case.when)[0]) or ""
        reason = _characters(default)
        if reason:
            edits = _new_default(template, expression, default)
            yield NameFault(case, reason, expression, edits)


def _respelled(template: Template, name: Composed) -> tuple[Edit, ...]:
    """Spells the texts of a name as S3 accepts them, where nothing else has these texts."""
    edits: list[Edit] = []
    for run in name.runs:
        old = name.text[run.start : run.end]
        new = _accepted(old)
        if new is None:
            return ()
        if new != old:
            edits.append(ReplaceText(run.path, run.offset, run.offset + len(old), new))
    refused = [name.text[run.start : run.end] for run in name.runs]
    others = (text for path, text in texts_of(template) if path[: len(name.path)] != name.path)
    is_shared = any(part in text for text in others for part in refused if _characters(part))
    return () if is_shared else tuple(edits)


def _new_default(template: Template, parameter: str, default: str) -> tuple[Edit, ...]:
    """Spells a default as S3 accepts it, where the parameter is for names of buckets alone."""
    new, path = _accepted(default), ("Parameters", parameter, "Default")
    is_own = all(_is_name(template, place) for place in mentions_of(template, parameter))
    if new is None or not is_own or not is_allowed(template, parameter, new):
        return ()
    return (SetValue(path, new),)


def _is_name(template: Template, path: Path) -> bool:
    resource = template.resources.get(str(path[1])) if path[0] == "Resources" else None
    is_bucket = resource is not None and resource.type in Bucket.types
    return is_bucket and path[2:4] == ("Properties", "BucketName")


def _accepted(text: str) -> str | None:
    new = text.lower().replace("_", "-")
    return None if _characters(new) else new


def _characters(text: str) -> str:
    """Why the characters of a part of a name are refused; empty where they are not."""
    refused = sorted(set(_REFUSED.findall(text)))
    if not refused:
        return ""
    if all(letter.isalpha() and letter.isascii() for letter in refused):
        return f"'{text}' has upper-case letters"
    told = " and ".join(f"'{one}'" for one in refused if not one.isupper())
    return f"'{text}' has {told}"


def _whole(text: str, is_whole: bool) -> str:
    """Why a name of allowed characters is refused, as far as its ends and its length are known."""
    known = text.replace(HOLE, "")
    if len(known) > _LONGEST:
        return f"it has {len(known)} characters or more, and {_LONGEST} are allowed"
    if is_whole and len(known) < _SHORTEST:
        return f"it has fewer than {_SHORTEST} characters"
    if ".." in text:
        return "two periods follow each other"
    if text.startswith(_BEGINNINGS) or text.endswith(_ENDS):
        return "its beginning or end is reserved for other names of S3"
    if text[:1] in ("-", ".") or text[-1:] in ("-", "."):
        return "it must begin and end with a letter or a digit"
    if is_whole and _ADDRESS.fullmatch(text):
        return "it has the form of an IP address"
    return ""
