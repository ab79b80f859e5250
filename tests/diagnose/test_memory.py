"""What is in memory does not grow with the input."""

from __future__ import annotations

import io
import tracemalloc

import pytest

from auditor.diagnose.deployment import Deployment
from auditor.diagnose.inputs.reading import read_events

_MEGABYTE = 1 << 20
_PROSE = b"the basket of the customer has three items, and the parcel is on its way\n"
_FAILS = b"the parcel of the customer is lost\n\n"
_JSON = b'{"level": "info", "message": "start"}\n'
_EVENT = (
    b'{"StackEvents": [{"EventId": "1", "LogicalResourceId": "Queue", "ResourceStatus":'
    b' "CREATE_FAILED", "ResourceStatusReason": "it is there already"}]}\n'
)


class _Long(io.BytesIO):
    """An input that is made while it is read."""

    def __init__(self, start: bytes, again: bytes, megabytes: int) -> None:
        super().__init__()
        self._start = start
        self._again = again * (_MEGABYTE // len(again))
        self._left = megabytes

    def read(self, _size: int | None = -1, /) -> bytes:
        if self._start:
            start, self._start = self._start, b""
            return start
        self._left -= 1
        return self._again if self._left >= 0 else b""


def _peak(source: _Long) -> int:
    deployment = Deployment()
    tracemalloc.start()
    try:
        for event in read_events(source, lambda _event: True):
            deployment.add(event)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("start", "again", "megabytes"),
    [
        pytest.param(_FAILS, _PROSE, 4, id="prose"),
        pytest.param(_JSON + _FAILS, _PROSE, 4, id="prose after JSON"),
        pytest.param(_EVENT, _PROSE, 4, id="prose after events"),
        pytest.param(_EVENT, b'{"a" is no JSON, ', 24, id="what only begins like JSON"),
        pytest.param(_FAILS, _PROSE.strip(), 8, id="one line"),
        pytest.param(_FAILS, _EVENT, 8, id="events after prose"),
        pytest.param(_EVENT, _EVENT, 4, id="events"),
    ],
)
def test_a_longer_input_takes_no_more_memory(start: bytes, again: bytes, megabytes: int) -> None:
    def peak(size: int) -> int:
        return _peak(_Long(start, again, size))

    assert peak(megabytes + 8) < peak(megabytes) + 4 * _MEGABYTE
