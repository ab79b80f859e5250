"""output-in-text"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Fails, Finding, Fix, Safety, Severity, rule
from auditor.api.programs import OutputText, Way

_TEXTS = {True: "Calling __str__ on an Output[T]", False: "Calling [toString] on an [Output<T>]"}
_JSON_TEXT = "Calling [toJSON] on an [Output<T>]"
_REFUSING = {Way.PLUS: "'+'", Way.JOIN: "join", Way.JSON: "json.dumps"}


@rule(id="output-in-text", severity=Severity.ERROR, on=OutputText)
def output_in_text(text: OutputText) -> Iterator[Finding]:
    """An output of a resource in a text, before it has a value.

    ## What it does
    Finds outputs of resources that a program puts into a text itself: by an f-string, `format`,
    `str`, `+`, `join` or `json.dumps` in Python, by a template literal, `+`, `join` or
    `JSON.stringify` in JavaScript and TypeScript. Within `apply` an output has its value, and
    `pulumi.interpolate`, `concat`, `Output.format` and `Output.json_dumps` wait for it.

    It is an error where the program stops, or where a resource gets the text, and a warning where
    a condition decides, or where the text goes elsewhere: into a log, a name, an export.

    ## Why it fails
    An output has no value while the program runs. `json.dumps`, `+` and `join` of Python refuse
    it. Everything else goes on with a text that says so, and the ARN, policy or address with it is
    deployed as it is, or refused by the service. With `PULUMI_ERROR_OUTPUT_STRING=true` the
    program stops there, too.

    ## Error
    ```
    Calling __str__ on an Output[T] is not supported.
    ```
    ```
    Calling [toString] on an [Output<T>] is not supported.
    ```
    ```
    Calling [toJSON] on an [Output<T>] is not supported.
    ```
    or, in a text that was sent, `o.apply(v => v.toJSON())`, `TypeError: Object of type Output is
    not JSON serializable`, and of Python's `+` and `join` `TypeError: can only concatenate str (not
    "Output") to str`, `TypeError: unsupported operand type(s) for +: 'Output' and 'str'` and
    `TypeError: sequence item 0: expected str instance, Output found`.

    ## Fix safety
    Safe where Python stops and version 7 of the provider is required, which asks for a Pulumi that
    has the helper: no stack was deployed by the program. Unsafe everywhere else. There is no fix
    where the text goes through more than one expression. In a deployed stack the right text changes
    the resource in place, or replaces it where the property cannot be changed, such as a name.

    ## References
    - [Output value errors](https://www.pulumi.com/docs/iac/operations/troubleshooting/output-values/)
    - [Output helpers](https://www.pulumi.com/docs/iac/concepts/inputs-outputs/helpers/)
    - Errors, reported: [toString](https://github.com/VirtusLab/besom/issues/517),
      [toJSON](https://github.com/pulumi/pulumi/issues/12175); the source has
      [that of Python](https://github.com/pulumi/pulumi/blob/master/sdk/python/lib/pulumi/output.py)
    """
    said = _JSON_TEXT if text.way is Way.JSON else _TEXTS[text.is_python]
    owner = f"'{text.name}' of {text.owner}"
    instead = f"the text says '{said} is not supported' instead"
    if text.stops:
        message = (
            f"Output {owner} is given to {_REFUSING[text.way]} before it has a value, so that the"
            " program stops"
        )
    elif text.user:
        message = (
            f"{text.user} gets a text in {text.argument} with the output {owner}, which has no"
            f" value yet: {instead}"
        )
    else:
        message = f"Output {owner} is put into a text before it has a value: {instead}"
    is_error = text.is_sure and (text.stops or bool(text.user))
    yield Finding(
        at=text.at,
        message=message,
        severity=Severity.ERROR if is_error else Severity.WARNING,
        file=text.file,
        span=text.span,
        fix=_fix(text),
        fails=_fails(text),
    )


def _fails(text: OutputText) -> Fails:
    if text.stops or (text.user and "environment" not in text.argument):
        return Fails.DEPLOYMENT
    return Fails.INVOCATION if text.user else Fails.LATER


def _fix(text: OutputText) -> Fix:
    title = f"Use {text.helper}"
    if not text.edits:
        return Fix(title, safety=Safety.DISPLAY)
    is_safe = text.stops and text.is_sure and text.is_new_enough
    return Fix(title, text.edits, Safety.SAFE if is_safe else Safety.UNSAFE)
