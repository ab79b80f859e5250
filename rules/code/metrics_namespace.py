"""metrics-namespace"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Edit, Fails, Finding, Fix, InsertKey, Path, Safety, Severity, Tree, rule
from auditor.api.code import FunctionCode, loaded_files, metrics_use
from auditor.api.lambda_ import may_be_set_elsewhere

_VARIABLE = "POWERTOOLS_METRICS_NAMESPACE"
_SWITCH = "POWERTOOLS_METRICS_DISABLED"
_PREFIX = "POWERTOOLS_"


@rule(
    id="metrics-namespace",
    severity=Severity.WARNING,
    on=FunctionCode,
    fails=Fails.INVOCATION,
)
def metrics_namespace(code: FunctionCode) -> Iterator[Finding]:
    """Powertools metrics that have no namespace, neither in the code nor in the environment.

    ## What it does
    Looks at Python code that creates a `Metrics()` of Powertools for AWS Lambda without a namespace
    and writes metrics with it, in functions whose environment does not have
    `POWERTOOLS_METRICS_NAMESPACE`. It is an error where the handler writes a metric at each cold
    start (`capture_cold_start_metric=True`), else a warning. It is silent where the environment
    cannot be read, and where another `Metrics(...)` of the function, a provider or an attribute
    may set the namespace.

    ## Why it fails
    CloudWatch rejects a metric without a namespace. Powertools refuses to write them when the
    handler returns, so that an invocation that did its work fails nevertheless.

    ## Error
    ```
    SchemaValidationError: Must contain a metric namespace.
    ```

    ## Fix safety
    Safe: no metric could have been written before. The fix adds the variable to the function's
    environment, or beside other settings of Powertools in `Globals`, with the name of the stack
    for its value.

    In a deployed stack the function changes in place: it gets one variable more, and every
    invocation that failed at this line goes on.

    ## References
    - [Metrics of Powertools](https://docs.aws.amazon.com/powertools/python/latest/core/metrics/)
    - Error, [in the source of Powertools](https://github.com/aws-powertools/powertools-lambda-python/tree/develop/aws_lambda_powertools/metrics)
    """
    fn, resource = code.fn, code.fn.resource
    variables = (resource.has("Environment", "Variables", name) for name in (_VARIABLE, _SWITCH))
    if any(found is not False for found in variables) or may_be_set_elsewhere(resource):
        return
    read = ((file, metrics_use(file)) for file in code.files)
    uses = [(file, use) for file, use in read if use is not None]
    if any(use.is_named for _, use in uses) or not any(use.writes for _, use in uses):
        return
    facts = [file.facts for file in code.files]
    if any(_VARIABLE in one.sets or one.sets_more for one in facts):
        return
    edit = _edit(code)
    title = f"Set {_VARIABLE} to the name of the stack"
    handlers = {fn.handler_parts(case)[1] for case in code.use.handlers}
    loaded = loaded_files(code) if code.is_certain and _starts_cold(code) else []
    for file, use in uses:
        is_error = file in code.entries and file in loaded and handlers <= use.cold_starts
        for span in use.unnamed:
            called = file.text[span.start : span.end].partition("(")[0].strip()
            yield file.finding(
                span,
                f"{resource.label} fails when it writes metrics, since {called}() has no namespace"
                f" and the variable {_VARIABLE} is not set",
                severity=Severity.ERROR if is_error else Severity.WARNING,
                fix=None if edit is None else Fix(title, (edit,), Safety.SAFE),
            )


def _starts_cold(code: FunctionCode) -> bool:
    """Whether the first invocation of an environment counts as a cold start."""
    return code.fn.resource.has("ProvisionedConcurrencyConfig") is False


def _edit(code: FunctionCode) -> Edit | None:
    """Defines the variable: in the function, or in `Globals` where Powertools is set up there.

    SAM adds the function's own variables to those of `Globals`.
    """
    value = {"Ref": "AWS::StackName"}
    path = ("Globals", "Function", "Environment", "Variables")
    shared = _at(code.fn.template.tree, path) if code.fn.template.is_sam else None
    names = [name for name in shared or () if name.startswith(_PREFIX)]
    functions = list(code.fn.template.of_type("AWS::Serverless::Function"))
    # what stands in Globals is given to every function, and others may look for it
    if names and functions == [code.fn.resource]:
        return InsertKey(path, _VARIABLE, value, after=names[-1])
    return code.fn.add_variable(_VARIABLE, value)


def _at(tree: Tree, path: Path) -> dict[str, Tree] | None:
    """The mapping at a path, None where there is none."""
    for key in path:
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree if isinstance(tree, dict) else None
