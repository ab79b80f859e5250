"""How far the schemas of CloudFormation hold for the resources of a program.

The provider aws-native hands properties to Cloud Control API as they are, so that all demands hold
but for names that it makes up itself. That of pulumi-aws is Terraform's: it has schemas of its own,
fills in defaults, and converts texts, numbers and truth values. What a schema says of a value is
what the service says of it, however it is called; what has to be there is another matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from auditor.data.pulumi_inputs import SCALAR, Content, Holds, contents_of, nested_type
from auditor.data.resource_schemas import schema_of
from auditor.expression import expression
from auditor.model.path import Path
from auditor.programs import values as v
from auditor.programs.classes import classes_of
from auditor.programs.lowering.words import argument_name
from auditor.programs.meaning.out import Out
from auditor.programs.meaning.shapes.given import argument, item_of
from auditor.programs.meaning.tree import Building
from auditor.programs.values import Item, Made

_GROUPS = frozenset({"requiredOr", "requiredXor", "dependentExcluded"})
_SHAPES = frozenset({"anyOf", "oneOf", "false", "additionalProperties", "dependentRequired"})
_GROUPED_BY_THE_SERVICE = frozenset(
    {
        # Parameter(s) EventPattern or ScheduleExpression must be specified
        "AWS::Events::Rule",
        # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
        "AWS::CloudWatch::Alarm",
        # https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html
        "AWS::EC2::Subnet",
        # https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html
        "AWS::EC2::VPC",
        # You must specify either subnets or subnet mappings
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        # Please don't provide Handler or Runtime or Layer when the intent is to create function
        # using an image
        "AWS::Lambda::Function",
    }
)
"""Types whose services, too, refuse properties that exclude each other, or the lack of all."""
_PUT = frozenset(
    {
        # https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
        "AWS::S3::BucketPolicy",
        # If a metric alarm with this name already exists, it is overwritten
        # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
        "AWS::CloudWatch::Alarm",
        # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html
        "AWS::CloudWatch::Dashboard",
        # This action is idempotent, so if the requester already owns a topic with that name ...
        # https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
        "AWS::SNS::Topic",
        # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
        "AWS::SQS::Queue",
        # no page says whether an equal route, of the same target, is refused as well
        "AWS::EC2::Route",
    }
)
"""Types of which the second one of a name takes the place of the first, or is the first.

