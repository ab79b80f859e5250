"""What a function's package brings, and which imports it leaves without a module."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Mapping
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.aws.lambda_.code.file import CodeFile
from auditor.aws.lambda_.packages.builds import has_build, installs_elsewhere, levels
from auditor.aws.lambda_.packages.fixes import (
    listed_package,
    package_for_module,
    sdk_successors,
    spelled_response,
)
from auditor.aws.lambda_.packages.missing import Lack, MissingModule
from auditor.aws.lambda_.packages.modules import missing_modules
from auditor.aws.lambda_.packages.node import node_shortage
from auditor.aws.lambda_.packages.python import python_shortage
from auditor.embedded.facts import Import
from auditor.model.project import Unread
from auditor.model.settings import Settings
from auditor.model.text import Span
from auditor.model.tree import Tree
from auditor.template.template import Template

APP = "def handler(event, context):\n    return event\n"


class Files:
    """A project that stands in memory."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)

    def names(self, folder: str) -> frozenset[str] | None:
        start = "" if folder == "." else f"{folder}/"
        inside = [path[len(start) :] for path in self._texts if path.startswith(start)]
        return frozenset(path.partition("/")[0] for path in inside) or None

    def read(self, file: str) -> str | None:
        return self._texts.get(posixpath.normpath(file))

    def template(self, file: str) -> str | None:
        return self.read(file)

    def unread(self, path: str) -> Unread | None:
        return None if posixpath.normpath(path) in self._texts else Unread("does not exist")


def imported(module: str, *names: str) -> Import:
    place = Span(0, 1)
    return Import(
        module, names, level=0, guarded=False, at_load=True, certain=True, span=place,
        statement=place,
    )  # fmt: skip


def inline(code: str, runtime: str = "python3.12", **properties: Tree) -> list[MissingModule]:
    body: dict[str, Tree] = {
        "Runtime": runtime,
        "Handler": "index.handler",
        "Code": {"ZipFile": dedent(code)},
        **properties,
    }
    resources: Tree = {"Fn": {"Type": "AWS::Lambda::Function", "Properties": body}}
    template = Template({"Resources": resources}, Settings())
    return [missing for file in CodeFile.find(template) for missing in missing_modules(file)]


def local(files: Mapping[str, str], runtime: str = "python3.12") -> list[CodeFile]:
    body: dict[str, Tree] = {"Runtime": runtime, "Handler": "app.handler", "CodeUri": "src"}
    resources: Tree = {"Fn": {"Type": "AWS::Serverless::Function", "Properties": body}}
    return list(CodeFile.find(Template({"Resources": resources}, Settings(), Files(files))))


@pytest.mark.parametrize(
    ("code", "runtime", "told"),
    [
        pytest.param("import requests", "python3.12", ["requests"], id="package"),
        pytest.param("import requests.auth", "python3.12", ["requests"], id="module in it"),
        pytest.param("import numpy, json, yaml", "python3.9", ["numpy", "yaml"], id="several"),
        pytest.param("import yaml\nimport yaml.nodes", "python3.9", ["yaml"], id="once"),
        pytest.param("from google.cloud import storage", "python3.12", ["google.cloud"],
                     id="shared name"),
        pytest.param("import tomllib", "python3.10", ["tomllib"], id="newer than the runtime"),
        pytest.param("import tomllib", "python3.11", [], id="as new as the runtime"),
        pytest.param("import distutils", "python3.12", ["distutils"], id="removed"),
        pytest.param("import distutils", "python3.11", [], id="not yet removed"),
        pytest.param("from . import other", "python3.12", [], id="relative"),
        pytest.param("import boto3, botocore, dateutil, six", "python3.13", [], id="of Lambda"),
        pytest.param("from cfnresponse import send", "python3.12", ["cfnresponse"], id="words"),
        pytest.param("import cfnresponse as c", "python3.12", [], id="other name"),
        pytest.param("import requests", "python3.6", [], id="runtime not known"),
        pytest.param("import requests\nimport sys\nsys.path.append(d)", "python3.12", [],
                     id="search path"),
        pytest.param("import greengrasssdk", "python3.12", [], id="for devices"),
        pytest.param("require('aws-sdk/clients/s3')", "nodejs18.x", ["aws-sdk"], id="sdk 2"),
        pytest.param("require('aws-sdk')", "nodejs16.x", [], id="sdk 2 where it is"),
        pytest.param("require('@aws-sdk/client-s3')", "nodejs16.x", ["@aws-sdk/client-s3"],
                     id="sdk 3"),
        pytest.param("require('@aws-sdk/client-s3')", "nodejs22.x", [], id="sdk 3 where it is"),
        pytest.param("require('@aws-sdk/util-utf8')", "nodejs22.x", [], id="in doubt"),
        pytest.param("require('@company/http/client')", "nodejs22.x", ["@company/http"],
                     id="scope"),
        pytest.param("require('node:sqlite')", "nodejs18.x", ["node:sqlite"], id="no builtin"),
        pytest.param("require('~/x'), require('@/x'), require('#x')", "nodejs22.x", [],
                     id="aliases"),
        pytest.param("require('cfn-response')", "nodejs22.x", [], id="response"),
    ],
)  # fmt: skip
def test_code_in_the_template(code: str, runtime: str, told: list[str]) -> None:
    assert [missing.module for missing in inline(code, runtime)] == told


