"""What cfn-lint says of texts, asked as a library and remembered between runs."""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

Codes = Counter[tuple[str, str]]
"""How often cfn-lint gives each code for each resource (or parameter, output, ...)."""

_REGION = "us-east-1"
_UNREAD = ("E0000", "E0001", "E1001")
"""The text is not parsed, not transformed, or has no sections: nothing else was looked at."""

_UNNAMED = "E3001"
"""Of a resource with this code, as with a logical ID that is none, nothing else was looked at."""


def new_codes(before: str, after: str) -> list[str]:
    """The errors and warnings that the second text has more than the first, a phrase each."""
    if before == after:
        return []
    old, new = codes(before), codes(after)
    if any(code in _UNREAD for code, _ in old):
        new = Counter({key: count for key, count in new.items() if key[0] in _UNREAD})
    unread = {_alphanumeric(place) for code, place in old if code == _UNNAMED}
    unread -= {place.lower() for _, place in old}
    new = Counter({key: count for key, count in new.items() if key[1].lower() not in unread})
    return [
        f"{code} at {place}" + (f" ({count} more)" if count > 1 else "")
        for (code, place), count in sorted((new - old).items())
        if not (_is_added(place, before) and _total(code, new) <= _total(code, old))
    ]


def _is_added(place: str, before: str) -> bool:
    """Whether a fix has added the resource: a code there that is gone elsewhere has moved."""
    return place.rpartition("/")[2] not in before


def _total(code: str, found: Codes) -> int:
    return sum(count for (known, _), count in found.items() if known == code)


def _alphanumeric(place: str) -> str:
    """A place as it is called when its name has letters and digits only, in lower case."""
    section, _, name = place.lower().partition("/")
    return f"{section}/{''.join(filter(str.isalnum, name))}"


def codes(text: str) -> Codes:
    """The errors and warnings of a text."""
    known = _folder() / sha256(text.encode()).hexdigest()
    try:
        return Counter({(code, place): n for code, place, n in json.loads(known.read_bytes())})
    except FileNotFoundError:
        found = _lint(text)
    partial = known.with_name(f"{known.name}.{os.getpid()}")
    partial.write_text(json.dumps([[*key, count] for key, count in sorted(found.items())]))
    partial.replace(known)
    return found


@cache
def _folder() -> Path:
    """The answers of this version; others see them too, for they depend on the text alone."""
    name = f"cfnaudit-judge-{version('cfn-lint')}"
    folder = Path(os.environ.get("CFNAUDIT_JUDGE_CACHE", tempfile.gettempdir())) / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@cache
def _rules() -> Any:
    from cfnlint.config import ConfigMixIn
    from cfnlint.runner import Runner

    return Runner(ConfigMixIn(regions=[_REGION])).rules


def _lint(text: str) -> Codes:
    from cfnlint.config import ConfigMixIn
    from cfnlint.decode.decode import decode_str
    from cfnlint.runner.template import run_template_by_data

    template, faults = decode_str(text)
    if not faults and template is not None:
        config = ConfigMixIn(regions=[_REGION])
        faults = list(run_template_by_data(template, config, _rules()))
    found: Codes = Counter()
    for match in faults:
        if match.rule.id[0] in "EW":
            path = getattr(match, "path", None) or []
            found[match.rule.id, "/".join(map(str, path[:2]))] += 1
    return found
