"""nested-stack-parameter"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from auditor.api import (
    Case,
    Finding,
    Fix,
    Safety,
    Severity,
    Template,
    Tree,
    graded,
    meant,
    near,
    rule,
)
from auditor.api.cloudformation import STACKS, Child, Passed, children, passed


@rule(
    id="nested-stack-parameter",
    severity=Severity.ERROR,
    on=Template,
    types=STACKS,
)
def nested_stack_parameter(template: Template) -> Iterator[Finding]:
    """A parameter that a nested stack does not have, or that it needs and does not get.

    ## What it does
    Reads the template of each nested stack that is named by a path: `TemplateURL`, `Location` of
    SAM, and the assets of CDK, and the `TemplateBody` of stack sets. Compares its `Parameters` with
    those that the parent passes. It is silent where that template lies outside of the parent's
    repository and of the folder that is checked, where a macro or another tool rewrites it, and
    where the passed parameters are not all shown.

    ## Why it fails
    CloudFormation refuses to create or to update the nested stack, and rolls the parent back. A
    parameter that is not there is noticed only then; one that is missing often earlier, with the
    change set.

    ## Error
    ```
    Parameters: [<names>] do not exist in the template
    Parameter values specified for a template which does not require them.
    Parameters: [<names>] must have values
    AWS::CloudFormation::Stack Parameters: [<names>] must have values
    ```
    The second is that of a template without any parameters. All three are reported, the third one
    also as `UPDATE_FAILED ... Parameters: [<names>] must have values`. A stack set
    needs a value for each parameter without a default, also where its instances override it.

    cfn-lint says `Specified parameter <name> doesn't exist in nested stack template`.

    ## Fix safety
    Safe where a parameter is passed under a misspelled name, and that of the template has no
    default and gets no value: the nested stack cannot be created or updated in any other way.

    Unsafe otherwise. The parameter with the nearest name has a default that the stack would no
    longer have; a parameter with no near name is removed, though perhaps it was to be declared in
    the nested template; and a missing one gets the value of the parent's parameter of that name.

    A stack that is deployed already has older values: an update with the fix changes the nested
    stack in place.

    ## References
    - [AWS::CloudFormation::Stack](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stack.html)
    - [AWS::Serverless::Application](https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-application.html)
    - [aws cloudformation package](https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html)
    - Reported: [parameters that do not exist](https://github.com/aws-samples/amazon-ec2-image-builder-samples/issues/18),
      [for a template without parameters](https://github.com/aws/aws-cdk/issues/3552),
      [parameters without values](https://github.com/dougmoscrop/serverless-plugin-split-stacks/issues/92),
      [with the status](https://github.com/aws-amplify/amplify-cli/issues/7343),
      [stack sets](https://github.com/cdklabs/cdk-stacksets/issues/115),
      [when each is noticed](https://github.com/aws-cloudformation/cfn-lint/issues/1194)
    """
    for child in children(template).values():
        declared = child.interface.parameters
        if declared is not None:
            for given in passed(child.stack):
                yield from _Passed(template, child, given, declared).findings()


class _Passed:
    """What a parent passes to a child, under conditions."""

    def __init__(
        self, template: Template, child: Child, given: Passed, declared: Mapping[str, Tree]
    ) -> None:
        self._template = template
        self._child = child
        self._given = given
        self._holder = given.holder
        self._declared = declared
        self._required = [
            name
            for name, body in declared.items()
            if isinstance(body, dict) and "Default" not in body
        ]

    def findings(self) -> Iterator[Finding]:
        """First the parameters that are too many, then those that are too few."""
        names = self._given.entries
        left = [name for name in self._declared if name not in names]
        renamed = set()
        for name in names:
            if name not in self._declared:
                wanted = meant(name, left)
                # two slips cannot both be the same parameter
                wanted = None if wanted in renamed else wanted
                renamed |= {wanted}
                yield self._unknown(name, wanted, left)
        missing = [name for name in self._required if name in left and name not in renamed]
        for name in missing:
            yield self._missing(name, missing)
        for name in self._required:
            for case in names[name].values if name in names else ():
                if case.absent:
                    yield self._without_value(name, case)

    def _unknown(self, name: str, wanted: str | None, left: list[str]) -> Finding:
        close = [wanted] if wanted is not None else near(name, left)
        if wanted is None:
            fix = Fix(f"Remove {name}", (self._given.removed(name),))
        else:
            is_only_way = wanted in self._required and self._is_sure
            safety = Safety.SAFE if is_only_way else Safety.UNSAFE
            fix = Fix(f"Pass it as {wanted}", (self._given.renamed(name, wanted),), safety)
        return Finding(
            at=self._given.entries[name].name,
            on_key=not self._given.is_listed,
            message=f"{self._child.stack.label} passes the parameter '{name}', which"
            f" {self._child.file} does not declare, and cannot be created with it"
            + (f": the nearest is {close[0]}" if close else ""),
            severity=graded(self._holder),
            fix=fix,
        )

    @property
    def _is_sure(self) -> bool:
        return graded(self._holder) is Severity.ERROR

    def _missing(self, name: str, missing: list[str]) -> Finding:
        return Finding(
            at=self._holder.path if self._given.entries else self._child.stack.path,
            on_key=True,
            message=f"{self._child.stack.label} does not pass the parameter '{name}', which"
            f" {self._child.file} declares without a default, and cannot be created without it",
            severity=graded(self._holder),
            fix=self._passing(name, missing),
        )

    def _without_value(self, name: str, case: Case) -> Finding:
        return Finding(
            at=case.path,
            message=f"{self._child.stack.label} passes no value for the parameter '{name}', which"
            f" {self._child.file} declares without a default, and cannot be created without it",
            severity=graded(case),
        )

    def _passing(self, name: str, missing: list[str]) -> Fix | None:
        own = self._template.parameters
        if name not in own:
            return None
        if not self._holder.absent:
            edit = self._given.with_added({name: _of_parent(name, own[name])})
            title = f"Pass the parameter {name} of this template"
        else:
            edit = self._given.with_added(
                {each: _of_parent(each, own[each]) for each in missing if each in own}
            )
            title = "Pass the parameters of these names of this template"
        return None if edit is None else Fix(title, (edit,))


def _of_parent(name: str, body: Mapping[str, Tree]) -> Tree:
    kind = body.get("Type")
    is_list = isinstance(kind, str) and ("List<" in kind or "CommaDelimitedList" in kind)
    return {"Fn::Join": [",", {"Ref": name}]} if is_list else {"Ref": name}
