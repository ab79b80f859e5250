"""test-region"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Confidence, Fails, Finding, Fix, OnUpdate, Safety, Severity, rule
from auditor.api.tests import PinnedRegion, ReplaceInFile


@rule(
    id="test-region",
    severity=Severity.INFO,
    on=PinnedRegion,
    fails=Fails.LATER,
)
def test_region(pinned: PinnedRegion) -> Iterator[Finding]:
    """A test of the deployed stack that looks for it in another Region, or at a mock address.

    ## What it does
    Reads the integration, end-to-end and smoke tests of the project that the template belongs to,
    known by their names, and compares the Regions that they give to variables, arguments, client
    options and environment variables with the configured ones. A web address with `mock` in the
    name of its host is reported too. It is a hint: tests may look at two Regions on purpose. It is
    silent about clients with an address of their own (a local emulator), about classes and values
    that are named as fakes, mocks or stubs, and where no Region is configured. Tests are read only
    where hints are shown (`--min-severity info`) or the rule is named.

    ## Why it fails
    The resources are in the Region that the stack is deployed to. A test that asks another one
    finds none of them, and one that calls a mock address never calls the stack.

    ## Error
    ```
    Could not connect to the endpoint URL: "https://dynamodb.us-west-2.amazonaws.com/"
    ```

    ## Fix safety
    Unsafe: the test may mean the other Region. The fix writes the configured Region, where there is
    one; for an address there is none, since only the outputs of the deployed stack know it. A test
    that lies outside of the folder that was named is not changed.

    In a deployed stack nothing changes.

    ## References
    - [Regions of the AWS SDKs](https://docs.aws.amazon.com/sdkref/latest/guide/feature-region.html)
    - Error, reported: [boto3 issue 1151](https://github.com/boto/boto3/issues/1151)
    """
    name = pinned.file.rpartition("/")[2]
    if pinned.is_address:
        message = f"Test '{name}' calls {pinned.value}, which is not what is deployed"
        advice = "Read the address from the outputs of the deployed stack"
        fix = Fix(advice, (), Safety.DISPLAY)
    else:
        places = " and ".join(pinned.regions) if len(pinned.regions) < 3 else "several Regions"
        message = f"Test '{name}' names {pinned.value}, but the stack is deployed to {places}"
        fix = _fix(pinned)
    yield Finding(
        (),
        message,
        fix,
        confidence=Confidence.LOW,
        span=pinned.span,
        file=pinned.file,
    )


def _fix(pinned: PinnedRegion) -> Fix:
    if len(pinned.regions) > 1:
        return Fix("Use the Region that the stack was deployed to", (), Safety.DISPLAY)
    (region,) = pinned.regions
    inside = (pinned.span.start + 1, pinned.span.end - 1)
    edits = (ReplaceInFile(pinned.file, *inside, region),) if pinned.may_change else ()
    safety = Safety.UNSAFE if edits else Safety.DISPLAY
    return Fix(f"Use {region}", edits, safety, OnUpdate.NOTHING)
