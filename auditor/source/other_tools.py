"""Files of other tools that are taken for templates: what they are, and what to check instead."""

from __future__ import annotations

import re

from msgspec import Struct

from auditor.expression import expression
from auditor.grammar.placeholders import statement_at
from auditor.model.tree import Tree

_HCL = expression(r"^(?:resource|data|module|provider|variable)[ \t]+\"", re.MULTILINE)
"""https://developer.hashicorp.com/terraform/language/syntax/configuration"""
_SAM_TABLE = expression(
    r"^\[[A-Za-z0-9_-]{1,100}\.[a-z_]{1,100}\.parameters\][ \t]*$", re.MULTILINE
)


class _Kind(Struct, frozen=True):
    what: str
    keys: tuple[str, ...]
    """The keys at the root that all files of the kind have, and templates never."""
    advice: str = "name a CloudFormation template"


_SAM_CONFIG = _Kind(
    "a configuration of the SAM CLI", (), "name the template that its template_file leads to"
)
_TERRAFORM = _Kind(
    "a Terraform configuration",
    (),
    "Terraform deploys without CloudFormation, so there is nothing to check",
)
_KINDS = (
    _Kind(
        "a Serverless Framework service",
        ("service", "provider"),
        "run 'serverless package', and check .serverless/cloudformation-template-update-stack.json",
    ),
    _Kind(
        "a configuration of the AWS CDK",
        ("app",),
        "run 'cdk synth', and check cdk.out/*.template.json",
    ),
    _Kind(
        "a manifest of the AWS CDK",
        ("version", "artifacts"),
        "check the *.template.json files beside it",
    ),
    _Kind("a Docker Compose file", ("services",)),
    _Kind("a Kubernetes manifest", ("apiVersion", "kind")),
    _Kind("a GitHub workflow", ("jobs",)),
    _Kind("a CodeBuild buildspec", ("version", "phases")),
    _Kind("a Step Functions definition", ("StartAt", "States"), "check the template that uses it"),
    _Kind("an OpenAPI definition", ("openapi", "paths"), "check the template that uses it"),
    _Kind("an OpenAPI definition", ("swagger", "paths"), "check the template that uses it"),
    _Kind("an IAM policy document", ("Version", "Statement"), "check the template that uses it"),
    _Kind("an Azure Resource Manager template", ("$schema", "contentVersion")),
    _Kind("a package.json", ("name", "dependencies")),
    _Kind("a package.json", ("name", "scripts")),
    _Kind("a configuration of Sceptre", ("template_path",), "check the template that it names"),
    _Kind("a configuration of Sceptre", ("template",), "check the template that it names"),
    _Kind("a Terraform configuration", ("terraform",), _TERRAFORM.advice),
    _Kind("a GitLab pipeline", ("stages",)),
)
"""In the order of asking.

https://www.serverless.com/framework/docs/providers/aws/guide/serverless.yml
https://docs.aws.amazon.com/cdk/v2/guide/cli.html
https://docs.docker.com/reference/compose-file/
https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/continuous-delivery-codepipeline-cfn-artifacts.html
"""
_ANSIBLE = _Kind("an Ansible playbook", ())
_APPSPEC = _Kind("an AppSpec file of CodeDeploy", ())
_PARAMETERS = _Kind("a parameter file", (), "check the template that it is for")
_OF_TEMPLATES = ("AWSTemplateFormatVersion", "Transform", "Resources")


def other_file(text: str, tree: Tree) -> str | None:
    """What a document without resources is, and what to do, as a sentence; None if not known."""
    if _has_parameters_only(tree):
        return _sentence(_PARAMETERS)
    if is_appspec(tree):
        return _sentence(_APPSPEC)
    if _is_playbook(tree):
        return _sentence(_ANSIBLE)
    if isinstance(tree, str):
        return other_text(text, 0)
    if not isinstance(tree, dict) or any(key in tree for key in _OF_TEMPLATES):
        return None
    if _is_terraform(tree.get("resource")):
        return _sentence(_TERRAFORM)
    return next((_sentence(kind) for kind in _KINDS if tree.keys() >= set(kind.keys)), None)


def is_appspec(tree: Tree) -> bool:
    """Whether a document tells CodeDeploy what to deploy.

    https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure.html
    """
    return isinstance(tree, dict) and "version" in tree and isinstance(tree.get("Resources"), list)


def _is_playbook(tree: Tree) -> bool:
    """https://docs.ansible.com/ansible/latest/playbook_guide/playbooks_intro.html"""
    return (
        isinstance(tree, list)
        and bool(tree)
        and all(
            isinstance(play, dict) and ("hosts" in play or "import_playbook" in play)
            for play in tree
        )
    )


def _is_terraform(resources: Tree) -> bool:
    """Whether the types of resources are those of a provider.

    https://developer.hashicorp.com/terraform/language/syntax/json
    """
    return (
        isinstance(resources, dict)
        and bool(resources)
        and all(isinstance(type, str) and "_" in type and ":" not in type for type in resources)
    )


def _has_parameters_only(tree: Tree) -> bool:
    """Whether a document has the one or the other form of parameter files.

    https://docs.aws.amazon.com/cli/latest/reference/cloudformation/create-stack.html
    """
    if isinstance(tree, list):
        names = ("ParameterKey", "ParameterValue")
        return bool(tree) and all(
            isinstance(entry, dict) and all(name in entry for name in names) for entry in tree
        )
    values = tree.get("Parameters") if isinstance(tree, dict) else None
    return (
        isinstance(values, dict)
        and bool(values)
        and not any(isinstance(value, dict | list) for value in values.values())
    )


def other_text(text: str, fault: int) -> str | None:
    """What a text is that cannot be read from an offset on, and what to do, as a sentence."""
    tool = statement_at(text, fault)
    if tool is not None:
        return f"The file looks like {tool.what}: {tool.advice}"
    if _HCL.search(text):
        return _sentence(_TERRAFORM)
    if _SAM_TABLE.search(text):
        return _sentence(_SAM_CONFIG)
    return None


def _sentence(kind: _Kind) -> str:
    return f"The file looks like {kind.what} and not like a template: {kind.advice}"
