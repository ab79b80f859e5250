"""inline-handler-module"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Case,
    Finding,
    Fix,
    InlineCode,
    LambdaFunction,
    Safety,
    SetValue,
    Severity,
    graded,
    rule,
)

_MODULE = "index"


@rule(id="inline-handler-module", severity=Severity.ERROR, on=LambdaFunction)
def inline_handler_module(fn: LambdaFunction) -> Iterator[Finding]:
    """Inline code with a Handler whose module is not `index`.

    ## What it does
    Looks at functions whose code stands in the template (`Code.ZipFile`, `InlineCode` of SAM) and
    whose `Handler` names another module than `index`.

    ## Why it fails
    CloudFormation writes inline code into one file named `index`. A Handler such as
    `app.handler` makes Lambda import a module `app` that does not exist: the stack deploys, and
    every invocation fails.

    ## Error
    ```
    Runtime.ImportModuleError: Unable to import module 'app': No module named 'app'
    ```
    Node.js says `Error: Cannot find module 'app'`.

    ## Fix safety
    Safe: the function could not have run before. The Handler becomes `index.<name>` where the
    code defines the name that Handler has now, or where it defines exactly one function that can
    be a handler. Otherwise there is no fix.

    ## References
    - [AWS::Lambda::Function Code](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html)
    - [cfn-lint issue 4567](https://github.com/aws-cloudformation/cfn-lint/issues/4567)
    """
    for handler in fn.handlers:
        if handler.text is None:
            continue
        module, name = _split(handler.text, fn.language)
        if module == _MODULE:
            continue
        for code in fn.inline_codes:
            if fn.template.can_meet(handler, code.case):
                yield _finding(fn, handler, code, name)
                break


def _split(handler: str, language: str | None) -> tuple[str, str]:
    """The module and the function that a runtime reads out of a Handler.

    Python splits at the last dot, Node.js at the first one of the last path segment.
    """
    if language == "javascript":
        folder, slash, rest = handler.rpartition("/")
        module, _, name = rest.partition(".")
        return (module if folder in ("", ".") else folder + slash + module), name
    module, _, name = handler.rpartition(".")
    return module, name


def _finding(fn: LambdaFunction, handler: Case, code: InlineCode, name: str) -> Finding:
    return Finding(
        at=handler.path,
        message=f"Handler '{handler.text}' names no module that exists: inline code is the module"
        " 'index'",
        severity=graded(handler, code.case),
        fix=_fix(fn, handler, code, name),
    )


def _fix(fn: LambdaFunction, handler: Case, code: InlineCode, name: str) -> Fix | None:
    module = fn.module(code)
    if module is None or not module.parses or not handler.direct or len(fn.inline_codes) != 1:
        return None
    if name not in module.names:
        if len(module.handlers) != 1:
            return None
        name = module.handlers[0]
    wanted = f"{_MODULE}.{name}"
    return Fix(
        title=f"Set Handler to '{wanted}'",
        edits=(SetValue(handler.path, wanted),),
        safety=Safety.SAFE,
    )
