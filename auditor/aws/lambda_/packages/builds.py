"""Signs in a project that something else than the SAM CLI puts packages into a code folder."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.expression import expression
from auditor.model.project import SEALED, Project

_MOST_LEVELS = 50
_MOST_FILES = 40
_SIGNS = expression(
    r"(?i)makefile|gnumakefile|justfile|taskfile\.ya?ml|rakefile|jenkinsfile|dockerfile.*"
    r"|.*\.dockerfile|docker-compose.*|compose\.ya?ml|build|build\.\w+|workspace(?:\.bazel)?"
    r"|pants\.toml|(?:tasks|fabfile|noxfile|dodo|setup_lambda)\.py|buildspec.*\.ya?ml"
    r"|cdk\.json|serverless\.(?:ya?ml|json|ts|js)|zappa_settings\..*|pulumi\.ya?ml|.*\.tf"
    r"|azure-pipelines.*\.ya?ml|bitbucket-pipelines\.yml|\.gitlab-ci\.yml|\.travis\.yml"
    r"|cloudbuild\.ya?ml|\.circleci|\.chalice|scripts?|bin|ci|tools?|.*\.(?:sh|bash|ps1|bat|cmd|mk)"
)
_NODE_SIGNS = expression(
    r"(?i)tsconfig.*\.json|lerna\.json|nx\.json|turbo\.json|rush\.json|pnpm-workspace\.yaml"
    r"|(?:webpack|rollup|esbuild|vite|tsup|babel|gulpfile|gruntfile|parcel|rspack)(?:\..+)?"
    r"|\.babelrc.*|\.swcrc|\.pnp\..*"
)
_BUNDLERS = expression(
    r'"build[\w:-]*"|"(?:pre|post)install"|dist/|esbuild|webpack|rollup|parcel|typescript|babel'
    r"|tsup|vite|swc|/ncc"
)
_TEXTS = expression(r"(?i)readme.*|makefile|.*\.(?:sh|md|rst|ya?ml|mk|ps1|bat|toml)|dockerfile.*")
_INSTALLER = expression(r"(?:pip3?|uv|-m pip)\s")
_TARGET = expression(r"\s(?:-t|--target)(?:[\s=]|$)")
_MANIFEST = expression(r"(?m)^[ \t]*manifest[ \t]*=|--manifest\b")


def levels(folder: str) -> list[str]:
    """A folder and those above it, up to the template's; the folder itself is first."""
    parts = [] if folder == "." else folder.split("/")
    lowest = 0 if parts[:1] == [SEALED] else -1
    depths = range(min(len(parts), _MOST_LEVELS), lowest, -1)
    return ["/".join(parts[:depth]) or "." for depth in depths]


def joined(folder: str, name: str) -> str:
    """The path of a name in a folder."""
    return name if folder == "." else f"{folder}/{name}"


def has_build(project: Project, folder: str, language: str) -> bool:
    """Whether anything in a folder or above it tells of a build that may fill the folder."""
    for level in levels(folder):
        names = project.names(level) or frozenset()
        if any(_SIGNS.fullmatch(name) for name in names):
            return True
        if language == "javascript" and _has_bundler(project, level, names):
            return True
    return language == "python" and installs_elsewhere(project, folder)


def installs_elsewhere(project: Project, folder: str) -> bool:
    """Whether a text in sight installs packages into a folder, or names another list of them.

    `pip install --target`, and `sam build --manifest`:
    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-cli-command-reference-sam-build.html
    """
    return any(
        _MANIFEST.search(text) or any(map(_installs, text.splitlines()))
        for text in _texts(project, folder)
    )


def _installs(line: str) -> bool:
    installer = _INSTALLER.search(line)
    return installer is not None and _TARGET.search(line, installer.end() - 1) is not None


def _has_bundler(project: Project, level: str, names: frozenset[str]) -> bool:
    if any(_NODE_SIGNS.fullmatch(name) for name in names):
        return True
    if "package.json" not in names:
        return False
    text = project.read(joined(level, "package.json"))
    return text is None or _BUNDLERS.search(text) is not None


def _texts(project: Project, folder: str) -> Iterator[str]:
    found = [joined(level, name) for level in levels(folder) for name in _texts_of(project, level)]
    workflows = ".github/workflows"
    found += [joined(workflows, name) for name in sorted(project.names(workflows) or ())]
    for file in found[:_MOST_FILES]:
        yield project.read(file) or ""


def _texts_of(project: Project, level: str) -> list[str]:
    return sorted(
        name
        for name in project.names(level) or ()
        if _TEXTS.fullmatch(name) and name != "pyproject.toml"
    )
