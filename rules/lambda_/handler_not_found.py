"""handler-not-found"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import (
    Finding,
    Fix,
    LambdaFunction,
    Safety,
    SetValue,
    Severity,
    Span,
    graded,
    rule,
)

_MODULE = "index."


@rule(id="handler-not-found", severity=Severity.ERROR, on=LambdaFunction)
def handler_not_found(fn: LambdaFunction) -> Iterator[Finding]:
    """A Handler whose function the inline code does not define.

    ## What it does
    Reads inline code in Python or JavaScript and looks for the function that `Handler` names. It
    is silent where the code could provide names that cannot be seen (a star import, exports
    made at run time), and where the code does not parse.

    ## Why it fails
    Lambda loads the module and takes the function from it by name. The stack deploys; the first
    invocation fails.

    ## Error
    ```
    Runtime.HandlerNotFound: Handler 'handler' missing on module 'index'
    ```
    Node.js says `index.handler is undefined or not exported`.

    ## Fix safety
    Safe: the function could not have run before. The fix names the one function in the code that
    can be a handler; where there are several, or none, there is no fix.

    ## References
    - [Python handler](https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html)
    - [Node.js handler](https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html)
    """
    for handler in fn.handlers:
        if handler.text is None or not handler.text.startswith(_MODULE):
            continue
        name = handler.text.removeprefix(_MODULE)
        wanted = name.partition(".")[0] if fn.language == "javascript" else name
        for code in fn.inline_codes:
            if not fn.template.can_meet(handler, code.case) or "." in wanted:
                continue
            module = fn.module(code)
            if module is None or not module.complete or wanted in module.names:
                continue
            fix = None
            if len(module.handlers) == 1 and handler.direct and len(fn.inline_codes) == 1:
                title = f"Set Handler to '{_MODULE}{module.handlers[0]}'"
                edit = SetValue(handler.path, _MODULE + module.handlers[0])
                fix = Fix(title, (edit,), Safety.SAFE)
            yield Finding(
                at=handler.path,
                message=f"the inline code does not define '{name}', which Handler names",
                severity=graded(handler, code.case),
                within=Span(len(_MODULE), len(handler.text)) if handler.direct else None,
                fix=fix,
            )
