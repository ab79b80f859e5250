"""stale-expectation"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Fails, Finding, Fix, Safety, Severity, rule
from auditor.api.tests import Pinned


@rule(
    id="stale-expectation",
    severity=Severity.WARNING,
    on=Pinned,
    fails=Fails.LATER,
)
def stale_expectation(pinned: Pinned) -> Iterator[Finding]:
    """A test that passes because of a fault, and keeps it alive.

    ## What it does
    Reads the tests of the project that the template belongs to: those of Jest, Vitest, Mocha,
    `node:assert`, pytest and unittest, and the assertions of CDK on a template that is loaded from
    its file or on the stack that `cdk synth` wrote it for, through fixtures, helper functions with
    arguments, tables, and looks for resources by their type; and those of Pulumi programs that are
    run with mocks, by the attributes of their resources and by what the mocks keep. The
    configuration of the runners says which files those are. An assertion is reported if it
    certainly looks at this template or program, holds for what another rule reports, and does not
    hold after the fix of that rule; and, where that rule has no fix, if it expects the very value
    that is reported.

    It is silent about tests that may be skipped, about `Template.fromStack` of a stack that has
    another ID than in `cdk.out` or is changed by the test, about what depends on values that the
    text of the test does not show, about a template that the test changes, and about findings that
    are suppressed or only hints. Tests are read and never run, and only where something is found.

    ## Why it fails
    The test suite fails as soon as the template is repaired, and whoever repairs it learns that the
    old value is the right one.

    ## Error
    ```
    Expected: "conflict_detector.handler"
    Received: "index.handler"
    ```

    ## Fix safety
    The fix of the other rule changes template and test together, all files or none. It is as safe
    as that rule says if the assertion compares an exact literal with the exact path; otherwise,
    such as where `toBeDefined()` becomes `toBeUndefined()`, it is unsafe at most. It is only shown
    where the test lies outside of the folder that was named, and unsafe where nobody can say what
    the test has to expect. For templates in `cdk.out` nothing is edited: the code of CDK and the
    line in the test change together. Snapshots are never edited: the command that renews them is
    named.

    In a deployed stack, a resource changes in place or as the other rule says of its fix; the
    change of the test changes nothing there. To have templates fixed without their tests, ignore
    this rule.

    ## References
    - Error of Jest: [expect](https://jestjs.io/docs/expect)
    - [Jest: snapshots](https://jestjs.io/docs/snapshot-testing)
    - [CDK: fine-grained assertions](https://docs.aws.amazon.com/cdk/v2/guide/testing.html)
    - [Pulumi: unit testing](https://www.pulumi.com/docs/iac/concepts/testing/unit/)
    """
    name = pinned.file.rpartition("/")[2]
    yield Finding(
        pinned.at,
        f"Test '{name}' expects {pinned.what}, so that it fails as soon as what {pinned.rule}"
        " reports is fixed",
        Fix(pinned.advice, (), Safety.DISPLAY),
        span=pinned.span,
        file=pinned.file,
    )
