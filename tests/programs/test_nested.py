"""Arguments within arguments, against the provider's own classes."""

from __future__ import annotations

import inspect
import shutil
from importlib import import_module
from pathlib import Path

import pytest

from auditor.data.pulumi_classes import class_of
from auditor.data.pulumi_inputs import Holds, contents_of, nested_type
from tests.programs.mocked import run_python

FIXTURES = Path(__file__).parents[2] / "fixtures" / "program-argument"


@pytest.mark.parametrize("module", ["dynamodb", "ecs", "lambda_", "s3"])
def test_the_table_has_the_arguments_of_the_classes(module: str) -> None:
    classes = vars(import_module(f"pulumi_aws.{module}._inputs"))
    names = [name for name in classes if name.endswith("Args") and not name.startswith("Get")]
    assert len(names) > 10
    for name in names:
        given = list(inspect.signature(classes[name]).parameters.values())
        found = nested_type("7", f"{module.rstrip('_')}.{name.removesuffix('Args')}")
        if not given:  # an object without any key says nothing
            continue
        assert found is not None, name
        assert list(found.arguments) == [one.name for one in given], name
        required = {one.name for one in given if one.default is inspect.Parameter.empty}
        assert found.required == required, name


def test_a_rule_may_be_for_the_group_itself() -> None:
    given = inspect.signature(import_module("pulumi_aws.ec2").SecurityGroupRule._internal_init)
    found = class_of("7", "ec2.SecurityGroupRule")
    assert found is not None
    assert set(found.arguments) == {*given.parameters} - {
        "__self__",
        "resource_name",
        "opts",
        "__props__",
    }


def test_a_type_leads_to_the_next_one() -> None:
    bucket = contents_of("7", "s3.BucketLifecycleConfiguration")["rules"]
    assert bucket.holds is Holds.LIST
    rule = nested_type("7", bucket.type)
    assert rule is not None
    assert rule.contents["filter"].type == "s3.BucketLifecycleConfigurationRuleFilter"
    assert rule.contents["id"].holds is Holds.ONE
    tags = contents_of("native", "s3.Bucket")["tags"]
    assert (tags.holds, tags.type) == (Holds.LIST, "Tag")


def test_an_older_version_has_what_it_had() -> None:
    name = "sagemaker.AppImageConfigKernelGatewayImageConfig"
    newer, older = nested_type("7", name), nested_type("6", name)
    assert newer is not None
    assert older is not None
    assert set(older.arguments) - set(newer.arguments) == {"kernel_spec"}


def run(name: str, to: Path, fixed: str = "") -> tuple[int, str]:
    shutil.copytree(FIXTURES / f"{name}.yaml.files", to)
    if fixed:
        shutil.copytree(FIXTURES / f"{fixed}.yaml.files", to, dirs_exist_ok=True)
    done = run_python(to, "__main__.py")
    return done.returncode, done.stderr


def test_python_refuses_what_the_finding_says(tmp_path: Path) -> None:
    code, told = run("nested-class", tmp_path / "broken")
    assert code != 0
    assert "unexpected keyword argument 'attribute_nam'" in told
    code, told = run("nested-class", tmp_path / "fixed", fixed="nested-class.fixed")
    assert code != 0
    assert "missing 1 required keyword-only argument: 'type'" in told


def test_python_hands_dictionaries_on(tmp_path: Path) -> None:
    code, told = run("nested-dictionary", tmp_path / "program")
    assert (code, told) == (0, "")
