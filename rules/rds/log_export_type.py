"""log-export-type"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Case, Finding, Fix, Safety, SetValue, Severity, graded, rule
from auditor.api.rds import Database

_MYSQL = ("audit", "error", "general", "slowquery", "iam-db-auth-error")
_POSTGRES = ("postgresql", "upgrade", "iam-db-auth-error")
_TYPES: dict[str, tuple[str, ...]] = {
    "aurora-mysql": (*_MYSQL, "instance"),
    "aurora-postgresql": ("postgresql", "iam-db-auth-error", "instance"),
    "mariadb": _MYSQL,
    "mysql": _MYSQL,
    "postgres": _POSTGRES,
}
"""https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html"""
_SPELLED = {
    "auditlog": "audit",
    "errorlog": "error",
    "errors": "error",
    "generallog": "general",
    "postgres": "postgresql",
    "postgresqllog": "postgresql",
    "slow": "slowquery",
    "slowlog": "slowquery",
    "slowquery": "slowquery",
    "slowquerylog": "slowquery",
    "upgradelog": "upgrade",
}
"""How people write them, in lower case and without what is no letter."""
_PROPERTY = "EnableCloudwatchLogsExports"


@rule(id="log-export-type", severity=Severity.ERROR, on=Database)
def log_export_type(database: Database) -> Iterator[Finding]:
    """A database that exports a log which its engine does not have.

    ## What it does
    Compares the names in `EnableCloudwatchLogsExports` with the logs of the engine: MySQL, MariaDB,
    PostgreSQL and their editions of Aurora. Other engines are left alone.

    ## Why it fails
    RDS refuses the whole request.

    ## Error
    ```
    You cannot use the log types '<types>' with engine version <version>
    ```

    ## Fix safety
    Safe where the name is another spelling of a log that the engine has, such as `slow-query` for
    `slowquery`: no database can have been created with it. Any other name has no fix.

    A deployed database exports other logs, or none: the update changes it in place.

    ## References
    - [Publishing database logs](https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html)
    - [Publishing logs of Aurora MySQL](https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Integrating.CloudWatch.html)
    - [Error, reported](https://github.com/hashicorp/terraform/issues/22538)
    """
    for case in database.entries(_PROPERTY):
        for name, engine in database.engines(case) if case.text else ():
            types = _TYPES.get(name)
            if types is None or case.text is None or case.text in types:
                continue
            yield Finding(
                at=case.path,
                message=f"{database.resource.label} exports the log '{case.text}', which RDS"
                f" rejects for {name}",
                severity=graded(engine, case),
                fix=_fix(case, types),
            )


def _fix(case: Case, types: tuple[str, ...]) -> Fix:
    bare = "".join(filter(str.isalpha, (case.text or "").lower()))
    meant = _SPELLED.get(bare, bare)
    if meant in types and case.direct:
        return Fix(f"Use {meant}", (SetValue(case.path, meant),), Safety.SAFE)
    return Fix(f"Choose among {', '.join(types)}", safety=Safety.DISPLAY)
