"""The grammar of policy documents: what each element may be, and what is meant by what it is not.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from auditor.aws.iam.documents import PolicyDocument, Use
from auditor.aws.iam.statements import elements
from auditor.expression import expression
from auditor.model.edit import Edit, InsertItem, Remove, Rename, SetValue
from auditor.model.path import Path
from auditor.model.tree import Tree
from auditor.template.intrinsics import function_of, is_plain_mapping
from auditor.template.values import Case

_VERSIONS = ("2012-10-17", "2008-10-17")
_DOCUMENT = frozenset({"Version", "Id", "Statement"})
_ELEMENTS = frozenset(
    {
        "Sid",
        "Effect",
        "Principal",
        "NotPrincipal",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
        "Condition",
    }
)
_KINDS = "AWS, Service or Federated"
_ONE_LIST = "Put all of them into one list"
_PRINCIPALS = frozenset({"AWS", "Service", "Federated", "CanonicalUser"})
_OPERATORS = frozenset(
    {
        *("StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringLike"),
        *("StringNotEqualsIgnoreCase", "StringNotLike", "NumericEquals", "NumericNotEquals"),
        *("NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan"),
        *("NumericGreaterThanEquals", "DateEquals", "DateNotEquals", "DateLessThan"),
        *("DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals", "Bool"),
        *("BinaryEquals", "IpAddress", "NotIpAddress", "ArnEquals", "ArnLike"),
        *("ArnNotEquals", "ArnNotLike", "Null"),
    }
)
_SETS = ("ForAllValues:", "ForAnyValue:")
_PLAIN = expression(r"[A-Za-z0-9*?_:.-]+")
"""An action that nobody fills in before the deployment."""
_ACCOUNT = expression(r"arn:aws[a-z-]*:(?:iam|sts)::(?:[0-9]{12}|\$\{AWS::AccountId\}):.+")
"""The ARN of somebody in an account, which is what `AWS` takes."""
_SID = expression(r"[0-9A-Za-z]*")
_NO_RESOURCE = frozenset({"ecr"})
"""Services whose policies are for the one resource that has them."""

_NO_PRINCIPAL = frozenset({"sqs"})
"""Services that accept a statement without a principal, and then apply it to nobody.

