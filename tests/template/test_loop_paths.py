"""The resource that a path lies in, also in the body of a loop, and the key that names it."""

from __future__ import annotations

import pytest

from auditor.model.path import Path, logical_id, resource_path

LOOP = "Fn::ForEach::Names"


@pytest.mark.parametrize(
    ("path", "length"),
    [
        ((), None),
        (("Resources",), None),
        (("Outputs", "A"), None),
        (("Resources", "A"), 2),
        (("Resources", "A", "Properties", LOOP, 2, "B"), 2),
        (("Resources", LOOP), 2),
        (("Resources", LOOP, 2), 2),
        (("Resources", LOOP, 1, 0), 2),
        (("Resources", LOOP, 2, "A${Name}"), 4),
        (("Resources", LOOP, 2, "A${Name}", "Properties", "B"), 4),
        (("Resources", LOOP, 2, LOOP, 2, "A", "Type"), 6),
    ],
)
def test_the_resource_of_a_path(path: Path, length: int | None) -> None:
    assert resource_path(path) == (None if length is None else path[:length])
    assert logical_id(path) == (None if length is None else path[1])
