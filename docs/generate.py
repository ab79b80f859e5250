"""Writes what is said twice from where it is said once: `python docs/generate.py`.

The pages of `docs/rules/` come from the rules, their fixtures and what was measured. The table of
the README, the index of rules and the names of rules in the schema of the configuration come from
the rules, `docs/configuration.md` from that schema, and `docs/api.md` from `auditor.api`, whose
index comes from the imports of its modules.

With `--check` it writes nothing and exits with 1 where a page is stale.
"""

from __future__ import annotations

import ast
import inspect
import json
import runpy
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from auditor.config.schema import schema
from auditor.diagnose.error_section import patterns
from auditor.diagnose.signatures import signature, squeezed
from auditor.engine import registry
from auditor.model.finding import Fails
from auditor.model.rule import AnyRule, Rule
from auditor.model.selection import names_of

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PAGES = ROOT / "docs" / "rules"
FIXTURES = ROOT / "fixtures"
INDEX = ROOT / "rules" / "index.py"
API = ROOT / "auditor" / "api"
ERRORS = ROOT / "rules" / "errors.py"
SCHEMA = ROOT / "auditor" / "data" / "cfnaudit.schema.json"
MEASURED = ROOT / "docs" / "parts" / "measured.json"
"""Written by `python -m tests.family FOLDER --record docs/parts/measured.json`."""
SETTINGS = ROOT / "docs" / "configuration.md"
_MOST_LINES = 40


def pages() -> dict[Path, str]:
    """The text of every page, by its path."""
    rules = registry.load()
    measured = json.loads(MEASURED.read_text(encoding="utf-8"))
    found = {PAGES / f"{rule.id}.md": _page(rule, measured) for rule in rules}
    found[PAGES / "README.md"] = _index(rules)
    found[README] = _beside("readme")(rules)
    found[INDEX] = index_text(rules)
    found[API / "index.py"] = api_text()
    found[ERRORS] = errors_text(rules)
    settings = schema()
    settings["definitions"]["name"]["anyOf"][0]["enum"] = sorted(names_of(rules))
    found[SCHEMA] = json.dumps(settings, indent=2, ensure_ascii=False) + "\n"
    found[ROOT / "docs" / "changelog.md"] = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    found[ROOT / "docs" / "api.md"] = _beside("reference")()
    fix_of = {rule.id: _FIXES[_safest(rule)] for rule in rules}
    found[ROOT / "docs" / "measured.md"] = _beside("measured")(rules, measured, fix_of)
    head = ROOT / "docs" / "parts" / "configuration.txt"
    found[SETTINGS] = head.read_text(encoding="utf-8") + "\n".join(_beside("settings")(settings))
    return found


@cache
def _beside(module: str, name: str = "") -> Callable[..., Any]:
    """A function of a module of this folder: that of the same name, which writes a text."""
    found: Callable[..., Any] = runpy.run_path(str(ROOT / "docs" / f"{module}.py"))[name or module]
    return found


def index_text(rules: Iterable[Rule[Any]]) -> str:
    """The module that lists our rules with all that is asked of them before they are imported."""
    rows = "".join(f"    {row},\n" for row in map(_row, rules))
    head = '"""The rules of this package. Written by docs/generate.py."""'
    return f"{head}\n\n# fmt: off\nROWS = (\n{rows})\n"


def api_text() -> str:
    """The module that says where the names are that the modules of the API import when asked."""
    rows = "".join(
        f"    {json.dumps(_module(path))}: {json.dumps(names, indent=8)[:-1]}    }},\n"
        for path in sorted(API.glob("*.py"))
        if (names := _promised(path))
    )
    head = '"""Where the names of the API come from. Written by docs/generate.py."""'
    return f"{head}\n\n# fmt: off\nNAMES = {{\n{rows}}}\n"


def _module(path: Path) -> str:
    return path.parent.name if path.stem == "__init__" else path.stem


def _promised(path: Path) -> dict[str, str]:
    """The names that a module imports where types are checked alone, with their places."""
    imports = (
        node
        for block in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
    )
    return {
        alias.asname or alias.name: f"{node.module}:{alias.name}"
        for node in imports
        for alias in node.names
    }


