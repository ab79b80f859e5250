"""Naive and aware times in Python code: where they come from, and where they meet."""
