"""Runs rules over documents, and their fixes until nothing is left to fix. Knows no rule."""
