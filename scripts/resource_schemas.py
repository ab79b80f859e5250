"""Writes `auditor/data/resource_schemas/`: `python scripts/resource_schemas.py`.

The schemas by which CloudFormation judges the properties of resources, as cfn-lint carries them
(MIT-0): AWS's own, with the corrections of that project and those of its extensions that speak of
certain failures. Only what judges is kept: no description, no handler. A file for each service has
a line for each type, so that a run reads one line for a type that a template uses; what schemas do
not say of types is beside them (`scripts/resource_facts.py`). What a type of SAM passes on is taken
from `auditor/data/sam_passed_on.json`, so that `scripts/sam_passed_on.py` runs before, and
`scripts/sam_agreement.py` shows afterwards that both sides are judged alike.

https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import cfnlint
from resource_facts import attributes, sam_types
from sam_classes import demands
from sam_merged import merge

from auditor.schemas.pattern import Pattern
from auditor.schemas.pattern_syntax import BadPattern

SCHEMAS = Path(cfnlint.__file__).parent / "data" / "schemas"
TABLE = Path(__file__).parents[1] / "auditor" / "data" / "resource_schemas"
Node = Any
_SAM = "AWS::Serverless::"
_ONE = ("additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then")
_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_NAMED = ("definitions", "dependentSchemas", "patternProperties", "properties")
_PLAIN = (
    "$ref",
    "const",
    "dependentExcluded",
    "dependentRequired",
    "enum",
    "enumCaseInsensitive",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "required",
    "requiredOr",
    "requiredXor",
    "type",
    "uniqueKeys",
)
_LARGEST_PATTERN = 200
"""States of its automaton; what is larger takes too long to build, for a text that is right."""
_POINTERS = (
    "conditionalCreateOnlyProperties",
    "createOnlyProperties",
    "primaryIdentifier",
    "readOnlyProperties",
)
_EXTENSIONS = {
    "AWS::CloudWatch::Alarm": ("aws_cloudwatch_alarm/period",),
    "AWS::DynamoDB::Table": ("aws_dynamodb_table/billingmode_exclusive",),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": (
        "aws_elasticloadbalancingv2_loadbalancer/application_subnets",
    ),
    "AWS::Lambda::Function": ("aws_lambda_function/packagetype_image_exclusions",),
    "AWS::Route53::RecordSet": ("aws_route53_recordset/recordset_alias",),
}
"""Extensions that say what fails for certain; lists of classes and versions age too fast."""
_ADDED: dict[str, Node] = {
    "AWS::GuardDuty::Detector": {"dependentExcluded": {"DataSources": ["Features"]}},
}
"""What the pages of types say and their schemas do not.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-guardduty-detector.html
"""
_KNOWN = {*_PLAIN, *_ONE, *_LISTS, *_NAMED, "uniqueItems", "dependencies"} - {"patternProperties"}
_SAYS_NOTHING = {
    "$comment",
    "default",
    "deprecated",
    "description",
    "examples",
    "insertionOrder",
    "relationshipRef",
    "title",
}

_DOUBTED = {
    "AWS::EC2::SecurityGroup": ("dependentRequired",),
    "AWS::RDS::DBInstance": ("dependentExcluded",),
}
"""Keywords of a type's own properties that are not so.

A group without a VPC is in the default one:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
What a replica has from its source is not sent when it is created (`Translator.java` there):
https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-rds
"""

_FREE = {"AWS::ECS::TaskDefinition": ("definitions.PortMapping.properties.Protocol",)}
"""Values that no service holds to their list: Amazon ECS reads any other protocol as tcp.

https://github.com/hashicorp/terraform-provider-aws/issues/3645
"""


def judging(node: Node) -> Node:
    """What of a schema judges values."""
    if not isinstance(node, dict):
        return node
    kept: dict[str, Node] = {key: node[key] for key in _PLAIN if key in node}
    if node.get("uniqueItems"):
        kept["uniqueItems"] = True
    if _can_be_matched(node.get("pattern")):
        kept["pattern"] = node["pattern"]
    for name, names in node.get("dependencies", {}).items():
        if isinstance(names, list):
            kept.setdefault("dependentRequired", {})[name] = names
    kept.update((key, judging(node[key])) for key in _ONE if key in node)
    kept.update((key, [judging(one) for one in node[key]]) for key in _LISTS if key in node)
    for key in _NAMED:
        if key in node:
            kept[key] = {name: judging(one) for name, one in node[key].items()}
    return _without_what_lost_a_part(_with_free_keys(kept), node)


def _can_be_matched(pattern: Node) -> bool:
    """Whether a pattern is one that can be matched in linear time, and soon.

    `cloudformation-cli` reads them as expressions of Java, which looks around and back, too. Those
    that another language does not read may mean something else there.
    """
    if not isinstance(pattern, str):
        return False
    try:
        re.compile(pattern)
        return Pattern(pattern).size <= _LARGEST_PATTERN
    except (BadPattern, re.error):
        return False


def _with_free_keys(kept: Node) -> Node:
    """Keys of the author's choice, whose names are not judged."""
    free = list(kept.pop("patternProperties", {}).values())
    if free:
        if isinstance(kept.get("additionalProperties"), dict):
            free.append(kept["additionalProperties"])
        is_open = kept.get("additionalProperties", True) is True or {} in free or True in free
        kept["additionalProperties"] = is_open or (free[0] if len(free) == 1 else {"anyOf": free})
    return kept


def _without_what_lost_a_part(kept: Node, node: Node) -> Node:
    if not (is_whole(node.get("if", {})) and is_whole(node.get("not", {}))):
        for key in ("if", "then", "else", "not"):
            kept.pop(key, None)
    if not all(map(is_whole, node.get("oneOf", ()))):
        kept.setdefault("allOf", []).append({"anyOf": kept.pop("oneOf")})
    if {} in kept.get("anyOf", ()):
        del kept["anyOf"]
    return kept


