"""performance-insights"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Edit, Finding, Fix, Remove, Safety, Severity, rule, truth
from auditor.api.rds import Database

_ENGINES = ("mysql", "mariadb")
_WITHOUT = frozenset(
    f"db.{family}.{size}" for family in ("t2", "t3", "t4g") for size in ("micro", "small")
)
_SWITCH = "EnablePerformanceInsights"
_FURTHER = ("PerformanceInsightsKMSKeyId", "PerformanceInsightsRetentionPeriod")


@rule(id="performance-insights", severity=Severity.WARNING, on=Database)
def performance_insights(database: Database) -> Iterator[Finding]:
    """Performance Insights on an instance class that does not support it.

    ## What it does
    Finds `EnablePerformanceInsights: true` on instances of MySQL and MariaDB whose class is
    `db.t2`, `db.t3` or `db.t4g` in the sizes micro and small.

    ## Why it fails
    RDS refuses to create the instance, and to change one that exists to such a class. A warning,
    since the list of classes is AWS's to extend, and two public templates with such an instance are
    said to have deployed.

    ## Error
    ```
    Performance Insights not supported for this configuration.
    ```
    or `Performance Insights is not supported for your DB instance class`.

    ## Severity
    A warning, since the list of classes may have grown after the date of the source.

    ## Fix safety
    Unsafe: the properties of Performance Insights are removed, which stops collecting what
    somebody wanted to see; the other way is a larger class, which costs more.

    In a deployed stack the database changes in place. A parameter that nothing else uses goes
    as well: a command that still passes it fails.

    ## References
    - [Support for Performance Insights](https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.Overview.Engines.html)
    - [Reported of small classes](https://github.com/awsdocs/amazon-rds-user-guide/issues/188)
    """
    if not database.is_instance:
        return
    for switch in database.resource.cases(_SWITCH):
        if truth(switch) is not True:
            continue
        for name, engine, size in database.with_engine("DBInstanceClass"):
            together = (switch, engine, size)
            if name in _ENGINES and size.text in _WITHOUT and database.template.can_meet(*together):
                yield Finding(
                    at=switch.path,
                    message=f"{database.resource.label} enables Performance Insights, which RDS"
                    f" rejects for {name} on {size.text}",
                    fix=_fix(database),
                )


def _fix(database: Database) -> Fix:
    title = "Remove Performance Insights, or choose a larger instance class"
    properties = database.resource.body.get("Properties")
    if not isinstance(properties, dict) or _SWITCH not in properties:
        return Fix(title, safety=Safety.DISPLAY)
    path = (*database.resource.path, "Properties")
    keys = [key for key in (_SWITCH, *_FURTHER) if key in properties]
    edits: tuple[Edit, ...] = tuple(Remove((*path, key)) for key in keys)
    return Fix(title, edits)
