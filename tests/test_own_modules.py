"""The modules of the package are loaded as Python would load them, only faster."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import auditor
from auditor import own_modules

ALL = """
import sys
from auditor import own_modules
if sys.argv[1] == "here":
    own_modules.find()
import auditor.run.audit, auditor.rules.template.invalid_type, auditor.report.html
for name, module in sorted(sys.modules.items()):
    if name.startswith("auditor.") and name != "auditor.own_modules":
        spec = module.__spec__
        print(name, module.__file__, module.__cached__, module.__package__, spec.origin)
        print(getattr(module, "__path__", None), spec.parent, module.__doc__, spec.has_location)
        print(module.__dict__.get("Iterator"), sorted(vars(module)))
"""
OURS = """
import sys
from auditor import own_modules
own_modules.find()
from auditor import inner
from auditor.inner import part
if {type(one.__loader__).__module__ for one in (inner, part)} != {"auditor.own_modules"}:
    sys.exit("Python loaded them")
print(part.WHAT, part.where())
"""
PART = "WHAT = {!r}\n\n\ndef where():\n    return where.__code__.co_filename\n"
LONG_AGO = 1_000_000_000


def said(
    code: str, *arguments: str, folder: Path | None = None, env: dict[str, str] | None = None
) -> str:
    command = [sys.executable, *arguments[:-1], "-c", code, *arguments[-1:]]
    given = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        command,
        cwd=folder,  # whose modules come first
        capture_output=True,
        check=False,
        text=True,
        env=given | (env or {}),
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package of the same name, with one module besides."""
    inner = tmp_path / "auditor" / "inner"
    inner.mkdir(parents=True)
    (inner / "__init__.py").touch()
    (inner.parent / "__init__.py").touch()
    shutil.copy(own_modules.__file__, inner.parent)
    write(inner / "part.py", "first")
    return inner


def write(part: Path, what: str, when: int = LONG_AGO) -> None:
    part.write_text(PART.format(what))
    os.utime(part, (when, when))


def told(package: Path, *options: str, **variables: str) -> str:
    return said(OURS, *options, "", folder=package.parents[1], env=variables)


def test_modules_are_the_same_as_ever() -> None:
    here, by_python = said(ALL, "here"), said(ALL, "python")
    assert here == by_python
    assert here.count("\nauditor.") > 100


def test_compiled_code_is_written_and_used(package: Path) -> None:
    part = package / "part.py"
    assert told(package) == f"first {part}\n"
    (compiled,) = (package / "__pycache__").glob("part.*.pyc")
    kept = compiled.read_bytes()
    assert told(package) == f"first {part}\n"
    # it is used where it says that it is of this source
    compiled.write_bytes(kept.replace(b"first", b"FIRST"))
    assert told(package) == f"FIRST {part}\n"


@pytest.mark.parametrize(
    ("what", "when"), [("third", LONG_AGO + 1), ("longer", LONG_AGO), ("third", LONG_AGO - 1)]
)
def test_edited_code_is_compiled_anew(package: Path, what: str, when: int) -> None:
    told(package)
    write(package / "part.py", what, when)
    assert told(package).startswith(what)


@pytest.mark.parametrize("header", [b"", b"\0" * 16, b"another Python's"])
def test_what_was_compiled_by_another_python_is_not_used(package: Path, header: bytes) -> None:
    told(package)
    (compiled,) = (package / "__pycache__").glob("part.*.pyc")
    kept = compiled.read_bytes()
    compiled.write_bytes(header + kept[len(header) :] if header else b"")
    assert told(package).startswith("first")
    assert compiled.read_bytes() == kept, "written anew"


def test_code_that_was_moved_says_where_it_is(package: Path, tmp_path: Path) -> None:
    told(package)
    moved = tmp_path / "moved"
    shutil.copytree(package.parent, moved / "auditor")
    assert told(moved / "auditor" / "inner") == f"first {moved / 'auditor/inner/part.py'}\n"


def test_nothing_is_written_where_nothing_may_be(package: Path) -> None:
    assert told(package, "-B").startswith("first")
    assert not (package / "__pycache__").exists()


def test_compiled_code_may_lie_elsewhere_or_be_optimised(package: Path, tmp_path: Path) -> None:
    assert told(package, "-O").startswith("first")
    assert [path.suffixes[-2] for path in (package / "__pycache__").glob("part.*")] == [".opt-1"]
    elsewhere = tmp_path / "elsewhere"
    assert told(package, PYTHONPYCACHEPREFIX=str(elsewhere)).startswith("first")
    assert list(elsewhere.rglob("part.*.pyc"))


def test_what_is_not_there_is_missed_as_ever() -> None:
    code = (
        "from auditor import own_modules\nown_modules.find()\ntry:\n    import {0}\n"
        "except ModuleNotFoundError as error:\n    print(error)\n"
    )
    for name in ("auditor.no_such", "auditor.run.no_such", "auditor.lean.no_such", "no_such.run"):
        shown = said(code.format(name), "")
        assert shown == said(code.format(name).replace("own_modules.find()", ""), "")
        assert name.partition(".")[0] in shown


def test_a_start_finds_its_modules_so(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text("Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n")
    code = (
        "import sys\nsys.argv[1:] = ['check', '--no-cache', sys.argv[1]]\n"
        "from auditor.__main__ import main\ntry:\n    main()\nexcept SystemExit:\n    pass\n"
        "import auditor.engine.check as one\nprint(type(one.__loader__).__module__)\n"
        "print(len([one for one in sys.meta_path if type(one).__module__.startswith('auditor')]))\n"
        "import auditor.own_modules as found\nfound.find()\nfound.find()\n"
        "print(len([one for one in sys.meta_path if type(one).__module__.startswith('auditor')]))\n"
    )
    shown = said(code, str(tmp_path / "small.yaml")).splitlines()
    assert shown[-3:] == ["auditor.own_modules", "1", "1"]


def test_the_source_is_there_for_whoever_asks() -> None:
    code = (
        "from auditor import own_modules\nown_modules.find()\nimport inspect\n"
        "from importlib.resources import files\nimport auditor.run.bound as bound\n"
        "assert 'def within' in inspect.getsource(bound)\n"
        "assert (files('auditor.data') / 'regions.py').is_file()\n"
        "import importlib\nassert importlib.reload(bound) is bound\nprint('all')\n"
    )
    assert said(code, "") == "all\n"


def test_who_comes_first_is_asked_first(package: Path) -> None:
    code = (
        "import sys\nclass Refused:\n    def find_spec(self, name, *_):\n"
        "        if name == 'auditor.inner.part':\n            raise ImportError('refused')\n"
        "sys.meta_path.insert(0, Refused())\n"
        "from auditor import own_modules\nown_modules.find()\nfrom auditor import inner\n"
        "try:\n    import auditor.inner.part\nexcept ImportError as error:\n    print(error)\n"
    )
    assert said(code, "", folder=package.parents[1]) == "refused\n"


def test_modules_that_are_no_files_are_left_to_python(monkeypatch: pytest.MonkeyPatch) -> None:
    assert auditor.__spec__ is not None
    monkeypatch.setattr(sys, "meta_path", before := list(sys.meta_path))
    monkeypatch.setattr(own_modules.__spec__, "loader", object())
    own_modules.find()
    assert sys.meta_path == before
