"""What runtimes bring along, and what distributions install."""

from __future__ import annotations

import sys

import pytest

from auditor.data.distributions import (
    covers,
    distribution,
    distributions_of,
    extras_for,
    is_known,
    normalised,
    provided_by,
)
from auditor.data.runtime_modules import (
    Availability,
    inline_module,
    node_modules,
    package_of,
    python_modules,
)
from auditor.data.table import read_table

PROVIDED, DOUBTFUL, ABSENT = Availability.PROVIDED, Availability.DOUBTFUL, Availability.ABSENT
PYTHONS = [f"python3.{minor}" for minor in range(8, 15)]
NODES = [f"nodejs{number}.x" for number in (12, 14, 16, 18, 20, 22, 24)]


@pytest.mark.parametrize("runtime", PYTHONS)
@pytest.mark.parametrize(
    ("module", "wanted"),
    [
        ("json", PROVIDED),
        ("__future__", PROVIDED),
        ("os.path", PROVIDED),
        ("boto3", PROVIDED),
        ("botocore.exceptions", PROVIDED),
        ("urllib3", PROVIDED),
        ("dateutil.parser", PROVIDED),
        ("_socket", DOUBTFUL),
        ("simplejson", DOUBTFUL),
        ("setuptools", DOUBTFUL),
        ("tkinter", DOUBTFUL),
        ("msvcrt", DOUBTFUL),
        ("", DOUBTFUL),
        (".local", DOUBTFUL),
        ("requests", ABSENT),
        ("yaml", ABSENT),
        ("aws_xray_sdk.core", ABSENT),
        ("aws_lambda_powertools", ABSENT),
        ("cfnresponse", ABSENT),
    ],
)
def test_python_modules(runtime: str, module: str, wanted: Availability) -> None:
    modules = python_modules(runtime)
    assert modules is not None
    assert modules.availability(module) is wanted


@pytest.mark.parametrize(
    ("module", "first", "last"),
    [
        ("zoneinfo", 9, None),
        ("graphlib", 9, None),
        ("tomllib", 11, None),
        ("compression", 14, None),
        ("annotationlib", 14, None),
        ("dummy_threading", 8, 8),
        ("binhex", 8, 10),
        ("distutils", 8, 11),
        ("imp", 8, 11),
        ("asyncore", 8, 11),
        ("cgi", 8, 12),
        ("telnetlib", 8, 12),
        ("imghdr", 8, 12),
        ("lib2to3", 8, 12),
    ],
)
def test_modules_come_and_go(module: str, first: int, last: int | None) -> None:
    for minor in range(8, 15):
        modules = python_modules(f"python3.{minor}")
        assert modules is not None
        assert (module in modules.standard) == (first <= minor <= (last or minor))


def test_this_python_agrees() -> None:
    modules = python_modules(f"python3.{sys.version_info.minor}")
    assert modules is not None
    public = {name for name in sys.stdlib_module_names if not name.startswith("_")}
    assert public <= modules.standard | modules.doubtful


def test_what_can_be_imported_and_does_not_work() -> None:
    modules = python_modules("python3.12")
    assert modules is not None
    assert modules.unusable == {"botocore.vendored.requests"}


@pytest.mark.parametrize(
    "runtime", ["python3.7", "python2.7", "python3.12 ", "nodejs20.x", "provided.al2023", ""]
)
def test_runtimes_that_are_not_python(runtime: str) -> None:
    assert python_modules(runtime) is None


@pytest.mark.parametrize("runtime", ["nodejs", "nodejs10.x", "nodejs20", "python3.12", ""])
def test_runtimes_that_are_not_node(runtime: str) -> None:
    assert node_modules(runtime) is None


@pytest.mark.parametrize("runtime", NODES)
@pytest.mark.parametrize(
    ("specifier", "wanted"),
    [
        ("fs", PROVIDED),
        ("node:crypto", PROVIDED),
        ("util/types", None),
        ("./local", DOUBTFUL),
        ("/opt/x", DOUBTFUL),
        ("#inside", DOUBTFUL),
        ("https://example.com/x.js", DOUBTFUL),
        ("punycode/", DOUBTFUL),
        ("uuid", DOUBTFUL),
        ("", DOUBTFUL),
        ("@scope", DOUBTFUL),
        ("axios", ABSENT),
        ("node:unheard-of", ABSENT),
        ("aws-xray-sdk", ABSENT),
        ("@scope/package/part", ABSENT),
        ("cfn-response", ABSENT),
    ],
)
def test_node_modules(runtime: str, specifier: str, wanted: Availability | None) -> None:
    modules = node_modules(runtime)
    assert modules is not None
    told = modules.availability(specifier)
    assert told is wanted or (wanted is None and told is not ABSENT)