@pytest.mark.parametrize(
    ("code", "fatal"),
    [
        pytest.param("import requests", True, id="at load"),
        pytest.param("class A:\n    import requests", True, id="in a class"),
        pytest.param("def f():\n    import requests", False, id="in a function"),
        pytest.param("def f():\n    import requests\nimport requests", True, id="the worse"),
    ],
)
def test_what_fails_in_any_event(code: str, fatal: bool) -> None:
    assert [missing.is_fatal for missing in inline(code)] == [fatal]


def test_layers_may_bring_what_they_do_not_speak_of() -> None:
    (missing,) = inline("import requests", Layers=["arn:aws:lambda:x:1:layer:dependencies:1"])
    assert missing.has_layers
    assert not missing.is_fatal
    assert inline("import requests", Layers=["arn:aws:lambda:x:1:layer:py-Requests:1"]) == []
    assert inline("import yaml", Layers=[{"Ref": "PyYamlLayer"}]) == []
    (builtin,) = inline("require('node:sqlite')", "nodejs18.x", Layers=[{"Ref": "Any"}])
    assert not builtin.has_layers


FOLDERS = [
    pytest.param({"src/app.py": APP}, Lack.FOLDER, id="nothing"),
    pytest.param({"src/requirements.txt": ""}, Lack.LIST, id="empty list"),
    pytest.param({"src/requirements.txt": "boto3\nsix  # requests"}, Lack.LIST, id="others"),
    pytest.param({"src/requirements.txt": "six", "src/requirements-test.txt": "requests"},
                 Lack.LIST, id="list for tests"),
    pytest.param({"src/Pipfile": '[dev-packages]\nrequests = "*"'}, Lack.DEVELOPMENT,
                 id="for developers"),
    pytest.param({"src/requirements.txt": "Requests>=2"}, None, id="listed"),
    pytest.param({"src/requirements.txt": "requests; python_version < '3'"}, None, id="marker"),
    pytest.param({"src/requirements.txt": "docker"}, None, id="in turn"),
    pytest.param({"src/requirements.txt": "company-thing"}, None, id="unknown package"),
    pytest.param({"src/requirements.txt": "-r lost.txt"}, None, id="lost list"),
    pytest.param({"src/requirements.txt": "-r x.txt", "src/x.txt": "six"}, Lack.LIST,
                 id="another list"),
    pytest.param({"src/requirements.txt": "-r x.txt", "src/x.txt": "-r x.txt\nrequests"}, None,
                 id="list in a circle"),
    pytest.param({"src/requirements.txt": "", "src/Pipfile": "[packages]\nrequests='*'"}, None,
                 id="two lists"),
    pytest.param({"src/requests/api.py": ""}, None, id="folder"),
    pytest.param({"src/requests.abi3.so": ""}, None, id="binary"),
    pytest.param({"src/six.dist-info/RECORD": ""}, None, id="installed"),
    pytest.param({"src/requirements.txt": "", "requirements.txt": "requests"}, None, id="above"),
    pytest.param({"src/requirements.txt": "", "requirements.txt": "six"}, Lack.LIST,
                 id="others above"),
    pytest.param({"src/uv.lock": 'name = "requests"', "src/requirements.txt": ""}, None,
                 id="lock file"),
    pytest.param({"Makefile": ""}, None, id="a build"),
    pytest.param({"src/requirements.txt": "", "Makefile": "test:\n"}, Lack.LIST,
                 id="a list and a build"),
    pytest.param({"src/requirements.txt": "", "Makefile": "\tpip install x -t src"}, None,
                 id="a build that installs"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "lack"), FOLDERS)
