"""The table of closed services is whole, and finds types by prefix."""

from __future__ import annotations

from datetime import date

import pytest

from auditor.data.closed_services import ClosedService, closed_service_of, closed_services


@pytest.mark.parametrize("entry", closed_services(), ids=lambda entry: entry.service)
def test_entries_are_whole(entry: ClosedService) -> None:
    assert entry.status in ("ended", "ending", "frozen", "closed")
    assert entry.evidence in ("documented", "reported")
    assert all(source.startswith("https://") for source in entry.sources)
    is_aws = "aws.amazon.com/" in entry.sources[0]
    assert is_aws == (entry.evidence == "documented")
    assert entry.types
    assert all(wanted.startswith("AWS::") for wanted in entry.types)
    assert entry.date is None or date.fromisoformat(entry.date)
    assert entry.date is not None or entry.status == "ending"


def test_no_type_is_told_twice() -> None:
    types = [wanted for entry in closed_services() for wanted in entry.types]
    assert len(types) == len(set(types))


@pytest.mark.parametrize(
    ("resource_type", "status"),
    [
        ("AWS::QLDB::Ledger", "ended"),
        ("AWS::AppMesh::Mesh", "ending"),
        ("AWS::Timestream::Table", "closed"),
        ("AWS::Timestream::InfluxDBInstance", None),
        ("AWS::CodeGuruReviewer::RepositoryAssociation", "frozen"),
        ("AWS::IoT1Click::Device", "ending"),
        ("AWS::AutoScaling::LaunchConfiguration", "closed"),
        ("AWS::AutoScaling::AutoScalingGroup", None),
        ("AWS::GreengrassV2::Deployment", None),
        ("AWS::PinpointEmail::Identity", None),
        ("AWS::WAFv2::WebACL", None),
        ("AWS::CodeCommit::Repository", None),
        ("AWS::FIS::ExperimentTemplate", None),
        ("AWS::QLDB", None),
        ("", None),
    ],
)
def test_status_of_types(resource_type: str, status: str | None) -> None:
    entry = closed_service_of(resource_type)
    assert (None if entry is None else entry.status) == status