@pytest.mark.parametrize("runtime", NODES)
def test_sdk_versions_take_turns(runtime: str) -> None:
    modules = node_modules(runtime)
    assert modules is not None
    assert modules.sdk_v2 != modules.sdk_v3
    for specifier in ("aws-sdk", "aws-sdk/clients/s3"):
        assert modules.availability(specifier) is (PROVIDED if modules.sdk_v2 else ABSENT)
    for specifier in ("@aws-sdk/client-s3", "@aws-sdk/lib-dynamodb"):
        assert modules.availability(specifier) is (PROVIDED if modules.sdk_v3 else ABSENT)
    for specifier in ("@aws-sdk/util-utf8", "@smithy/node-http-handler"):
        assert modules.availability(specifier) is (DOUBTFUL if modules.sdk_v3 else ABSENT)
    assert ("@aws-sdk/util-utf8" in modules.reported_missing) == modules.sdk_v3


@pytest.mark.parametrize(
    ("specifier", "runtimes"),
    [
        ("node:sqlite", NODES[5:]),
        ("node:test", NODES[2:]),
        ("fs/promises", NODES[1:]),
        ("sqlite", []),
    ],
)
def test_builtin_modules_come(specifier: str, runtimes: list[str]) -> None:
    having = [
        runtime
        for runtime in NODES
        if (modules := node_modules(runtime)) is not None and specifier in modules.builtin
    ]
    assert having == runtimes


@pytest.mark.parametrize(
    ("specifier", "package"),
    [
        ("axios", "axios"),
        ("lodash/get", "lodash"),
        ("@aws-sdk/client-s3/dist", "@aws-sdk/client-s3"),
        ("../x", None),
        ("@aws-sdk", None),
        ("data:text/javascript,1", None),
    ],
)
def test_package_names(specifier: str, package: str | None) -> None:
    assert package_of(specifier) == package


@pytest.mark.parametrize(
    ("runtime", "module"),
    [("python3.12", "cfnresponse"), ("nodejs20.x", "cfn-response"), ("java21", None)],
)
def test_inline_modules(runtime: str, module: str | None) -> None:
    assert inline_module(runtime) == module


@pytest.mark.parametrize(
    ("module", "wanted"),
    [
        ("yaml", ("pyyaml",)),
        ("PIL.Image", ("pillow",)),
        ("dateutil", ("python-dateutil",)),
        ("aws_xray_sdk.core", ("aws-xray-sdk",)),
        ("jwt", ("pyjwt",)),
        ("bs4", ("beautifulsoup4",)),
        ("sklearn", ("scikit-learn",)),
        ("dotenv", ("python-dotenv",)),
        ("attr", ("attrs",)),
        ("OpenSSL", ("pyopenssl",)),
        ("Crypto.Cipher", ("pycryptodome",)),
        ("MySQLdb", ("mysqlclient",)),
        ("psycopg2", ("psycopg2-binary", "psycopg2")),
        ("google.cloud.storage.blob", ("google-cloud-storage",)),
        ("google", ()),
        ("google.cloud", ()),
        ("no_such_module", ()),
        ("", ()),
        ("..", ()),
    ],
)
def test_distributions_of_modules(module: str, wanted: tuple[str, ...]) -> None:
    assert distributions_of(module) == wanted


@pytest.mark.parametrize(
    ("name", "modules"),
    [
        ("requests", {"requests", "urllib3", "certifi", "idna", "charset_normalizer"}),
        ("Boto3", {"boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six", "urllib3"}),
        ("pandas", {"pandas", "numpy", "pytz", "dateutil", "six"}),
        ("aws_xray_sdk", {"aws_xray_sdk", "wrapt", "botocore"}),
    ],
)
def test_dependencies_come_along(name: str, modules: set[str]) -> None:
    assert modules <= provided_by(name)
    assert is_known(name)


