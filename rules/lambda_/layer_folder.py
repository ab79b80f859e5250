"""layer-folder"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Fails, Finding, Fix, Safety, Severity, Template, rule
from auditor.api.lambda_ import misplaced_modules

_TYPES = ("AWS::Lambda::LayerVersion", "AWS::Serverless::LayerVersion")


@rule(
    id="layer-folder",
    severity=Severity.WARNING,
    on=Template,
    types=_TYPES,
    fails=Fails.INVOCATION,
)
def layer_folder(template: Template) -> Iterator[Finding]:
    """A layer whose modules are not in a folder where Python looks for them.

    ## What it does
    Looks at layers for runtimes of Python whose folder lies beside the template, and finds those
    with modules or packages in the folder itself and no folder `python` in it. It is silent where
    SAM builds the layer (`BuildMethod`), which creates that folder.

    ## Why it fails
    Lambda unpacks a layer into `/opt`, and Python looks into `/opt/python` alone. The layer
    deploys, and every function fails that imports from it. A warning, since a script may
    package the folder in another way.

    ## Error
    ```
    Runtime.ImportModuleError: Unable to import module 'app': No module named 'shoptools'
    ```
    In general: `Unable to import module '<module>': No module named
    '<package>'`, which an import without any layer has, too.

    ## Fix safety
    Display: the modules have to be moved into a folder `python`.

    ## References
    - [Paths of layers](https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html)
    - Error, reported: [haaska issue 237](https://github.com/mike-grant/haaska/issues/237)
    """
    for layer in template.of_type(*_TYPES):
        for case, module in misplaced_modules(layer):
            yield Finding(
                at=case.path,
                message=f"{layer.label} has '{module}' outside of a folder python, where Python"
                " does not look for modules of layers",
                fix=Fix("Move the modules into a folder python", safety=Safety.DISPLAY),
            )
