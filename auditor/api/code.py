"""Source code of functions, inline and beside the template."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.lambda_.code.file import CodeFile
    from auditor.aws.lambda_.code.function import FunctionCode
    from auditor.aws.lambda_.code.local_module import LocalModule, local_module
    from auditor.aws.lambda_.code.questions import (
        at_expressions,
        is_called,
        loaded_files,
        metrics_use,
        mixed_datetimes,
        records_taken,
        syntax_fault,
    )
    from auditor.aws.lambda_.code.responses import answered, never_answers, silent_deletes
    from auditor.aws.lambda_.code.schedules import is_of_scheduler, makes_rule
    from auditor.data.sdk_arguments import Taken, operation_arguments
    from auditor.embedded.facts import Argument, Client, EnvironmentRead, SdkCall
    from auditor.embedded.python.floats import (
        FloatSent,
        floats_sent,
        import_of_decimal,
        imports_decimal,
    )
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = [
    "Argument",
    "Client",
    "CodeFile",
    "EnvironmentRead",
    "FloatSent",
    "FunctionCode",
    "LocalModule",
    "SdkCall",
    "Taken",
    "answered",
    "at_expressions",
    "floats_sent",
    "import_of_decimal",
    "imports_decimal",
    "is_called",
    "is_of_scheduler",
    "loaded_files",
    "local_module",
    "makes_rule",
    "metrics_use",
    "mixed_datetimes",
    "never_answers",
    "operation_arguments",
    "records_taken",
    "silent_deletes",
    "syntax_fault",
]
