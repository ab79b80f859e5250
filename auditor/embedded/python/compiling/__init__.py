"""Whether a Python runtime can compile a text."""
