"""version-mismatch"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, Template, graded, rewritten, rule
from auditor.api.rds import VERSIONED_TYPES, VersionMismatch, version_mismatches


@rule(id="version-mismatch", severity=Severity.ERROR, on=Template, types=VERSIONED_TYPES)
def version_mismatch(template: Template) -> Iterator[Finding]:
    """A version of a database engine that its parameter group or its cluster is not for.

    ## What it does
    Compares `EngineVersion` with the `Family` of the parameter group of the same template that a
    database refers to, for RDS, Aurora, DocumentDB and Neptune, and the version of an instance of
    Aurora with that of its cluster. Versions are compared as far as both are written: `16` goes
    together with `16.4`.

    It is silent where one of them is not known, and where the version is left to the service.

    ## Why it fails
    A parameter group has the parameters of one major version. The service refuses a database with
    the group of another one, and an instance whose version is not that of its cluster.

    ## Error
    ```
    The Parameter Group <group> with DBParameterGroupFamily <family> cannot be used for this instance. Please use a Parameter Group with DBParameterGroupFamily <wanted>
    The parameter group <group> with DBParameterGroupFamily <family> can't be used for this instance. Use a parameter group with DBParameterGroupFamily <wanted>
    The engine version that you requested for your DB instance (<version>) does not match the engine version of your DB cluster (<other>).
    ```

    ## Fix safety
    Unsafe: the family of the version is written, which has other parameters. In a deployed stack
    the parameter group is replaced. For an instance the fix is advice: remove its version, since
    the cluster decides.

    ## References
    - [Parameter groups](https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html)
    - [EngineVersion of an instance](https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html)
    - Errors, reported: [of Neptune](https://github.com/aws/aws-connected-device-framework/issues/195),
      [of DocumentDB](https://github.com/aws-samples/opensource-4g-core-eks/issues/1),
      [of a cluster](https://github.com/aws-cloudformation/rain/issues/309)
    """  # noqa: E501 (the errors as AWS writes them)
    for mismatch in version_mismatches(template):
        is_group = mismatch.other.type.endswith("ParameterGroup")
        fact = f"is of the family {mismatch.told}" if is_group else f"has version {mismatch.told}"
        yield Finding(
            at=mismatch.cases[0].path,
            message=f"{mismatch.resource.label} cannot be created with version {mismatch.version},"
            f" since {mismatch.other.label} {fact}",
            severity=graded(*mismatch.cases),
            fix=_fix(template, mismatch),
        )


def _fix(template: Template, mismatch: VersionMismatch) -> Fix:
    edit = rewritten(template, mismatch.cases[1], mismatch.wanted) if mismatch.wanted else None
    if edit is not None:
        return Fix(f"Use the family {mismatch.wanted}", (edit,))
    title = (
        "Use one version in both"
        if mismatch.other.type == "AWS::RDS::DBCluster"
        else ("Use the family of the version")
    )
    return Fix(title, safety=Safety.DISPLAY)
