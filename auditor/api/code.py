"""Source code of functions, inline and beside the template."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.aws.lambda_.code.file import CodeFile
    from auditor.aws.lambda_.code.function import FunctionCode
    from auditor.aws.lambda_.code.local_module import LocalModule, local_module
    from auditor.aws.lambda_.code.questions import (
        at_expressions,
        encoded_keys,
        is_called,
        loaded_files,
        message_records_taken,
        metrics_use,
        mixed_datetimes,
        records_taken,
        syntax_fault,
    )
    from auditor.aws.lambda_.code.responses import answered, never_answers, silent_deletes
    from auditor.aws.lambda_.code.schedules import is_of_scheduler, makes_rule
    from auditor.data.sdk_arguments import Taken, operation_arguments
    from auditor.embedded.facts import Argument, Client, EnvironmentRead, SdkCall
    from auditor.embedded.object_keys import EncodedKey
    from auditor.embedded.python.floats import (
        FloatSent,
        floats_sent,
        import_of_decimal,
        imports_decimal,
    )
    from auditor.embedded.python.object_keys import import_of_decoding, imports_decoding
else:
    from auditor.api.lazily import lazily

    __getattr__ = lazily(__name__)

__all__ = [
    "Argument",
    "Client",
    "CodeFile",
    "EncodedKey",
    "EnvironmentRead",
    "FloatSent",
    "FunctionCode",
    "LocalModule",
    "SdkCall",
    "Taken",
    "answered",
    "at_expressions",
    "encoded_keys",
    "floats_sent",
    "import_of_decimal",
    "import_of_decoding",
    "imports_decimal",
    "imports_decoding",
    "is_called",
    "is_of_scheduler",
    "loaded_files",
    "local_module",
    "makes_rule",
    "message_records_taken",
    "metrics_use",
    "mixed_datetimes",
    "never_answers",
    "operation_arguments",
    "records_taken",
    "silent_deletes",
    "syntax_fault",
]
