"""billing-mode-throughput"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Case,
    Finding,
    Fix,
    InsertKey,
    Remove,
    Safety,
    SetValue,
    Severity,
    field,
    graded,
    rule,
    where,
)
from auditor.api.dynamodb import BilledTable, Index

_ON_DEMAND = "PAY_PER_REQUEST"
_PROVISIONED = "PROVISIONED"
_MODE = "BillingMode"
_THROUGHPUT = "ProvisionedThroughput"
_INDEXES = "GlobalSecondaryIndexes"
_WRITES = "WriteProvisionedThroughputSettings"
"""What a global table has in the place of a throughput, which each of its replicas reads beside."""
_UNITS = ("ReadCapacityUnits", "WriteCapacityUnits")


@rule(id="billing-mode-throughput", severity=Severity.ERROR, on=BilledTable)
def billing_mode_throughput(table: BilledTable) -> Iterator[Finding]:
    """Throughput of a DynamoDB table or index that its billing mode does not allow, or requires.

    ## What it does
    Finds `ProvisionedThroughput` of a table or of a global secondary index where `BillingMode`
    is `PAY_PER_REQUEST`, and its absence where the mode is `PROVISIONED`, which it is for tables
    without `BillingMode`. It is silent about a throughput of 0 and 0 beside `PAY_PER_REQUEST`, and
    about tables without keys. Global tables need `WriteProvisionedThroughputSettings` in the same
    way. The throughput of an index is part of it, and has no rule of its own.
    Auto scaling changes nothing of this: it needs a throughput to begin with.

    ## Why it fails
    DynamoDB requires a throughput, for the table and for each global index, in the provisioned mode
    only, and then demands it.

    ## Error
    ```
    Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is
      PAY_PER_REQUEST
    ProvisionedThroughput should not be specified for index: <index> when BillingMode is
      PAY_PER_REQUEST
    ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is
      PROVISIONED
    ProvisionedThroughput is not specified for index: <index>
    Property ProvisionedThroughput cannot be empty
    ```
    or `No provisioned throughput specified for the <table or index>`. In other words of DynamoDB:
    `Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: <index>`, `Neither
    ReadCapacityUnits nor WriteCapacityUnits can be specified for index: <index> when BillingMode is
    PAY_PER_REQUEST`. The provider of Terraform and Pulumi says `capacity must be > 0 when billing
    mode is PROVISIONED`, cfn-lint `E3639 'ProvisionedThroughput' is a required property`,
    the CDK `you cannot provision read and write capacity for a`.

    ## Fix safety
    Safe: throughput beside `PAY_PER_REQUEST` is removed, and a global index without one gets
    that of its table. Unsafe: a table without throughput gets `BillingMode: PAY_PER_REQUEST`,
    because only its owner knows what it will cost. There is no fix where the mode is a parameter
    that may be given another value.

    DynamoDB refuses each of these tables, so that a deployed one is as an earlier template
    said; the update changes it in place and keeps its items. What removes a throughput leaves
    the parameters of it, and says so.

    ## References
    - [AWS::DynamoDB::Table](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html)
    - [AWS::DynamoDB::GlobalTable](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-globaltable.html)
    - [CreateTable](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html)
    - Reported for an index:
      [aws-lambda-redshift-loader issue 192](https://github.com/awslabs/aws-lambda-redshift-loader/issues/192),
      [amplify-cli issue 1714](https://github.com/aws-amplify/amplify-cli/issues/1714) and
      [with on-demand](https://github.com/gabehollombe-aws/react-graphql-amplify-blog-post/issues/1)
    """
    if table.is_global:
        yield from _of_global_table(table)
        return
    for throughput in table.resource.cases(_THROUGHPUT):
        for mode in table.billing_beside(throughput):
            if mode.value == _ON_DEMAND:
                yield from _superfluous(table, throughput, mode)
            elif _is_provisioned(mode) and throughput.absent and table.keys:
                yield _missing(table, throughput, mode)
    yield from _of_indexes(table)


def _of_indexes(table: BilledTable) -> Iterator[Finding]:
    for index in table.indexes(_INDEXES):
        for throughput in field(table.template, index.body, _THROUGHPUT):
            for mode in table.billing_beside(throughput):
                if mode.value == _ON_DEMAND:
                    yield from _superfluous(table, throughput, mode, f" for {index}")
                elif _is_provisioned(mode) and throughput.absent:
                    yield from _missing_of_index(table, index, throughput, mode)


def _of_global_table(table: BilledTable) -> Iterator[Finding]:
    for writes in table.resource.cases(_WRITES):
        for mode in table.billing_beside(writes):
            if _is_provisioned(mode) and writes.absent and table.keys:
                yield _missing(table, writes, mode, _WRITES)


def _is_provisioned(mode: Case) -> bool:
    return mode.absent or mode.value == _PROVISIONED


def _where(table: BilledTable, *cases: Case) -> str:
    met = frozenset[tuple[str, bool]]().union(*(case.when for case in cases))
    return where(met - table.resource.when)


def _superfluous(
    table: BilledTable, throughput: Case, mode: Case, owner: str = ""
) -> Iterator[Finding]:
    if not isinstance(throughput.value, dict):
        return
    units = [case for key in _UNITS for case in field(table.template, throughput, key)]
    units = [case for case in units if table.template.can_meet(case, mode)]
    if all(case.absent or case.value in (0, "0") for case in units):
        return
    # What is not known may be the 0 that DynamoDB is not asked to provide.
    is_certain = any(case.known and case.certain and case.value not in (0, "0") for case in units)
    severity = graded(throughput, mode) if is_certain else Severity.WARNING
    yield Finding(
        at=throughput.path,
        on_key=throughput.path[-1] == _THROUGHPUT,
        message=f"{table.resource.label} has {_THROUGHPUT}{owner}, which DynamoDB rejects with"
        f" {_MODE} {_ON_DEMAND}{_where(table, throughput, mode)}",
        severity=severity,
        fix=_remove(table, throughput, mode),
    )


def _remove(table: BilledTable, throughput: Case, mode: Case) -> Fix | None:
    is_own = throughput.path[: len(table.resource.path)] == table.resource.path
    if not (is_own and throughput.direct and _is_settled(mode, throughput)):
        return None
    title = f"Remove {_THROUGHPUT}"
    if throughput.path[-1] == _THROUGHPUT:
        return Fix(title, (Remove(throughput.path),), Safety.SAFE)
    return Fix(title, (SetValue(throughput.path, {"Ref": "AWS::NoValue"}),), Safety.SAFE)


def _is_settled(mode: Case, beside: Case) -> bool:
    """Whether nothing but this mode can be beside a case."""
    return mode.certain and mode.when <= beside.when


def _missing(table: BilledTable, throughput: Case, mode: Case, name: str = _THROUGHPUT) -> Finding:
    properties = (*table.resource.path, "Properties")
    is_written = _MODE in table.resource.body.get("Properties", {})
    reason = f"{_MODE} is {_PROVISIONED}"
    if mode.absent:
        reason = f"a table without {_MODE} is billed as {_PROVISIONED}"
    fix = None
    if _may_be_on_demand(table) and not (throughput.when | mode.when) - table.resource.when:
        title = f"Set {_MODE} to {_ON_DEMAND}"
        if not is_written:
            fix = Fix(title, (InsertKey(properties, _MODE, _ON_DEMAND, before=_first(table)),))
        elif mode.direct and mode.path == (*properties, _MODE):
            fix = Fix(title, (SetValue(mode.path, _ON_DEMAND),))
    return Finding(
        at=mode.path if is_written else table.resource.path,
        on_key=not is_written,
        message=f"{table.resource.label} has no {name}, which DynamoDB requires, since"
        f" {reason}{_where(table, throughput, mode)}",
        severity=graded(throughput, mode),
        fix=fix,
    )


def _may_be_on_demand(table: BilledTable) -> bool:
    """Whether no index has a throughput, and the table has properties to add to."""
    throughputs = (
        case
        for index in table.indexes(_INDEXES)
        for case in field(table.template, index.body, _THROUGHPUT)
    )
    return bool(table.resource.body.get("Properties")) and all(
        throughput.absent for throughput in throughputs
    )


def _first(table: BilledTable) -> str:
    return str(next(iter(table.resource.body["Properties"])))


def _missing_of_index(
    table: BilledTable, index: Index, throughput: Case, mode: Case
) -> Iterator[Finding]:
    beside = [
        case
        for case in table.resource.cases(_THROUGHPUT)
        if table.template.can_meet(case, throughput, mode)
    ]
    if any(case.absent for case in beside):
        return
    yield Finding(
        at=index.body.path,
        message=f"{table.resource.label} has no {_THROUGHPUT} for {index}, which DynamoDB requires"
        " beside that of the table"
        f"{_where(table, throughput, mode)}",
        severity=graded(throughput, mode),
        fix=_copy(table, index, throughput, mode),
    )


def _copy(table: BilledTable, index: Index, throughput: Case, mode: Case) -> Fix | None:
    """Gives an index the throughput that its table has, in the author's words."""
    body, path = index.body, index.body.path
    written = table.resource.written(_THROUGHPUT)
    is_plain = len(written) == 1 and written[0].known
    is_own = body.direct and path[: len(table.resource.path)] == table.resource.path
    is_free = isinstance(body.value, dict) and _THROUGHPUT not in body.value
    if not (is_plain and is_own and is_free):
        return None
    if not _is_settled(mode, body) or throughput.when != body.when:
        return None
    insert = InsertKey(path, _THROUGHPUT, written[0].value)
    return Fix(f"Copy {_THROUGHPUT} from the table to the index", (insert,), Safety.SAFE)
