"""What the packages of functions provide, and which imports they leave open.

The tables of what runtimes and distributions provide are read when code imports something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.grammar.lazily import offering

if TYPE_CHECKING:
    from auditor.aws.lambda_.packages.fixes import (
        listed_package,
        package_for_module,
        sdk_successors,
        spelled_response,
        without_xray,
    )
    from auditor.aws.lambda_.packages.missing import Lack, MissingModule
    from auditor.aws.lambda_.packages.modules import missing_modules
    from auditor.aws.lambda_.packages.successors import with_successors

__all__ = [
    "Lack",
    "MissingModule",
    "listed_package",
    "missing_modules",
    "package_for_module",
    "sdk_successors",
    "spelled_response",
    "with_successors",
    "without_xray",
]

__getattr__ = offering(
    __name__,
    {
        "Lack": "missing",
        "MissingModule": "missing",
        "listed_package": "fixes",
        "missing_modules": "modules",
        "package_for_module": "fixes",
        "sdk_successors": "fixes",
        "spelled_response": "fixes",
        "with_successors": "successors",
        "without_xray": "fixes",
    },
)
