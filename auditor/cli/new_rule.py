"""The command `new-rule`: a package of rules to begin with."""

from __future__ import annotations

import sys
from pathlib import Path

from auditor.cli.skeleton import skeleton
from auditor.cli.terminal import fail, put
from auditor.engine import registry
from auditor.expression import expression
from auditor.model.selection import names_of, shortened

_ID = expression(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
_SERVICE = expression(r"[a-z][a-z0-9]*")
_LONGEST = 64


def new_rule(id: str, service: str | None, into: Path | None) -> int:
    """Writes the package into a folder that is new or empty; says by the exit code how it went."""
    folder = into or Path(id)
    wrong = _wrong(id, service) or _in_the_way(folder)
    if wrong is not None:
        fail(wrong)
        return 2
    from auditor import __version__

    texts = skeleton(id, service, __version__)
    try:
        for name, text in texts.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
    except OSError as error:
        fail(f"{folder}: cannot be written ({error.strerror})")
        return 2
    put(sys.stdout, _next(folder, id, list(texts)))
    return 0


def _wrong(id: str, service: str | None) -> str | None:
    if len(id) > _LONGEST or _ID.fullmatch(id) is None:
        return (
            f"{shortened(id)} cannot be the name of a rule: it must have two words or more, in"
            " small letters with '-' between them"
        )
    if id in names_of(registry.load()):
        return f"cfnaudit has a rule '{id}' already; choose another name"
    if service is not None and (len(service) > _LONGEST or _SERVICE.fullmatch(service) is None):
        return (
            f"{shortened(service)} cannot be the name of a service: it is one word in small letters"
        )
    return None


def _in_the_way(folder: Path) -> str | None:
    """Why nothing can be written into a folder: what is there is never touched."""
    try:
        if not folder.is_dir():
            is_there = folder.is_symlink() or folder.exists()
            return f"{folder}: is there already, and is not a folder" if is_there else None
        if any(folder.iterdir()):
            return f"{folder}: is not empty; name a new folder with --into"
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        return f"{folder}: cannot be read ({reason})"
    return None


def _next(folder: Path, id: str, names: list[str]) -> str:
    package = f"{id.replace('-', '_')}_rules"
    written = "".join(f"  {folder / name}\n" for name in names)
    return (
        f"Wrote\n{written}\nNext:\n"
        f"  pip install -e {folder}\n"
        f"  python -m pytest {folder}\n"
        f'and name it in the configuration: plugins = ["{package}"]\n'
    )
