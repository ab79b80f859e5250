"""source-syntax-error"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Confidence, Fails, Finding, Severity, rule
from auditor.api.code import CodeFile, FunctionCode, loaded_files, syntax_fault

_LANGUAGES = {"python": "Python", "javascript": "JavaScript"}


@rule(
    id="source-syntax-error",
    severity=Severity.ERROR,
    on=CodeFile,
    fails=Fails.INVOCATION,
)
def source_syntax_error(file: CodeFile) -> Iterator[Finding]:
    """Code that the function's runtime cannot compile.

    ## What it does
    Compiles the code of functions, in the template or in a folder beside it, without ever running
    it: Python with the syntax that its runtime has, JavaScript as Node.js reads it. It reports
    syntax that is newer than the runtime too, bytes of a Python file that are not UTF-8 where the
    file declares no other encoding, and modules that are imported. It is a warning where
    the code, its import or the runtime at fault depends on conditions or parameters, where a
    build may turn it into another file, and where another parser might read the code. It is silent
    where a value that only the deployment knows is in the code, and about TypeScript.

    ## Why it fails
    Lambda reads the code when the function is first invoked. The stack deploys; every invocation
    fails.

    ## Error
    ```
    Runtime.UserCodeSyntaxError: Syntax error in module '<module>': <reason>
    ```
    Node.js says `Runtime.UserCodeSyntaxError: SyntaxError: <reason>`, as JSON
    `"errorType":"Runtime.UserCodeSyntaxError"`; older runtimes only `Syntax error in module
    '<module>'`.

    ## Fix safety
    There is no fix: only the author knows what was meant.

    ## References
    - [Encoding of Python files](https://docs.python.org/3/reference/lexical_analysis.html#encoding-declarations)
    - [Python handler](https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html)
    - [Node.js handler](https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html)
    - [Runtimes](https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html)
    - Errors, reported: [of Python](https://github.com/aws-samples/aws-secrets-manager-rotation-lambdas/issues/69),
      [of Node.js](https://github.com/SWO-GS/auto-tag/issues/104)
    """
    runtimes = sorted(file.runtimes, key=str)
    faults = [(runtime, syntax_fault(file, runtime)) for runtime in runtimes]
    first = next(((runtime, fault) for runtime, fault in faults if fault is not None), None)
    if first is None:
        return
    runtime, fault = first
    is_error = (
        all(other is not None and other.certain for _, other in faults)
        and _is_loaded(file)
        and (_has_certain_runtimes(file) or _is_of_any_runtime(file))
    )
    yield file.finding(
        fault.span,
        f"{file.label} has code that {runtime or _LANGUAGES[file.language]} cannot read:"
        f" {fault.message}",
        severity=Severity.ERROR if is_error else Severity.WARNING,
        confidence=Confidence.HIGH if fault.certain else Confidence.MEDIUM,
    )


def _is_loaded(file: CodeFile) -> bool:
    """Whether some function runs the file whenever it is loaded, in every deployment."""
    return any(
        file in loaded_files(code) for code in FunctionCode.find(file.template) if code.is_certain
    )


def _has_certain_runtimes(file: CodeFile) -> bool:
    """Whether no parameter can choose another runtime."""
    return all(case.certain for use in file.uses for case in use.fn.resource.cases("Runtime"))


def _is_of_any_runtime(file: CodeFile) -> bool:
    fault = syntax_fault(file, None)
    return fault is not None and fault.certain
