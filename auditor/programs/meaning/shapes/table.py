"""Tables of DynamoDB: attributes, keys, throughput and indexes."""

from __future__ import annotations

from auditor.programs.meaning.out import Out, mapping, sequence
from auditor.programs.meaning.shapes.given import argument, item_of
from auditor.programs.meaning.shapes.shaper import Parts, Shaper
from auditor.programs.values import Item, Known, Made, Mapping, Sequence


def table(shaper: Shaper, made: Made, _name: str) -> Parts:
    """What a table has beside what the table of arguments says."""
    found: Parts = []
    attributes = argument(made, "attributes")
    if attributes is not None:
        names = {"name": "AttributeName", "type": "AttributeType"}
        found.append(("AttributeDefinitions", _renamed(shaper, attributes, names)))
    keys = _keys(shaper, made.arguments)
    if keys is not None:
        found.append(("KeySchema", keys))
    found += _throughput(shaper, made.arguments)
    for key, name in (
        ("globalSecondaryIndexes", "GlobalSecondaryIndexes"),
        ("localSecondaryIndexes", "LocalSecondaryIndexes"),
    ):
        item = argument(made, key)
        if item is not None:
            out = _indexes(shaper, item)
            if name.startswith("Local") and isinstance(out.tree, list) and "hashKey" not in key:
                out = shaper.unknown(item)
            out.item = item
            found.append((name, out))
    for key, name in (
        ("streamViewType", "StreamSpecification"),
        ("serverSideEncryption", "SSESpecification"),
    ):
        item = argument(made, key)
        if item is not None:
            found.append((name, shaper.unknown(item)))
    return found


def _keys(shaper: Shaper, arguments: Mapping) -> Out | None:
    parts: list[Out] = []
    for key, kind in (("hashKey", "HASH"), ("rangeKey", "RANGE")):
        item = item_of(arguments, key)
        if item is None or (isinstance(item.value, Known) and item.value.value is None):
            continue
        name = shaper.converter.of(item.value, {}, None, verbatim=True)
        name.item = item
        made = mapping([("AttributeName", name), ("KeyType", Out(kind))])
        made.node, made.item = name.node, item
        parts.append(made)
    if arguments.is_open and len(parts) < 2:
        return shaper.converter.unknown(arguments)
    return sequence(parts) if parts else None


def _throughput(shaper: Shaper, arguments: Mapping) -> Parts:
    parts: Parts = []
    for key, name in (
        ("readCapacity", "ReadCapacityUnits"),
        ("writeCapacity", "WriteCapacityUnits"),
    ):
        item = item_of(arguments, key)
        if item is not None and not (isinstance(item.value, Known) and item.value.value is None):
            out = shaper.converter.of(item.value, {}, None, verbatim=True)
            out.item = item
            parts.append((name, out))
    if not parts:
        return []
    made = mapping(parts)
    made.node, made.item = parts[0][1].node, parts[0][1].item
    return [("ProvisionedThroughput", made)]


def _indexes(shaper: Shaper, item: Item) -> Out:
    value = item.value
    if not isinstance(value, Sequence) or value.is_open:
        return shaper.unknown(item)
    found: list[Out] = []
    for one in value.items:
        if not isinstance(one, Mapping) or one.is_open or item_of(one, "keySchemas") is not None:
            return shaper.unknown(item)
        parts: Parts = []
        name = item_of(one, "name")
        if name is not None:
            out = shaper.converter.of(name.value, {}, None, verbatim=True)
            out.item = name
            parts.append(("IndexName", out))
        keys = _keys(shaper, one)
        if keys is not None:
            parts.append(("KeySchema", keys))
        parts += _throughput(shaper, one)
        projection = _projection(shaper, one)
        if projection is not None:
            parts.append(("Projection", projection))
        made = mapping(parts, one)
        found.append(made)
    return sequence(found, value)


def _projection(shaper: Shaper, index: Mapping) -> Out | None:
    parts: Parts = []
    for key, name in (
        ("projectionType", "ProjectionType"),
        ("nonKeyAttributes", "NonKeyAttributes"),
    ):
        item = item_of(index, key)
        if item is not None:
            parts.append((name, shaper.verbatim(item)))
    if not parts:
        return None
    made = mapping(parts)
    made.node, made.item = parts[0][1].node, parts[0][1].item
    return made


def _renamed(shaper: Shaper, item: Item, names: dict[str, str]) -> Out:
    value = item.value
    if not isinstance(value, Sequence) or value.is_open:
        return shaper.unknown(item)
    found: list[Out] = []
    for one in value.items:
        if not isinstance(one, Mapping) or one.is_open or not one.items.keys() <= names.keys():
            return shaper.unknown(item)
        parts: Parts = []
        for key, inner in one.items.items():
            out = shaper.converter.of(inner.value, {}, None, verbatim=True)
            out.item = inner
            parts.append((names[key], out))
        found.append(mapping(parts, one))
    made = sequence(found, value)
    made.item = item
    made.words = {wanted: key for key, wanted in names.items()}
    return made
