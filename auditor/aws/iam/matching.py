"""Whether patterns of a policy match: actions, and ARNs that may have holes.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
"""

from __future__ import annotations

from itertools import takewhile

from auditor.aws.iam.answer import Answer
from auditor.aws.iam.target import CALLED, KINDS, Target
from auditor.data.iam_actions import fills
from auditor.template.names import Hole, Name

_WILD = ("*", "?")
_FIELDS = 6
"""arn, partition, service, Region, account, and the rest"""
_ATTRIBUTES_THAT_ARE_ARNS = ("Arn", "StreamArn", "TopicArn")


def action_matches(pattern: str, action: str) -> bool:
    """Whether the pattern of an `Action` stands for an action; letters' case is all the same."""
    pattern, action = pattern.lower(), action.lower()
    if not any(wild in pattern for wild in _WILD):
        return pattern == action
    return fills(pattern, action)


def matches(pattern: Name, target: Target) -> Answer:
    """Whether the pattern of a `Resource` is for a resource of the template."""
    if any(fills(pattern, arn) for arn in target.arns):
        return Answer.ALLOWED
    if pattern and isinstance(pattern[0], Hole):
        return _by_reference(pattern[0], pattern[1:], target)
    return _by_fields(pattern, target)


def _by_reference(first: Hole, rest: Name, target: Target) -> Answer:
    """As `matches`, for a pattern that begins with a reference: to what else, if it is an ARN?"""
    logical_id, _, attribute = first.expression.partition(".")
    resource = target.template.resources.get(logical_id)
    if resource is None or not resource.type.startswith("AWS::"):
        return Answer.UNKNOWN
    kinds = [table[resource.type] for table in (KINDS, CALLED) if resource.type in table]
    is_arn = attribute in _ATTRIBUTES_THAT_ARE_ARNS or any(attribute in it.arns for it in kinds)
    if not is_arn or resource.type.startswith("AWS::CloudFormation::"):
        return Answer.UNKNOWN
    if logical_id != target.logical_id:
        # A name may begin with the whole of another one.
        return Answer.UNKNOWN if rest[:1] == ("*",) else Answer.DENIED
    same = [arn for arn in target.arns if arn[0] == first]
    if same:
        return Answer.DENIED if any(_apart(rest, arn[1:]) for arn in same) else Answer.UNKNOWN
    has_holes = any(isinstance(part, Hole) for part in rest)
    return Answer.UNKNOWN if has_holes else Answer.DENIED


def _by_fields(pattern: Name, target: Target) -> Answer:
    fields = _split(pattern)
    if len(fields) < _FIELDS:
        is_open = any(isinstance(part, Hole) or part in _WILD for part in pattern)
        return Answer.UNKNOWN if is_open else Answer.DENIED
    if any(_is_open_field(field) for field in fields[: _FIELDS - 1]):
        return Answer.UNKNOWN
    if _apart(fields[2], tuple(target.kind.service)):
        return Answer.DENIED
    last = fields[_FIELDS - 1]
    if _names_another(last, target) or any(_apart(last, own) for own in target.spelled):
        return Answer.DENIED
    return Answer.UNKNOWN


def _split(pattern: Name) -> list[Name]:
    fields: list[Name] = []
    start = 0
    for index, part in enumerate(pattern):
        if part == ":" and len(fields) < _FIELDS - 1:
            fields.append(pattern[start:index])
            start = index + 1
    return [*fields, pattern[start:]]


def _is_open_field(field: Name) -> bool:
    """Whether a part of an ARN may hold a colon, so that it is not the part that it seems."""
    return any(
        part in _WILD or (isinstance(part, Hole) and not part.expression.startswith("AWS::"))
        for part in field
    ) and field != ("*",)


def _names_another(last: Name, target: Target) -> bool:
    """Whether the last part of an ARN is the name of another resource of the same type."""
    before = len(target.kind.before)
    if "".join(str(part) for part in last[:before]) != target.kind.before:
        return False
    name = last[before:]
    holes = [part for part in name if isinstance(part, Hole)]
    is_whole = len(name) == 1 or (target.kind.end and name[1:2] == (target.kind.end,))
    if not is_whole or not name or name[0] not in holes:
        return False
    logical_id, _, attribute = holes[0].expression.partition(".")
    other = target.template.resources.get(logical_id)
    is_name = other is not None and other.type == target.resource.type
    return is_name and logical_id != target.logical_id and attribute in target.kind.names


def _apart(pattern: Name, own: Name) -> bool:
    """Whether a pattern certainly does not match: what is left behind the ends that are the same.

    Holes of one expression hold the same, whatever that is.
    """
    for _ in range(2):
        same = len(list(takewhile(_is_same, zip(pattern, own, strict=False))))
        pattern, own = pattern[same:][::-1], own[same:][::-1]
    if not pattern:
        return any(isinstance(part, str) for part in own)
    if not own:
        return any(isinstance(part, str) and part != "*" for part in pattern)
    ends = ((pattern[0], own[0]), (pattern[-1], own[-1]))
    if any(_differ(*end) for end in ends):
        return True
    is_plain = not any(isinstance(part, Hole) or part in _WILD for part in pattern)
    return is_plain and not any(isinstance(part, Hole) for part in own)


def _is_same(pair: tuple[str | Hole, str | Hole]) -> bool:
    return pair[0] == pair[1] and pair[0] not in _WILD


def _differ(part: str | Hole, own: str | Hole) -> bool:
    """Whether two parts are different characters."""
    is_known = isinstance(part, str) and isinstance(own, str) and part not in _WILD
    return is_known and part != own