def _row(rule: Rule[Any]) -> str:
    module = rule.function.__module__
    name = next(name for name, value in vars(sys.modules[module]).items() if value is rule)
    place = module.removeprefix(f"{registry.OWN}.")
    facts = (rule.id, rule.severity.name, place, name, rule.subject, rule.types, rule.words)
    return repr(facts).replace("'", '"')


def errors_text(rules: Iterable[Rule[Any]]) -> str:
    """The module that lists the patterns of errors that our rules explain."""
    rows = "".join(
        f"    {json.dumps(rule.id)}: (\n"
        + "".join(
            f"        ({json.dumps(text, ensure_ascii=False)}, {is_main}),\n"
            for text, is_main in _patterns(rule)
        )
        + "    ),\n"
        for rule in rules
    )
    head = '"""The errors that rules explain: patterns, by rule. Written by docs/generate.py."""'
    return f"{head}\n\n# fmt: off\n# ruff: noqa: E501\nROWS = {{\n{rows}}}\n"


def _patterns(rule: Rule[Any]) -> Iterator[tuple[str, bool]]:
    """Those of a rule's documentation, and of its table those that are not among them."""
    own = [*patterns(rule.doc)]
    yield from own
    known = [made for text, _ in own if (made := signature(text)) is not None]
    for text in _beside("rows", "errors")(rule.id):
        if not any(one.fits(squeezed(text)) for one in known):
            yield text, True


_SAFETIES = ("safe", "unsafe", "display")
_FIXES = {"safe": "safe", "unsafe": "unsafe", "display": "advice", "": "no"}


def _index(rules: Iterable[AnyRule]) -> str:
    """The rules by service, each with its severity and what its fixtures say of its fix."""
    by_service: dict[str, list[AnyRule]] = {}
    for rule in rules:
        by_service.setdefault(rule.service, []).append(rule)
    text = "# Rules\n\nA fix is named by the safest that the rule offers.\n"
    for service, own in sorted(by_service.items()):
        text += f"\n## {service}\n\n| rule | severity | fix | finds |\n|---|---|---|---|\n"
        text += "".join(
            f"| [{rule.id}]({rule.id}.md) | {rule.severity} | {_FIXES[_safest(rule)]}"
            f" | {_summary(rule)} |\n"
            for rule in own
        )
    return text


def _safest(rule: AnyRule) -> str:
    """The safest fix in the fixtures of a rule, empty without one."""
    found = {
        str(finding.get("fix") or "").partition(":")[0]
        for path in (FIXTURES / rule.id).glob("*.findings.json")
        for finding in json.loads(path.read_text(encoding="utf-8"))
    }
    return next((safety for safety in _SAFETIES if safety in found), "")


def _summary(rule: AnyRule) -> str:
    return inspect.cleandoc(rule.doc).partition("\n")[0]


def _with_diagnosis(doc: str) -> str:
    """A page with a word below its patterns on what they are for; nothing where it has none."""
    if next(patterns(doc), None) is None:
        return doc
    before, heading, after = doc.partition("\n## Error\n")
    own, _, rest = after.partition("\n## ")
    word = (
        "[cfnaudit diagnose](../diagnose.md) finds this rule from the text, and the line with it."
    )
    return f"{before}{heading}{own.rstrip()}\n\n{word}\n\n## {rest}"


def _page(rule: Rule[Any], measured: dict[str, Any]) -> str:
    head = f"# {rule.id}\n\n*{rule.service}, {rule.severity}, {rule.fails.in_words}*\n\n"
    doc = _with_diagnosis(inspect.cleandoc(rule.doc))
    counted = _counted(rule, measured)
    if _SEVERITY in doc:
        before, _, after = doc.partition(_SEVERITY)
        own, _, rest = after.partition("\n## ")
        doc = f"{before}{_SEVERITY}{own.rstrip()}\n\n{counted}\n\n## {rest}"
    else:
        before, _, after = doc.partition("\n## Fix safety\n")
        argument = "\n".join(_severity(rule))
        doc = f"{before}{_SEVERITY}{argument}\n\n{counted}\n\n## Fix safety\n{after}"
    return "".join((f"{head}{doc}\n", _beside("rows")(rule.id), *_examples(rule)))


