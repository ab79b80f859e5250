"""input-template-placeholder"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, ReplaceText, Safety, Severity, graded, near, rule
from auditor.api.events import InputTransformer


@rule(id="input-template-placeholder", severity=Severity.ERROR, on=InputTransformer)
def input_template_placeholder(transformer: InputTransformer) -> Iterator[Finding]:
    """A placeholder in the input for a target that nothing fills in.

    ## What it does
    Compares the placeholders of `InputTemplate`, such as `<order-id>`, with the keys of
    `InputPathsMap` and with those that EventBridge fills in itself (`<aws.events.rule-name>`).

    ## Why it fails
    EventBridge checks the template when the target is set, and refuses it.

    ## Error
    ```
    InputTemplate for target <target> contains invalid placeholder <name>.
    ```

    ## Fix safety
    Unsafe: the nearest key is put in place where there is one.

    In a deployed stack the rule changes in place, and its targets get the input with the new
    text.

    ## References
    - [Input transformation](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html)
    - [Error, recorded](https://github.com/localstack/localstack/blob/main/tests/aws/services/events/test_events_inputs.snapshot.json)
    """
    for found in transformer.unfilled():
        names = near(found.name, found.known)
        fix = Fix(f"Add {found.name} to InputPathsMap", safety=Safety.DISPLAY)
        if len(names) == 1 and transformer.text.direct:
            span = found.span
            edit = ReplaceText(transformer.text.path, span.start, span.end, names[0])
            fix = Fix(f"Use {names[0]}", (edit,))
        yield Finding(
            at=transformer.text.path,
            message=f"{transformer.rule.label} uses <{found.name}> in InputTemplate, which"
            " InputPathsMap does not have, so EventBridge refuses the target",
            severity=graded(transformer.text, transformer.paths),
            fix=fix,
        )
