"""cached-method"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.api import Finding, Fix, Safety, SetValue, Severity, graded, rule
from auditor.api.cloudfront import Methods

_READ = ("GET", "HEAD")
_ASKED = (*_READ, "OPTIONS")
_SETS = (_READ, _ASKED, (*_ASKED, "PUT", "PATCH", "POST", "DELETE"))


@rule(id="cached-method", severity=Severity.ERROR, on=Methods)
def cached_method(methods: Methods) -> Iterator[Finding]:
    """Methods of a cache behavior that CloudFront does not accept together.

    ## What it does
    Reads `AllowedMethods` and `CachedMethods` of cache behaviors. The first must be one of three
    sets: GET and HEAD, these and OPTIONS, or all seven methods. The second must be a part of the
    first, which is GET and HEAD where nothing is said.

    ## Why it fails
    CloudFront refuses the distribution.

    ## Error
    ```
    The parameter AllowedMethods is invalid (must be: [HEAD, GET] or [HEAD, GET, OPTIONS] or
      [HEAD, DELETE, POST, GET, OPTIONS, PUT, PATCH]).
    ```
    or `The parameter CachedMethods <method> does not exists in AllowedMethods`.

    ## Fix safety
    Unsafe: the smallest set is written that has all the methods, so that the origin gets requests
    that it did not get before.

    In a deployed stack the distribution changes in place.

    ## References
    - [AllowedMethods](https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_AllowedMethods.html)
    - Errors, recorded by cdk-preflight:
      [allowed](https://github.com/badmintoncryer/cdk-preflight/blob/main/rules/cloudfront/pf-cloudfront-allowed-methods-set/meta.yaml),
      [cached](https://github.com/badmintoncryer/cdk-preflight/blob/main/rules/cloudfront/pf-cloudfront-cached-methods-subset/meta.yaml)
    """
    allowed = _READ if methods.allowed.absent else methods.names(methods.allowed)
    if not allowed:
        return
    if not methods.allowed.absent and set(allowed) not in map(set, _SETS):
        yield _finding(
            methods,
            f"allows {', '.join(allowed)}, which is none of the three sets that CloudFront accepts",
            allowed,
        )
        return
    cached = methods.names(methods.cached)
    missing = [name for name in cached or () if name not in allowed]
    if missing:
        told = " and ".join(missing)
        yield _finding(methods, f"caches {told}, which it does not allow", (*allowed, *missing))


def _finding(methods: Methods, fault: str, wanted: tuple[str, ...]) -> Finding:
    allowed, cached = methods.allowed, methods.cached
    fitting = next((one for one in _SETS if set(wanted) <= set(one)), None)
    fix = None
    if fitting:
        edits = (SetValue(allowed.path, [*fitting]),) if allowed.direct else None
        title = f"Allow {', '.join(fitting)}"
        fix = Fix(title, edits) if edits else Fix(title, safety=Safety.DISPLAY)
    is_own = not allowed.absent and set(wanted) == set(methods.names(allowed) or ())
    return Finding(
        at=allowed.path if is_own else cached.path,
        message=f"{methods.resource.label} {fault}, so the deployment fails",
        severity=graded(allowed) if is_own else graded(allowed, cached),
        fix=fix,
    )