_SEVERITY = "\n## Severity\n"
_ERRORS = {
    Fails.DEPLOYMENT: "An error where the deployment fails for certain, whatever the account is.",
    Fails.INVOCATION: "An error where what is deployed fails for certain as soon as it is invoked,"
    " whatever the account is.",
    Fails.LATER: "An error where what is deployed certainly does not do what it says, although"
    " nothing fails at once.",
}
_OTHERS = {
    "warning": "A warning where a condition, a parameter or the timing decides, or where another"
    " explanation is possible.",
    "info": "A hint where it is a hazard or a habit, and nothing fails because of it alone.",
}


def _severity(rule: Rule[Any]) -> Iterator[str]:
    """Why its findings are as severe as they are."""
    kinds = _kinds_of_findings(rule)
    if "error" in kinds:
        yield f"- {_ERRORS[rule.fails]}"
    yield from (f"- {text}" for kind, text in _OTHERS.items() if kind in kinds)
    if rule.question is not None:
        yield f"- A question where only the account decides: `{rule.question.setting}` answers it."


def _counted(rule: Rule[Any], measured: dict[str, Any]) -> str:
    """How often it finds something in stacks whose end is known."""
    broken, final = measured["files"]
    found = measured["rules"].get(rule.id, {})
    rows = "; ".join(
        f"{label} in {found[kind][0]} and {found[kind][1]}"
        for kind, label in _COUNTED.items()
        if kind in found
    )
    where = f"Of {broken} versions of public stacks that failed and {final} that were deployed"
    return f"{where}, it has {rows}." if rows else f"{where}, it finds something in none."


_COUNTED = {"error": "errors", "warning": "warnings", "info": "hints", "question": "questions"}


def _kinds_of_findings(rule: Rule[Any]) -> set[str]:
    """The severities that the cases of a rule show."""
    return {
        finding["severity"]
        for path in (FIXTURES / rule.id).glob("*.findings.json")
        for finding in json.loads(path.read_text(encoding="utf-8"))
        if not finding.get("question")
    }


def _examples(rule: AnyRule) -> Iterator[str]:
    """The shortest fault with its fixed twin, and the shortest case that is right."""
    folder = FIXTURES / rule.id
    faults = sorted(folder.glob("*.findings.json"), key=_size)
    if not faults:
        return
    fault = faults[0].with_name(faults[0].name.removesuffix(".findings.json"))
    messages = [finding["message"] for finding in json.loads(faults[0].read_text())]
    yield "\n## Example\n\n" + _block(fault)
    yield "".join(f"\n> {message}\n" for message in messages)
    fixed = fault.with_name(f"{fault.stem}.fixed{fault.suffix}")
    if fixed.exists():
        yield "\nAfter the fix:\n\n" + _block(fixed)


def _size(findings: Path) -> tuple[bool, int, str]:
    case = findings.with_name(findings.name.removesuffix(".findings.json"))
    lacks_twin = not case.with_name(f"{case.stem}.fixed{case.suffix}").exists()
    return lacks_twin, case.stat().st_size, case.name


def _block(path: Path) -> str:
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    shown = lines[:_MOST_LINES] + (["# ..."] if len(lines) > _MOST_LINES else [])
    return f"```{path.suffix.removeprefix('.')}\n" + "\n".join(shown) + "\n```\n"


def stale() -> list[Path]:
    """The pages that are not what they should be, and those of rules that are gone."""
    wanted = pages()
    wrong = [
        path
        for path, text in wanted.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    return wrong + [path for path in sorted(PAGES.glob("*.md")) if path not in wanted]


def main() -> int:
    """Writes the pages, or checks them."""
    if "--check" in sys.argv[1:]:
        for path in stale():
            sys.stdout.write(f"{path.relative_to(ROOT)} is stale: run python docs/generate.py\n")
        return 1 if stale() else 0
    PAGES.mkdir(parents=True, exist_ok=True)
    # rules need it to be imported
    (API / "index.py").write_text(api_text(), encoding="utf-8")
    wanted = pages()
    for path in PAGES.glob("*.md"):
        if path not in wanted:
            path.unlink()
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
