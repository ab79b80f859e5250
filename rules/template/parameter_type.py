"""parameter-type"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Fails, Finding, Fix, OnUpdate, Safety, SetValue, Severity, Template, rule
from auditor.api.template import is_undocumented_type, type_meant, untyped_parameters


@rule(id="parameter-type", severity=Severity.ERROR, on=Template, words=("Parameters",))
def parameter_type(template: Template) -> Iterator[Finding]:
    """A parameter without a type, or with one that CloudFormation does not have.

    ## What it does
    Compares `Type` of each parameter with the types that there are: `String`, `Number`,
    `CommaDelimitedList`, types of AWS such as `AWS::EC2::VPC::Id`, lists of them, and values of
    Systems Manager such as `AWS::SSM::Parameter::Value<String>`. A type of that form for something
    else, such as `AWS::SSM::Parameter::Name<String>`, gets a hint: public stacks have been deployed
    with some of them, and no page says how CloudFormation reads them.

    ## Why it fails
    CloudFormation refuses the template, whatever value is passed.

    ## Error
    ```
    Template format error: Unrecognized parameter type: <type>
    Template format error: Every Parameters object must contain a Type member.
    ```

    cfn-lint says `E2002 <type> is not one of`, `E2002: Parameters have appropriate type] ('<type>'
    is not one of` or `E2001 <title> 'Type' is a required property`.

    ## Fix safety
    Safe where the type is that of another language (`Boolean`, `Integer`) and CloudFormation has
    one for the same values, and where only upper and lower case differ. No stack was deployed with
    the template, and nothing changes in one that is deployed. Unsafe where the nearest name is a
    guess.

    ## References
    - [Types of parameters](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html)
    - [Types that CloudFormation supplies](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html)
    - The errors are as emulators of CloudFormation have them; no public page shows them
    """
    for name, given in untyped_parameters(template):
        if given is None:
            yield Finding(
                at=("Parameters", name),
                on_key=True,
                message=f"Parameter '{name}' has no Type, so CloudFormation refuses the template",
            )
            continue
        path = ("Parameters", name, "Type")
        if is_undocumented_type(given):
            yield Finding(
                at=path,
                message=f"Parameter '{name}' has the type '{given}', which is not documented, and"
                " its value is not checked",
                severity=Severity.INFO,
                fails=Fails.LATER,
            )
            continue
        wanted = type_meant(given)
        fix = None
        if wanted is not None:
            safety = Safety.SAFE if wanted[1] else Safety.UNSAFE
            edits = (SetValue(path, wanted[0]),)
            fix = Fix(f"Set Type to {wanted[0]}", edits, safety, OnUpdate.NOTHING)
        yield Finding(
            at=path,
            message=f"Parameter '{name}' has the type '{given}', which does not exist, so"
            " CloudFormation refuses the template",
            fix=fix,
        )