def test_folders_of_python(files: dict[str, str], lack: Lack | None) -> None:
    project = Files({"src/app.py": APP, **files})
    found = python_shortage(project, "src", "src/app.py", imported("requests"))
    assert (found and found.lack) == lack


def test_names_that_no_public_package_is_known_for_may_be_the_authors_own() -> None:
    project = Files({"src/app.py": APP, "src/requirements.txt": ""})
    assert python_shortage(project, "src", "src/app.py", imported("company_store")) is None


@pytest.mark.parametrize(
    ("requirements", "wanted", "extra"),
    [
        pytest.param("aws-lambda-powertools==2.35.0", ("Tracer",), "tracer", id="pinned"),
        pytest.param("aws_lambda_powertools", ("Logger", "Tracer"), "tracer", id="any version"),
        pytest.param("aws-lambda-powertools[parser]", ("Tracer",), "tracer", id="other extra"),
        pytest.param("aws-lambda-powertools", ("Logger", "Metrics"), None, id="nothing needed"),
        pytest.param("aws-lambda-powertools[all]==2.35.0", ("Tracer",), None, id="all"),
        pytest.param("aws-lambda-powertools\naws-xray-sdk", ("Tracer",), None, id="by itself"),
        pytest.param("aws-lambda-powertools\ncompany", ("Tracer",), None, id="unknown package"),
        pytest.param("aws-lambda-powertools @ https://example.com/a.whl", ("Tracer",), None,
                     id="by address"),
    ],
)  # fmt: skip
def test_extras(requirements: str, wanted: tuple[str, ...], extra: str | None) -> None:
    project = Files({"src/app.py": APP, "src/requirements.txt": requirements})
    asked = imported("aws_lambda_powertools", *wanted)
    found = python_shortage(project, "src", "src/app.py", asked)
    assert (found and found.extra and found.extra.extras[0]) == extra


def test_one_extra_is_asked_for_once() -> None:
    code = (
        "from aws_lambda_powertools import Tracer\nfrom aws_lambda_powertools.tracing import Tracer"
    )
    requirements = {"src/app.py": f"{code}\n{APP}", "src/requirements.txt": "aws-lambda-powertools"}
    (file,) = local(requirements)
    assert [missing.imported.names for missing in missing_modules(file)] == [("Tracer",)]


LOCK = {"packages": {"node_modules/uuid": {}, "node_modules/axios": {"dev": True}}}
OLD_LOCK: dict[str, dict[str, dict[str, str]]] = {"dependencies": {"uuid": {}, "axios": {}}}


