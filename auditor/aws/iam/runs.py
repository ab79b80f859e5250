"""Which functions of a template run a call, where several of them have its file."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from auditor.aws.iam.role import roles_of
from auditor.aws.lambda_.code.file import CodeFile
from auditor.aws.lambda_.code.function import FunctionCode
from auditor.embedded.facts import SdkCall


def handlers(code: FunctionCode) -> frozenset[str]:
    """The names of the functions in the code that Lambda runs."""
    return frozenset(code.fn.handler_parts(handler)[1] for handler in code.use.handlers)


def runs(code: FunctionCode, file: CodeFile, call: SdkCall, users: list[FunctionCode]) -> bool:
    """Whether a function may be taken to run a call of a file, which all the users have.

    What stands in a helper that nothing names is not run. In a file that functions with different
    roles have, it takes a call of the helper in a file that this function alone has.
    """
    name = call.function
    if call.at_load:
        return call.always or _have_one_role(users)
    if name is None:
        return file in code.entries and _have_one_role(users)
    if name in handlers(code) and file in code.entries:
        is_only = not any(name in handlers(user) for user in users if user is not code)
        return call.always or is_only or _have_one_role(users)
    if any(name in handlers(user) for user in users) and file in code.entries:
        return False
    if _have_one_role(users):
        return _mentions(code, name) > 1
    return any(_calls(other, file, name) for other in code.files if len(other.uses) == 1)


def _have_one_role(users: list[FunctionCode]) -> bool:
    """Whether it is all the same which of the functions runs a call."""
    roles = {
        None if role is None else role.logical_id
        for user in users
        for _, role in roles_of(user.fn.resource)
    }
    return len(users) == 1 or len(roles) == 1


def _mentions(code: FunctionCode, name: str) -> int:
    word = re.compile(rf"\b{re.escape(name)}\b")
    return sum(len(word.findall(file.text)) for file in code.files)


def _calls(caller: CodeFile, file: CodeFile, name: str) -> bool:
    """Whether a file calls a function of another one, by its name or behind that of the module."""
    own = re.escape(name)
    module = re.escape(PurePosixPath(file.file or "").stem)
    return re.search(rf"(?<![\w.]){own}\s*\(|\b{module}\.{own}\s*\(", caller.text) is not None
