"""Whether the code in a template only holds the place of code that is uploaded afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.aws.lambda_.function import LambdaFunction
from auditor.expression import expression
from auditor.model.project import Project
from auditor.template.template import Template
from auditor.template.values import Case

_UPLOAD = expression(r"update[-_]?function[-_]?code", re.IGNORECASE)
"""The call of Lambda by its names in the command line, in SDKs and in policies:
https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html"""
_ENDINGS = {
    "python": (".py",),
    "javascript": (".js", ".mjs", ".cjs", ".ts", ".mts", ".tsx"),
}
_TEXTS = (
    *(".bash", ".cmd", ".js", ".json", ".md", ".mjs", ".ps1", ".py", ".rst", ".sh"),
    *(".toml", ".ts", ".txt", ".yaml", ".yml", "Makefile", "Jenkinsfile", "Justfile"),
)
_NOT_OURS = frozenset(
    {".aws-sam", ".git", ".tox", ".venv", "__pycache__", "cdk.out", "dist", "node_modules", "venv"}
)
_MOST_FOLDERS = 300
_MOST_FILES = 300
_DEEPEST = 8


def is_replaced(fn: LambdaFunction, handler: Case) -> bool:
    """Whether other code may run under a Handler than the code that stands in the template.

    The code says that it is a stub, its module lies below the template's folder, or something
    there uploads code to functions.
    """
    codes = fn.inline_codes
    if codes and all(code.is_placeholder for code in codes):
        return True
    template = fn.template
    return template.once(_uploads_code) or _has_module(fn, handler)


def _has_module(fn: LambdaFunction, handler: Case) -> bool:
    """Whether a file is the module that a Handler names, in any folder."""
    module, _ = fn.handler_parts(handler)
    language = fn.language(handler) or ""
    wanted = (module.replace(".", "/") if language == "python" else module).strip("./")
    name = wanted.rpartition("/")[2]
    by_name = fn.template.once(_by_name)
    return bool(module) and any(
        f"/{file}".endswith(f"/{wanted}{ending}")
        for ending in _ENDINGS.get(language, ())
        for file in by_name.get(name + ending, ())
    )


def _by_name(template: Template) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for file in template.once(_files):
        found.setdefault(file.rpartition("/")[2], []).append(file)
    return found


def _uploads_code(template: Template) -> bool:
    project = template.project
    if project is None:
        return False
    texts = [file for file in template.once(_files) if file.endswith(_TEXTS)]
    found = (project.read(file) for file in texts[:_MOST_FILES])
    return any(text is not None and _UPLOAD.search(text) is not None for text in found)


def _files(template: Template) -> tuple[str, ...]:
    """What lies below the template's folder, as far as people write it, by level."""
    return () if template.project is None else tuple(_below(template.project))


def _below(project: Project) -> Iterator[str]:
    folders = [""]
    for _ in range(_DEEPEST):
        inner: list[str] = []
        for folder in folders[:_MOST_FOLDERS]:
            for name in sorted(project.names(folder or ".") or ()):
                path = f"{folder}/{name}" if folder else name
                if name in _NOT_OURS:
                    continue
                yield path
                if "." not in name[1:]:
                    inner.append(path)
        folders = inner
