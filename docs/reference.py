"""The reference of what rules may import: written from the source of `auditor.api`."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[1]
API = "auditor.api"
HEAD = """\
# API for rules

A rule imports from `auditor.api`, and what belongs to a service from the module of its name.
[Rules in Python](writing-rules.md) shows how the parts are put together. What is not on this page
may change in any version.
"""
_NO_API = ("__init__", "index", "lazily")
_LONGEST = 160
"""Characters of an assignment that is shown whole."""
_PROPERTIES = ("property", "cached_property")
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def reference() -> str:
    """The whole page."""
    names = sorted(path.stem for path in (ROOT / "auditor" / "api").glob("*.py"))
    modules = [API, *(f"{API}.{name}" for name in names if name not in _NO_API)]
    return HEAD + "".join(map(_module, modules))


def _module(module: str) -> str:
    tree = _tree(module)
    listed = ast.literal_eval(next(_assigned(tree, "__all__")))
    entries = (_entry(*_defined(module, name), name) for name in listed)
    return f"\n## {module}\n\n{ast.get_docstring(tree)}\n" + "".join(entries)


def _entry(module: str, own: str, name: str) -> str:
    whole_module = f"{module}.{own}"
    if _file(whole_module) is not None:
        return _entry_of_module(whole_module, name)
    body = _tree(module).body
    node, below = next(
        (one, after) for one, after in pairwise([*body, None]) if one and own in _names(one)
    )
    if isinstance(node, ast.ClassDef):
        shown, about = _class(node), _documentation(node)
    elif isinstance(node, _Function):
        shown, about = f"def {name}{_signature(node)}", _documentation(node)
    else:
        whole = ast.unparse(node)
        shown, about = whole if len(whole) <= _LONGEST else name, _said(below)
    members = "".join(f"- {row}\n" for row in _members(node))
    text = f"\n### `{name}`\n\n```python\n{shown}\n```\n\n{about}\n"
    return text + (f"\n{members}" if members else "")


def _entry_of_module(module: str, name: str) -> str:
    """A module that is handed on as it is, with its functions."""
    tree = _tree(module)
    listed = next((ast.literal_eval(one) for one in _assigned(tree, "__all__")), None)
    if listed is None:
        listed = [one.name for one in tree.body if isinstance(one, _Function)]
    found = (_function(*_defined(module, one)) for one in sorted(listed) if one[0] != "_")
    rows = "".join(
        f"- `{name}.{one.name}{_signature(one)}`: {_one_line(_first(one))}\n"
        for one in found
        if one is not None
    )
    about = ast.get_docstring(tree) or ""
    return f"\n### `{name}`\n\n{about}\n" + (f"\n{rows}" if rows else "")


def _function(module: str, name: str) -> ast.FunctionDef | None:
    if not module.startswith("auditor") or _file(module) is None:
        return None
    functions = (one for one in _tree(module).body if isinstance(one, ast.FunctionDef))
    return next((one for one in functions if one.name == name), None)


def _class(node: ast.ClassDef) -> str:
    """A class with what it is made of: fields, or the names of an enumeration."""
    rows = [
        ast.unparse(one)
        for one in node.body
        if isinstance(one, ast.Assign | ast.AnnAssign) and not ast.unparse(one).startswith("_")
    ]
    bases = [ast.unparse(base) for base in node.bases if "Struct" not in ast.unparse(base)]
    head = f"class {node.name}" + (f"({', '.join(bases)})" if bases else "")
    return f"{head}:\n" + "".join(f"    {row}\n" for row in rows).rstrip() if rows else head


def _members(node: ast.stmt) -> Iterator[str]:
    if not isinstance(node, ast.ClassDef):
        return
    for one, below in pairwise([*node.body, None]):
        name = next(iter(_names(one)), "") if one else ""
        if not name or name.startswith("_"):
            continue
        if isinstance(one, _Function):
            is_property = any(ast.unparse(by) in _PROPERTIES for by in one.decorator_list)
            call = "" if is_property else _signature(one)
            yield f"`{name}{call}`: {_one_line(_first(one))}"
        elif said := _said(below):
            yield f"`{name}`: {_one_line(said)}"


def _signature(node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    arguments = ast.unparse(node.args).removeprefix("self, ").removeprefix("self")
    returned = "" if node.returns is None else f" -> {ast.unparse(node.returns)}"
    return f"({arguments}){returned}"


def _documentation(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    return ast.get_docstring(node) or ""


def _first(node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    """The first paragraph of a documentation."""
    return _documentation(node).partition("\n\n")[0]


def _said(node: ast.stmt | None) -> str:
    """The text that stands below an assignment; empty where none does."""
    value = node.value if isinstance(node, ast.Expr) else None
    text = value.value if isinstance(value, ast.Constant) else None
    return inspect.cleandoc(text) if isinstance(text, str) else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _assigned(tree: ast.Module, name: str) -> Iterator[ast.expr]:
    """What a name is set to at the top of a module."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            yield node.value


def _names(node: ast.stmt) -> Sequence[str]:
    """What a statement defines."""
    if isinstance(node, ast.ClassDef | _Function):
        return (node.name,)
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _defined(module: str, name: str) -> tuple[str, str]:
    """The module that defines a name, and what it is called there."""
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("auditor"):
            for alias in node.names:
                if (alias.asname or alias.name) == name:
                    return _defined(str(node.module), alias.name)
    return module, name


@cache
def _tree(module: str) -> ast.Module:
    file = _file(module)
    if file is None:
        raise LookupError(f"there is no module {module}")
    tree = ast.parse(file.read_text(encoding="utf-8"))
    # what modules of the API import when asked stands under TYPE_CHECKING
    lifted = [one.body if isinstance(one, ast.If) else [one] for one in tree.body]
    tree.body = [one for body in lifted for one in body]
    return tree


def _file(module: str) -> Path | None:
    path = ROOT.joinpath(*module.split("."))
    files = (path / "__init__.py", path.with_suffix(".py"))
    return next((file for file in files if file.is_file()), None)