def test_what_extras_bring() -> None:
    name = "aws-lambda-powertools"
    assert "aws_xray_sdk" not in provided_by(name)
    assert {"aws_xray_sdk", "wrapt"} <= provided_by(name, ["tracer"])
    assert {"aws_xray_sdk", "pydantic", "fastjsonschema"} <= provided_by(name, ["all"])
    assert is_known(name, ["tracer"])
    assert not is_known(name, ["unheard-of"])
    assert not is_known("requests", ["socks"])


@pytest.mark.parametrize("name", ["no-such-distribution", "", "tensorflow"])
def test_distributions_that_are_not_known_whole(name: str) -> None:
    assert not is_known(name)


@pytest.mark.parametrize(
    ("provided", "module", "wanted"),
    [
        ({"yaml"}, "yaml.nodes", True),
        ({"google.cloud.storage"}, "google.cloud", True),
        ({"google.cloud.storage"}, "google.cloud.storage.blob", True),
        ({"google.cloud.storage"}, "google.auth", False),
        ({"yaml"}, "yam", False),
        ({"yaml"}, "yamlx", False),
    ],
)
def test_covering(provided: set[str], module: str, wanted: bool) -> None:
    assert covers(provided, module) is wanted


POWERTOOLS = "aws_lambda_powertools"


@pytest.mark.parametrize(
    ("path", "names", "major", "module", "extras"),
    [
        (POWERTOOLS, ("Logger", "Tracer"), None, "aws_xray_sdk", ("tracer", "all")),
        (f"{POWERTOOLS}.tracing", ("Tracer",), 2, "aws_xray_sdk", ("tracer", "all")),
        (f"{POWERTOOLS}.utilities.parser", ("parse",), 2, "pydantic", ("parser", "all")),
        (f"{POWERTOOLS}.utilities", ("parser",), None, "pydantic", ("parser", "all")),
        (f"{POWERTOOLS}.utilities.validation", (), 3, "fastjsonschema", ("validation", "all")),
        (f"{POWERTOOLS}.utilities.data_masking", (), 2, "jsonpath_ng", ("datamasking",)),
        (f"{POWERTOOLS}.utilities.data_masking", (), 3, "jsonpath_ng", ("datamasking", "all")),
        (f"{POWERTOOLS}.utilities.data_masking", (), None, "jsonpath_ng", ("datamasking",)),
        (f"{POWERTOOLS}.utilities.idempotency.persistence.redis", (), 3, "redis", ("redis",)),
    ],
)
def test_extras_that_an_import_needs(
    path: str, names: tuple[str, ...], major: int | None, module: str, extras: tuple[str, ...]
) -> None:
    (need,) = extras_for("aws_lambda_powertools", path, names, major)
    assert (need.module, need.extras) == (module, extras)
    assert need.fails_on_import == (module != "aws_xray_sdk")
    assert all(covers(provided_by(need.distribution, [extra]), module) for extra in extras)


@pytest.mark.parametrize(
    ("name", "path", "names", "major"),
    [
        ("aws-lambda-powertools", POWERTOOLS, ("Logger", "Metrics"), 2),
        ("aws-lambda-powertools", POWERTOOLS, ("Tracer",), 1),
        ("aws-lambda-powertools", f"{POWERTOOLS}.utilities.batch", ("x",), 3),
        ("aws-lambda-powertools", f"{POWERTOOLS}.event_handler", ("APIGatewayRestResolver",), 3),
        ("aws-lambda-powertools", f"{POWERTOOLS}.utilities.parsers", (), 3),
        ("aws-lambda-powertools", f"{POWERTOOLS}.utilities.kafka", ("SchemaConfig",), None),
        ("requests", "requests", ("get",), None),
    ],
)
def test_imports_that_need_no_extra(
    name: str, path: str, names: tuple[str, ...], major: int | None
) -> None:
    assert extras_for(name, path, names, major) == ()


ROWS = sorted(read_table("distributions.json")["distributions"])


def test_the_table_is_whole() -> None:
    assert len(ROWS) > 150
    for name in ROWS:
        row = distribution(name)
        assert row is not None
        assert name == normalised(name)
        assert row.modules
        assert all(part.isidentifier() for each in row.modules for part in each.split("."))
        assert all(name in distributions_of(module) for module in row.modules), name
        assert row.verified is None or row.is_complete
        assert all(distribution(needed) for needed in row.requires)
