"""The module that a Handler names, where the code lies in a folder beside the template."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from msgspec import Struct

from auditor.aws.lambda_.code.texts import code_text, texts_of
from auditor.aws.lambda_.function import LambdaFunction
from auditor.embedded.code import Module
from auditor.expression import expression
from auditor.model.project import SEALED, Project
from auditor.model.tree import Tree
from auditor.template.template import Resource
from auditor.template.values import Case

_REMOTE = expression(r"[A-Za-z][A-Za-z0-9+.-]*:|arn:|[/\\~]")
_SEGMENT = expression(r"[\w-]+(?:\.[\w-]+)*")
_ENDINGS = {"python": (".py",), "javascript": (".js", ".mjs", ".cjs", ".ts")}
"""The endings in the order of
https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/blob/main/src/UserFunction.js
and the source form of TypeScript."""
_BUILDS = expression(
    r"(?i)makefile|justfile|taskfile\.ya?ml|build\.\w+|buildspec\.ya?ml|tsconfig.*\.json"
    r"|(?:webpack|rollup|esbuild|vite|tsup|babel|gulpfile|gruntfile)(?:\..+)?"
)
"""Files that tell of a build whose output is not in sight."""
_BUNDLES = expression(
    r'"build[\w:-]*"|"(?:pre|post)install"|dist/|esbuild|webpack|rollup|parcel|typescript|babel'
    r"|tsup|vite|swc|/ncc"
)
_LISTS = ("requirements.txt", "pyproject.toml", "Pipfile", "setup.py", "setup.cfg")
_MAX_DEPTH = 50
_ASSET = "aws:asset:path"
_IN_RUNTIME = frozenset({"boto3", "botocore", "awslambdaric"})


class LocalModule(Struct, frozen=True):
    """What is known of the module that a Handler names.

    `code` is the path of the folder as the template has it. `file` is the module's file, or the
    one that should be there, relative to the template. `files` are all files that the runtime may
    take for the module and `modules` what was read of them, both empty where there is none. `name`
    is the function that the Handler names. `is_source` is True where a build may make another file
    of this one. `is_placeholder` is True for nothing but comments.
    """

    code: Case
    file: str
    name: str
    modules: tuple[Module, ...]
    is_source: bool = False
    is_placeholder: bool = False
    files: tuple[str, ...] = ()

    @property
    def lacks_name(self) -> bool:
        """Whether the file is there, and certainly has no such function."""
        top = self.name.partition(".")[0]
        return bool(self.modules) and all(
            module.complete and top not in module.names for module in self.modules
        )

    @property
    def only_handler(self) -> str | None:
        """The function that the Handler should name, where just one comes into question."""
        last = self.name.rpartition(".")[2]
        if all(last in module.names for module in self.modules):
            return last
        offers = {module.handlers for module in self.modules}
        only = offers.pop() if len(offers) == 1 else ()
        return only[0] if len(only) == 1 else None


def local_module(fn: LambdaFunction, handler: Case) -> LocalModule | None:
    """The module of a Handler in the function's code folder, None where it cannot be known.

    `modules` is empty where the file certainly is not in the folder, and nothing in sight would
    provide it: no layer, build, wrapper or dependency.
    """
    search = _search(fn, handler)
    return None if search is None else search[0].find(search[1])


def candidates(fn: LambdaFunction, handler: Case) -> list[str]:
    """The files in the function's code folder that the runtime may take for a Handler's module."""
    search = _search(fn, handler)
    return [] if search is None else search[0].files(search[1])


def _search(fn: LambdaFunction, handler: Case) -> tuple[_Search, list[str]] | None:
    """What looks for the module of a Handler, and the parts of its name; None where not known."""
    project = fn.template.project
    language = fn.language(handler)
    code = None if is_built_apart(fn) else local_code(fn, handler)
    if project is None or language is None or code is None or code.text is None:
        return None
    module, name = fn.handler_parts(handler)
    parts = _parts(module, language)
    if not parts or not name:
        return None
    return _Search(fn, project, language, code, name), parts


class _Search(Struct, frozen=True):
    """Looks for one module in one folder."""

    fn: LambdaFunction
    project: Project
    language: str
    code: Case
    name: str

    @property
    def folder(self) -> str:
        return _normal(self.code.text or "")

    def find(self, parts: list[str]) -> LocalModule | None:
        inside = self.project.names(self.folder)
        if inside is None:
            return None
        *folders, last = parts
        parent = _joined(self.folder, *folders)
        names = self.project.names(parent)
        wanted = _joined(parent, last + _ENDINGS[self.language][0])
        if names is None:
            is_twice = parts[:-1] == self.folder.split("/")[-len(folders) :]
            has_file = last + _ENDINGS[self.language][0] in inside and folders[0] not in inside
            return self._missing(wanted, parts, inside) if is_twice and has_file else None
        if not any(name == last or name.startswith(f"{last}.") for name in names):
            # a folder without any source is filled by something that is not in sight
            has_source = any(name.endswith(_ENDINGS[self.language]) for name in names)
            return self._missing(wanted, parts, inside) if has_source else None
        return self._read(parent, last, names, inside)

    def files(self, parts: list[str]) -> list[str]:
        """The files that the runtime may take for a module."""
        *folders, last = parts
        parent = _joined(self.folder, *folders)
        return self._fitting(parent, last, self.project.names(parent) or frozenset())

    def _fitting(self, parent: str, last: str, names: frozenset[str]) -> list[str]:
        endings = _ENDINGS[self.language]
        files = [_joined(parent, last + end) for end in endings if last + end in names]
        below = (self.project.names(_joined(parent, last)) if last in names else None) or ()
        stem = "__init__" if self.language == "python" else "index"
        return files + [_joined(parent, last, stem + end) for end in endings if stem + end in below]

    def _missing(self, wanted: str, parts: list[str], inside: frozenset[str]) -> LocalModule | None:
        may_come = (
            self.fn.resource.has("Layers") is not False
            or _has_wrapper(self.fn)
            or self._is_built(inside)
            or self._is_dependency(parts[0], inside)
        )
        return None if may_come else LocalModule(self.code, wanted, self.name, ())

    def _read(
        self, parent: str, last: str, names: frozenset[str], inside: frozenset[str]
    ) -> LocalModule | None:
        if any(name.startswith(f"{last}.") and name.endswith((".so", ".pyd")) for name in names):
            return None
        files = self._fitting(parent, last, names)
        texts = [code_text(self.project, self.language, file) for file in files]
        reader = texts_of(self.fn.template)
        read = [
            reader.module(self.language, text, typescript=file.endswith(".ts"))
            for file, text in zip(files, texts, strict=True)
            if text is not None
        ]
        modules = tuple(module for module in read if module is not None)
        if not files or len(modules) != len(files):
            return None
        is_built = any(file.endswith(".ts") for file in files) or self._is_built(inside)
        is_empty = all(_is_empty(text or "") for text in texts)
        is_source = self.language == "javascript" and is_built
        return LocalModule(
            self.code, files[0], self.name, modules, is_source, is_empty, tuple(files)
        )

    def _is_built(self, inside: frozenset[str]) -> bool:
        """Whether anything between the template and the code folder tells of a build."""
        parts = self.folder.split("/")
        first = 1 if parts[0] == SEALED else 0
        above = [_joined(*parts[:depth]) for depth in range(first, min(len(parts), _MAX_DEPTH))]
        seen = [(folder, self.project.names(folder) or ()) for folder in above]
        for folder, names in ((self.folder, inside), *seen):
            if any(_BUILDS.fullmatch(name) for name in names):
                return True
            package = "package.json"
            if self.language == "javascript" and package in names:
                text = self.project.read(_joined(folder, package))
                if text is None or _BUNDLES.search(text):
                    return True
        return False

    def _is_dependency(self, top: str, inside: frozenset[str]) -> bool:
        """Whether the module may be one that is installed into the package."""
        if self.language == "javascript":
            manifest = self.project.read(_joined(self.folder, "package.json")) or ""
            installed = self.project.names(_joined(self.folder, "node_modules")) or ()
            return top in installed or f'"{top}"' in manifest
        if top in sys.stdlib_module_names or top in _IN_RUNTIME:
            return True
        wanted = top.lower().replace("_", "-")
        for name in _LISTS:
            if name in inside:
                text = self.project.read(_joined(self.folder, name))
                if text is None or wanted in text.lower().replace("_", "-"):
                    return True
        return False


def code_folder(code: Case) -> str | None:
    """The folder that a case of `Code` or `CodeUri` names, None where it names none beside us."""
    return None if not code.text or _REMOTE.match(code.text) else _normal(code.text)


def is_built_apart(fn: LambdaFunction) -> bool:
    """Whether a build that the function names makes its code of what lies in the folder."""
    metadata = fn.resource.body.get("Metadata", {})
    return not isinstance(metadata, dict) or any(
        key.startswith(("Build", "Docker", "Fn::")) for key in metadata
    )


def local_code(fn: LambdaFunction, handler: Case) -> Case | None:
    """The one local path that the code has beside a Handler, as it stands in the template."""
    resource = fn.resource
    is_sam = resource.type == "AWS::Serverless::Function"
    metadata = resource.body.get("Metadata", {})
    if isinstance(metadata, dict) and _ASSET in metadata:
        return _asset(resource, metadata)
    if is_sam and any(resource.has(key) is not False for key in ("InlineCode", "ImageUri")):
        return None
    if any(not case.absent and case.text != "Zip" for case in resource.cases("PackageType")):
        return None
    found = resource.cases("CodeUri" if is_sam else "Code")
    met = [case for case in found if fn.template.can_meet(handler, case)]
    if len(met) != 1 or not met[0].direct or not met[0].text or _REMOTE.match(met[0].text):
        return None
    return met[0]


def _asset(resource: Resource, metadata: Mapping[str, Tree]) -> Case | None:
    """The folder beside the template that CDK copied the code to, unless it bundled it.

    https://docs.aws.amazon.com/cdk/v2/guide/assets.html
    """
    folder = metadata[_ASSET]
    is_code = metadata.get("aws:asset:property") == "Code"
    is_written_by_hand = is_code and metadata.get("aws:asset:is-bundled") is False
    if not is_written_by_hand or not isinstance(folder, str) or not folder:
        return None
    return Case(folder, (*resource.path, "Metadata", _ASSET), direct=True)


def _parts(module: str, language: str) -> list[str] | None:
    """The folders of a module and its file without the ending; None where that is not plain."""
    if language == "python":
        parts = module.replace("/", ".").split(".")
    else:
        parts = _normal(module.removeprefix("/var/task/")).split("/")
    return parts if all(map(_SEGMENT.fullmatch, parts)) else None


def _normal(path: str) -> str:
    """A relative path without empty parts and those that stay where they are."""
    return "/".join(part for part in path.split("/") if part not in ("", ".")) or "."


def _joined(*parts: str) -> str:
    return _normal("/".join(parts))


def _is_empty(text: str) -> bool:
    lines = map(str.strip, text.splitlines())
    return all(not line or line.startswith(("#", "//")) for line in lines)


def _has_wrapper(fn: LambdaFunction) -> bool:
    """Whether a variable may hand the function to a wrapper that the Handler names.

    As `DD_LAMBDA_HANDLER`: https://docs.datadoghq.com/serverless/aws_lambda/installation/python/
    """
    for case in fn.resource.cases("Environment", "Variables"):
        if isinstance(case.value, dict):
            if any("HANDLER" in key.upper() or key.startswith("Fn::") for key in case.value):
                return True
        elif not case.absent:
            return True
    return False
