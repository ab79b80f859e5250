"""The one error of this package."""

from __future__ import annotations


class BadConfiguration(Exception):
    """A configuration that cannot be used, in one plain sentence, its place in front."""
