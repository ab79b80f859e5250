"""refused-value"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import TypeAlias

from msgspec.structs import replace

from auditor.api import (
    Case,
    Finding,
    Fix,
    Path,
    Safety,
    Severity,
    Template,
    function_of,
    graded,
    rule,
)
from auditor.api.template import (
    GAP,
    Hole,
    Part,
    RefusedValue,
    all_given,
    linked,
    parts,
    plainly_at,
    property_names,
    refused_values,
    scalar_text,
)

_STACK_ID = "arn:"
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html"""

_Text: TypeAlias = tuple[Part, Path, Case, str, str | None]
"""A text that is written at a path, with what is known of its rest (see `_texts`)."""


@rule(
    id="refused-value",
    severity=Severity.ERROR,
    on=Template,
    types=lambda: tuple(refused_values()),
)
def refused_value(template: Template) -> Iterator[Finding]:
    """A name or another value that the service refuses though its schema does not say so.

    ## What it does
    Compares values with a table: names of security groups that begin with `sg-`, reserved user
    names of databases, passwords that RDS does not accept, versions of Kafka, parameters named
    after AWS, reserved words in domains, names of load balancers, target groups, queues, topics,
    tables, roles, dashboards, rules and secrets with other characters than they can have, schedules
    of crawlers that are not cron expressions, endpoints that are not what the protocol needs,
    windows and identifiers of databases in another form, domains of origins with a protocol or a
    port, retired versions of canaries, ranges of addresses that are none, descriptions of rules
    with other characters than EC2 accepts, names that are too long for a load balancer or a
    target group, parts of paths, routes and models of APIs, actions of alarms and URLs of nested
    templates in another form, templates of secrets and documents of Systems Manager that are not
    JSON, keys of targets of Systems Manager, paths of EFS, addresses of IP sets of the other
    version, and scopes of OAuth that Cognito does not have. The table is of 2026-11.
    Of a text with variables the known parts are compared, and, as a warning, the whole with the
    defaults of parameters; `AWS::StackId` is known to have colons and slashes, which few names can
    have. It is silent where the engine comes from a mapping and
    may be one that accepts the value.

    ## Why it fails
    The service checks the value when the resource is created, and refuses it.

    ## Error
    ```
    Group names may not be in the format sg-*
    MasterUsername <name> cannot be used as it is a reserved word used by the engine
    Only printable ASCII characters besides '/', '@', '"', ' ' may be used.
    DBName must begin with a letter and contain only alphanumeric characters.
    can't be prefixed with "aws" or "ssm" (case-insensitive)
    Domain cannot contain reserved word: <word>
    can only contain characters that are alphanumeric characters
    Invalid parameter: Email address
    Invalid parameter: Topic Name
    Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length
    Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+
    The specified value for roleName is invalid. It must contain only alphanumeric characters
    LoadBalancer name cannot contain characters that are not letters, or digits or the dash.
    contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).
    Invalid schedule cron expression. Expected format: Cron(CRON_EXPRESSION)
    Standard instance types are not supported for Kafka version <version>
    Cannot use reserved security group name: default
    Subnet group name default is reserved. Please specify another name.
    is not a valid password because it is shorter than 8 characters
    The parameter origin name cannot contain a colon.
    Deprecated runtime version specified.
    CIDR block <range> is malformed
    This is not a valid CIDR block.
    Invalid rule description. Valid descriptions are strings less than 256 characters
    Endpoint type (Gateway) does not match available service types
    cannot be longer than '32' characters
    cannot begin or end with '-'
    Invalid parameter at 'repositoryName' failed to satisfy constraint
    The first domain name can be no longer than 64 characters.
    does not support this protocol string: <protocol>
    Invalid parameter: <service> endpoint ARN
    Endpoint must match the specified protocol
    must end with .fifo suffix and be 1 to 80 in length
    needs to follow the format yyyy-MM-ddTHH:mm:ss.SSSZ
    Parameter InvocationEndpoint is not valid
    ErrorOutputPrefix must contain at least one occurrence of !{firehose:error-output-type}
    S3 Prefix should contain Dynamic Partitioning namespaces when Dynamic Partitioning is enabled
    Should be specified as a range hh24:mi-hh24:mi (24H Clock UTC).
    Should be specified as a range ddd:hh24:mi-ddd:hh24:mi (24H Clock UTC).
    Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens
    Invalid master user name
    Invalid monitoring interval, please enter a value in
    It must be a multiple of 0.5.
    Invalid AuthToken provided.
    Invalid Cache Node Type: <type>
    Invalid DB engine
    Invalid DB Instance class: <class>
    Password should be atleast 8 characters long.
    DbName parameter must be lowercase, begin with a letter
    OutputLocation is not a valid S3 path.
    JSON syntax error in input for
    Version type invalid: expected Double, received String
    Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable
    Stage name only allows a-zA-Z0-9_
    Invalid content type specified: <type>
    Model name must be alphanumeric
    errors : [Invalid model schema specified]
    The provided route key is not formatted properly for HTTP protocol.
    Invalid issuer: Issuer is not a valid URL for JWT Authorizer
    Unsupported PayloadFormatVersion: <version>
    The provided principal was invalid. Please check the principal and try again.
    Failed to parse SecretStringTemplate as JSON
    Invalid arn syntax
    TemplateURL must be a supported URL
    Invalid document name <name>
    Aliases must refer to keys. Not aliases
    The specified value for path is invalid. It must begin and end with /
    are reserved for AWS Service Linked Roles
    ```
    Those of the table below, which says of each where it is public, are known as well.

    ## Fix safety
    Display: another value has to be chosen, and what refers to it by name has to follow.

    ## References
    - [Names of security groups](https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html)
    - [CreateDBInstance](https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html)
    - Reported: [cfn-lint pull request 4425](https://github.com/aws-cloudformation/cfn-lint/pull/4425),
      [aws-cdk pull request 13295](https://github.com/aws/aws-cdk/pull/13295),
      [names that begin with sg-](https://github.com/pulumi/pulumi-awsx/issues/328),
      [names of target groups](https://github.com/hashicorp/terraform-provider-aws/issues/6153),
      [names of databases](https://github.com/hashicorp/terraform-provider-aws/issues/1137),
      [passwords of RDS](https://github.com/alphagov/govuk-infrastructure/pull/1270)
    - The table below has the source of each row
    """
    rows = refused_values()
    for resource in template.resources.values():
        if resource.type not in rows:
            continue
        # many rows are about the same items, and the same properties of these
        found: dict[str, list[Part]] = {}
        texts: dict[tuple[object, ...], list[_Text]] = {}
        said: set[tuple[Path, str]] = set()
        for row in rows.about(resource.type, property_names(resource)):
            if row.each not in found:
                found[row.each] = [*parts(resource, row.each)]
            place = (row.each, row.keys, *row.path)
            if place not in texts:
                at = _keys_at if row.keys else _texts_at
                texts[place] = [*at(found[row.each], row.path)]
            for finding in _faults(texts[place], row):
                # several rows can be about one demand: whole texts, and parts of them
                demand = (finding.at, row.error or row.why)
                if demand not in said:
                    said.add(demand)
                    yield finding


