"""Names of files as repositories and links write them."""

from __future__ import annotations

from pathlib import PurePath
from urllib.parse import quote


def repository_path(file: str) -> str:
    """A path with `/` between its folders, and without a `./` before them."""
    return PurePath(file).as_posix()


def is_relative(file: str) -> bool:
    """Whether a path depends on the folder that it is read in."""
    return not PurePath(file).is_absolute()


def uri(file: str) -> str:
    """A path as a URI reference: https://www.rfc-editor.org/rfc/rfc8089

    Bytes of a name that are no UTF-8 are kept.
    """
    path = repository_path(file)
    try:
        encoded = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        encoded = path.encode("utf-8", "surrogatepass")
    quoted = quote(encoded, safe="/")
    if is_relative(file):
        return quoted
    return f"file://{quoted}" if quoted.startswith("/") else f"file:///{quoted}"
