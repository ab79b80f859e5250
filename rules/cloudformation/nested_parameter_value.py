"""nested-parameter-value"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Case,
    Finding,
    Fix,
    Severity,
    Template,
    Tree,
    graded,
    meant,
    rewritten,
    rule,
)
from auditor.api.cloudformation import NESTED_STACKS, STACKS, Child, children, handed_on, passed
from auditor.api.template import value_fault


@rule(
    id="nested-parameter-value",
    severity=Severity.ERROR,
    on=Template,
    types=STACKS,
)
def nested_parameter_value(template: Template) -> Iterator[Finding]:
    """A value for a nested stack that its parameter does not allow.

    ## What it does
    Reads the template of each nested stack that is named by a path, and the `TemplateBody` of stack
    sets, and holds the values that the parent passes against `AllowedValues`, `MinLength`,
    `MaxLength`, `MinValue`, `MaxValue`, `AllowedPattern` and the type of its parameters. It is
    silent about values that only the deployment knows. A default of the parent's parameter is a
    warning, since another value may be given, and so is what a stack set passes, since its
    instances may override it.

    ## Why it fails
    CloudFormation refuses to create or to update the nested stack, and rolls the parent back.

    ## Error
    ```
    Parameter '<name>' must be one of AllowedValues
    AWS::CloudFormation::Stack Parameter '<name>' must be one of AllowedValues
    AWS::CloudFormation::Stack Parameter '<name>' must match pattern
    AWS::CloudFormation::Stack Parameter '<name>' must contain at least
    AWS::CloudFormation::Stack Parameter '<name>' must contain at most
    AWS::CloudFormation::Stack Parameter '<name>' must be a number
    ```
    or what `ConstraintDescription` of the parameter says.

    ## Fix safety
    Unsafe: the nearest of the allowed values is used where one is meant beyond doubt; only the
    author knows that it is. A stack that is deployed already has an older value: an update changes
    the nested stack in place.

    ## References
    - [Parameters](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html)
    - [AWS::CloudFormation::Stack](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stack.html)
    - [The error](https://github.com/aws-amplify/amplify-cli/issues/6224)
    """
    for child in children(template).values():
        for name, declared in (child.interface.parameters or {}).items():
            if not isinstance(declared, dict):
                continue
            for case in _values(child, name):
                text = handed_on(case)
                fault = None if text is None else value_fault(declared, text)
                if text is not None and fault is not None:
                    yield Finding(
                        at=case.path,
                        message=f"{child.stack.label} cannot be created with what it passes to the"
                        f" parameter '{name}' of {child.file}: the value {fault}",
                        severity=_severity(child, case),
                        fix=_fix(template, case, text, declared),
                    )


def _severity(child: Child, case: Case) -> Severity:
    is_sure = child.stack.type in NESTED_STACKS
    return graded(case) if is_sure else min(graded(case), Severity.WARNING)


def _values(child: Child, name: str) -> Iterator[Case]:
    for given in passed(child.stack):
        yield from given.entries[name].values if name in given.entries else ()


def _fix(template: Template, case: Case, text: str, declared: dict[str, Tree]) -> Fix | None:
    allowed = declared.get("AllowedValues")
    texts = [one for one in allowed if isinstance(one, str)] if isinstance(allowed, list) else []
    wanted = meant(text, texts)
    edit = None if wanted is None else rewritten(template, case, wanted)
    return None if edit is None else Fix(f"Use {wanted}", (edit,))
