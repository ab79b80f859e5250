"""The comments of a YAML text."""

from __future__ import annotations

import re

import yaml

from auditor.source.yaml_.read import Loader

_COMMENT = re.compile(r"#[^\r\n]*")
_TEXTLESS = (
    yaml.StreamStartToken,
    yaml.StreamEndToken,
    yaml.BlockEndToken,
    yaml.BlockMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.KeyToken,
)


def comments(text: str) -> list[str]:
    """Every comment, in order: what stands between the tokens and is not blank."""
    found: list[str] = []
    here = 0
    for token in yaml.scan(text, Loader=Loader):
        if isinstance(token, _TEXTLESS):
            continue
        found += _COMMENT.findall(text, here, token.start_mark.index)
        here = max(here, token.end_mark.index)
        if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
            header = re.compile(r"[^\r\n]*").match(text, token.start_mark.index)
            found += re.findall(r"\s(#.*)", header.group()) if header else []
    return found + _COMMENT.findall(text, here)
