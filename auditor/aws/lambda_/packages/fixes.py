"""The edits that bring a missing module, or make code do without it."""

from __future__ import annotations

from auditor.aws.lambda_.code.file import CodeFile
from auditor.aws.lambda_.packages.missing import Lack, MissingModule
from auditor.data.distributions import distribution, distributions_of
from auditor.data.table import read_table
from auditor.embedded.facts import Client
from auditor.embedded.requirements import parse_requirements, with_extra, with_requirement
from auditor.model.edit import Change, ReplaceInFile
from auditor.model.text import Span, newline_of

_CLIENTS = ("sdk", "clients.json")
_DOCUMENT_CLIENT = "dynamodb.documentclient"
_RESPONSE = "import cfnresponse"


def listed_package(file: CodeFile, missing: MissingModule) -> tuple[str, tuple[Change, ...]] | None:
    """What is added to the requirements.txt that should provide a module, and the edits for it.

    None for other lists, for files with hashes, and where no checked distribution is known.
    """
    project = file.template.project
    place = missing.why.file
    if project is None or place is None or not missing.why.is_installed:
        return None
    text = project.read(place)
    if text is None or file.language != "python" or parse_requirements(text).is_hashed:
        return None
    need = missing.why.extra
    if need is not None:
        added = f"{need.distribution}[{need.extras[0]}]"
        edit = with_extra(text, need.distribution, need.extras[0])
    else:
        added = package_for_module(missing.imported.module) or ""
        edit = with_requirement(text, added) if added else None
    return None if edit is None else (added, (ReplaceInFile(place, *edit),))


def package_for_module(module: str) -> str | None:
    """The distribution to install for a module: the likeliest one, if it was checked."""
    for name in distributions_of(module)[:1]:
        row = distribution(name)
        if row is not None and row.verified is not None:
            return name
    return None


def without_xray(file: CodeFile) -> tuple[Change, ...] | None:
    """The edits after which code runs without the X-Ray SDK too; None where that is not plain."""
    if file.python is None:
        return None
    from auditor.embedded.python.optional_xray import optional

    replacements = optional(file.python)
    return None if replacements is None else file.changes(replacements)


def spelled_response(file: CodeFile, missing: MissingModule) -> tuple[Change, ...] | None:
    """The edit that imports `cfnresponse` in the words that CloudFormation looks for."""
    if missing.why.lack is not Lack.SPELLING:
        return None
    statement = missing.imported.statement
    start = statement.start
    indentation = file.text[:start].replace("\r", "\n").rpartition("\n")[2]
    if indentation.strip(" \t"):
        return None
    begin = newline_of(file.text) + indentation
    others = _imported_with_it(file.text[start : statement.end])
    if others:
        return file.changes([(statement, f"import {', '.join(others)}{begin}{_RESPONSE}")])
    return file.changes([(Span(start, start), _RESPONSE + begin)])


def _imported_with_it(statement: str) -> list[str]:
    """The other modules of an `import` that names `cfnresponse` among them, on one line."""
    word, _, rest = statement.partition(" ")
    modules = [module.strip() for module in rest.split(",")]
    is_plain = word == "import" and modules.count("cfnresponse") == 1 and "\n" not in rest
    return [module for module in modules if module != "cfnresponse"] if is_plain else []


def sdk_successors(clients: tuple[Client, ...]) -> tuple[str, ...]:
    """The packages of the AWS SDK for JavaScript, version 3, for clients of version 2, in order."""
    table = read_table(*_CLIENTS)
    packages = {service: name for name, service in reversed(table["aws-sdk-js-3"].items())}
    found: dict[str, None] = {}
    for client in clients:
        key = client.client.lower()
        if client.sdk == "aws-sdk-js-2":
            name = packages.get(table["aws-sdk-js-2"].get(key, ""))
            name = "lib-dynamodb" if key == _DOCUMENT_CLIENT else name
            if name is not None:
                found[f"@aws-sdk/{name}"] = None
    return tuple(found)
