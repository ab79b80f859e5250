"""Arguments that CloudFormation has in another shape."""

from __future__ import annotations

from collections.abc import Callable

from auditor.data.pulumi_classes import camel
from auditor.programs.meaning.code import CodeFiles
from auditor.programs.meaning.convert import Converter
from auditor.programs.meaning.out import Out, mapping, sequence
from auditor.programs.values import Item, Json, Known, Made, Mapping, Sequence

Parts = list[tuple[str, Out]]
_ACLS = {
    "private": "Private", "public-read": "PublicRead", "public-read-write": "PublicReadWrite",
    "aws-exec-read": "AwsExecRead", "authenticated-read": "AuthenticatedRead",
    "bucket-owner-read": "BucketOwnerRead", "bucket-owner-full-control": "BucketOwnerFullControl",
    "log-delivery-write": "LogDeliveryWrite",
}  # fmt: skip


class Shaping:
    """Makes the properties that a table cannot say."""

    def __init__(self, converter: Converter, code: CodeFiles) -> None:
        self._converter = converter
        self._code = code

    def parts(self, shape: str, made: Made, name: str) -> Parts:
        """More properties of a resource of a class with such a shape."""
        known: dict[str, Callable[[Made, str], Parts]] = {
            "bucket": self._bucket,
            "function": self._function,
            "states": self._states,
            "table": self._table,
        }
        return known[shape](made, name) if shape in known else []

    def _bucket(self, made: Made, _name: str) -> Parts:
        found: Parts = []
        acl = argument(made, "acl")
        if acl is not None:
            text = acl.value.value if isinstance(acl.value, Known) else None
            if text in _ACLS:
                found.append(
                    ("AccessControl", Out(_ACLS[str(text)], acl.value, acl.value.node, acl))
                )
            elif text is not None or not isinstance(acl.value, Known):
                found.append(("AccessControl", self._unknown(acl)))
        for name in ("versioning", "lifecycleRules"):
            item = argument(made, name)
            if item is not None:
                key = (
                    "VersioningConfiguration" if name == "versioning" else "LifecycleConfiguration"
                )
                found.append((key, self._unknown(item)))
        return found

    def _function(self, made: Made, name: str) -> Parts:
        code = argument(made, "code")
        if code is not None:
            out = self._code.code(name, code.value)
            if out is None:
                return [("Code", self._unknown(code))]
            out.item = code
            return [("Code", out)]
        parts: Parts = []
        for key, inner in (("s3Bucket", "S3Bucket"), ("s3Key", "S3Key"), ("imageUri", "ImageUri")):
            item = argument(made, key)
            if item is not None:
                parts.append((inner, self._converter.of(item.value, {}, None, verbatim=True)))
        return [("Code", mapping(parts))] if parts else []

    def _states(self, made: Made, _name: str) -> Parts:
        item = argument(made, "definition")
        if item is None:
            return []
        value = item.value
        out = self._converter.of(value, {"type": "object"}, None, verbatim=True)
        is_read = isinstance(out.tree, dict) and not any(key.startswith("Fn::") for key in out.tree)
        out.item = item
        return [("Definition" if is_read or isinstance(value, Json) else "DefinitionString", out)]

    def _table(self, made: Made, _name: str) -> Parts:
        found: Parts = []
        attributes = argument(made, "attributes")
        if attributes is not None:
            names = {"name": "AttributeName", "type": "AttributeType"}
            found.append(("AttributeDefinitions", self._renamed(attributes, names)))
        keys = self._keys(made.arguments)
        if keys is not None:
            found.append(("KeySchema", keys))
        found += self._throughput(made.arguments)
        for key, name in (
            ("globalSecondaryIndexes", "GlobalSecondaryIndexes"),
            ("localSecondaryIndexes", "LocalSecondaryIndexes"),
        ):
            item = argument(made, key)
            if item is not None:
                out = self._indexes(item)
                if name.startswith("Local") and isinstance(out.tree, list) and "hashKey" not in key:
                    out = self._unknown(item)
                out.item = item
                found.append((name, out))
        for key, name in (
            ("streamViewType", "StreamSpecification"),
            ("ttl", "TimeToLiveSpecification"),
            ("pointInTimeRecovery", "PointInTimeRecoverySpecification"),
            ("serverSideEncryption", "SSESpecification"),
        ):
            item = argument(made, key)
            if item is not None:
                found.append((name, self._unknown(item)))
        return found

    def _keys(self, arguments: Mapping) -> Out | None:
        parts: list[Out] = []
        for key, kind in (("hashKey", "HASH"), ("rangeKey", "RANGE")):
            item = _item(arguments, key)
            if item is None or (isinstance(item.value, Known) and item.value.value is None):
                continue
            name = self._converter.of(item.value, {}, None, verbatim=True)
            name.item = item
            made = mapping([("AttributeName", name), ("KeyType", Out(kind))])
            made.node, made.item = name.node, item
            parts.append(made)
        if arguments.is_open and len(parts) < 2:
            return self._converter.unknown(arguments)
        return sequence(parts) if parts else None

    def _throughput(self, arguments: Mapping) -> Parts:
        parts: Parts = []
        for key, name in (
            ("readCapacity", "ReadCapacityUnits"),
            ("writeCapacity", "WriteCapacityUnits"),
        ):
            item = _item(arguments, key)
            if item is not None and not (
                isinstance(item.value, Known) and item.value.value is None
            ):
                out = self._converter.of(item.value, {}, None, verbatim=True)
                out.item = item
                parts.append((name, out))
        if not parts:
            return []
        made = mapping(parts)
        made.node, made.item = parts[0][1].node, parts[0][1].item
        return [("ProvisionedThroughput", made)]

    def _indexes(self, item: Item) -> Out:
        value = item.value
        if not isinstance(value, Sequence) or value.is_open:
            return self._unknown(item)
        found: list[Out] = []
        for one in value.items:
            if not isinstance(one, Mapping) or one.is_open or _item(one, "keySchemas") is not None:
                return self._unknown(item)
            parts: Parts = []
            name = _item(one, "name")
            if name is not None:
                out = self._converter.of(name.value, {}, None, verbatim=True)
                out.item = name
                parts.append(("IndexName", out))
            keys = self._keys(one)
            if keys is not None:
                parts.append(("KeySchema", keys))
            parts += self._throughput(one)
            made = mapping(parts, one)
            found.append(made)
        return sequence(found, value)

    def _renamed(self, item: Item, names: dict[str, str]) -> Out:
        value = item.value
        if not isinstance(value, Sequence) or value.is_open:
            return self._unknown(item)
        found: list[Out] = []
        for one in value.items:
            if not isinstance(one, Mapping) or one.is_open or not one.items.keys() <= names.keys():
                return self._unknown(item)
            parts: Parts = []
            for key, inner in one.items.items():
                out = self._converter.of(inner.value, {}, None, verbatim=True)
                out.item = inner
                parts.append((names[key], out))
            found.append(mapping(parts, one))
        made = sequence(found, value)
        made.item = item
        made.words = {wanted: key for key, wanted in names.items()}
        return made

    def _unknown(self, item: Item) -> Out:
        out = self._converter.unknown(item.value)
        out.item = item
        return out


def argument(made: Made, name: str) -> Item | None:
    """An argument by its name in JavaScript."""
    found = _item(made.arguments, name)
    is_nothing = found is not None and isinstance(found.value, Known) and found.value.value is None
    return None if is_nothing else found


def _item(arguments: Mapping, name: str) -> Item | None:
    for key, item in arguments.items.items():
        if key == name or camel(key) == name:
            return item
    return None
