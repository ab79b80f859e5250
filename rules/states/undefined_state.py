"""undefined-state"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, SetValue, Severity, meant, rule
from auditor.api.states import Definition, StatesFault


@rule(id="undefined-state", severity=Severity.ERROR, on=Definition)
def undefined_state(definition: Definition) -> Iterator[Finding]:
    """A state machine that leads to a state that does not exist, or has states that are not whole.

    ## What it does
    Reads definitions, as mappings or as the text of JSON, and follows `StartAt`, `Next`, `Default`,
    `Choices` and `Catch`, also in branches and iterators. It finds names that no state has, states
    that nothing leads to, states with neither `Next` nor `End` or with both, machines in which no
    state ends, and states without a field that their `Type` needs, such as a `Task` without
    `Resource`, or a choice or an entry of `Catch` without `Next`. It finds texts that are not JSON.
    In JSONPath it finds fields such as `id.$` and `ResultPath` whose value is not a path, and in
    state machines of the type `EXPRESS` what they cannot do: activities, `.sync` and
    `.waitForTaskToken`.
    It is silent about definitions that are put together from parts it does not see, or in which
    something is filled in.

    ## Why it fails
    Step Functions checks the definition when the state machine is created.

    ## Error
    ```
    Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: Missing 'Next' target: <state>
    ```
    or, in the same place, `State Machine Definition: 'INVALID_JSON_DESCRIPTION`,
    `State Machine Definition: 'MISSING_END_STATE`,
    `MISSING_TRANSITION_TARGET: State "<state>" is not reachable.`,
    `SCHEMA_VALIDATION_FAILED: These fields are required: [<field>]`,
    `SCHEMA_VALIDATION_FAILED: The field '<field>' is required but was missing`,
    `must be a valid JSONPath or a valid intrinsic function call` or `Express state machine does
    not support '<what>' service integration`.

    cfn-lint says `E3601 <title> Missing 'Next' target`.

    ## Fix safety
    Unsafe: the nearest name is put in place where one state can be meant, and the definition is
    not a text. In a deployed stack the state machine changes in place.

    ## References
    - [Transitions](https://docs.aws.amazon.com/step-functions/latest/dg/transitions.html)
    - [States language](https://states-language.net/spec.html)
    - [Errors, reported](https://github.com/localstack/localstack/pull/12487),
      [of missing fields](https://github.com/aws-cloudformation/cfn-lint/issues/4077),
      [of machines without an end](https://github.com/floci-io/floci/pull/2786)
    - [Errors of EXPRESS, and of paths, recorded](https://github.com/localstack/localstack/tree/main/tests/aws/services/stepfunctions)
    """
    for fault in definition.faults():
        yield Finding(
            at=definition.place(fault),
            message=f"{fault.message}, so Step Functions refuses {definition.machine.label}",
            severity=Severity.WARNING if definition.case.when else Severity.ERROR,
            fix=_fix(definition, fault),
        )


def _fix(definition: Definition, fault: StatesFault) -> Fix | None:
    name = meant(fault.missing, fault.names) if fault.missing else None
    if name is None:
        return None
    title = f"Use {name}"
    if definition.is_text:
        return Fix(title, safety=Safety.DISPLAY)
    return Fix(title, (SetValue(definition.place(fault), name),))
