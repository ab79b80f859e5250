"""handler-not-found"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Case, Confidence, Fails, Finding, Fix, Safety, Severity, Span, graded, rule
from auditor.api.code import LocalModule, local_module
from auditor.api.lambda_ import InlineCode, LambdaFunction, is_replaced

_WRAPPER = "AWS_LAMBDA_EXEC_WRAPPER"


@rule(
    id="handler-not-found",
    severity=Severity.ERROR,
    on=LambdaFunction,
    fails=Fails.INVOCATION,
)
def handler_not_found(fn: LambdaFunction) -> Iterator[Finding]:
    """A Handler whose function the code does not define.

    ## What it does
    Reads inline code in Python or JavaScript and looks for the function that `Handler` names. It
    is silent where the code could provide names that cannot be seen (a star import, exports
    created at run time), and where the code does not parse. It is a hint where other code is
    uploaded later: the code says that it is a stub, or something below the template's folder is the
    module or calls `update-function-code`.

    Where the code is a folder beside the template (`CodeUri: src/`, `Code: src/`), the rule looks
    there for the file and the function that `Handler` names. It never looks outside of the
    template's folder, and never runs anything. A file that is not there is a warning, since a
    build may write it; the rule is silent about it beside layers, wrappers, `BuildMethod`, and
    wherever a build tool or a dependency could provide it. So it is about folders that do not
    exist.

    Where the code lies elsewhere, it finds a `Handler` of Python or Node.js without a dot between a
    module and a function, unless a wrapper script may read it.

    ## Why it fails
    Lambda splits the Handler at a dot, loads the module and looks up the function in it by name.
    The stack deploys; the first invocation fails.

    ## Error
    ```
    Runtime.HandlerNotFound: Handler '<function>' missing on module '<module>'
    Runtime.HandlerNotFound: <handler> is undefined or not exported
    Runtime.HandlerNotFound: <handler> is not a function
    Runtime.HandlerNotFound: Could not find handler '<handler>'
    Unable to import module '<module>': No module named '<module>'
    ```
    Any other `Runtime.HandlerNotFound: <text>` means the same.
    Without the name of the error: `Handler '<function>' missing on module '<module>'`,
    `<handler> is undefined or not exported`. The last one where the file is not there, in Node.js
    `Error: Cannot find module '<module>' Require stack: - /var/runtime/<file>`. Without a dot
    `Runtime.MalformedHandlerName: Bad handler '<handler>'`, in Node.js
    `Runtime.MalformedHandlerName: Bad handler`, in older runtimes of Python `Bad handler
    '<handler>': not enough values to unpack`. Other languages say `No public method named <method>
    with appropriate method signature found on class <class>`, `Unable to find method '<method>' in
    type '<type>' from assembly`.

    ## Fix safety
    Safe: every invocation of a deployed function fails, and the update changes its Handler in
    place. The fix names the one function in the code that can be a handler; where there are
    several, or none, or no dot in the Handler, there is no fix. Unsafe where other code is uploaded
    afterwards, which may have the function that Handler names, and for a source that a build
    compiles.

    ## References
    - [Python handler](https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html)
    - [Node.js handler](https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html)
    - Errors, reported: [of Python](https://github.com/alexa-samples/skill-sample-python-helloworld-decorators/issues/6),
      [of Node.js](https://github.com/aws/aws-toolkit-jetbrains/issues/1771),
      [of Node.js, no function](https://github.com/CodeGenieApp/serverless-express/issues/370),
      [of Haskell](https://github.com/theam/aws-lambda-haskell-runtime/pull/113); without a dot,
      from the sources [of Python](https://github.com/aws/aws-lambda-python-runtime-interface-client/blob/main/awslambdaric/bootstrap.py)
      and [of Node.js](https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/blob/main/src/UserFunction.js)
    """
    for handler in fn.handlers:
        if _has_no_dot(fn, handler):
            yield _without_a_dot(fn, handler)
            continue
        local = local_module(fn, handler)
        if local is not None:
            yield from _in_folder(fn, handler, local)
            continue
        module, name = fn.handler_parts(handler)
        if module != "index" or not name:
            continue
        met = [case for case in fn.code_cases if fn.template.can_meet(handler, case)]
        faulty = [code for code in fn.inline_codes if code.case in met and _lacks(fn, code, name)]
        if faulty:
            yield _finding(fn, handler, name, faulty, always=len(faulty) == len(met))


def _has_no_dot(fn: LambdaFunction, handler: Case) -> bool:
    """Whether the runtime itself reads the Handler, and finds no function in it."""
    module, name = fn.handler_parts(handler)
    is_read = fn.language(handler) is not None and not fn.inline_cases
    if name or not module or not is_read:
        return False
    return fn.resource.has("Environment", "Variables", _WRAPPER) is False


def _without_a_dot(fn: LambdaFunction, handler: Case) -> Finding:
    is_inherited = fn.inherits(handler)
    source = "Handler of Globals" if is_inherited else "Handler"
    return Finding(
        at=fn.resource.path if is_inherited else handler.path,
        on_key=is_inherited,
        message=f"{fn.resource.label} fails when it is invoked, since {source} '{handler.text}' has"
        " no dot between a module and a function",
        severity=graded(handler),
        fix=Fix("Write the module, a dot and the function", safety=Safety.DISPLAY),
    )


def _lacks(fn: LambdaFunction, code: InlineCode, name: str) -> bool:
    """Whether the code certainly has no such function, nor an object that could hold it."""
    module = fn.module(code)
    return module is not None and module.complete and name.partition(".")[0] not in module.names


def _finding(
    fn: LambdaFunction, handler: Case, name: str, faulty: list[InlineCode], *, always: bool
) -> Finding:
    verb = "export" if fn.language(faulty[0].case) == "javascript" else "define"
    is_placeholder = is_replaced(fn, handler)
    severity = graded(handler) if always else Severity.WARNING
    if is_placeholder:
        severity = Severity.INFO
    where = fn.only_where(handler, [code.case for code in faulty])
    start = len(handler.text or "") - len(name)
    is_inherited = fn.inherits(handler)
    source = "Handler of Globals" if is_inherited else "Handler"
    return Finding(
        at=fn.resource.path if is_inherited else handler.path,
        on_key=is_inherited,
        message=f"{fn.resource.label} fails when it is invoked, since its inline code does not"
        f" {verb} '{name}', which {source} names{where}",
        severity=severity,
        within=Span(start, start + len(name)) if handler.direct and not is_inherited else None,
        fix=_fix(fn, handler, name, Safety.UNSAFE if is_placeholder else Safety.SAFE),
    )


def _fix(fn: LambdaFunction, handler: Case, name: str, safety: Safety) -> Fix | None:
    function = fn.entry_point(handler, name)
    wanted = f"index.{function}"
    edit = None if function is None else fn.set_handler(handler, wanted)
    return None if edit is None else Fix(f"Set Handler to '{wanted}'", (edit,), safety)


def _in_folder(fn: LambdaFunction, handler: Case, local: LocalModule) -> Iterator[Finding]:
    is_inherited = fn.inherits(handler)
    source = "Handler of Globals" if is_inherited else "Handler"
    at = fn.resource.path if is_inherited else handler.path
    if not local.modules:
        yield Finding(
            at=at,
            on_key=is_inherited,
            message=f"{fn.resource.label} fails when it is invoked, unless a build writes the file"
            f" '{local.file}', which {source} '{handler.text}' names and which does not exist",
            severity=Severity.WARNING,
            confidence=Confidence.MEDIUM,
        )
    elif local.lacks_name:
        severity = Severity.WARNING if local.is_source else graded(handler, local.code)
        if local.is_placeholder:
            severity = Severity.INFO
        verb = "export" if fn.language(handler) == "javascript" else "define"
        start = len(handler.text or "") - len(local.name)
        shown = handler.direct and not is_inherited
        yield Finding(
            at=at,
            on_key=is_inherited,
            message=f"{fn.resource.label} fails when it is invoked, since '{local.file}' does not"
            f" {verb} '{local.name}', which {source} names",
            severity=severity,
            within=Span(start, start + len(local.name)) if shown else None,
            fix=_fix_in_folder(fn, handler, local),
        )


def _fix_in_folder(fn: LambdaFunction, handler: Case, local: LocalModule) -> Fix | None:
    function = local.only_handler
    if function is None:
        return None
    wanted = (handler.text or "").removesuffix(local.name) + function
    edit = fn.set_handler(handler, wanted)
    safety = Safety.UNSAFE if local.is_source else Safety.SAFE
    return None if edit is None else Fix(f"Set Handler to '{wanted}'", (edit,), safety)
