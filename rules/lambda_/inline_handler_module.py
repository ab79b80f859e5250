"""inline-handler-module"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Case, Confidence, Fails, Finding, Fix, Safety, Severity, graded, rule
from auditor.api.lambda_ import LambdaFunction, is_replaced

_MODULE = "index"


@rule(
    id="inline-handler-module",
    severity=Severity.ERROR,
    on=LambdaFunction,
    fails=Fails.INVOCATION,
)
def inline_handler_module(fn: LambdaFunction) -> Iterator[Finding]:
    """Inline code with a Handler whose module is not `index`.

    ## What it does
    Looks at functions with inline code (`Code.ZipFile`, `InlineCode` of SAM) whose `Handler` names
    another module than `index`. It is a warning where a layer may have that module, and a hint
    where other code is uploaded later: the code is nothing but comments or says that it is a stub,
    a file below the template's folder is the module that `Handler` names, or something there calls
    `update-function-code`. It is silent where a variable hands `index.<name>` to a wrapper in a
    layer, and where the inline code is only whitespace and there are layers.

    ## Why it fails
    CloudFormation writes inline code into one file named `index`. With a Handler such as
    `app.handler` Lambda imports a module `app` that does not exist: the stack deploys, and every
    invocation fails.

    ## Error
    ```
    Unable to import module '<module>': No module named '<module>'
    ```
    Node.js says `Error: Cannot find module '<module>' Require stack: - /var/runtime/<file>`.

    ## Severity
    An error where the inline code is all there is. A warning where a layer may have the module,
    and a hint where there are signs that other code is uploaded later.

    ## Fix safety
    Safe where no other code is in sight: every invocation of a deployed function fails, and the
    update changes its Handler in place. Unsafe beside a layer, and where other code is uploaded
    afterwards: the Handler may be right for that code, and a function that works would stop. The
    Handler becomes `index.<name>` where the code defines the name that Handler has now, or where it
    defines exactly one function that can be a handler. Otherwise there is no fix. A Handler in
    `Globals` stays, and the function gets its own.

    ## References
    - [AWS::Lambda::Function Code](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html)
    - [cfn-lint issue 4567](https://github.com/aws-cloudformation/cfn-lint/issues/4567)
    """
    if not fn.may_be_inline or _has_wrapper(fn):
        return
    for handler in fn.handlers:
        if handler.text is None:
            continue
        module, name = fn.handler_parts(handler)
        met = [case for case in fn.code_cases if fn.template.can_meet(handler, case)]
        inline = [case for case in met if case in fn.inline_cases]
        if all(map(_is_blank, inline)) and fn.resource.has("Layers") is not False:
            continue
        if inline and not (module == _MODULE and name):
            yield _finding(fn, handler, name or module, inline, always=inline == met)


def _is_blank(code: Case) -> bool:
    """Whether there is no code, as where a layer has all of it and the service wants a text.

    As in https://github.com/DataDog/datadog-serverless-functions (aws/logs_monitoring)
    """
    return isinstance(code.value, str) and not code.value.strip()


def _finding(
    fn: LambdaFunction, handler: Case, name: str, inline: list[Case], *, always: bool
) -> Finding:
    source = "Handler of Globals" if fn.inherits(handler) else "Handler"
    message = f"{fn.resource.label} fails when it is invoked, since {source} '{handler.text}'"
    if "." in (handler.text or ""):
        message += f" names a module that does not exist: inline code is the module '{_MODULE}'"
    else:
        message += f" names no function in the module '{_MODULE}', which inline code is"
    message += fn.only_where(handler, inline)
    severity = graded(handler) if always else Severity.WARNING
    confidence = Confidence.HIGH
    safety = Safety.SAFE
    if fn.resource.has("Layers") is not False:
        message += ", unless a layer has it"
        severity, confidence, safety = Severity.WARNING, Confidence.LOW, Safety.UNSAFE
    elif is_replaced(fn, handler) or _is_in_package(fn, handler):
        # the Handler may be that of the code to come
        message += ", unless other code is uploaded afterwards"
        severity, safety = Severity.INFO, Safety.UNSAFE
    return Finding(
        at=fn.resource.path if fn.inherits(handler) else handler.path,
        on_key=fn.inherits(handler),
        message=message,
        severity=severity,
        confidence=confidence,
        fix=_fix(fn, handler, name, safety),
    )


def _fix(fn: LambdaFunction, handler: Case, name: str, safety: Safety) -> Fix | None:
    function = fn.entry_point(handler, name)
    wanted = f"{_MODULE}.{function}"
    edit = None if function is None else fn.set_handler(handler, wanted)
    return None if edit is None else Fix(f"Set Handler to '{wanted}'", (edit,), safety)


def _is_in_package(fn: LambdaFunction, handler: Case) -> bool:
    """Whether the module is in a package of Python: a zip file has one, and inline code never.

    As in https://github.com/aws-samples/serverless-patterns/tree/main/strands-agentcore-lambda
    """
    module = fn.handler_parts(handler)[0].strip("./")
    return "." in module and "/" not in module and not module.startswith(f"{_MODULE}.")


def _has_wrapper(fn: LambdaFunction) -> bool:
    """Whether a layer's module runs first, and gets the function from a variable.

    As `DD_LAMBDA_HANDLER`: https://docs.datadoghq.com/serverless/aws_lambda/installation/python/
    """
    if fn.resource.has("Layers") is False:
        return False
    return any(
        isinstance(value, str) and value.startswith(f"{_MODULE}.")
        for case in fn.resource.cases("Environment", "Variables")
        if isinstance(case.value, dict)
        for value in case.value.values()
    )