@pytest.mark.parametrize(
    ("files", "lack"),
    [
        pytest.param({"src/app.js": ""}, Lack.FOLDER, id="nothing"),
        pytest.param({"src/package.json": "{}"}, Lack.LIST, id="empty"),
        pytest.param({"src/package.json": '{"dependencies": {"axios": "1"}}'}, None, id="listed"),
        pytest.param({"src/package.json": '{"dependencies": {"uuid": "1"}}'}, None,
                     id="perhaps in turn"),
        pytest.param({"src/package.json": '{"devDependencies": {"axios": "1"}}'},
                     Lack.DEVELOPMENT, id="for developers"),
        pytest.param({"src/package.json": '{"dependencies": {"uuid": "1"}}',
                      "src/package-lock.json": json.dumps(LOCK)}, Lack.LIST, id="locked"),
        pytest.param({"src/package.json": '{"dependencies": {"uuid": "1"}}',
                      "src/package-lock.json": json.dumps(OLD_LOCK)}, None, id="locked in turn"),
        pytest.param({"src/package.json": '{"dependencies": {"uuid": "1"}}',
                      "src/package-lock.json": "{"}, None, id="odd lock"),
        pytest.param({"src/package.json": '{"dependencies": {"uuid": "1"}}',
                      "src/pnpm-lock.yaml": "uuid@1:"}, Lack.LIST, id="other lock"),
        pytest.param({"src/package.json": "[]"}, None, id="no object"),
        pytest.param({"src/package.json": '{"name": "axios"}'}, None, id="itself"),
        pytest.param({"src/node_modules/axios/index.js": ""}, None, id="installed"),
        pytest.param({"node_modules/axios/index.js": ""}, None, id="installed above"),
        pytest.param({"package.json": '{"dependencies": {"axios": "1"}}'}, None, id="above"),
        pytest.param({"tsconfig.json": "{}"}, None, id="a compiler"),
        pytest.param({"src/package.json": '{"scripts": {"build": "x"}}'}, None, id="a build"),
        pytest.param({"src/axios/index.js": ""}, None, id="a folder of the name"),
    ],
)  # fmt: skip
def test_folders_of_node(files: dict[str, str], lack: Lack | None) -> None:
    found = node_shortage(Files({"src/app.js": "", **files}), "src", "src/app.js", "axios")
    assert (found and found.lack) == lack


def test_levels_lead_up_to_the_template() -> None:
    assert levels("a/b") == ["a/b", "a", "."]
    assert levels(".") == ["."]


@pytest.mark.parametrize("name", ["Makefile", "buildspec.yml", "deploy.sh", "cdk.json", "scripts"])
def test_signs_of_a_build(name: str) -> None:
    assert has_build(Files({"src/app.py": "", name: ""}), "src", "python")
    assert has_build(Files({"src/app.py": "", f"src/{name}": ""}), "src", "python")


@pytest.mark.parametrize(
    ("text", "installs"),
    [
        ("pip install -r requirements.txt -t src", True),
        ("python -m pip install --target=src requests", True),
        ("[default.build.parameters]\nmanifest = 'x.txt'", True),
        ("pip install -r requirements.txt", False),
        ("pip install x\ncp -t src", False),
    ],
)
def test_texts_that_install(text: str, installs: bool) -> None:
    assert installs_elsewhere(Files({"src/app.py": "", "README.toml": text}), "src") is installs


@pytest.mark.parametrize(
    ("requirements", "added"),
    [
        pytest.param("six\n", "requests", id="appended"),
        pytest.param("six --hash=sha256:00", None, id="hashes"),
    ],
)
def test_what_is_added_to_a_list(requirements: str, added: str | None) -> None:
    files = {"src/app.py": f"import requests\n{APP}", "src/requirements.txt": requirements}
    (file,) = local(files)
    (missing,) = missing_modules(file)
    found = listed_package(file, missing)
    assert (found and found[0]) == added


def test_only_checked_distributions_are_added() -> None:
    assert package_for_module("yaml") == "pyyaml"
    assert package_for_module("aiohttp.web") is None
    assert package_for_module("company_store") is None


def test_the_response_is_imported_in_its_own_words() -> None:
    (file,) = local({"src/app.py": f"import requests\n{APP}", "src/requirements.txt": ""})
    (missing,) = missing_modules(file)
    assert spelled_response(file, missing) is None


def test_successors_of_clients() -> None:
    code = "const A = require('aws-sdk'); new A.S3(); new A.DynamoDB.DocumentClient(); new A.S3();"
    (file,) = local({"src/app.js": code}, "nodejs20.x")
    assert sdk_successors(file.facts.clients) == ("@aws-sdk/client-s3", "@aws-sdk/lib-dynamodb")


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["python3.12", "nodejs20.x"]))
def test_nothing_that_a_list_says_raises(requirements: str, package: str, runtime: str) -> None:
    files = {
        "src/app.py": f"import requests\nimport aws_lambda_powertools\n{APP}",
        "src/app.js": "require('axios'); exports.handler = 1",
        "src/requirements.txt": requirements,
        "src/package.json": package,
        "src/package-lock.json": package,
        "src/uv.lock": package,
        "README.md": package,
    }
    for file in local(files, runtime):
        for missing in missing_modules(file):
            assert missing.imported in file.facts.imports