CloudFormation refuses it itself. The provider of pulumi-aws asks the service.
"""


_PROVIDER = expression(r"\bProvider\(")


class Judging:
    """Says what holds of the resources of one program, in the words of their arguments."""

    def __init__(self, building: Building) -> None:
        self._building = building
        files = building.program.files.values()
        self._has_providers = any(_PROVIDER.search(file.text) for file in files)

    def upholds(self, path: Path, keyword: str, given: Any) -> bool:
        """Whether the provider or the service is sure to make a demand of the schema."""
        made = self._made(path)
        if made is None or made.provider == "native":
            return made is not None
        if keyword == "unique":
            return str(self._building.root.tree["Resources"][path[1]]["Type"]) not in _PUT
        if keyword == "type":
            return self._is_of_another_kind(made, path, given)
        if keyword in _GROUPS:
            kind = str(self._building.root.tree["Resources"][path[1]]["Type"])
            return kind in _GROUPED_BY_THE_SERVICE and len(path) == 3
        return keyword != "required" and keyword not in _SHAPES

    def lacks(self, path: Path, name: str) -> bool:
        """Whether a missing property is not one that the provider names or asks for itself."""
        made = self._made(path)
        if made is None or made.provider != "native":
            return False
        if len(path) <= 3:
            kind = str(self._building.root.tree["Resources"][path[1]]["Type"])
            return name not in (schema_of(kind) or {}).get("required", ())
        wanted = self.called(path, name)
        for content, version in self._contents(made, path):
            kind_of = nested_type(version, content.type) if content.type else None
            if kind_of is not None:
                asked = {*kind_of.required, *(kind_of.arguments[one] for one in kind_of.required)}
                return wanted not in asked
        return True

    def stated_by(self, path: Path) -> str | None:
        """The resource of its own that a property is, as notifications of buckets are."""
        out, is_whole = self._building.out(path)
        made = out.value if is_whole and isinstance(out.value, Made) else None
        name = None if made is None else self._building.names.of(made)
        return None if name == path[1] else name

    def may_be_elsewhere(self, path: Path) -> bool:
        """Whether a Region, a provider, or what hands one on is said, or may be.

        https://www.pulumi.com/docs/iac/concepts/resources/options/provider/ and `region`, which all
        classes of version 7 have; components hand their providers to what has them as `parent`. A
        program that makes no provider has the one of the stack.
        """
        made = self._made(path)
        if made is None or argument(made, "region") is not None or made.arguments.is_open:
            return True
        if not self._has_providers:
            return False
        options = made.options
        if isinstance(options, v.Known):
            return options.value is not None
        if not isinstance(options, v.Mapping) or options.is_open:
            return True
        return any(item_of(options, name) for name in ("provider", "providers", "parent"))

    # words

    def shown(self, path: Path) -> str:
        """The arguments that lead to a path: `attributes[0].name`."""
        shown, last = "", None
        here: Out | None = self._building.root.below["Resources"].below.get(path[1])
        for number, step in enumerate(path[2:]):
            below = None if here is None else here.below.get(step)
            if isinstance(step, int):
                is_listed = here is not None and isinstance(here.tree, list) and here.is_direct
                shown += f"[{step}]" if shown and is_listed else ""
            elif not (number == 0 and step == "Properties") and not step.startswith("Fn::"):
                item = None if below is None else below.item
                is_written = not (_is_around(here, below) or _is_all_of(here, below))
                if is_written and (item is None or item is not last):
                    word = _key_of(item) or self.called(path[: number + 2], step)
                    shown += f".{word}" if shown else word
                last = item or last
            here = below
        return shown

    def called(self, path: Path, name: str) -> str:
        """The argument that a property of a resource or of a value in it is."""
        made = self._made(path)
        out, is_whole = self._building.out(path)
        naming = out.naming if is_whole else None
        if made is None or naming is None:
            return name
        is_python = made.call.file.language == "python"
        return argument_name(
            naming, name, is_python=is_python, made=made if len(path) <= 3 else None
        )

    # kinds

    def _made(self, path: Path) -> Made | None:
        return self._building.by_name.get(str(path[1])) if len(path) > 1 else None

    def _is_of_another_kind(self, made: Made, path: Path, given: Any) -> bool:
        contents = [content for content, _ in self._contents(made, path)]
        return bool(contents) and all(_refuses(content, given) for content in contents)

    def _contents(self, made: Made, path: Path) -> Iterator[tuple[Content, str]]:
        """What the argument at a path holds in each version, where the path is an argument's."""
        trail = self._arguments(path)
        if trail is None:
            return
        for version, kind in classes_of(made, self._building.program.majors).items():
            python = _by_either(kind.arguments)
            found = _inner(version, contents_of(version, kind.name), python, trail)
            if found is not None:
                yield found, version

    def _arguments(self, path: Path) -> list[str] | None:
        """The names of the arguments on the way to a path; None where it is not an argument's."""
        names: list[str] = []
        here = self._building.root
        for step in path:
            below = here.below.get(step)
            if below is None:
                return None
            here = below
            if isinstance(step, str) and here.item is not None:
                key = _key_of(here.item)
                if key is None:
                    return None
                names.append(key)
        is_written = here.item is not None or isinstance(path[-1], int)
        return names if is_written and names else None


def _inner(
    version: str, contents: Mapping[str, Content], names: Mapping[str, str], trail: Sequence[str]
) -> Content | None:
    content: Content | None = None
    for key in trail:
        snake = names.get(key)
        if snake is None:
            return None
        content = contents.get(snake, SCALAR)
        kind = nested_type(version, content.type) if content.type else None
        contents = {} if kind is None else kind.contents
        names = {} if kind is None else _by_either(kind.arguments)
    return content


def _by_either(arguments: Mapping[str, str]) -> dict[str, str]:
    return {**{camel: snake for snake, camel in arguments.items()}, **{a: a for a in arguments}}


def _refuses(content: Content, given: Any) -> bool:
    """Whether an argument is surely not given what it holds: the provider converts scalars."""
    if content.holds is not Holds.ONE:
        return False
    is_scalar = not isinstance(given, dict | list)
    return is_scalar if content.type else not is_scalar


def _is_around(above: Out | None, here: Out | None) -> bool:
    """Whether a mapping is none of the program's: its entries are arguments beside others."""
    if above is None or above.naming is None or here is None or here.item is not None:
        return False
    return here.value is None and bool(here.below)


def _key_of(item: Item | None) -> str | None:
    return None if item is None or item.entry is None else item.entry.key


def _is_all_of(above: Out | None, here: Out | None) -> bool:
    """Whether the program writes a value alone where the template has a mapping with it."""
    if above is None or here is None or isinstance(here.tree, dict | list):
        return False
    return above.node is not None and above.node is here.node and _key_of(here.item) is None
