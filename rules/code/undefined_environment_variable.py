"""undefined-environment-variable"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Confidence, Fails, Finding, Fix, Safety, Severity, Template, Tree, rule
from auditor.api.code import CodeFile, EnvironmentRead, FunctionCode, is_called, loaded_files
from auditor.api.lambda_ import may_be_set_elsewhere, value_for_variable

_SET_BY_LAMBDA = ("AWS_", "_")
_NEVER_SET = frozenset({"AWS_ACCOUNT_ID"})
_SET_BY_RUNTIME = frozenset(
    {
        "HOME",
        "HOSTNAME",
        "LAMBDA_RUNTIME_DIR",
        "LAMBDA_TASK_ROOT",
        "LANG",
        "LC_ALL",
        "LD_LIBRARY_PATH",
        "NODE_EXTRA_CA_CERTS",
        "NODE_PATH",
        "PATH",
        "PWD",
        "PYTHONPATH",
        "SHLVL",
        "TZ",
        "USER",
    }
)
"""https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
and what the shell may set that starts the runtime"""
_UPDATE = "updatefunctionconfiguration"


_RESOURCES = frozenset(
    {
        *("Bucket", "Key", "TableName", "QueueUrl", "FunctionName", "SecretId", "Name", "Rule"),
        *("StreamName", "DeliveryStreamName", "stateMachineArn", "UserPoolId", "KeyId"),
        *("TopicArn", "TargetArn", "logGroupName", "modelId", "cluster", "ModelId"),
    }
)
"""Parameters that calls are refused without; of a topic, one of two is needed."""


@rule(
    id="undefined-environment-variable",
    severity=Severity.WARNING,
    on=FunctionCode,
    fails=Fails.INVOCATION,
)
def undefined_environment_variable(code: FunctionCode) -> Iterator[Finding]:
    """A variable of the environment that the code needs and the function does not define.

    ## What it does
    Compares the variables that the code reads with those that the function's
    `Environment` defines, `Globals` of SAM among them. In Python it looks for `os.environ["NAME"]`
    where nothing catches the error or tests for the variable; in JavaScript, where a missing
    variable is `undefined`, for variables that go as they are into a call of the AWS SDK. It is an
    error in Python where a file reads the variable whenever the function is loaded, else a
    warning; it is a hint below a branch, where another setting may decide, and in JavaScript for
    arguments other than those that name the resource. It is silent about what Lambda sets itself,
    about what the code sets, about imported functions that the file of the Handler does not name,
    and where a wrapper script, Greengrass, another function or something unreadable may define
    more.

    ## Why it fails
    The stack deploys. The lookup raises when the module is loaded or the line is reached; in
    JavaScript the SDK refuses the call that lacks an argument.

    ## Error
    ```
    KeyError: '<variable>' <traceback> os.environ['<variable>']
    ```
    or `os.environ['<variable>'] <traceback> raise KeyError(key)`, or
    only `[ERROR] KeyError: '<variable>'`, in JSON `os.environ['<variable>'] <traceback>
    "errorType": "KeyError", "errorMessage": "'<variable>'"`. In Node.js for example `No value
    provided for input HTTP label: <member>`; no public page shows that text of a missing variable.

    ## Fix safety
    Unsafe: it decides what the variable holds. The fix is offered where the template has just one
    resource that the variable's name can speak of (`TABLE_NAME` and one table, `ORDERS_TABLE` and
    `OrdersTable` among others), or where it can only mean the account or the stack. Where the
    resource is created after the function, it spells the name as the template does. There is no
    fix where the resource is created under conditions that the function does not have.

    In a deployed stack the function changes in place. Where the variable was set by hand, the
    update replaces that value.

    ## References
    - [Environment variables](https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html)
    - Error of Python: [KeyError](https://docs.python.org/3/library/exceptions.html#KeyError)
    """
    if may_be_set_elsewhere(code.fn.resource) or code.fn.template.once(_sets_environments):
        return
    if any(file.facts.sets_more for file in code.files):
        return
    known = frozenset[str]().union(*(file.facts.sets for file in code.files))
    loaded = loaded_files(code) if code.is_certain else []
    needed: dict[str, tuple[CodeFile, EnvironmentRead]] = {}
    for file in code.files:
        for read in file.facts.reads:
            if read.name in known or not _is_needed(code, file, read):
                continue
            first = needed.setdefault(read.name, (file, read))
            if _is_certain(file, read, loaded) and not _is_certain(*first, loaded):
                needed[read.name] = (file, read)
    for name, (file, read) in needed.items():
        if _is_undefined(code, name):
            yield _finding(code, file, read, is_certain=_is_certain(file, read, loaded))


def _sets_environments(template: Template) -> bool:
    """Whether code of the template changes the configuration of functions."""
    return any(
        call.plain_operation == _UPDATE
        for file in CodeFile.find(template)
        for call in file.facts.calls
    )


def _is_needed(code: FunctionCode, file: CodeFile, read: EnvironmentRead) -> bool:
    """Whether the function fails without the variable, as far as it comes to the read."""
    if read.required and read.at_load:
        return True
    return (read.required or read.used_in_call) and is_called(code, file, read.span)


def _is_certain(file: CodeFile, read: EnvironmentRead, loaded: list[CodeFile]) -> bool:
    """Whether the code fails without the variable each time that it is loaded."""
    return read.required and read.at_load and read.certain and file in loaded


def _is_undefined(code: FunctionCode, name: str) -> bool:
    if name in _SET_BY_RUNTIME or (name.startswith(_SET_BY_LAMBDA) and name not in _NEVER_SET):
        return False
    return code.fn.resource.has("Environment", "Variables", name) is False


def _finding(
    code: FunctionCode, file: CodeFile, read: EnvironmentRead, *, is_certain: bool
) -> Finding:
    return file.finding(
        read.span,
        f"{code.fn.resource.label} does not set the variable {read.name}, so its code fails where"
        " it reads it",
        severity=_severity(code, file, read, is_certain=is_certain),
        confidence=Confidence.HIGH if read.required and read.certain else Confidence.MEDIUM,
        fix=_fix(code, read.name),
    )


def _severity(
    code: FunctionCode, file: CodeFile, read: EnvironmentRead, *, is_certain: bool
) -> Severity:
    if is_certain and not any(map(_brings_unknown, code.files)):
        return Severity.ERROR
    if read.required:
        # below a branch, another setting may say that the variable is not needed
        return Severity.WARNING if read.certain else Severity.INFO
    return Severity.WARNING if _names_resource(file, read.name) else Severity.INFO


def _brings_unknown(file: CodeFile) -> bool:
    """Whether a package is imported for what it does, which may be to set variables."""
    return any(not one.names and "load" in one.module for one in file.facts.imports)


def _names_resource(file: CodeFile, name: str) -> bool:
    """Whether a call needs the variable: as the resource that it speaks to."""
    return any(
        argument.value.variable == name and argument.path[-1] in _RESOURCES
        for call in file.facts.calls
        for argument in call.arguments
        if argument.path
    )


def _fix(code: FunctionCode, name: str) -> Fix | None:
    value = value_for_variable(code.fn.resource, name)
    edit = None if value is None else code.fn.add_variable(name, value)
    if edit is None:
        return None
    title = f"Set {name} in {code.fn.logical_id} to {_spelled(value)}"
    return Fix(title, (edit,), Safety.UNSAFE)


def _spelled(value: Tree) -> str:
    """What a variable is to hold, in words."""
    match value:
        case {"Ref": str(target)}:
            return target
        case {"Fn::GetAtt": [str(target), str(attribute)]}:
            return f"{target}.{attribute}"
    return "the name that the template gives to the resource"
