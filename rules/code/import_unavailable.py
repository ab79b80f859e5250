"""import-unavailable"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Confidence, Fails, Finding, Fix, Safety, Severity, rule
from auditor.api.code import CodeFile
from auditor.api.lambda_ import packages

_XRAY = "aws_xray_sdk"
_SDK = "aws-sdk"


@rule(
    id="import-unavailable",
    severity=Severity.WARNING,
    on=CodeFile,
    fails=Fails.INVOCATION,
)
def import_unavailable(file: CodeFile) -> Iterator[Finding]:
    """An import of a module that neither the runtime nor the function's package has.

    ## What it does
    Compares what the code imports with what the runtime has (Python's or Node.js's own modules,
    boto3 or the AWS SDK for JavaScript) and with the package. Code in the template has no
    package: it is an error there if the module is imported whenever the file is loaded, a warning
    inside of functions, and only a hint where a layer may have the module. For code in a
    folder beside the template it looks at the folder, at its `requirements.txt`,
    `pyproject.toml`, `Pipfile` or `package.json` with lock files, at extras that an import needs
    (`aws-lambda-powertools[tracer]`) and at packages for developers. It is silent about imports
    that are guarded or conditional, and where a layer, an unknown package, a search path or a
    build in sight (a Makefile, scripts, bundlers, a list of packages above) may add the module
    into the folder.

    `cfnresponse` and `cfn-response` are only there for code in the template, in Python only for
    the words `import cfnresponse`; `botocore.vendored.requests` was emptied in 2019; Node.js 18
    and later have version 3 of the AWS SDK in place of version 2.

    ## Why it fails
    Lambda looks for modules in the package, the layers and the runtime. The stack deploys, and
    every invocation fails that reaches the import.

    ## Error
    ```
    Unable to import module '<module>': No module named '<package>'
    Runtime.ImportModuleError: Error: Cannot find module '<package>'
    Cannot find package '<package>' imported from /var/task/<file>
    ```
    Older runtimes of Node.js: `"errorMessage": "Cannot find module '<package>'"`, and `Cannot find
    module '<package>' Require stack: - /var/task/<file>`; of Python:
    `Unable to import module '<module>': No module named <package>` or `module initialization error:
    No module named <package>`. Where the handler imports it,
    or somebody shortens it: `No module named '<package>' Traceback (most recent call last): File
    "/var/task/<file>`, `No module named '<package>' File "/var/task/<file>`,
    `Runtime.ImportModuleError: No module named '<package>'`, `Cannot find module '<package>'
    Require stack: - /var/task/<file>`, `Cannot find module 'aws-sdk' in Lambda`.

    ## Severity
    An error where the module is loaded with certainty and cannot be there. A warning where a
    call decides whether the import is reached, and a hint where a layer that is not in sight
    may have the module.

    ## Fix safety
    Unsafe. A package that is missing in `requirements.txt` is added there, or the extra that it
    lacks, which decides for a version and a larger package; not in files with hashes. The X-Ray
    SDK becomes optional where its uses allow it: without the SDK nothing is traced. `import
    cfnresponse` is added in words that CloudFormation finds. All else is shown as advice.

    Code that requires `aws-sdk`, version 2 of the SDK, moves to the packages of version 3: the
    imports, the clients, `.promise()`, the DocumentClient, bodies of S3, payloads of Lambda, lists
    that version 3 leaves out where they are empty, and the codes of errors. The calls stay as they
    are, as the classes of version 3 have the same methods. It is done only where every use in the
    file keeps its meaning: not with `getSignedUrl`, `upload`, waiters, streams, global
    configuration, clients or whole answers that are handed on, and other options of clients than
    `region` and `apiVersion`. What remains different: the messages of some errors, binary
    attributes and sets of DynamoDB, which are Uint8Array and Set, and numbers over 2^53, which
    version 3 refuses to round.

    In a deployed stack the code changes in place. A function that works, because a layer or a
    build adds the module, gets a second copy of it.

    ## References
    - [Python in Lambda](https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html)
    - [Node.js in Lambda](https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html)
    - [cfn-response](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code-cfnresponsemodule.html)
    - [Without aws-sdk since Node.js 18](https://github.com/aws/aws-cdk/issues/22976)
    - [From version 2 to 3 of the SDK](https://github.com/aws/aws-sdk-js-v3/blob/main/UPGRADING.md)
    - [Extras of Powertools](https://docs.powertools.aws.dev/lambda/python/latest/#extra-dependencies)
    """
    for missing in packages.missing_modules(file):
        yield file.finding(
            missing.imported.span,
            _message(missing),
            severity=_severity(missing),
            confidence=_confidence(missing),
            fix=_fix(file, missing),
        )


def _is_not_provided(missing: packages.MissingModule) -> bool:
    """Whether it is the runtime that does not have the module."""
    return missing.why.lack in (packages.Lack.RUNTIME, packages.Lack.VERSION)


def _severity(missing: packages.MissingModule) -> Severity:
    if not _is_not_provided(missing):
        return Severity.WARNING
    if missing.has_layers:
        return Severity.INFO
    return Severity.ERROR if missing.is_fatal else Severity.WARNING


def _confidence(missing: packages.MissingModule) -> Confidence:
    if missing.has_layers:
        return Confidence.LOW
    is_settled = missing.why.lack in (packages.Lack.EMPTIED, packages.Lack.EXTRA)
    is_sure = is_settled or _is_not_provided(missing)
    return Confidence.HIGH if is_sure else Confidence.MEDIUM


def _message(missing: packages.MissingModule) -> str:
    function = missing.use.fn.resource.label
    return f"{function} fails when it imports {missing.module}, {_reason(missing)}"


def _reason(missing: packages.MissingModule) -> str:
    runtime, why, folder = missing.runtime, missing.why, missing.use.folder
    match why.lack:
        case packages.Lack.RUNTIME:
            rest = " unless its layer has it" if missing.has_layers else _sdk_hint(missing)
            return f"which {runtime} does not have{rest}"
        case packages.Lack.VERSION:
            return f"which {runtime} does not have"
        case packages.Lack.FOLDER | packages.Lack.LIST:
            return f"which neither {runtime} nor {why.file or f'the folder {folder}'} has"
        case packages.Lack.DEVELOPMENT:
            return f"which {why.file} has for development only"
        case packages.Lack.EXTRA if why.extra is not None:
            asked = f"{why.extra.distribution}[{why.extra.extras[0]}]"
            return f"which needs {why.extra.module}: {why.file} has to list {asked}"
        case packages.Lack.INLINE_ONLY:
            return f"which Lambda provides for inline code only, not in {folder}"
        case packages.Lack.SPELLING:
            return f"which is provided only where the code has 'import {missing.module}'"
    return f"which is only an empty shell of botocore in {runtime}"


def _sdk_hint(missing: packages.MissingModule) -> str:
    if missing.module == _SDK:
        return ": it has version 3 of the SDK, @aws-sdk"
    return (
        ": it has version 2 of the SDK, aws-sdk" if missing.module.startswith("@aws-sdk/") else ""
    )


def _fix(file: CodeFile, missing: packages.MissingModule) -> Fix | None:
    added = packages.listed_package(file, missing)
    if added is not None:
        return Fix(f"Add {added[0]} to {missing.why.file}", added[1], Safety.UNSAFE)
    edits = packages.spelled_response(file, missing)
    if edits is not None:
        return Fix(
            "Write 'import cfnresponse', which CloudFormation looks for", edits, Safety.UNSAFE
        )
    if missing.module == _SDK and not missing.has_layers:
        edits = packages.with_successors(file)
        if edits is not None:
            return Fix("Use version 3 of the AWS SDK, @aws-sdk", edits, Safety.UNSAFE)
    if missing.module == _XRAY:
        edits = packages.without_xray(file)
        if edits is not None:
            return Fix("Skip tracing where the X-Ray SDK is missing", edits, Safety.UNSAFE)
    advice = _advice(file, missing)
    return None if advice is None else Fix(advice, (), Safety.DISPLAY)


def _advice(file: CodeFile, missing: packages.MissingModule) -> str | None:
    module, why = missing.module, missing.why
    if missing.has_layers:
        return None
    if module == _SDK:
        successors = packages.sdk_successors(file.facts.clients)
        named = " and ".join(successors) or "the clients in @aws-sdk"
        return f"Use {named}, which {missing.runtime} has"
    if why.lack is packages.Lack.VERSION:
        return f"Do without {module}, or choose a runtime that has it"
    if why.lack is packages.Lack.EMPTIED:
        return "Use urllib3, which the runtime has, or package requests"
    if why.lack is packages.Lack.INLINE_ONLY:
        return f"Put a module {module} into {missing.use.folder}, or send the response yourself"
    if why.lack is packages.Lack.RUNTIME:
        return f"Add {_package(file, missing)} with a layer, or move the code into a folder with it"
    if file.language == "javascript":
        return f"Add {module} to the dependencies of {_place(missing, 'package.json')}"
    return f"Add {_package(file, missing)} to {_place(missing, 'requirements.txt')}"


def _package(file: CodeFile, missing: packages.MissingModule) -> str:
    if missing.why.extra is not None:
        return f"{missing.why.extra.distribution}[{missing.why.extra.extras[0]}]"
    found = (
        packages.package_for_module(missing.imported.module) if file.language == "python" else None
    )
    return found or missing.module


def _place(missing: packages.MissingModule, name: str) -> str:
    folder = missing.use.folder
    return missing.why.file or (name if folder in (None, ".") else f"{folder}/{name}")
