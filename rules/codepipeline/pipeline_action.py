"""pipeline-action"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, Template, graded, rule
from auditor.api.codepipeline import PIPELINE, ActionFault, BadAction, bad_actions


@rule(id="pipeline-action", severity=Severity.ERROR, on=Template, types=(PIPELINE,))
def pipeline_action(template: Template) -> Iterator[Finding]:
    """An action of a pipeline in the wrong stage, or with too few or too many artifacts.

    ## What it does
    The first stage of a pipeline has actions for sources, and no other stage has any. How many
    input and output artifacts an action has is documented for those of AWS: a deployment to S3
    reads one, and an approval none. It is silent about actions of other owners, and about stages
    and artifacts that a condition adds.

    ## Why it fails
    CodePipeline checks the structure when the pipeline is created or updated, and refuses it.

    ## Error
    ```
    Pipeline should start with a stage that only contains source actions
    Pipeline action declares <count> input artifacts
    Action <name> declares <count> input artifacts which is less than the minimum count
    Action <name> declares <count> input artifacts which is more than the maximum count
    ```

    ## Fix safety
    Display: only the author knows which stage or which artifact is meant.

    ## References
    - [Structure of pipelines](https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html)
    - [Artifacts of actions](https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-action-artifacts.html)
    - Errors, reported: [cfn-lint issue 29](https://github.com/aws-cloudformation/cfn-lint/issues/29)
    """
    for bad in bad_actions(template):
        yield Finding(
            at=bad.cases[0].path,
            message=f"{bad.pipeline.label} has {_fault(bad)}, so the deployment fails",
            severity=graded(*bad.cases),
            fix=Fix(_advice(bad), safety=Safety.DISPLAY),
        )


def _fault(bad: BadAction) -> str:
    action = f"action '{bad.name}'" if bad.name else "an action"
    match bad.why:
        case ActionFault.FIRST:
            return f"{action} of the category {bad.told} in its first stage, which is for sources"
        case ActionFault.LATER:
            return f"{action} for a source in another stage than the first one"
        case ActionFault.FEW:
            return f"{action} without {bad.key}, of which {bad.told} needs {bad.limit}"
    count = "none" if bad.limit == 0 else f"at most {bad.limit}"
    return f"{action} with too many {bad.key}: {bad.told} accepts {count}"


def _advice(bad: BadAction) -> str:
    match bad.why:
        case ActionFault.FIRST:
            return "Put it into a stage of its own"
        case ActionFault.LATER:
            return "Put it into the first stage"
        case ActionFault.FEW:
            return f"Set {bad.key}"
    return f"Remove {bad.key}" if bad.limit == 0 else f"Shorten {bad.key}"
