"""export-name"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.api import Finding, Fix, SetValue, Severity, rule, where
from auditor.api.template import BadExport, Refused

_BAD = re.compile(r"[^A-Za-z0-9:-]+")


@rule(id="export-name", severity=Severity.ERROR, on=BadExport)
def export_name(export: BadExport) -> Iterator[Finding]:
    """An export whose name is missing, not allowed, or that of another output.

    ## What it does
    Looks at `Export` of outputs: whether it has a `Name`, whether a name that is known has other
    characters than letters, digits, colons and hyphens, whether the name depends on a resource,
    an imported value or the Availability Zones, and whether two outputs export the same name.
    Outputs whose conditions exclude each other may have one name. It does not look at the exports
    of other stacks: two templates of a project that export the same name may be deployed to two
    accounts or Regions, or in place of each other.

    ## Why it fails
    CloudFormation refuses the template. It has to know the names of all exports before it creates
    anything, and each may be there once in an account and a Region.

    ## Error
    ```
    Template format error: The Outputs section contains duplicate Export names: [<names>]. Specify
      a unique name for each export.
    Template format error: Output <output> is malformed. The Name field of every Export member must
      be specified and consist only of alphanumeric characters, colons, or hyphens.
    Template format error: Output <output> is malformed. The Name field of Export must not depend on
      any resources, imported values, or Fn::GetAZs.
    Export with name <name> is already exported by stack <stack>
    ```
    All four are reported; the last one is that of two stacks.

    ## Severity
    An error; a warning where conditions decide whether both outputs are there.

    ## Fix safety
    Unsafe: other characters become hyphens. No stack can be deployed as it is, and templates that
    import the name have to be changed as well; where a deployed stack has the output by another
    name that others import, the update may fail. Which of two outputs gets another name, and what
    replaces a resource in a name, only the author knows.

    ## References
    - [Outputs](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html)
    - Reported: [the same name twice](https://github.com/compose-x/ecs_composex/issues/444),
      [characters](https://github.com/amplify-education/serverless-domain-manager/issues/530),
      [resources in names](https://github.com/aws-cloudformation/cfn-lint/issues/1632),
      [two stacks](https://github.com/aws-amplify/amplify-cli/issues/1581)
    """
    yield Finding(
        at=export.at,
        message=f"Output '{export.output}' {_fault(export)}{where(export.when)}",
        severity=Severity.WARNING if export.when else Severity.ERROR,
        fix=_fix(export),
    )


def _fault(export: BadExport) -> str:
    if export.why is Refused.REPEATED:
        return (
            f"has the export name of output '{export.first}', and a template with the same name"
            " twice is rejected"
        )
    if export.why is Refused.OPEN:
        return (
            f"has an export name that depends on {export.what}, and CloudFormation accepts only"
            " names that it knows before the deployment"
        )
    if export.why is Refused.LETTERS:
        return (
            f"has the export name '{export.what}', and only letters, digits, colons and hyphens"
            " are allowed in one"
        )
    return "has an Export without a Name, which CloudFormation rejects"


def _fix(export: BadExport) -> Fix | None:
    if export.why is not Refused.LETTERS or not export.direct:
        return None
    name = _BAD.sub("-", export.what).strip("-")
    return Fix(f"Name it {name}", (SetValue(export.at, name),)) if name else None