https://github.com/Netflix/security_monkey/pull/350
https://github.com/trendmicro/cloudone-filestorage-deployment-templates/issues/93
"""


class PolicyFault(Struct, frozen=True):
    """What the grammar does not allow: where, why in words, and what to write instead.

    The advice is a title of a fix: an order of a few words. Where it is beyond doubt, there are
    edits that follow it.
    """

    path: Path
    message: str
    advice: str
    edits: tuple[Edit, ...] = ()
    on_key: bool = False
    when: frozenset[tuple[str, bool]] = frozenset()
    is_accepted: bool = False
    """Whether the service takes the policy all the same."""


def faults(document: PolicyDocument) -> Iterator[PolicyFault]:
    """All faults of a document."""
    path, when = document.case.path, document.case.when
    for fault in (*_keys(document.body, _DOCUMENT, path, "policy"), *_version(document)):
        yield replace(fault, when=when)
    if "Statement" not in document.body and not _meant_keys(document.body, ("Statement",)):
        yield PolicyFault(path, "The policy has no Statement", "Add a Statement", when=when)
    named: dict[str, list[Case]] = {}
    for statement in document.statements:
        if isinstance(statement.value, dict):
            for fault in _statement(document, statement, named):
                yield replace(fault, when=fault.when | statement.when)


def _version(document: PolicyDocument) -> Iterator[PolicyFault]:
    version: Tree = document.body.get("Version")
    if isinstance(version, str | int | float) and str(version) not in _VERSIONS:
        place = (*document.case.path, "Version")
        edit = SetValue(place, _VERSIONS[0])
        message = f"The policy has Version '{version}', which is not a version"
        yield PolicyFault(place, message, f"Set Version to {_VERSIONS[0]}", (edit,))


def _statement(
    document: PolicyDocument, statement: Case, named: dict[str, list[Case]]
) -> Iterator[PolicyFault]:
    body: Tree = statement.value
    path = statement.path
    yield from _keys(body, _ELEMENTS, path, "statement")
    yield from _missing(document, body, path)
    yield from _forbidden(document, body, path)
    yield from _sid(document, statement, named)
    effect: Tree = body.get("Effect")
    if isinstance(effect, str) and effect not in ("Allow", "Deny"):
        meant = effect.strip().capitalize()
        is_clear = meant in ("Allow", "Deny")
        edits = (SetValue((*path, "Effect"), meant),) if is_clear else ()
        message = f"The statement has an Effect '{effect}' that is neither Allow nor Deny"
        advice = f"Set Effect to {meant}" if is_clear else "Set Effect to Allow or Deny"
        yield PolicyFault((*path, "Effect"), message, advice, edits)
    for key in ("Principal", "NotPrincipal"):
        if key in body:
            yield from _principal(body[key], (*path, key))
    for key in ("Action", "NotAction"):
        for entry in elements(document.template, statement, key) if key in body else ():
            yield from _action(entry)
    for key in ("Resource", "NotResource"):
        for entry in elements(document.template, statement, key) if key in body else ():
            yield from _resource(document, entry)
    if "Condition" in body:
        yield from _condition(body["Condition"], (*path, "Condition"))


def _missing(document: PolicyDocument, body: Tree, path: Path) -> Iterator[PolicyFault]:
    """The elements that a statement needs and does not have."""
    use, service = document.place.use, document.place.service

    def lacks(*keys: str) -> bool:
        return not any(key in body for key in keys) and not _meant_keys(body, keys)

    if lacks("Effect"):
        yield PolicyFault(path, "The statement has no Effect", "Set Effect to Allow or Deny")
    if lacks("Action", "NotAction"):
        yield PolicyFault(path, "The statement has no Action", "Add an Action")
    if use is not Use.TRUST and service not in _NO_RESOURCE and lacks("Resource", "NotResource"):
        yield PolicyFault(path, "The statement has no Resource", "Add a Resource")
    if use is not Use.IDENTITY and lacks("Principal", "NotPrincipal"):
        message = "The statement has no Principal"
        is_accepted = service in _NO_PRINCIPAL
        yield PolicyFault(path, message, "Add a Principal", is_accepted=is_accepted)


def _forbidden(document: PolicyDocument, body: Tree, path: Path) -> Iterator[PolicyFault]:
    use = document.place.use
    for key in ("Resource", "NotResource") if use is Use.TRUST else ():
        if key in body:
            message = f"The trust policy has a {key}, which only other policies have"
            edits = (Remove((*path, key)),)
            yield PolicyFault((*path, key), message, f"Remove {key}", edits, on_key=True)
    for key in ("Principal", "NotPrincipal") if use is Use.IDENTITY else ():
        if key in body:
            message = f"The identity-based policy has a {key}, which only other policies have"
            yield PolicyFault((*path, key), message, f"Remove {key}", on_key=True)


def _keys(
    body: dict[str, Tree], allowed: frozenset[str], path: Path, what: str
) -> Iterator[PolicyFault]:
    unknown = body.keys() - allowed
    meant = _meant_keys(body, allowed) if unknown else {}
    for key in body if unknown else ():
        if key in allowed:
            continue
        instead = meant.get(key)
        edits = (Rename((*path, key), instead),) if instead is not None else ()
        message = f"The {what} has an element '{key}' that the policy language does not have"
        advice = f"Remove '{key}'" if instead is None else f"Rename it to {instead}"
        yield PolicyFault((*path, key), message, advice, edits, on_key=True)


def _meant_keys(body: dict[str, Tree], allowed: Collection[str]) -> dict[str, str]:
    """The keys that are another spelling of an element which is not there, with that element."""
    by_letters = {one.lower(): one for one in allowed if one not in body}
    found: dict[str, str] = {}
    for key in body:
        letters = key.lower()
        meant = by_letters.get(letters) or by_letters.get(letters.removesuffix("s"))
        if key not in allowed and meant is not None and meant not in found.values():
            found[key] = meant
    return found


def _sid(
    document: PolicyDocument, statement: Case, named: dict[str, list[Case]]
) -> Iterator[PolicyFault]:
    """What is wrong with a Sid; `named` has the statements that were seen with each.

    Statements of which only one can be there, such as the branches of `Fn::If`, may share one.
    """
    body: Tree = statement.value
    sid: Tree = body.get("Sid")
    if not isinstance(sid, str):
        return
    place = (*statement.path, "Sid")
    plain = "".join(letter for letter in sid if letter.isascii() and letter.isalnum())
    is_of_iam = document.place.use is not Use.RESOURCE
    if is_of_iam and not _SID.fullmatch(sid) and "${" not in sid:
        is_free = plain != "" and plain not in named
        edits = (SetValue(place, plain),) if is_free else ()
        advice = f"Use the Sid {plain}" if is_free else "Use letters and digits only"
        yield PolicyFault(place, f"Sid '{sid}' is not only letters and digits", advice, edits)
    elif is_of_iam and sid and (other := _met(document, statement, named.get(sid, ()))) is not None:
        number = next(n for n in range(2, len(named) + 3) if f"{sid}{n}" not in named)
        plain = f"{sid}{number}"
        message = f"Sid '{sid}' is in one policy twice"
        edit = SetValue(place, plain)
        yield PolicyFault(place, message, f"Use the Sid {plain}", (edit,), when=other.when)
    named.setdefault(plain, []).append(statement)


def _met(document: PolicyDocument, statement: Case, others: Iterable[Case]) -> Case | None:
    """The first of some statements that can be there together with another one."""
    template = document.template
    return next((other for other in others if template.can_meet(statement, other)), None)


def _principal(value: Tree, path: Path) -> Iterator[PolicyFault]:
    if isinstance(value, str) and value != "*" and not value.startswith(("{{", "$")):
        kind = "Service" if value.endswith(".amazonaws.com") else ""
        kind = "AWS" if _ACCOUNT.fullmatch(value) else kind
        edits = (SetValue(path, {kind: value}),) if kind else ()
        message = f"Principal is '{value}' without its kind, such as Service"
        yield PolicyFault(path, message, f"Put it below {kind or _KINDS}", edits)
        return
    call = function_of(value)
    if call is not None and call[0] in ("Fn::GetAtt", "Fn::Sub"):
        edits = (SetValue(path, {"AWS": value}),)
        message = "Principal is an ARN without its kind, such as Service"
        yield PolicyFault(path, message, "Put it below AWS", edits)
        return
    if isinstance(value, list):
        message = "Principal is a list and not a mapping"
        yield PolicyFault(path, message, f"Put the list below {_KINDS}")
        return
    if is_plain_mapping(value):
        yield from _keys(value, _PRINCIPALS, path, "Principal")


def _action(entry: Case) -> Iterator[PolicyFault]:
    value: Tree = entry.value
    if isinstance(value, list):
        yield PolicyFault(entry.path, "A list of actions is inside of another one", _ONE_LIST)
    if not isinstance(value, str) or value == "*" or not _PLAIN.fullmatch(value):
        return
    parts = value.split(":")
    if len(parts) == 2 and all(parts):
        return
    if len(parts) == 3 and parts[0] == parts[1]:
        once = ":".join(parts[1:])
        message = f"Action '{value}' names its service twice"
        yield PolicyFault(entry.path, message, f"Use {once}", (SetValue(entry.path, once),))
    elif len(parts) > 2:
        message = f"Action '{value}' has more than one colon"
        yield PolicyFault(entry.path, message, "Use the form service:action")
    else:
        message = f"Action '{value}' does not name its service"
        yield PolicyFault(entry.path, message, "Put the service before it, as in s3:GetObject")


def _resource(document: PolicyDocument, entry: Case) -> Iterator[PolicyFault]:
    value: Tree = entry.value
    if isinstance(value, list):
        yield PolicyFault(entry.path, "A list of resources is inside of another one", _ONE_LIST)
    if not is_plain_mapping(value) or "Effect" not in value:
        return
    listed = (*document.case.path, "Statement")
    statements: Tree = document.body["Statement"]
    edits: tuple[Edit, ...] = ()
    if isinstance(statements, list) and entry.path[: len(listed)] == listed:
        index = int(entry.path[len(listed)])
        edits = (Remove(entry.path), InsertItem(listed, index, value))
    message = "A statement is inside of Resource"
    yield PolicyFault(entry.path, message, "Move the statement out of Resource", edits)


def _condition(value: Tree, path: Path) -> Iterator[PolicyFault]:
    if isinstance(value, list):
        message = "Condition is a list and not a mapping"
        yield PolicyFault(path, message, "Write a mapping of operators, as in Bool or StringEquals")
    if not is_plain_mapping(value):
        return
    for operator, keys in value.items():
        place = (*path, operator)
        begin = next((one for one in _SETS if operator.startswith(one)), "")
        bare = operator.removeprefix(begin).removesuffix("IfExists")
        if bare not in _OPERATORS:
            yield _operator(value, operator, bare, place)
        elif not isinstance(keys, dict):
            message = f"Operator {operator} compares no condition key"
            yield PolicyFault(place, message, "Name the condition key that it compares")


def _operator(value: Tree, operator: str, bare: str, place: Path) -> PolicyFault:
    by_letters = {one.lower(): one for one in _OPERATORS}
    meant = by_letters.get(bare.lower())
    new = "" if meant is None else operator.replace(bare, meant)
    is_clear = new != "" and new not in value
    edits = (Rename(place, new),) if is_clear else ()
    advice = f"Rename it to {new}" if is_clear else "Use an operator such as StringEquals"
    message = f"Condition has an operator '{operator}' that the policy language does not have"
    return PolicyFault(place, message, advice, edits, on_key=True)
