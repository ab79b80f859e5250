"""Which imports of a source file neither the runtime nor the function's package can serve."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from auditor.aws.lambda_.code.file import CodeFile, codes
from auditor.aws.lambda_.code.use import Use
from auditor.aws.lambda_.packages.missing import Lack, MissingModule, Shortage
from auditor.aws.lambda_.packages.node import node_shortage
from auditor.aws.lambda_.packages.python import is_of_python, may_bring, python_shortage
from auditor.data.distributions import distributions_of
from auditor.data.runtime_modules import (
    Availability,
    NodeModules,
    PythonModules,
    inline_module,
    node_modules,
    package_of,
    python_modules,
)
from auditor.embedded.facts import Import
from auditor.expression import expression
from auditor.template.template import Template
from auditor.template.values import Case

_SEARCH_PATHS = {
    "python": re.compile(
        r"\bsys\s*\.\s*(?:path|modules|meta_path|path_hooks)\b|\bfrom\s+sys\s+import"
        r"|\baddsitedir\b|\bzipimport\b|\bpip\b|\bfind_links\b"
    ),
    "javascript": re.compile(
        r"\bNODE_PATH\b|\bmodule\.paths\b|\bglobalPaths\b|\bcreateRequire\b|\b_resolveFilename\b"
        r"|\bmodule-alias\b|\bapp-module-path\b|\bnpm\b"
    ),
}
"""What lets code find modules in other places."""
_OF_GREENGRASS = frozenset({"greengrasssdk", "aws-greengrass-core-sdk"})
"""What code for devices imports: it runs there, with the modules of the device.
https://docs.aws.amazon.com/greengrass/v1/developerguide/lambda-functions.html"""
_VARIABLES = ("PYTHONPATH", "NODE_PATH", "AWS_LAMBDA_EXEC_WRAPPER")
_LEFT_IN_BOTOCORE = frozenset({"exceptions", "packages"})
"""https://github.com/boto/botocore/tree/develop/botocore/vendored/requests"""
_OF_NODE = "node:"
"""Such names are never looked for in packages. https://nodejs.org/api/modules.html#built-in-modules"""
_SHARED = frozenset({"google", "azure"})
"""Names that the packages of many distributions begin with."""
_NOT_A_LETTER = expression(r"[^a-z0-9]")


def missing_modules(file: CodeFile) -> list[MissingModule]:
    """Each module that the file imports in vain, once, in the order of the text.

    Imports that are guarded or depend on a condition are passed over, and so is everything where
    the search path may lead to other places. Of several functions one is told, of several imports
    of a module the one that fails first.
    """
    plain = file.template.once(_plain_uses)
    found: dict[str, MissingModule] = {}
    for use in file.uses:
        if use in plain:
            for missing in _missing_in(use, file):
                extra = missing.why.extra
                lacking = missing.module if extra is None else extra.module
                known = found.get(lacking)
                if known is None or _rank(missing) > _rank(known):
                    found[lacking] = missing
    return sorted(found.values(), key=lambda missing: missing.imported.span)


def _rank(missing: MissingModule) -> tuple[bool, bool, bool, int]:
    return (
        not missing.has_layers,
        missing.is_certain,
        missing.imported.at_load,
        -missing.imported.span.start,
    )


def _plain_uses(template: Template) -> frozenset[Use]:
    """The functions whose modules are looked for in no other places than Lambda's own."""
    return frozenset(
        use
        for use, files in codes(template)
        if not any(_searches_elsewhere(file) for file in files)
        and not any(
            use.fn.resource.has("Environment", "Variables", name) is not False
            for name in _VARIABLES
        )
    )


def _searches_elsewhere(file: CodeFile) -> bool:
    is_for_devices = any(imported.module in _OF_GREENGRASS for imported in file.facts.imports)
    return is_for_devices or _SEARCH_PATHS[file.language].search(file.text) is not None


def _missing_in(use: Use, file: CodeFile) -> Iterator[MissingModule]:
    runtimes = _runtimes(use)
    asked: set[tuple[str, tuple[str, ...], bool]] = set()
    for imported in file.facts.imports:
        # of several imports the first one of each kind fails first
        key = (imported.module, tuple(imported.names), imported.at_load)
        if key in asked and imported.certain and not imported.guarded:
            continue
        if imported.guarded or not imported.certain or imported.level or not imported.module:
            continue
        # a name that the deployment fills in
        if not file.is_whole and file.changes([(imported.span, "")]) is None:
            continue
        asked.add(key)
        missing = _missing(use, file, imported, runtimes)
        if missing is not None:
            yield missing


