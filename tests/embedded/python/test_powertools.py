"""Metrics of Powertools with and without a namespace."""

from __future__ import annotations

import pytest

from auditor.embedded.python.parse import parse
from auditor.embedded.python.powertools import MetricsUse, metrics_use

IMPORT = "from aws_lambda_powertools import Metrics\n"


def use(code: str) -> MetricsUse:
    source = parse(code)
    assert source is not None
    return metrics_use(source)


UNNAMED = {
    "plain": f"{IMPORT}m = Metrics()",
    "service": f"{IMPORT}m = Metrics(service='a')",
    "service by position": f"{IMPORT}m = Metrics('a')",
    "namespace is None": f"{IMPORT}m = Metrics(namespace=None)",
    "None by position": f"{IMPORT}m = Metrics('a', None)",
    "of the module": "from aws_lambda_powertools.metrics import Metrics as M\nm = M()",
    "by the module": "import aws_lambda_powertools as p\nm = p.Metrics()",
    "by the package": "import aws_lambda_powertools.metrics\n"
    "m = aws_lambda_powertools.metrics.Metrics()",
    "module from the package": "from aws_lambda_powertools import metrics\nm = metrics.Metrics()",
    "ephemeral": "from aws_lambda_powertools.metrics import EphemeralMetrics\n"
    "m = EphemeralMetrics()",
}
NAMED = {
    "namespace": f"{IMPORT}m = Metrics(namespace='a')",
    "by position": f"{IMPORT}m = Metrics('a', 'b')",
    "not known": f"{IMPORT}m = Metrics(namespace=x)",
    "provider": f"{IMPORT}m = Metrics(provider=x)",
    "options": f"{IMPORT}m = Metrics(**x)",
    "arguments": f"{IMPORT}m = Metrics(*x)",
    "two": f"{IMPORT}m = Metrics()\nn = Metrics(namespace='a')",
    "attribute": f"{IMPORT}m = Metrics()\nm.namespace = 'a'",
    "provider of the package": f"{IMPORT}import aws_lambda_powertools.metrics.provider.datadog",
}
NOTHING = {
    "another package": "from prometheus import Metrics\nm = Metrics()",
    "relative": "from .aws_lambda_powertools import Metrics\nm = Metrics()",
    "own class": "class Metrics: pass\nm = Metrics()",
    "another class": "from aws_lambda_powertools import Logger\nm = Logger()",
}
COLD = "@m.log_metrics(capture_cold_start_metric=True)\ndef handler(event, context): pass\n"
COLD_STARTS = {
    "decorated": (f"{IMPORT}m = Metrics()\n{COLD}", {"handler"}),
    "beside another decorator": (f"{IMPORT}m = Metrics()\n@other\n{COLD}", {"handler"}),
    "named": (f"{IMPORT}m = Metrics(namespace='a')\n{COLD}", set()),
    "bound twice": (f"{IMPORT}m = Metrics()\nif x: m = y\n{COLD}", set()),
    "from elsewhere": (f"from metrics import m\n{COLD}", set()),
    "switched off": (f"{IMPORT}m = Metrics()\n{COLD.replace('True', 'False')}", set()),
    "not said": (f"{IMPORT}m = Metrics()\n@m.log_metrics\ndef handler(e, c): pass\n", set()),
}


@pytest.mark.parametrize("code", UNNAMED.values(), ids=UNNAMED)
def test_metrics_without_a_namespace(code: str) -> None:
    found = use(code)
    assert [code[span.start : span.end] for span in found.unnamed] == [code.rpartition("m = ")[2]]
    assert not found.is_named


@pytest.mark.parametrize("code", NAMED.values(), ids=NAMED)
def test_metrics_that_may_have_a_namespace(code: str) -> None:
    assert use(code).is_named


@pytest.mark.parametrize("code", NOTHING.values(), ids=NOTHING)
def test_what_is_no_metrics_of_powertools(code: str) -> None:
    found = use(code)
    assert (found.unnamed, found.is_named) == ((), False)


@pytest.mark.parametrize(("code", "expected"), COLD_STARTS.values(), ids=COLD_STARTS)
def test_functions_that_write_a_metric_at_each_cold_start(code: str, expected: set[str]) -> None:
    assert use(code).cold_starts == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("metrics.add_metric(name='a', unit='Count', value=1)", True),
        ("x = metrics.serialize_metric_set()", True),
        (COLD, True),
        ("@m.log_metrics\ndef handler(event, context): pass", False),
        ("metrics.add_dimension('a', 'b')", False),
    ],
    ids=["added", "serialized", "cold start", "only logged", "dimension"],
)
def test_whether_a_metric_is_written(code: str, expected: bool) -> None:
    assert use(code).writes is expected
