"""engine-version"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Case, Finding, Fix, Safety, Severity, rewritten, rule
from auditor.api.rds import Database, EngineVersions, Standing, engine_versions, version_text


@rule(id="engine-version", severity=Severity.WARNING, on=Database)
def engine_version(database: Database) -> Iterator[Finding]:
    """A version of a database engine that no new database can be created with.

    ## What it does
    Compares `EngineVersion` of instances and clusters of RDS and Aurora (MySQL, MariaDB,
    PostgreSQL), and of ElastiCache, with a dated table. It finds versions that AWS has retired, and
    versions that never existed although older and newer ones of the same major do.

    It is silent about majors alone (`8.0`, `15`), of which the service picks a version, about
    versions newer than the table, and about databases that are restored from a snapshot or
    replicate another one.

    ## Why it fails
    AWS offers each minor version for about a year or two. A database that exists keeps its version
    until it is upgraded, so that a template may go on to work for the stacks that it has created,
    and fails for each new one. That is why a retired version is a warning; one that never existed
    fails everywhere.

    ## Error
    ```
    Cannot find version <version> for <engine>
    ```
    cfn-lint says `E3691 <version> is not one of`, of a cluster `E3690 <version> is not one of`.

    ## Severity
    A warning for a version that AWS has retired, since databases that exist keep it and their
    stacks go on to work: only a new stack fails. An error for a version that never existed,
    which no stack can have.

    ## Fix safety
    Unsafe: the newest version of the same major is put in its place, and a database that exists is
    upgraded with the next deployment, in its maintenance window or at once, and never back. The
    default of a parameter is changed where the version comes from there.

    A deployed database is changed in place, and may be out of service during the upgrade.

    ## References
    - [MySQL on RDS, versions](https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.VersionMgmt.html)
    - [PostgreSQL on RDS, release calendar](https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html)
    - [Aurora versions](https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.VersionPolicy.html)
    - [The lists of cfn-lint, which asks RDS](https://github.com/aws-cloudformation/cfn-lint)
    - Error, reported: [k8sbook pull request 7](https://github.com/kazusato/k8sbook/pull/7),
      [rain issue 309](https://github.com/aws-cloudformation/rain/issues/309)
    """
    if database.is_restored:
        return
    for name, engine, case in database.with_engine("EngineVersion"):
        versions, version = engine_versions(name), version_text(case)
        standing = versions.standing(version) if versions and version else None
        if versions and version and standing:
            yield _finding(database, versions, version, (engine, case), standing)


def _finding(
    database: Database,
    versions: EngineVersions,
    version: str,
    cases: tuple[Case, Case],
    standing: Standing,
) -> Finding:
    _, case = cases
    never = standing is Standing.NEVER
    fact = "does not exist" if never else "is retired for new databases"
    newest = versions.newest(version)
    edit = None if newest is None else rewritten(database.template, case, newest)
    if newest is None:
        fix = Fix("Choose a newer major version", safety=Safety.DISPLAY)
    elif edit is None:
        fix = Fix(f"Use {newest}, the newest of its major", safety=Safety.DISPLAY)
    else:
        fix = Fix(f"Use {newest}, the newest of its major", (edit,))
    is_certain = never and all(one.certain and not one.when for one in cases)
    return Finding(
        at=case.path,
        message=f"{database.resource.label} cannot be created with version {version} of"
        f" {versions.engine}, which {fact} (as of {versions.as_of})",
        severity=Severity.ERROR if is_certain else Severity.WARNING,
        fix=fix,
    )