def _missing(
    use: Use, file: CodeFile, imported: Import, runtimes: list[Case]
) -> MissingModule | None:
    found = [(case, _why(use, file, imported, case.text)) for case in runtimes]
    lacking = [(case, why) for case, why in found if why is not None]
    if not lacking:
        return None
    case, why = lacking[0]
    module = _spoken(file.language, imported, why)
    is_everywhere = len(lacking) == len(found) and all(case.certain for case, _ in found)
    can_be_brought = not imported.module.startswith(_OF_NODE)
    has_layers = can_be_brought and use.fn.resource.has("Layers") is not False
    if has_layers and (use.folder is not None or _layers_name(use, module)):
        return None
    return MissingModule(
        imported=imported,
        module=module,
        runtime=case.text or "",
        use=use,
        why=why,
        is_certain=is_everywhere and use.code.certain and not use.code.when,
        has_layers=has_layers,
    )


def _runtimes(use: Use) -> list[Case]:
    template = use.fn.template
    return [case for case in use.fn.resource.cases("Runtime") if template.can_meet(case, use.code)]


def _why(use: Use, file: CodeFile, imported: Import, runtime: str | None) -> Shortage | None:
    if runtime is None:
        return None
    if file.language == "python":
        modules = python_modules(runtime)
        return None if modules is None else _python(use, file, imported, modules, runtime)
    packages = node_modules(runtime)
    return None if packages is None else _node(use, file, imported, packages, runtime)


def _python(
    use: Use, file: CodeFile, imported: Import, modules: PythonModules, runtime: str
) -> Shortage | None:
    project = use.fn.template.project
    if _wants_removed(imported, modules, file.text):
        is_own = use.folder is not None and (
            project is None or may_bring(project, use.folder, "botocore")
        )
        return None if is_own else Shortage(Lack.EMPTIED)
    if modules.availability(imported.module) is not Availability.ABSENT:
        return None
    top = imported.module.partition(".")[0]
    is_response = top == inline_module(runtime)
    if use.folder is None:
        if is_response:
            return None if f"import {top}" in file.text else Shortage(Lack.SPELLING)
        return Shortage(Lack.VERSION if is_of_python(top) else Lack.RUNTIME)
    if project is None:
        return None
    return python_shortage(project, use.folder, file.file or "", imported, is_response=is_response)


def _wants_removed(imported: Import, modules: PythonModules, text: str) -> bool:
    """Whether an import is of what botocore no longer has, and the code uses more than is left."""
    for name in modules.unusable:
        package, _, last = name.rpartition(".")
        if imported.module.startswith(f"{name}."):
            return imported.module[len(name) + 1 :].partition(".")[0] not in _LEFT_IN_BOTOCORE
        if imported.module == name and imported.names:
            return not _LEFT_IN_BOTOCORE.issuperset(imported.names)
        if imported.module == name or (imported.module == package and last in imported.names):
            used = re.findall(rf"(?<!vendored\.){last}\s*\.\s*(\w+)", text)
            return not used or not _LEFT_IN_BOTOCORE.issuperset(used)
    return False


def _node(
    use: Use, file: CodeFile, imported: Import, modules: NodeModules, runtime: str
) -> Shortage | None:
    if modules.availability(imported.module) is not Availability.ABSENT:
        return None
    package = package_of(imported.module)
    if imported.module.startswith(_OF_NODE):
        return Shortage(Lack.VERSION)
    if package is None or package.startswith("~"):
        return None
    is_response = package == inline_module(runtime)
    if use.folder is None:
        return None if is_response else Shortage(Lack.RUNTIME)
    project = use.fn.template.project
    if project is None or file.is_typescript:
        return None
    return node_shortage(project, use.folder, file.file or "", package, is_response=is_response)


def _spoken(language: str, imported: Import, why: Shortage) -> str:
    """The name to speak of a module by: as short as it is still plain."""
    if why.extra is not None:
        return why.extra.path
    if why.lack is Lack.EMPTIED:
        return "botocore.vendored.requests"
    if language != "python":
        return package_of(imported.module) or imported.module
    top = imported.module.partition(".")[0]
    return imported.module if top in _SHARED else top


def _layers_name(use: Use, module: str) -> bool:
    """Whether the name of a layer, or what it is called by, speaks of a module."""
    wanted = {_plain(name) for name in (module.partition(".")[0], *distributions_of(module))}
    told = _plain(json.dumps([case.value for case in _layers(use)], default=str))
    return any(name in told for name in wanted if name)


def _layers(use: Use) -> list[Case]:
    return [case for case in use.fn.resource.written("Layers") if case.known]


def _plain(text: str) -> str:
    return _NOT_A_LETTER.sub("", text.lower())