def _written(part: Part, path: tuple[str, ...]) -> Iterator[Case]:
    """A property as it is written, and each item of a list."""
    for case in part.written(".".join(path)):
        if not isinstance(case.value, list):
            yield case
            continue
        for place, item in enumerate(case.value):
            yield from part.template.branches(item, (*case.path, place), case.when)


def _texts_at(holders: list[Part], path: tuple[str, ...]) -> Iterator[_Text]:
    for part in holders:
        plain = part.plain
        if plain is not None:
            place = (*part.path, *path)
            seen = Case(plainly_at(plain, path), place, direct=True)
            if seen.absent:
                continue
            if seen.text is not None and "{" not in seen.text and "$" not in seen.text:
                if seen.text:
                    yield part, place, seen, seen.text, None
                continue
        for written in _written(part, path):
            for case, text, rest in _texts(part.template, written):
                if text or rest:
                    yield part, written.path, case, text, rest


def _keys_at(holders: list[Part], path: tuple[str, ...]) -> Iterator[_Text]:
    """The keys of a mapping, each at its place."""
    for part in holders:
        for written in _written(part, path):
            for case in part.template.cases(written.value, written.path, written.when):
                for key in case.value if case.known and isinstance(case.value, dict) else ():
                    if not key.startswith("Fn::"):
                        yield part, written.path, replace(case, path=(*case.path, key)), key, None


