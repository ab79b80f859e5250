"""The page: style, script and graphs stand in it, and it may ask nothing of anybody.

Its policy lets one style and one script run, those whose hashes it names, so that nothing of a
template can run even if it came to stand outside of the text.
https://www.w3.org/TR/CSP3/
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from auditor.model.report import Report, Status
from auditor.report.html.findings import findings
from auditor.report.html.overview import filters, overview
from auditor.report.html.stacks import stacks
from auditor.report.html.svg import Found
from auditor.report.wording import summary


def render(report: Report) -> str:
    """The report as one page."""
    style, script = _part("page.css"), _part("page.js")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    found = [Found(f"f{place}", entry) for place, entry in enumerate(report.entries, start=1)]
    seen = [one for one in found if one.entry.status is not Status.SUPPRESSED]
    goal = "findings" if found else "main"
    main = "".join((filters(report), stacks(report.stacks, seen), _findings(report, found)))
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>cfnaudit: {summary(report)[0]}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#{goal}">Skip to the findings</a>
<header>
<div class="bar"><h1>cfnaudit</h1><button type="button" id="theme" hidden></button></div>
{overview(report)}
</header>
<main id="main" tabindex="-1">
{main}
</main>
<script>{script}</script>
</body>
</html>
"""


def _findings(report: Report, found: list[Found]) -> str:
    return findings(report, found) if found else ""


def _part(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
