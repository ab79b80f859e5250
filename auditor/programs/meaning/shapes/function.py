"""Functions: their code."""

from __future__ import annotations

from auditor.programs.meaning.out import mapping
from auditor.programs.meaning.shapes.given import argument
from auditor.programs.meaning.shapes.shaper import Parts, Shaper
from auditor.programs.values import Made


def function(shaper: Shaper, made: Made, name: str) -> Parts:
    """The code of a function."""
    code = argument(made, "code")
    if code is not None:
        out = shaper.code.code(name, code.value)
        if out is None:
            return [("Code", shaper.unknown(code))]
        out.item = code
        return [("Code", out)]
    parts: Parts = []
    for key, inner in (("s3Bucket", "S3Bucket"), ("s3Key", "S3Key"), ("imageUri", "ImageUri")):
        item = argument(made, key)
        if item is not None:
            parts.append((inner, shaper.converter.of(item.value, {}, None, verbatim=True)))
    return [("Code", mapping(parts))] if parts else []
