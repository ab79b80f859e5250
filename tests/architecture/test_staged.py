"""What benchmarks compare is what was staged for them, also in a checkout."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from benchmarks import staged


def test_a_command_runs_the_code_of_its_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other_code(folder: Path, revision: str | None = None) -> Path:
        package = folder / "auditor"
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
        code = f"def command():\n    import msgspec\n    print({revision!r}, msgspec.__name__)\n"
        (package / "__main__.py").write_text(code)
        return folder

    monkeypatch.setattr(staged, "staged", other_code)
    command = staged.installed(tmp_path / "here", "a revision")
    done = subprocess.run(
        [str(command)], cwd=staged.ROOT, capture_output=True, check=True, text=True
    )
    assert done.stdout == "a revision msgspec\n"
