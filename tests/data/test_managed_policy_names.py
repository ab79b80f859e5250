"""Names of managed policies: those that exist, that are meant, and that are gone."""

from __future__ import annotations

import pytest

from auditor.data.managed_policy_names import _MEANT, managed_name


@pytest.mark.parametrize("name", sorted(set(_MEANT.values())))
def test_what_is_meant_exists(name: str) -> None:
    assert managed_name(name).exists


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("AWSCodeDeployRole", "service-role/AWSCodeDeployRole"),
        ("service-role/ConfigRole", "service-role/AWS_ConfigRole"),
        ("service-role/AdministratorAccess", "AdministratorAccess"),
        ("Nothing", None),
    ],
)
def test_names_that_do_not_exist(name: str, instead: str | None) -> None:
    known = managed_name(name)
    assert known.exists is False
    assert known.instead == instead


def test_a_bare_name_stands_for_any_path_only_where_that_is_looked_up() -> None:
    assert managed_name("AWSLambdaBasicExecutionRole", any_path=True).exists
    assert managed_name("AWSLambdaBasicExecutionRole").exists is False


def test_what_aws_has_taken_away_is_not_missing() -> None:
    assert managed_name("service-role/AWSConfigRole").exists is None


def test_policies_of_service_linked_roles_are_told() -> None:
    assert managed_name("aws-service-role/AWSConfigServiceRolePolicy").is_linked
