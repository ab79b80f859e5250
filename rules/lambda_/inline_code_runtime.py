"""inline-code-runtime"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, Severity, graded, rule, where
from auditor.api.lambda_ import LambdaFunction

_WITH_INLINE_CODE = ("nodejs", "python")


@rule(id="inline-code-runtime", severity=Severity.ERROR, on=LambdaFunction)
def inline_code_runtime(fn: LambdaFunction) -> Iterator[Finding]:
    """Inline code for a runtime that does not support it.

    ## What it does
    Finds functions with code in the template (`Code.ZipFile`, `InlineCode` of SAM) whose
    `Runtime` is neither a Node.js nor a Python one. It is silent where the runtime is not known.

    ## Why it fails
    CloudFormation puts inline code into a file `index.js` or `index.py`. For other languages,
    which have to be compiled or have no such convention, it refuses.

    ## Error
    ```
    The ZipFile attribute is not supported for the runtime '<runtime>'
    ```
    or, before 2022, `ZipFile can only be used when Runtime is set to either of <runtimes>`. The CDK
    says `Inline source not allowed for <runtime>`, cfn-lint `E3677 <runtime> does not match`.

    ## Fix safety
    There is no fix but advice: the code has to be packaged.

    ## References
    - [Code of a function](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html)
    - [Runtimes](https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html)
    - [Error, reported](https://github.com/aws/aws-cdk/issues/6302),
      [and its later wording](https://github.com/aws/aws-lambda-dotnet/issues/1246)
    """
    for runtime in fn.resource.cases("Runtime"):
        if not runtime.text or runtime.text.startswith(_WITH_INLINE_CODE):
            continue
        for code in fn.inline_cases:
            if fn.template.can_meet(runtime, code):
                met = (runtime.when | code.when) - fn.resource.when
                yield Finding(
                    at=runtime.path,
                    message=f"{fn.resource.label} has inline code, which CloudFormation rejects for"
                    f" runtime {runtime.text}: only Node.js and Python can have it{where(met)}",
                    severity=graded(runtime, code),
                    fix=Fix(
                        "Package the code, and refer to it in "
                        + ("CodeUri" if "InlineCode" in code.path else "Code.S3Bucket"),
                        safety=Safety.DISPLAY,
                    ),
                )
