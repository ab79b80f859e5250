"""The grammar of policy documents: what each element may be, and what is meant by what it is not.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import Struct

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


class PolicyFault(Struct, frozen=True):
    """What the grammar does not allow: where, why in words, and what is meant by it."""

    path: Path
    message: str
    edits: tuple[Edit, ...] = ()
    on_key: bool = False
    when: frozenset[tuple[str, bool]] = frozenset()


def faults(document: PolicyDocument) -> Iterator[PolicyFault]:
    """All faults of a document."""
    path, when = document.case.path, document.case.when
    for fault in (*_keys(document.body, _DOCUMENT, path, "policy"), *_version(document)):
        yield PolicyFault(fault.path, fault.message, fault.edits, fault.on_key, when)
    if "Statement" not in document.body and not _meant_keys(document.body, ("Statement",)):
        yield PolicyFault(path, "The policy has no Statement", when=when)
    names: set[str] = set()
    for statement in document.statements:
        if isinstance(statement.value, dict):
            for fault in _statement(document, statement, names):
                yield PolicyFault(
                    fault.path, fault.message, fault.edits, fault.on_key, statement.when
                )


def _version(document: PolicyDocument) -> Iterator[PolicyFault]:
    version: Tree = document.body.get("Version")
    if isinstance(version, str | int | float) and str(version) not in _VERSIONS:
        place = (*document.case.path, "Version")
        edit = SetValue(place, _VERSIONS[0])
        yield PolicyFault(
            place, f"The policy has Version '{version}', which is not a version", (edit,)
        )


def _statement(document: PolicyDocument, statement: Case, names: set[str]) -> Iterator[PolicyFault]:
    body: Tree = statement.value
    path = statement.path
    yield from _keys(body, _ELEMENTS, path, "statement")
    yield from _missing(document, body, path)
    yield from _forbidden(document, body, path)
    yield from _sid(document, body, path, names)
    effect: Tree = body.get("Effect")
    if isinstance(effect, str) and effect not in ("Allow", "Deny"):
        meant = effect.strip().capitalize()
        edits = (SetValue((*path, "Effect"), meant),) if meant in ("Allow", "Deny") else ()
        message = f"The statement has an Effect '{effect}' that is neither Allow nor Deny"
        yield PolicyFault((*path, "Effect"), message, edits)
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
        yield PolicyFault(path, "The statement has no Effect")
    if lacks("Action", "NotAction"):
        yield PolicyFault(path, "The statement has no Action")
    if use is not Use.TRUST and service not in _NO_RESOURCE and lacks("Resource", "NotResource"):
        yield PolicyFault(path, "The statement has no Resource")
    if use is not Use.IDENTITY and lacks("Principal", "NotPrincipal"):
        yield PolicyFault(path, "The statement has no Principal")


def _forbidden(document: PolicyDocument, body: Tree, path: Path) -> Iterator[PolicyFault]:
    use = document.place.use
    for key in ("Resource", "NotResource") if use is Use.TRUST else ():
        if key in body:
            message = f"The trust policy has a {key}, which only other policies have"
            yield PolicyFault((*path, key), message, (Remove((*path, key)),), on_key=True)
    for key in ("Principal", "NotPrincipal") if use is Use.IDENTITY else ():
        if key in body:
            message = f"The identity-based policy has a {key}, which only other policies have"
            yield PolicyFault((*path, key), message, on_key=True)


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
        yield PolicyFault((*path, key), message, edits, on_key=True)


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
    document: PolicyDocument, body: Tree, path: Path, names: set[str]
) -> Iterator[PolicyFault]:
    sid: Tree = body.get("Sid")
    if not isinstance(sid, str):
        return
    place = (*path, "Sid")
    plain = "".join(letter for letter in sid if letter.isascii() and letter.isalnum())
    is_of_iam = document.place.use is not Use.RESOURCE
    if is_of_iam and not _SID.fullmatch(sid) and "${" not in sid:
        edits = (SetValue(place, plain),) if plain and plain not in names else ()
        yield PolicyFault(place, f"Sid '{sid}' is not only letters and digits", edits)
    elif is_of_iam and sid and sid in names:
        number = next(n for n in range(2, len(names) + 3) if f"{sid}{n}" not in names)
        plain = f"{sid}{number}"
        message = f"Sid '{sid}' is in one policy twice"
        yield PolicyFault(place, message, (SetValue(place, plain),))
    names.add(plain)


def _principal(value: Tree, path: Path) -> Iterator[PolicyFault]:
    if isinstance(value, str) and value != "*" and not value.startswith(("{{", "$")):
        edits: tuple[Edit, ...] = ()
        if value.endswith(".amazonaws.com"):
            edits = (SetValue(path, {"Service": value}),)
        elif _ACCOUNT.fullmatch(value):
            edits = (SetValue(path, {"AWS": value}),)
        yield PolicyFault(path, f"Principal is '{value}' without its kind, such as Service", edits)
        return
    call = function_of(value)
    if call is not None and call[0] in ("Fn::GetAtt", "Fn::Sub"):
        edits = (SetValue(path, {"AWS": value}),)
        yield PolicyFault(path, "Principal is an ARN without its kind, such as Service", edits)
        return
    if isinstance(value, list):
        yield PolicyFault(path, "Principal is a list and not a mapping")
        return
    if is_plain_mapping(value):
        yield from _keys(value, _PRINCIPALS, path, "Principal")


def _action(entry: Case) -> Iterator[PolicyFault]:
    value: Tree = entry.value
    if isinstance(value, list):
        yield PolicyFault(entry.path, "A list of actions is inside of another one")
    if not isinstance(value, str) or value == "*" or not _PLAIN.fullmatch(value):
        return
    parts = value.split(":")
    if len(parts) == 2 and all(parts):
        return
    if len(parts) == 3 and parts[0] == parts[1]:
        edits = (SetValue(entry.path, ":".join(parts[1:])),)
        yield PolicyFault(entry.path, f"Action '{value}' names its service twice", edits)
    elif len(parts) > 2:
        yield PolicyFault(entry.path, f"Action '{value}' has more than one colon")
    else:
        yield PolicyFault(entry.path, f"Action '{value}' does not name its service")


def _resource(document: PolicyDocument, entry: Case) -> Iterator[PolicyFault]:
    value: Tree = entry.value
    if isinstance(value, list):
        yield PolicyFault(entry.path, "A list of resources is inside of another one")
    if not is_plain_mapping(value) or "Effect" not in value:
        return
    listed = (*document.case.path, "Statement")
    statements: Tree = document.body["Statement"]
    edits: tuple[Edit, ...] = ()
    if isinstance(statements, list) and entry.path[: len(listed)] == listed:
        index = int(entry.path[len(listed)])
        edits = (Remove(entry.path), InsertItem(listed, index, value))
    yield PolicyFault(entry.path, "A statement is inside of Resource", edits)


def _condition(value: Tree, path: Path) -> Iterator[PolicyFault]:
    if isinstance(value, list):
        yield PolicyFault(path, "Condition is a list and not a mapping")
    if not is_plain_mapping(value):
        return
    for operator, keys in value.items():
        place = (*path, operator)
        begin = next((one for one in _SETS if operator.startswith(one)), "")
        bare = operator.removeprefix(begin).removesuffix("IfExists")
        if bare not in _OPERATORS:
            yield _operator(value, operator, bare, place)
        elif not isinstance(keys, dict):
            yield PolicyFault(place, f"Operator {operator} compares no condition key")
        elif is_plain_mapping(keys):
            for key in keys:
                if ":" not in key and "$" not in key:
                    message = f"Condition key '{key}' does not name its service"
                    yield PolicyFault((*place, key), message, on_key=True)


def _operator(value: Tree, operator: str, bare: str, place: Path) -> PolicyFault:
    by_letters = {one.lower(): one for one in _OPERATORS}
    meant = by_letters.get(bare.lower())
    new = "" if meant is None else operator.replace(bare, meant)
    edits = (Rename(place, new),) if new and new not in value else ()
    message = f"Condition has an operator '{operator}' that the policy language does not have"
    return PolicyFault(place, message, edits, on_key=True)
