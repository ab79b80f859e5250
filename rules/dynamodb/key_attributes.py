"""key-attributes"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from auditor.api import (
    Edit,
    Finding,
    Fix,
    InsertItem,
    InsertKey,
    Remove,
    Safety,
    SetValue,
    Severity,
    Tree,
    When,
    rule,
    uncovered,
    where,
)
from auditor.api.dynamodb import Attribute, Key, KeyedTable

_DEFINITIONS = "AttributeDefinitions"


class _Missing(Struct, frozen=True):
    """A key without a definition, and the conditions under which it has none."""

    key: Key
    when: When


class _Unused(Struct, frozen=True):
    """An attribute that is no key, and the conditions under which it is none."""

    attribute: Attribute
    when: When


@rule(id="key-attributes", severity=Severity.ERROR, on=KeyedTable)
def key_attributes(table: KeyedTable) -> Iterator[Finding]:
    """Keys of a DynamoDB table and its attribute definitions that do not match.

    ## What it does
    Holds the keys of a table, of its global and of its local secondary indexes against
    `AttributeDefinitions`: every key needs a definition, and nothing else may be defined there.
    Where the two differ only under conditions it names them. It is silent where a name, a key
    schema or an index cannot be read.

    ## Why it fails
    DynamoDB knows the types of key attributes only; all others belong to the items. It refuses
    a table whose definitions are more, or less, than its keys.

    ## Error
    ```
    One or more parameter values were invalid: Some AttributeDefinitions are not used.
      AttributeDefinitions: [<names>], keys used: [<keys>]
    One or more parameter values were invalid: Some index key attributes are not defined in
      AttributeDefinitions
    ```
    or, for instance, `Property AttributeDefinitions is inconsistent with the KeySchema of the table
    and the secondary indexes`, `Number of attributes in KeySchema does not exactly match number of
    attributes defined in AttributeDefinitions`, `The number of attributes in key schema must match
    the number of attributes defined in attribute definitions`, `Invalid KeySchema: Some index key
    attribute have no definition`, `Hash Key not specified in Attribute Definitions`, `Range Key not
    specified in Attribute Definitions`. The provider of Terraform and Pulumi says `all attributes
    must be indexed. Unused attributes: [<names>]` and `all indexes must match a defined attribute.
    Unmatched indexes: [<names>]`, cfn-lint `E3039 The set of Attributes in AttributeDefinitions:
    [<names>] and KeySchemas: [<keys>] must match`.

    ## Fix safety
    Safe for an attribute that is never a key, where every key is defined: its definition is
    removed. Unsafe for a missing definition, which is added with the type string, because the
    key may be a number, and where a definition seems to be meant for a key of another spelling:
    it gets the name of the key.

    DynamoDB refuses the table, so that a deployed one has other definitions or keys: the update
    changes the definitions in place and keeps the items. The keys are never changed.

    ## References
    - [AWS::DynamoDB::Table](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html)
    - [CreateTable](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html)
    - Error texts: [cfn-lint issue 1037](https://github.com/aws-cloudformation/cfn-lint/issues/1037)
    """
    missing = list(_missing(table))
    unused = list(_unused(table))
    respelled = _respelled(missing, unused)
    for key in missing:
        yield Finding(
            at=key.key.name.path,
            message=f"{table.resource.label} has the key '{key.key.name.text}'{_of(key.key.owner)}"
            f" without a definition in {_DEFINITIONS}, so DynamoDB rejects it{where(key.when)}",
            severity=_severity(table, key.key.name.certain, key.when),
            fix=respelled or _define(table, missing),
        )
    for attribute in unused:
        yield Finding(
            at=attribute.attribute.name.path,
            message=f"{table.resource.label} defines '{attribute.attribute.name.text}', which is"
            f" not a key of the table or of an index, so DynamoDB rejects it"
            f"{where(attribute.when)}",
            severity=_severity(table, attribute.attribute.name.certain, attribute.when),
            fix=respelled or _remove(table, attribute, Safety.UNSAFE if missing else Safety.SAFE),
        )


def _of(owner: str) -> str:
    return "" if owner == "the table" else f" of {owner}"


def _missing(table: KeyedTable) -> Iterator[_Missing]:
    names = [attribute.name for attribute in table.attributes]
    if not all(case.known or case.absent for case in (*names, *table.definitions)):
        return
    for key in table.keys:
        if key.name.text is not None:
            when = uncovered(
                table.template, key.name, [n for n in names if n.text == key.name.text]
            )
            if when is not None:
                yield _Missing(key, when)


def _unused(table: KeyedTable) -> Iterator[_Unused]:
    names = [key.name for key in table.keys]
    if not names or not all(case.text is not None for case in names):
        return
    for attribute in table.attributes:
        text = attribute.name.text
        if text is not None:
            when = uncovered(table.template, attribute.name, [n for n in names if n.text == text])
            if when is not None:
                yield _Unused(attribute, when)


def _severity(table: KeyedTable, certain: bool, when: When) -> Severity:
    """A name that a parameter gives may be made to match; a condition need not hold."""
    names = [attribute.name for attribute in table.attributes] + [key.name for key in table.keys]
    is_certain = certain and not when and all(name.certain for name in names)
    return Severity.ERROR if is_certain else Severity.WARNING


def _respelled(missing: list[_Missing], unused: list[_Unused]) -> Fix | None:
    """Gives the only superfluous definition the name of the only missing one."""
    wanted = {key.key.name.text or "" for key in missing}
    if len(wanted) != 1 or len(unused) != 1:
        return None
    name, given = wanted.pop(), unused[0].attribute.name
    if not given.direct or _letters(name) != _letters(given.text or ""):
        return None
    return Fix(f"Define '{name}' instead of '{given.text}'", (SetValue(given.path, name),))


def _letters(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())


def _define(table: KeyedTable, missing: list[_Missing]) -> Fix | None:
    """Adds all missing definitions, where there is one list of them for all cases.

    Not beside a name that a parameter gives: that one may be the key's.
    """
    if not all(attribute.name.certain for attribute in table.attributes):
        return None
    names = list(dict.fromkeys(key.key.name.text or "" for key in missing))
    if len(table.definitions) != 1 or any(key.when - table.resource.when for key in missing):
        return None
    case = table.definitions[0]
    added: list[Tree] = [{"AttributeName": name, "AttributeType": "S"} for name in names]
    title = f"Define {', '.join(map(repr, names))} as string"
    if case.absent and case.path[-1] == _DEFINITIONS:
        insert = InsertKey(case.path[:-1], _DEFINITIONS, added, before="KeySchema")
        properties = table.resource.body["Properties"]
        fits = "KeySchema" in properties and _DEFINITIONS not in properties
        return Fix(title, (insert,)) if fits else None
    if not case.direct or not isinstance(case.value, list):
        return None
    end = len(case.value)
    edits: list[Edit] = [InsertItem(case.path, end, entry) for entry in added]
    return Fix(title, tuple(edits))


def _remove(table: KeyedTable, unused: _Unused, safety: Safety) -> Fix | None:
    item, name = unused.attribute.item, unused.attribute.name
    is_own = item.path[: len(table.resource.path)] == table.resource.path
    if unused.when != name.when or not (name.certain and item.direct and is_own):
        return None
    title = f"Remove the definition of '{name.text}'"
    if item.path[-2] == "Fn::If":
        return Fix(title, (SetValue(item.path, {"Ref": "AWS::NoValue"}),), safety)
    return Fix(title, (Remove(item.path),), safety)
