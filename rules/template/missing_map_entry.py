"""missing-map-entry"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Severity, Template, rule
from auditor.api.template import missing_entries


@rule(id="missing-map-entry", severity=Severity.WARNING, on=Template, words=("FindInMap",))
def missing_map_entry(template: Template) -> Iterator[Finding]:
    """A mapping without the entry that a Region or an allowed parameter value asks for.

    ## What it does
    Follows `Fn::FindInMap` by a parameter with allowed values, or by `AWS::Region` where Regions
    are configured, and looks whether the mapping has an entry for each of them. An error where
    every deployment asks for an entry that is missing. It is silent with the transform
    AWS::LanguageExtensions where a default value is given, and where a condition may keep the
    function from being read. `undefined-reference` has the keys that are in the template.

    ## Why it fails
    CloudFormation refuses the deployment that asks for the entry.

    ## Error
    ```
    Template error: Unable to get mapping for <map>::<key>::<name>
    ```

    cfn-lint says `E1011 <key> is not one of <keys> for mapping`.

    ## Fix safety
    There is no fix: the value that is missing, only the author knows.

    ## References
    - [Fn::FindInMap](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-findinmap.html)
    - [Mappings](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/mappings-section-structure.html)
    - [Error, recorded](https://github.com/localstack/localstack/blob/main/tests/aws/services/cloudformation/engine/test_mappings.snapshot.json)
    """
    for lookup in missing_entries(template):
        names = lookup.missing
        shown = f"{', '.join(names[:-1])} and {names[-1]}" if names[1:] else names[0]
        yield Finding(
            at=lookup.path,
            message=f"Mapping '{lookup.mapping}' has no entry for {shown}, which"
            f" {lookup.by} can be",
            severity=Severity.ERROR if lookup.is_certain else Severity.WARNING,
        )
