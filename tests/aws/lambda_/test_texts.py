"""One text of code is read once, however many functions run it."""

from __future__ import annotations

from collections import Counter

import pytest

from auditor.embedded.python import collect, parse
from auditor.engine.check import check
from auditor.model.settings import Settings
from tests.rules.cases import rules

FUNCTION = """\
  F{number}:
    Type: AWS::Lambda::Function
    Properties: {{Runtime: python3.12, Handler: index.h, Role: r, Code: {{ZipFile: *code}}}}
"""


def test_a_text_that_functions_share_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read = Counter[str]()
    for module, name in ((parse, "parse"), (collect, "collect")):
        plain = getattr(module, name)

        def counted(*args: object, name: str = name, plain: object = plain) -> object:
            read[name] += 1
            return plain(*args)  # type: ignore[operator]

        monkeypatch.setattr(module, name, counted)
    functions = "".join(FUNCTION.format(number=number) for number in range(30))
    code = "".join("    import os\n" for _ in range(20))
    text = f"Metadata:\n  code: &code |\n{code}    def h(event, context): return 1\n"
    checked = check(f"{text}Resources:\n{functions}", list(rules().values()), Settings())
    assert checked.document is not None
    assert not checked.crashes
    assert read["collect"] == 1
    assert read["parse"] <= 2
