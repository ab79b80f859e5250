"""circular-dependency"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from auditor.api import Confidence, Finding, Fix, Remove, Safety, Severity, Template, rule
from auditor.api.template import (
    Dependency,
    Usage,
    dependencies,
    knots,
    named_resources,
    reaches,
    shortest_cycle,
)

Edges = dict[str, dict[str, Dependency]]

_ADVICE = "Declare a part of one resource on its own, or write a name instead of a reference"
_MOST_TRIED = 20
"""Where a knot has more `DependsOn`, no single one closes it."""
_PERMITTING = (
    "AWS::IAM::",
    "AWS::Lambda::Permission",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueuePolicy",
)
"""How the types begin that others have reason to wait for: what lets them do their work.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html
"""


@rule(id="circular-dependency", severity=Severity.ERROR, on=Usage)
def circular_dependency(usage: Usage) -> Iterator[Finding]:
    """Resources that wait for each other.

    ## What it does
    Follows `Ref`, `Fn::GetAtt`, `Fn::Sub` and `DependsOn` from resource to resource, and shows the
    shortest way around of each knot. A warning where the cycle closes under conditions only, or
    by way of `Metadata`; nothing where the conditions exclude each other, since CloudFormation
    follows the branches that apply. Of SAM resources it follows what becomes of them: the
    notification of a bucket for an `S3` event, the API, declared or implicit, that an `Api` event
    puts the function into, the trigger of a user pool.

    ## Why it fails
    No resource of a cycle can be created first, so CloudFormation refuses the template.

    ## Error
    ```
    Circular dependency between resources: [<logical IDs>]
    ```
    The lint of SAM and cfn-lint say `E3004 Circular Dependencies for resource <name>`, the CDK of
    stacks `Adding this dependency (<reference>) would create a cyclic reference`, and
    people that something `causes circular dependency`, `creates a circular dependency`, `causes a
    circular dependency`, `generates circular dependency`, `introduces a circular dependency`,
    `leads to a circular dependency`, `results in a circular dependency`, fails `due to circular
    dependency` or `due to circular dependencies`, or that there is a `circular dependency error` or
    a `circular dependency between resources`.

    ## Fix safety
    Safe where nothing but the order of creation changes, and the stack could never be created:
    - one `DependsOn` closes the cycle, and references force the other order: it is removed, unless
      it waits for a permission or a policy;
    - a rule of a security group moves into an `AWS::EC2::SecurityGroupIngress` or `Egress`;
    - a policy, or the environment of a function, names something that has a name in the template:
      that name, or the ARN built from it, is written in place of the reference;
    - an inline policy moves out of its role into an `AWS::IAM::Policy`.

    Unsafe where something tries the role's permissions while it is created (event source mappings,
    functions in a VPC, pipelines, custom resources), and where a bucket is let in by its account in
    place of its ARN. Several of these may be needed for one cycle, and are applied together. There
    is no fix where a value can only be known once the other resource is there.

    CloudFormation refuses the template, so that a deployed stack has an earlier one. The update
    then changes an order only, or resources in place: a policy that moves out of its role is
    missing for some seconds, between the update of the role and the creation of the policy.

    ## References
    - [DependsOn](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html)
    - [Circular dependencies](https://repost.aws/knowledge-center/cloudformation-circular-dependency-error)
    - [With SAM](https://github.com/aws/serverless-application-model/issues/816)
    """
    made = list(_made_by_sam(usage))
    if not made and not any(knots(named_resources(usage))):
        return
    ordered = dependencies(usage)
    for edge in made:
        ordered.setdefault(edge.source, []).append(edge)
        ordered.setdefault(edge.target, [])
    graph = {name: {edge.target for edge in edges} for name, edges in ordered.items()}
    for members in knots({name: sorted(targets) for name, targets in graph.items()}):
        knot = set(members)
        inside = [edge for name in members for edge in ordered[name] if edge.target in knot]
        yield from _knot(usage.template, members, inside)


def _knot(template: Template, members: list[str], inside: list[Dependency]) -> Iterator[Finding]:
    """The cycle of a knot: one that always closes, else one that can."""
    always = [edge for edge in inside if edge.certain and not edge.when]
    known = [edge for edge in inside if edge.certain]
    for edges in (always, known, inside):
        cycle = _cycle(members, edges)
        if cycle and template.can_hold(frozenset().union(*(edge.when for edge in cycle))):
            yield _finding(template, cycle, always, inside)
            return


def _cycle(members: list[str], edges: Sequence[Dependency]) -> list[Dependency]:
    first: Edges = {name: {} for name in members}
    for edge in edges:
        held = first[edge.source].setdefault(edge.target, edge)
        if _weight(edge) < _weight(held):
            first[edge.source][edge.target] = edge
    cycle = shortest_cycle(first, members)
    return [
        first[source][target]
        for source, target in zip(cycle, [*cycle[1:], *cycle[:1]], strict=True)
    ]


def _weight(edge: Dependency) -> tuple[int, bool]:
    """What tells better why a resource waits comes first: fewer conditions, then a reference."""
    return len(edge.when), edge.function == "DependsOn"


def _finding(
    template: Template,
    cycle: list[Dependency],
    always: list[Dependency],
    inside: list[Dependency],
) -> Finding:
    is_certain = all(edge.certain and not edge.when for edge in cycle)
    names = " and ".join(sorted({name for edge in cycle for name in _conditions(edge)}))
    where = f" where {names}" if names else ""
    if len(cycle) == 1:
        message = f"Resource '{cycle[0].source}' waits for itself{where}: {_told(cycle)}"
    else:
        message = f"Resources wait for each other{where}, and none can be created first: "
        message += _told(cycle)
    return Finding(
        at=cycle[0].path,
        message=message,
        severity=Severity.ERROR if is_certain else Severity.WARNING,
        confidence=Confidence.HIGH if all(edge.certain for edge in cycle) else Confidence.LOW,
        fix=_fix(template, cycle, always, inside),
    )


def _conditions(edge: Dependency) -> list[str]:
    return [f"{name} is {'true' if holds else 'false'}" for name, holds in edge.when]


def _told(cycle: list[Dependency]) -> str:
    steps = (f" -> {edge.target} ({_reason(edge)})" for edge in cycle)
    return cycle[0].source + "".join(steps)


def _made_by_sam(usage: Usage) -> Iterable[Dependency]:
    if not any(type.startswith("AWS::Serverless::") for type in usage.template.by_type):
        return ()
    from auditor.api.cycles import made_by_sam

    return made_by_sam(usage)


def _reason(edge: Dependency) -> str:
    return edge.function if edge.place is None else f"{edge.place}, {edge.function}"


def _fix(
    template: Template,
    cycle: list[Dependency],
    always: list[Dependency],
    inside: list[Dependency],
) -> Fix | None:
    if not all(edge.certain for edge in cycle):
        return None
    if all(not edge.when for edge in cycle):
        found = _without_depends_on(template, always, inside)
        if found is not None:
            return found
    from auditor.api.cycles import repair

    return repair(template, inside) or Fix(_ADVICE, safety=Safety.DISPLAY)


def _without_depends_on(
    template: Template, always: list[Dependency], inside: list[Dependency]
) -> Fix | None:
    """Removes the one DependsOn that stands against an order which references force."""
    explicit = [edge for edge in inside if edge.function == "DependsOn"]
    if len(explicit) > _MOST_TRIED:
        return None
    wrong = [edge for edge in explicit if _closes_alone(edge, always, inside)]
    if len(wrong) != 1 or template.resources[wrong[0].target].type.startswith(_PERMITTING):
        return None
    return Fix(f"Remove DependsOn {wrong[0].target}", (Remove(wrong[0].path),), Safety.SAFE)


def _closes_alone(wrong: Dependency, always: list[Dependency], inside: list[Dependency]) -> bool:
    others = [edge for edge in inside if edge is not wrong]
    forced = _graph(edge for edge in always if edge is not wrong)
    is_against = wrong.source == wrong.target or reaches(forced, wrong.target, wrong.source)
    return is_against and not any(knots(_graph(others)))


def _graph(edges: Iterator[Dependency] | list[Dependency]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for edge in edges:
        found.setdefault(edge.source, []).append(edge.target)
        found.setdefault(edge.target, [])
    return found