def _faults(texts: list[_Text], row: RefusedValue) -> Iterator[Finding]:
    for part, place, case, text, rest in texts:
        # what follows an unknown part is not known to be bad or good
        if rest is not None and row.is_whole:
            continue
        if not row.refuses(text, rest or ""):
            continue
        beside = _beside(part, row, case)
        if beside is None:
            continue
        whole = text + (rest or "").replace(GAP, "…")
        shown = "a value" if row.is_secret else f"'{whole}'"
        name = _name(part.template, place, row.path[-1])
        verb = "has {0} in {1}" if row.keys else "sets {1} to {0}"
        set_to = f"{part.resource.label} {verb.format(shown, name)}"
        yield Finding(
            at=case.path,
            on_key=row.keys,
            message=f"{set_to}, which is rejected, since {row.why}",
            severity=Severity.WARNING if row.severity == "warning" else graded(case, *beside),
            fix=Fix(f"Choose another {name}", safety=Safety.DISPLAY),
        )


def _name(template: Template, path: Path, name: str) -> str:
    """A property at a path as the author writes it."""
    if template.program is None or name not in path:
        return name
    last = len(path) - 1 - path[::-1].index(name)
    return template.program.called(path[:last], name)


def _texts(template: Template, written: Case) -> Iterator[tuple[Case, str, str | None]]:
    """The values as texts: whole ones, and what is known of a text with variables.

    First what a text begins with, then the rest with gaps, which is None for a whole one. A text
    with variables is whole as well where these have defaults, which another value may replace.
    """
    if not written.known:
        return
    value = written.value
    if (
        isinstance(value, str)
        and written.direct
        and not (written.when or "$" in value or "{" in value)
    ):
        yield written, value, None  # as it stands there
        return
    if isinstance(written.value, dict):
        call = function_of(written.value)
        name = template.name(written.value) or ()
        known = list(takewhile(lambda part: isinstance(part, str), name))
        if len(known) < len(name) and (call is None or call[0] != "Ref"):
            rest = "".join(map(_part, name[len(known) :]))
            yield written, "".join(map(str, known)), rest
    for case in template.cases(written.value, written.path, written.when):
        text = scalar_text(case.value) if case.known else None
        if text is not None:
            yield case, text, None


def _part(part: str | Hole) -> str:
    """A part of a text; of those with variables only the beginning of the stack's ID is known."""
    if isinstance(part, str):
        return part
    return _STACK_ID if part.expression == "AWS::StackId" else GAP


def _beside(part: Part, row: RefusedValue, case: Case) -> list[Case] | None:
    """The cases of the other properties of a row; None where one of them is, or may be, otherwise.

    Of the entries of a mapping among which a parameter chooses, all have to be as the row says.
    """
    found: list[Case] = []
    for name, values in row.beside.items():
        cases = [one for one in part.cases(name) if part.template.can_meet(one, case)]
        met = [one for one in cases if _is_among(one, values)]
        others = {one.when for one in cases if not _is_among(one, values)}
        sure = [one for one in met if one.certain or one.when not in others]
        if not sure:
            return None
        found.append(sure[0])
    return found + there if (there := _there(part, row, case)) is not None else None


def _there(part: Part, row: RefusedValue, case: Case) -> list[Case] | None:
    """The cases of the resource that a row asks for; None where it is, or may be, otherwise."""
    if not row.through:
        return []
    for link, other in linked(part, row.through):
        for cases in all_given(other, row.if_there):
            if part.template.can_meet(case, link, *cases):
                return [link, *cases]
    return None


def _is_among(case: Case, values: tuple[str, ...]) -> bool:
    text = scalar_text(case.value) if case.known else None
    return text in values or (case.absent and "" in values)
