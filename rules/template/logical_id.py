"""logical-id"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, OnUpdate, Remove, Safety, Severity, Template, rule
from auditor.api.template import rename_everywhere, tool_of

_SECTIONS = {
    "Resources": "Resource",
    "Parameters": "Parameter",
    "Mappings": "Mapping",
    "Outputs": "Output",
}
_LONGEST = 255


@rule(id="logical-id", severity=Severity.ERROR, on=Template)
def logical_id(template: Template) -> Iterator[Finding]:
    """A name of the template that is not alphanumeric, too long, or used twice.

    ## What it does
    Looks at the names of resources, parameters, mappings and outputs. Only letters and digits of
    ASCII are allowed, and a resource has another name than each parameter. It is silent about
    loops and transforms, where a macro may rewrite the template, and about names that another tool
    fills in.

    ## Why it fails
    CloudFormation refuses the template.

    ## Error
    ```
    Template format error: Resource name <name> is non alphanumeric.
    Template format error: Output name <name> is non alphanumeric.
    Template format error: Parameter name <name> is non alphanumeric.
    Template format error: Mapping name <name> is non alphanumeric.
    Template error: all resources and parameters must have unique names. Common name(s):[<names>]
    Resource with id [<name>] is invalid. Logical ids must be alphanumeric.
    ```
    The CDK says `Logical ID must adhere to the regular expression`, cfn-lint `E3001 '<name>' does
    not match any of the regexes`, likewise `E2001 '<name>' does not match any of the regexes`,
    `E7001 '<name>' does not match any of the regexes`, `E6001 '<name>' does not match any of the
    regexes`, and `E3007 Resources and Parameters must not share name`.

    ## Fix safety
    Safe: no stack can be deployed with such a name. The name is written without the other
    characters, with a capital letter after each, and so wherever the template mentions it.
    Parameters get no fix, since commands and pipelines pass them by their names; nor does a name
    of both, since only the author knows which of them a reference means. An empty mapping
    below such a name is a heading, and is removed.

    What is deployed comes from an earlier template and does not have this name, so that the new
    name changes nothing there.

    ## References
    - [Resources](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html)
    - [Outputs](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html)
    - [The error](https://github.com/aws-cloudformation/cfn-lint/pull/160),
      [and that of a name of both](https://github.com/aws-cloudformation/cfn-lint/pull/1698)
    """
    if template.is_open:
        return
    for name in template.resources:
        if name in template.parameters:
            yield Finding(
                at=("Resources", name),
                on_key=True,
                message=f"Resource name '{name}' is the name of a parameter, too, so CloudFormation"
                " refuses the template",
                fix=Fix("Rename the resource or the parameter", safety=Safety.DISPLAY),
            )
    for section, subject in _SECTIONS.items():
        declared = template.tree.get(section)
        for name, body in declared.items() if isinstance(declared, dict) else ():
            if name.startswith("Fn::") or not isinstance(body, dict):
                continue
            if not (name.isascii() and name.isalnum()):
                if tool_of(name) is not None:
                    continue  # another tool writes the name
                yield Finding(
                    at=(section, name),
                    on_key=True,
                    message=f"{subject} name '{name}' is not alphanumeric, so CloudFormation"
                    " refuses the template",
                    fix=_fix(template, section, name) if body else _no_heading(section, name),
                )
            elif len(name) > _LONGEST:
                yield Finding(
                    at=(section, name),
                    on_key=True,
                    message=f"{subject} name '{name[:40]}...' is longer than {_LONGEST} characters",
                )


def _no_heading(section: str, name: str) -> Fix:
    edit = Remove((section, name))
    return Fix(
        "Remove the heading, which CloudFormation reads as an entry",
        (edit,),
        Safety.SAFE,
        OnUpdate.NOTHING,
    )


def _fix(template: Template, section: str, name: str) -> Fix | None:
    if section == "Parameters":
        return None
    found = rename_everywhere(template, section, name)
    if found is None:
        return None
    wanted, edits = found
    return Fix(f"Rename to {wanted}", edits, Safety.SAFE, OnUpdate.NOTHING)
