"""Reads Python by `ast`."""
