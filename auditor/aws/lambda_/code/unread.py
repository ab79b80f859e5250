"""Notes of code that nothing is said about, since it is not read, and why."""

from __future__ import annotations

from auditor.aws.lambda_.code.local_module import (
    candidates,
    code_folder,
    is_built_apart,
    local_code,
)
from auditor.aws.lambda_.function import LambdaFunction, has_inline_runtime
from auditor.model.project import Project, UnreadCode
from auditor.template.values import Case


def note(fn: LambdaFunction, file: str | None, reason: str) -> None:
    """Notes that code of a function is not read, and why."""
    fn.template.unread[UnreadCode(fn.logical_id, file, reason)] = None


def note_file(fn: LambdaFunction, file: str) -> None:
    """Notes a file or folder, where it was asked for and is not known."""
    project = fn.template.project
    unread = None if project is None else project.unread(file)
    if unread is not None:
        note(fn, file, unread.reason)


def note_text(fn: LambdaFunction, language: str, text: str, file: str | None = None) -> None:
    """Notes code that is not parsed, since that could take too long."""
    if language != "python":
        return
    from auditor.embedded.python.parse import MOST_BRACES

    if text.count("{") > MOST_BRACES:
        note(fn, file, f"has more than {MOST_BRACES:,} opening braces")


def note_handler(fn: LambdaFunction, handler: Case) -> None:
    """Notes why the code folder of a function shows no module for a Handler."""
    project = fn.template.project
    code = local_code(fn, handler)
    folder = None if code is None else code_folder(code)
    if project is None or folder is None or handler.text is None:
        return
    foreign = _foreign_runtimes(fn, handler)
    if foreign:
        note(fn, folder, f"is for {foreign}, which is not analyzed")
    elif fn.language(handler) is None:
        return
    elif project.names(folder) is None:
        note_file(fn, folder)
    elif is_built_apart(fn):
        note(fn, folder, "is built as 'Metadata' of the function says")
    else:
        _note_module(fn, handler, project, folder)


def _note_module(fn: LambdaFunction, handler: Case, project: Project, folder: str) -> None:
    files = candidates(fn, handler)
    for file in files:
        if project.read(file) is None:
            note_file(fn, file)
            return
    if not files:
        note(fn, folder, f"shows no file for Handler '{handler.text}'")


def _foreign_runtimes(fn: LambdaFunction, handler: Case) -> str:
    """The runtimes that a function has beside a Handler, where none is one whose code is read."""
    met = [
        runtime
        for runtime in fn.resource.cases("Runtime")
        if fn.template.can_meet(runtime, handler)
    ]
    texts = [runtime.text for runtime in met if runtime.text]
    is_foreign = len(texts) == len(met) and not any(map(has_inline_runtime, texts))
    return " or ".join(dict.fromkeys(texts)) if is_foreign else ""
