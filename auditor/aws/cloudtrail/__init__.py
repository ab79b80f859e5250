"""Trails and what they record."""