def is_whole(node: Node) -> bool:
    """Whether all that a schema judges is kept: what is denied or counted must not lose a part."""
    if not isinstance(node, dict):
        return True
    if not node.keys() <= _KNOWN | _SAYS_NOTHING:
        return False
    inner = [node[key] for key in _ONE if key in node]
    inner += [one for key in _LISTS for one in node.get(key, ())]
    inner += [one for key in _NAMED for one in node.get(key, {}).values()]
    return all(map(is_whole, inner))


def extension(name: str) -> Node:
    """What an extension says."""
    read = json.loads((SCHEMAS / "extensions" / f"{name}.json").read_text())
    return judging(read)


def _extended(type_name: str) -> list[Node]:
    return [extension(name) for name in _EXTENSIONS.get(type_name, ())]


def _add(kept: Node, more: Node) -> None:
    """Puts more keywords into a schema, at the same places."""
    for key, value in more.items():
        if isinstance(kept.get(key), dict) and isinstance(value, dict):
            _add(kept[key], value)
        else:
            kept[key] = value


def more_attributes(known: Mapping[str, Node]) -> dict[str, list[str]]:
    """The attributes of the types for which they are not what is read-only."""
    found: dict[str, set[str]] = {}
    for provider in sorted((SCHEMAS / "providers").glob("*.json")):
        for name, resource in json.loads(provider.read_text()).items():
            found.setdefault(name, set()).add(resource)
    made: dict[str, list[str]] = {}
    for name, schema in known.items():
        read = (
            json.loads((SCHEMAS / "resources" / f"{resource}.json").read_text())
            for resource in sorted(found[name])
        )
        given = attributes(read)
        if given != sorted(path.replace("/", ".") for path in schema.get("readOnlyProperties", ())):
            made[name] = given
    return made


def schemas() -> Iterator[tuple[str, Node]]:
    """All types of CloudFormation with what judges them."""
    found: dict[str, str] = {}
    for provider in sorted((SCHEMAS / "providers").glob("*.json")):
        found.update(json.loads(provider.read_text()))
    for name, resource in sorted(found.items()):
        if name.startswith(_SAM):
            continue
        read = json.loads((SCHEMAS / "resources" / f"{resource}.json").read_text())
        kept = judging(read)
        for key in ("type", *_DOUBTED.get(name, ())):
            kept.pop(key, None)
        for place in _FREE.get(name, ()):
            held = kept
            for step in place.split("."):
                held = held[step]
            del held["enum"]
        _add(kept, _ADDED.get(name, {}))
        more = _extended(name)
        if more:
            kept["allOf"] = [*kept.get("allOf", []), *more]
        for key in _POINTERS:
            if read.get(key):
                kept[key] = [pointer.removeprefix("/properties/") for pointer in read[key]]
        yield name, kept


def sam_schemas(known: Mapping[str, Node]) -> Iterator[tuple[str, Node]]:
    """What the translator of SAM demands, and what CloudFormation does of what is passed on to it.

    A value that comes out of the translator as it went in is judged as where it comes out.
    """
    for name, schema in demands():
        merge(name, schema, known)
        yield name, schema


def regions() -> dict[str, Any]:
    """For each type that is not everywhere a bit for each Region that lacks it, as hexadecimal.

    Partitions whose Regions all have every type are those that AWS publishes nothing about.
    """
    offered = {
        provider.stem: set(json.loads(provider.read_text()))
        for provider in sorted((SCHEMAS / "providers").glob("*.json"))
        if provider.stem != "sam"
    }
    every = set().union(*offered.values())
    names = [region for region, types in offered.items() if types != every]
    bits = {
        name: sum(1 << place for place, region in enumerate(names) if name not in offered[region])
        for name in sorted(every)
    }
    return {"regions": names, **{name: f"{held:x}" for name, held in bits.items() if held}}


def files() -> dict[str, str]:
    """The text of every file of the table, by its name."""
    services: dict[str, list[str]] = {}
    known = dict(schemas())
    for name, schema in [*known.items(), *sam_schemas(known)]:
        line = json.dumps([name, schema], separators=(",", ":"), ensure_ascii=False)
        services.setdefault("-".join(name.split("::")[:2]), []).append(line)
    made = {f"{name}.jsonl": "\n".join(lines) + "\n" for name, lines in services.items()}
    made["absent.json"] = _lines(regions())
    made["attributes.json"] = _lines(more_attributes(known))
    names = json.loads((SCHEMAS / "providers" / "sam.json").read_text())
    made["sam.json"] = _lines(dict(sam_types(names, known)))
    made["source.json"] = _lines(
        {
            "cfn-lint": {"version": version("cfn-lint"), "licence": "MIT-0"},
            "aws-sam-translator": {
                "version": version("aws-sam-translator"),
                "licence": "Apache-2.0",
            },
            "schema_date": json.loads((SCHEMAS / "version.json").read_text())["schema_date"],
        }
    )
    return made


def _lines(value: dict[str, Any]) -> str:
    """JSON with a line for each key."""
    rows = (f"{json.dumps(key)}:{json.dumps(value[key], separators=(',', ':'))}" for key in value)
    return "{\n" + ",\n".join(rows) + "\n}\n"


def main() -> int:
    """Writes the table anew."""
    made = files()
    TABLE.mkdir(parents=True, exist_ok=True)
    for path in TABLE.glob("*.json*"):
        path.unlink()
    for name, text in made.items():
        (TABLE / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
