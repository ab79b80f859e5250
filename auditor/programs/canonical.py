"""Trees of programs in a form in which what means the same is the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from auditor.model.tree import UNKNOWN_KEY, Tree


def canonical(tree: Tree) -> Tree:
    """The resources alone, keys in order, texts as `Fn::Sub`, and nothing of what is unknown."""
    resources = tree.get("Resources", {}) if isinstance(tree, dict) else {}
    return {name: _of(body) for name, body in sorted(resources.items())}


def renamed(wanted: Tree, after: Tree, other: Callable[[str], str]) -> Tree:
    """A canonical tree with its new resources by the names that the language gives them."""
    names = {name: other(name) for name in wanted if name not in after and other(name) in after}
    names = {old: new for old, new in names.items() if new not in wanted}
    return _with_names(wanted, names) if names else wanted


def _with_names(value: Tree, names: Mapping[str, str]) -> Tree:
    if isinstance(value, list):
        return [_with_names(item, names) for item in value]
    if isinstance(value, dict):
        return {names.get(key, key): _with_names(item, names) for key, item in value.items()}
    return names.get(value, value) if isinstance(value, str) else value


def alike(wanted: Tree, after: Tree, open_ones: set[str]) -> bool:
    """Whether two canonical trees say the same; what is unknown may have become known.

    Of the `open_ones` only the types must be alike.
    """
    if wanted.keys() != after.keys():
        return False
    return all(
        wanted[name]["Type"] == after[name]["Type"]
        if name in open_ones
        else _alike(wanted[name], after[name])
        for name in wanted
    )


def _alike(wanted: Tree, after: Tree) -> bool:
    if isinstance(wanted, dict):
        if set(wanted) == {UNKNOWN_KEY}:
            return True
        return (
            isinstance(after, dict)
            and wanted.keys() == after.keys()
            and all(_alike(wanted[key], after[key]) for key in wanted)
        )
    if isinstance(wanted, list):
        is_list = isinstance(after, list) and len(after) == len(wanted)
        return is_list and all(map(_alike, wanted, after))
    return type(wanted) is type(after) and bool(wanted == after)


def _of(value: Tree) -> Tree:
    if isinstance(value, list):
        return [_of(item) for item in value]
    if not isinstance(value, dict):
        return value
    if UNKNOWN_KEY in value:
        value = {**value, UNKNOWN_KEY: []}
    if set(value) == {"Fn::Join"}:
        joined = _joined(value["Fn::Join"])
        if joined is not None:
            return {"Fn::Sub": joined}
    made = {key: _of(item) for key, item in sorted(value.items())}
    if "DependsOn" in made:
        given = made.pop("DependsOn")
        listed = (
            [one for one in given if isinstance(one, str)] if isinstance(given, list) else [given]
        )
        listed.sort()
        if listed:
            made["DependsOn"] = listed
    return made


def _joined(argument: Tree) -> str | None:
    if not (isinstance(argument, list) and len(argument) == 2 and isinstance(argument[1], list)):
        return None
    parts: list[str] = []
    for part in argument[1]:
        if isinstance(part, str):
            parts.append(part.replace("${", "${!"))
        elif isinstance(part, dict) and set(part) == {"Ref"}:
            parts.append("${" + str(part["Ref"]) + "}")
        elif isinstance(part, dict) and set(part) == {"Fn::GetAtt"}:
            parts.append("${" + ".".join(map(str, part["Fn::GetAtt"])) + "}")
        else:
            return None
    return str(argument[0]).join(parts)
